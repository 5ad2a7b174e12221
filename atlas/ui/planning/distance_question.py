"""The question of a distance: how far it is between two places, and what is reached from the first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.publishing.journey_text import journey_sentences, route_numbers, route_sentences
from atlas.ui.planning.answer_parts import (
    AnswerText,
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
)
from atlas.ui.planning.question_terms import bound, draw_limit, draw_metric
from atlas.ui.planning.travel_terms import draw_speeds, measuring, method_of, ways_of
from atlas.ui.state import session
from atlas.ui.state.cached_data import municipio_names, site_names, view_of
from atlas.ui.widgets.browser_frames import draw_sites
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import km_text, limit_text, place_name, range_text, with_span
from atlas.web.served_data import atlas_data
from geo.analysis.route_ranges import Key, UnknownPositionError, main_routes_of
from geo.analysis.uncertain_distances import DistanceRange
from geo.choices.planning_kinds import Metric
from geo.crs import WGS84, to_wgs84
from geo.exports.tables.analysis_tables import distance_file
from geo.mapping.map_styles import GAINED_STRETCH, NEW, NO_ROAD, RAMPS, STRETCH
from geo.mapping.overlay_message import Fills, Legend, LegendEntry, Overlay, place, stretch
from geo.roads.travel_times import TravelTimes
from geo.views.planning_answers import WayBetween, located_place, measure_by, reached_from, way_between
from geo.views.planning_query import PlanningQuery

STEPS: Final = (15, 30, 60, 120, 240)
"""Bounds of the classes of the map, in km or minutes."""
DATASETS: Final = ("municipios", "sites", "boundaries", "routes")
Places = tuple[Key, ...]
"""The first place, and the second if there is one."""
ENDS: Final = "AB"
"""What is written on the marker of each place."""


def draw_distance(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of the places, and how far it is from the first."""
    with at.terms:
        draw_metric(t)
        start, end, limit = st.columns([4, 4, 2])
        with start:
            _draw_place("start", t)
        with end:
            _draw_place("end", t)
        with limit:
            draw_limit(t)
        draw_speeds(t)
    named = dict.fromkeys(filter(None, (plan.start, plan.end)))
    places = tuple(key for key in map(known_place, named) if key is not None)
    if not plan.start or len(places) < len(named):
        _draw_nothing(plan, at, t)
        return
    start_key, *rest = places
    try:
        with measuring(plan, t):
            reached = reached_from(atlas_data(), start_key, ways_of(plan))
            by_road = measure_by(atlas_data(), Metric.ROAD, plan.speeds)
            way = way_between(atlas_data(), start_key, rest[0], by_road) if rest else None
    except UnknownPositionError as error:
        with at.answer:
            st.warning(plain(t("distance.unknown", place=name_of(error.place, t))))
        with at.map:
            draw_sites(view_of(session.reader_session().selection), None)
        return
    answer = partial(_in_words, plan, places, reached, way)
    picture = Picture(
        view_of(session.reader_session().selection),
        None,
        DATASETS,
        ("distance.method", method_of(plan)),
        lambda t: answer(t).lines,
        partial(distance_overlay, plan, places, reached, way),
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        draw_figure(answer(t))
    with at.below:
        st.markdown(f"##### {t('distance.list')}")
        _draw_table(reached, plan, t)
        line = _way_table(places, way, t) if way is not None else None
        make = partial(distance_file, _finite(reached), line, atlas_data().municipios)
        draw_basis_and_files(plan, picture, make, t)


def _draw_place(attribute: str, t: Translator) -> None:
    sites = atlas_data().sites
    located = sites.index[sites.geometry.notna() | sites["codigo_muni"].notna()]
    options = ["", *map(str, located), *map(str, municipio_names(atlas_data()))]
    arguments = bound(attribute)
    if st.session_state[arguments["key"]] not in options:
        st.session_state[arguments["key"]] = ""
    st.selectbox(
        t(f"distance.{attribute}"),
        options,
        format_func=lambda option: name_of(known_place(option), t) if option else t("distance.none"),
        **arguments,
    )


def known_place(text: str) -> Key | None:
    """Return the place that a query names; None where the atlas has no such place."""
    if text in atlas_data().sites.index:
        return text
    return int(text) if text.isdecimal() and int(text) in municipio_names(atlas_data()) else None


def name_of(key: Key | None, t: Translator) -> str:
    """Return the name of a site, or of a municipio with its departamento's."""
    if isinstance(key, str):
        return site_names(atlas_data(), t.language)[key]
    return place_name(key) if key is not None else ""


def _draw_nothing(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    wrong = [text for text in (plan.start, plan.end) if text and known_place(text) is None]
    with at.answer:
        st.info(plain(t("distance.no_such", place=wrong[0]) if wrong else t("distance.choose")))
    with at.map:
        draw_sites(view_of(session.reader_session().selection), None)


def _in_words(
    plan: PlanningQuery,
    places: Places,
    reached: pd.DataFrame,
    way: WayBetween | None,
    t: Translator,
) -> AnswerText:
    """Return how far it is between both places, or who is near the first where there is no second."""
    names, limit = [name_of(key, t) for key in places], limit_text(plan.limit, plan.metric, t)
    people = reached["population_2018"].to_numpy(dtype=float)
    column = plan.metric.column
    low, best, high = (
        float(people[reached[name] <= plan.limit].sum())
        for name in (f"{column}_high", column, f"{column}_low")
    )
    count = range_text(low, best, high, partial(number_text, language=t.language), t)
    near = t("distance.people", limit=limit, start=names[0], people=count)
    if plan.metric is Metric.ROAD and (off := int(np.isinf(reached[f"{column}_low"]).sum())):
        near += " " + t("distance.cut_off", count=off)
    if way is None:
        what = t("distance.cabeceras", limit=limit, start=names[0])
        return AnswerText(what, number_text((reached[column] <= plan.limit).sum(), t.language), (near,))
    straight = _straight_text(way.straight_m, t)
    what = t("distance.straight", start=names[0], end=names[1])
    by_road, by_routes = _road_sentences(plan, way, names, t), _route_sentences(places, way, t)
    sentences = [*filter(None, (" ".join(by_road), " ".join(by_routes))), near]
    if plan.metric is Metric.ROAD and way.journey is not None:
        sentences = [f"{what}: {straight}.", *sentences]
        what = t("distance.by_road", start=names[0], end=names[1])
        straight = km_text(way.journey.km, t.language)
    return AnswerText(what, straight, tuple(sentences))


def _straight_text(away: DistanceRange, t: Translator) -> str:
    low, best, high = (float(values[0, 0]) / 1e3 for values in (away.low, away.nominal, away.high))
    return with_span(low, best, high, partial(km_text, language=t.language))


def _road_sentences(plan: PlanningQuery, way: WayBetween, names: list[str], t: Translator) -> Iterator[str]:
    by_road = measure_by(atlas_data(), Metric.ROAD, plan.speeds)
    if isinstance(by_road, TravelTimes):
        yield from journey_sentences(way.journey, (names[0], names[1]), by_road, t)


def _route_sentences(places: Places, way: WayBetween, t: Translator) -> Iterator[str]:
    names = {key: name_of(key, t) for key in (*places, way.by_routes.start.stop, way.by_routes.end.stop)}
    numbers = route_numbers(atlas_data().facts, t)
    yield from route_sentences(way.by_routes, main_routes_of(atlas_data()), names, numbers, t)


def distance_overlay(
    plan: PlanningQuery,
    places: Places,
    reached: pd.DataFrame,
    way: WayBetween | None,
    t: Translator,
) -> Overlay:
    """Return municipios by how far their cabecera is, the places, and the way between them."""
    steps, column = STEPS, plan.metric.column
    ramp = RAMPS[len(steps) + 1]
    away = dict(zip(reached["codigo_muni"].tolist(), reached[column].tolist(), strict=True))
    classes = {code: bisect_left(steps, value) for code, value in away.items() if np.isfinite(value)}
    fills = Fills(classes, ramp)
    labels = [
        t("regions.class_up_to", high=str(steps[0])),
        *(f"{low}–{high}" for low, high in pairwise(steps)),
        t("regions.class_over", low=str(steps[-1])),
    ]
    entries = list(map(LegendEntry, ramp, labels))
    if cut_off := [code for code in away if code not in classes]:
        fills = fills.with_class(cut_off, NO_ROAD)
        entries.append(LegendEntry(NO_ROAD, t("distance.no_road")))
    lines = []
    if way is not None:
        lines.append(stretch(_straight_line(places), GAINED_STRETCH, "", t("distance.straight_line")))
        entries.append(LegendEntry(GAINED_STRETCH, t("distance.straight_line")))
        if way.journey is not None:
            lines.append(stretch(way.journey.line, STRETCH, "", t("distance.fastest")))
            entries.append(LegendEntry(STRETCH, t("distance.fastest")))
    key = "distance.legend_road" if plan.metric is Metric.ROAD else "distance.legend_straight"
    title = t(key, start=name_of(places[0], t))
    return Overlay(
        legend=Legend(title, tuple(entries), t("distance.note")),
        fills=fills,
        lines=tuple(lines),
        places=tuple(
            place(*_degrees(key), NEW, letter, name_of(key, t))
            for letter, key in zip(ENDS, places, strict=False)
        ),
    )


def _degrees(key: Key) -> tuple[float, float]:
    longitude, latitude = to_wgs84(*located_place(atlas_data(), key).centres.T)
    return float(longitude[0]), float(latitude[0])


def _straight_line(places: Places) -> shapely.LineString:
    return shapely.LineString([_degrees(key) for key in places])


def _finite(reached: pd.DataFrame) -> pd.DataFrame:
    return reached.replace([np.inf], np.nan)


def _draw_table(reached: pd.DataFrame, plan: PlanningQuery, t: Translator) -> None:
    column, table = plan.metric.column, _finite(reached)
    unit = "km" if plan.metric is Metric.STRAIGHT else "min"
    heads = [f"{t(f'distance.{end}')}, {unit}" for end in ("low", "best", "high")]
    columns = zip(heads, (f"{column}_low", column, f"{column}_high"), strict=True)
    st.dataframe(
        pd.DataFrame(
            {
                t("regions.municipio"): [place_name(code) for code in table["codigo_muni"]],
                t("indicator.population"): table["population_2018"].tolist(),
                **{head: table[name].tolist() for head, name in columns},
            }
        ),
        hide_index=True,
        key="distance_municipios",
        alt=t("distance.list"),
        column_config={head: st.column_config.NumberColumn(format="%.0f") for head in heads}
        | {t("indicator.population"): st.column_config.NumberColumn(format="localized")},
    )


def _way_table(places: Places, way: WayBetween, t: Translator) -> gpd.GeoDataFrame:
    """Return the way between two places as a row; its line is that by road, else the straight one."""
    km = {
        f"straight_km{end}": float(values[0, 0]) / 1e3
        for end, values in (
            ("", way.straight_m.nominal),
            ("_low", way.straight_m.low),
            ("_high", way.straight_m.high),
        )
    }
    row: dict[str, object] = {
        end: name_of(key, t) for end, key in zip(("start", "end"), places, strict=True)
    }
    row |= km | {"main_routes_km_low": way.by_routes.low_km, "main_routes_km_high": way.by_routes.high_km}
    line = _straight_line(places)
    if way.journey is not None:
        low, high = way.journey.minutes
        row |= {"road_km": way.journey.km, "minutes_low": low, "minutes_high": high}
        line = way.journey.line
    return gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[line], crs=WGS84)
