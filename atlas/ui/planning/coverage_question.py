"""The question of coverage: who and what lies within a distance of sites, where not, and how it grows.

People and area are counted, or the rows of the reader's own list. The answer is drawn as municipios and
circles on the map, as the curve over distance, and as a table of the largest gaps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from math import isfinite
from typing import Any, Final

import altair as alt
import geopandas as gpd
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.lists.list_map import ends_text
from atlas.ui.planning.answer_parts import (
    AnswerText,
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
    draw_map_alone,
)
from atlas.ui.planning.list_use import ListUse, coverage_beside, own_use, rows_covered, shown_of, sites_for
from atlas.ui.planning.question_terms import draw_demand, draw_reach, has_roads
from atlas.ui.planning.travel_terms import access_texts, draw_speeds, measured, method_of, ways_of
from atlas.ui.state import session
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.chart_style import BAND, LIMIT, SERIES
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import (
    km_text,
    limit_text,
    percent,
    percent_axis,
    percent_format,
    place_name,
    range_of,
    region_name,
    sentence,
)
from atlas.web.served_data import atlas_data
from geo.analysis.site_coverage import MEASURED, Coverage
from geo.analysis.uncertain_distances import LocatedSites
from geo.choices.planning_kinds import Measure, Metric, OwnAs
from geo.choices.site_kinds import COUNTED_BY, measures_of
from geo.exports.tables.analysis_tables import coverage_file, reached_file
from geo.lists.list_coverage import RowCoverage
from geo.mapping.classification import classified
from geo.mapping.map_styles import OWN_AREA, RAMPS
from geo.mapping.overlay_message import DashedCircle, Fills, Legend, LegendEntry, Overlay, circle
from geo.views.list_view import steps_of
from geo.views.planning_answers import coverage_of, filters_of, part_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import region_of

ROWS_DATASETS: Final = ("sites", "boundaries")
ROWS_METHODS: Final = ("ownlist.method", "regions.coverage_method", "regions.straight")
DATASETS: Final = ("municipios", *ROWS_DATASETS)

LINE_METHODS: Final = {
    Measure.LAND_BORDER_KM: ("regions.boundary_method", "regions.dispute"),
    Measure.COAST_KM: ("regions.boundary_method",),
    Measure.MAIN_ROAD_KM: ("lines.road_classes",),
}
"""What else is to be said of the length of a line."""

EXPLAINED: Final = {
    Measure.PEOPLE_BY_CABECERA: "regions.by_cabecera_help",
    Measure.PEOPLE_BY_AREA: "regions.by_area_help",
    Measure.AREA_KM2: "regions.area_help",
    **dict.fromkeys(COUNTED_BY, "regions.line_help"),
}
"""How each measure counts, in words."""


def draw_coverage(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of demand, kinds, distance and measure, and what is covered."""
    region = region_of(session.reader_session().selection, atlas_data())
    with at.terms:
        draw_demand(plan, t)
        draw_reach(t, with_measure=plan.own is not OwnAs.DEMAND or placed_list() is None)
        draw_speeds(t)
        own = own_use(plan, region, t)
    if own is not None and own.is_demand:
        _draw_rows(own, plan, at, t)
    else:
        _draw_people(own, plan, at, t)


def _draw_rows(own: ListUse, plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw how many rows of the list lie within the distance, where they do not, and the curve."""
    selection = session.reader_session().selection
    # A million rows and every kind of site take about two seconds; the answer is then kept with the list.
    with st.spinner(t("ownlist.measuring")):
        view = rows_covered(own, plan, selection)
    answer = partial(_rows_in_words, view, plan, own.reader_list.name)
    picture = Picture(
        shown_of(plan, own, selection),
        plan.kinds,
        ROWS_DATASETS,
        ROWS_METHODS,
        lambda t: _lines(answer(t)),
        partial(rows_overlay, own, view, plan),
        view.sites.left_out,
        own,
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        _draw_answer(answer(t), view, t)
    with at.below:
        if view.totals["total"].iloc[0] and not view.sites.table.empty:
            left, right = st.columns([3, 2], gap="medium")
            with left:
                what = t("beyond.rows_order", limit=km_text(plan.km, t.language))
                draw_gaps(row_gaps_table(view, t), "own_gaps", what, t("ownlist.no_gaps"), t)
            with right:
                draw_curve(view.curve, plan, t("ownlist.share_of_rows"), t)
        sites = sites_for(None, selection)
        draw_basis_and_files(plan, picture, partial(reached_file, view, atlas_data().municipios, sites), t)


def _draw_people(own: ListUse | None, plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw what lies within the distance by each measure, where most does not, and the curve."""
    selection = session.reader_session().selection
    view: Coverage | None
    if own is not None:
        view = coverage_beside(own, plan, selection)
    else:
        region = region_of(selection, atlas_data())
        task = (atlas_data(), filters_of(selection), plan.kinds, plan.limit, region, ways_of(plan))
        with at.answer:
            view = measured(plan, task, partial(coverage_of, *task), t)
    if view is None:
        draw_map_alone(at, shown_of(plan, own, selection), t)
        return
    sites = sites_for(own, selection)
    picture = Picture(
        shown_of(plan, own, selection),
        plan.kinds,
        DATASETS,
        ("regions.coverage_method", method_of(plan), *LINE_METHODS.get(plan.measure, ())),
        lambda t: _lines(_in_words(view, plan, t), _measured_to(view, t), *_access(plan, t)),
        partial(coverage_overlay, view, sites, plan),
        view.sites.left_out,
        own,
        more_methods=(EXPLAINED[plan.measure],),
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        _draw_answer(_in_words(view, plan, t), view, t, partial(_draw_measures, view, plan, t))
        for text in _access(plan, t):
            st.caption(plain(text))
    with at.below:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            table = gaps_table(view, plan, t)
            draw_gaps(table, "coverage_gaps", beyond_title(plan, t), t("regions.no_gaps"), t)
        with right:
            rows = view.curve[view.curve["measure"] == plan.measure].drop(columns="measure")
            draw_curve(rows, plan, t(f"measure.{plan.measure}"), t)
        draw_basis_and_files(plan, picture, partial(coverage_file, view, atlas_data().municipios, sites), t)


def _access(plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return who has no road, and who walks far to one."""
    region = region_of(session.reader_session().selection, atlas_data())
    return tuple(access_texts(ways_of(plan), part_of(atlas_data(), region), t))


def _rows_in_words(view: RowCoverage, plan: PlanningQuery, name: str, t: Translator) -> AnswerText | str:
    """Return the answer, or why there is none."""
    row: dict[Any, Any] = view.totals.iloc[0].to_dict()
    if not row["total"]:
        return t("ownlist.no_rows")
    if view.sites.table.empty:
        return t("regions.no_sites")
    what = t("ownlist.within", name=name, limit=km_text(plan.km, t.language), region=region_name(t))
    return _share_in_words(row, what, "ownlist.covered", t)


def _in_words(view: Coverage, plan: PlanningQuery, t: Translator) -> AnswerText | str:
    """Return the answer by the measure of the query, or why there is none."""
    if view.sites.table.empty:
        return t("regions.no_sites")
    row: dict[Any, Any] = view.totals.loc[plan.measure].to_dict()
    what = t(f"within.{plan.measure}", limit=limit_text(plan.limit, plan.metric, t), region=region_name(t))
    return _share_in_words(row, what, f"covered.{plan.measure}", t)


def _share_in_words(row: Mapping[Any, Any], what: str, counted: str, t: Translator) -> AnswerText:
    """Return the share and the count of a row with their ranges; `counted` is the key of the latter."""
    share, count = partial(percent, language=t.language), partial(number_text, language=t.language)
    value, with_range = share(row["share"]), range_of(row, "share", share, t)
    covered = t(counted, covered=range_of(row, "covered", count, t), total=count(row["total"]))
    sentences = (*([f"{sentence(with_range)}."] if with_range != value else []), sentence(covered))
    return AnswerText(what, value, sentences)


def _lines(answer: AnswerText | str, *more: str) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else (*answer.lines, *more)


def _measured_to(view: Coverage | RowCoverage, t: Translator) -> str:
    return t("regions.measured_to", count=len(view.sites.table))


def _draw_answer(
    answer: AnswerText | str,
    view: Coverage | RowCoverage,
    t: Translator,
    draw_more: Callable[[], None] = lambda: None,
) -> None:
    if isinstance(answer, str):
        st.info(answer, icon=":material/filter_alt:")
        return
    draw_figure(answer)
    draw_more()
    st.caption(plain(_measured_to(view, t)))


def _draw_measures(view: Coverage, plan: PlanningQuery, t: Translator) -> None:
    """Draw how the measure of the query counts, and the shares by the other measures."""
    st.caption(plain(t(EXPLAINED[plan.measure])))
    rows: dict[Any, dict[Any, Any]] = view.totals.to_dict("index")
    write = partial(percent, language=t.language)
    shares = (
        f"{t(f'measure.{measure}')}: {range_of(rows[measure], 'share', write, t)}."
        for measure in measures_of(plan.kinds, has_roads=has_roads())
        if measure != plan.measure
    )
    st.markdown("\n".join(f"- {plain(share)}" for share in shares))


PEOPLE_STEPS: Final = (10_000, 25_000, 50_000, 100_000)
LINE_STEPS: Final = (5, 10, 25, 50)
BREAKS: Final = {
    Measure.PEOPLE_BY_CABECERA: PEOPLE_STEPS,
    Measure.PEOPLE_BY_AREA: PEOPLE_STEPS,
    Measure.AREA_KM2: (100, 250, 500, 1_000),
    **dict.fromkeys(COUNTED_BY, LINE_STEPS),
}
"""Bounds of the classes of what lies beyond reach: the same for every distance, to compare maps."""
LEAST: Final = 0.5
"""Less than half a person (or half a square kilometre) is none."""
MOST_CIRCLES: Final = 200
"""Circles drawn at a time; more of them hide each other and the map."""


def draw_curve(rows: pd.DataFrame, plan: PlanningQuery, measure: str, t: Translator) -> None:
    """Draw the share within each distance, with its range, and the chosen distance."""
    is_straight, column = plan.metric is Metric.STRAIGHT, f"{plan.metric.column}:Q"
    st.markdown(f"##### {t('regions.curve' if is_straight else 'road.curve')}")
    title = t("regions.distance_km" if is_straight else "road.minutes")
    x = alt.X(column, title=title, scale=alt.Scale(type="sqrt", nice=False))
    axis = alt.Axis(labelExpr=percent_axis(t.language), tickCount=5)
    names = ("share_low", "share", "share_high")
    texts = {f"{name}_text": [percent(share, t.language) for share in rows[name]] for name in names}
    base = alt.Chart(rows.assign(**texts)).encode(x=x)
    y = alt.Y("share:Q", title=measure, axis=axis, scale=alt.Scale(domain=[0, 1]))
    tips = [alt.Tooltip(column, title=title)] + [
        alt.Tooltip(f"{name}_text:N", title=t(f"regions.{name}")) for name in names
    ]
    line = base.mark_line(point=alt.OverlayMarkDef(color=SERIES[0]), color=SERIES[0])
    band = base.mark_area(**BAND).encode(y=alt.Y("share_low:Q"), y2="share_high:Q")
    name = limit_text(plan.limit, plan.metric, t)
    limit = alt.Chart(pd.DataFrame({"limit": [plan.limit], "name": [name]})).encode(x="limit:Q")
    chart = alt.layer(
        band,
        line.encode(y=y, tooltip=tips),
        limit.mark_rule(strokeDash=[4, 4], strokeWidth=1.5, color=LIMIT),
        limit.mark_text(align="left", dx=5, fontSize=12).encode(text="name:N", y=alt.value(8)),
    ).properties(height=300)
    first, last = (percent(rows["share"].iloc[nth], t.language) for nth in (0, -1))
    key = "regions.curve_alt" if is_straight else "road.curve_alt"
    described = t(key, measure=measure, first=first, last=last)
    st.altair_chart(chart, key="coverage_curve", alt=described)


def coverage_overlay(
    view: Coverage, sites: gpd.GeoDataFrame, plan: PlanningQuery, t: Translator
) -> Overlay:
    """Return municipios by who (or what) is beyond reach in them, and a circle around each marker."""
    beyond = dict(zip(view.table["codigo_muni"].tolist(), view.beyond(plan.measure).tolist(), strict=True))
    breaks, ramp = BREAKS[plan.measure], RAMPS[len(BREAKS[plan.measure]) + 1]
    places = {code: bisect_left(breaks, value) for code, value in beyond.items() if value >= LEAST}
    bounds = [number_text(value, t.language) for value in breaks]
    labels = (
        t("regions.class_up_to", high=bounds[0]),
        *(f"{low}–{high}" for low, high in pairwise(bounds)),
        t("regions.class_over", low=bounds[-1]),
    )
    return Overlay(
        legend=Legend(beyond_title(plan, t), tuple(map(LegendEntry, ramp, labels)), _legend_note(plan, t)),
        fills=Fills(places, ramp),
        circles=circles(sites, view.sites, plan.km) if plan.metric is Metric.STRAIGHT else None,
    )


def beyond_title(plan: PlanningQuery, t: Translator) -> str:
    """Return what the map colours and the largest gaps are ordered by."""
    return t(f"beyond.{plan.measure}", limit=limit_text(plan.limit, plan.metric, t))


def _legend_note(plan: PlanningQuery, t: Translator) -> str:
    key = "regions.circle_note" if plan.metric is Metric.STRAIGHT else "road.legend_note"
    return t(key, limit=limit_text(plan.limit, plan.metric, t))


def rows_overlay(own: ListUse, view: RowCoverage, plan: PlanningQuery, t: Translator) -> Overlay:
    """Return municipios by the rows of the list that are beyond reach in them, and circles."""
    table = view.table.set_index("codigo_muni")
    beyond = (table["rows"] - table["covered"]).astype(float)
    classes = classified(beyond[beyond >= LEAST], zero_apart=False)
    steps = steps_of(classes)
    fills = Fills(
        dict(zip(beyond.index[beyond >= LEAST].tolist(), classes.nth.tolist(), strict=True)),
        tuple(step.colour for step in steps),
    )
    entries = [LegendEntry(step.colour, ends_text(step, t.language)) for step in steps]
    if coarse := {code for code in own.rows(own.codes).areas if not beyond.get(code)}:
        fills = fills.with_class(coarse, OWN_AREA)
        count = number_text(sum(own.rows(own.codes).areas[code] for code in coarse), t.language)
        entries.append(LegendEntry(OWN_AREA, t("own.areas", count=count)))
    title = t("beyond.rows", name=own.reader_list.name[:40], limit=km_text(plan.km, t.language))
    legend = Legend(title, tuple(entries), _legend_note(plan, t))
    return Overlay(legend=legend, fills=fills, circles=circles(atlas_data().sites, view.sites, plan.km))


def circles(sites: gpd.GeoDataFrame, located: LocatedSites, km: float) -> tuple[DashedCircle, ...]:
    """Return a circle around each marker that is measured to; none past `MOST_CIRCLES`."""
    markers = sites.loc[located.table.index]
    points = markers.geometry[markers.geometry.notna()].head(MOST_CIRCLES)
    return tuple(circle(x, y, km * 1e3) for x, y in zip(points.x, points.y, strict=True))


def draw_gaps(table: pd.DataFrame, key: str, what: str, no_gaps: str, t: Translator) -> None:
    """Draw the municipios with most that is not covered; `what` that is, the map has in its legend."""
    st.markdown(f"##### {t('regions.largest_gaps')}")
    if table.empty:
        st.success(no_gaps, icon=":material/check_circle:")
        return
    st.caption(plain(t("regions.gaps_order", what=what)))
    percents = percent_format(t.language)
    columns = {
        "regions.share_covered": st.column_config.ProgressColumn(
            format=percents, min_value=0, max_value=100
        ),
        "regions.nearest_km": st.column_config.NumberColumn(format="%.1f"),
        "road.nearest": st.column_config.NumberColumn(format="%.0f"),
        "regions.not_covered": st.column_config.NumberColumn(format="localized"),
    }
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        alt=t("regions.largest_gaps"),
        column_config={t(name): column for name, column in columns.items()},
    )


def row_gaps_table(view: RowCoverage, t: Translator) -> pd.DataFrame:
    """Return the municipios with most rows that are not covered, in words."""
    rows = view.largest_gaps()
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
            t("regions.not_covered"): rows["not_covered"].tolist(),
            t("own.count"): rows["rows"].tolist(),
            t("regions.share_covered"): (100 * rows["covered"] / rows["rows"]).tolist(),
        }
    )


def gaps_table(view: Coverage, plan: PlanningQuery, t: Translator) -> pd.DataFrame:
    """Return the municipios with most that is not covered, in words."""
    gaps = view.largest_gaps(plan.measure)
    sites = view.sites.table[f"name_{t.language}"]
    covered, total = MEASURED[plan.measure]
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in gaps["codigo_muni"]],
            t("regions.not_covered"): gaps["not_covered"].round().tolist(),
            t("regions.share_covered"): (100 * gaps[covered] / gaps[total]).tolist(),
            t("regions.nearest_km" if plan.metric is Metric.STRAIGHT else "road.nearest"): [
                away if isfinite(away) else None for away in gaps[plan.metric.column]
            ],
            t("regions.nearest_site"): [sites.get(site, "") for site in gaps["nearest_site_id"]],
        }
    )
