"""The question of a region's profile: its indicators, peoples, borders and sites, next to other regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import duration_text
from atlas.ui.lists.list_comparison import draw_own_rows, own_rows
from atlas.ui.planning.answer_parts import (
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
)
from atlas.ui.planning.question_terms import bound, draw_metric
from atlas.ui.planning.travel_terms import draw_speeds, measuring, ways_of
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, municipio_names
from atlas.ui.widgets.chart_style import SERIES
from atlas.ui.widgets.markup import Html, draw, h, joined, plain, table
from atlas.ui.widgets.region_words import (
    ARROWS,
    LINES,
    indicator_name,
    indicator_text,
    km_text,
    line_name,
    percent,
    percent_axis,
    place_name,
    region_name,
    sentence,
    short_range,
    with_span,
)
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import INDICATORS, country_of
from geo.analysis.region_profile import Profile
from geo.choices.planning_kinds import Metric
from geo.exports.tables.analysis_tables import profile_file
from geo.selection import Selection
from geo.views.planning_answers import filters_of, place, profile_of
from geo.views.planning_query import MAX_BESIDE, PlanningQuery
from geo.views.sites_view import Region, region_of, sites_view

PEOPLES: Final = ("maya", "xinka", "garifuna", "afrodescendant", "ladino", "foreign")
"""The census's peoples, in its order."""


ROOM: Final = alt.Scale(domain=[0, 1.25], nice=False)
"""Shares of a whole, with space for a number next to the longest bar."""
AIR: Final = alt.Scale(paddingInner=0.1, paddingOuter=0.4)
"""Room above the first bar for the upper half of its name."""
QUARTERS: Final = (0, 0.25, 0.5, 0.75, 1)
BAR: Final = 19
"""The height of a bar in pixels."""


@dataclass(frozen=True)
class NamedProfile:
    """A region's name and its profile."""

    name: str
    profile: Profile


def rank_text(profile: Profile, name: str, t: Translator) -> str:
    """Return a region's rank among all of its level; empty where it has none or nothing to rank."""
    row: dict[str, Any] = profile.indicators.loc[name].to_dict()  # type: ignore[assignment]
    if pd.isna(row["rank"]) or not row["value"] > 0:
        return ""
    return t("regions.rank", rank=int(row["rank"]), of=int(row["ranked"]))


def value_text(profile: Profile, name: str, t: Translator) -> str:
    """Return an indicator of a region in words, with its range where it has one."""
    row: dict[str, float] = profile.indicators.loc[name].to_dict()  # type: ignore[assignment]
    if pd.isna(row["value_low"]):
        return indicator_text(name, row["value"], t)
    return short_range(row, "value", lambda value: indicator_text(name, value, t), t)


def value_of(profile: Profile, name: str) -> float:
    """Return an indicator of a region, NaN where it is missing."""
    return float(profile.indicators["value"].to_dict()[name])


def comparison(regions: list[NamedProfile], more: Sequence[tuple[str, ...]], t: Translator) -> Html:
    """Return every indicator of the regions side by side, with ranks, and `more` rows below, as a table."""
    body: list[tuple[Any, ...]] = []
    for indicator in INDICATORS:
        cells = []
        for region in regions:
            text = value_text(region.profile, indicator.name, t)
            rank = rank_text(region.profile, indicator.name, t)
            small = h("span", rank, class_="a-when") if rank else None
            cells.append(joined([text, h("br") if small else None, small]))
        body.append((indicator_name(indicator.name, t), *cells))
    body += more
    heads = (t("regions.indicator"), *(region.name for region in regions))
    return h("div", table(heads, body), class_="p-figures")


def draw_peoples(regions: list[NamedProfile], t: Translator) -> None:
    """Draw the share of each people, a bar a region, each with its name and number."""
    rows = _shares(regions, t)
    base = alt.Chart(rows).encode(
        x=alt.X(
            "share:Q",
            title=None,
            axis=alt.Axis(labelExpr=percent_axis(t.language), values=QUARTERS),
            scale=ROOM,
        ),
        y=alt.Y("slot:N", title=None, sort=None, axis=_named_slots(), scale=AIR),
        tooltip=[
            alt.Tooltip("region:N", title=t("regions.region")),
            alt.Tooltip("people:N", title=t("regions.people")),
            alt.Tooltip("text:N", title=t("regions.share")),
            alt.Tooltip("count:Q", title=t("regions.people_count"), format=","),
        ],
    )
    numbers = base.mark_text(align="left", dx=4, fontSize=12).encode(text="text:N")
    drawn = alt.layer(base.mark_bar(color=SERIES[0]), numbers).properties(height=BAR * len(rows) + 40)
    largest = rows.loc[rows.groupby("region", sort=False)["share"].idxmax()]
    parts = "; ".join(
        f"{row['region']}: {row['people']} {percent(row['share'], t.language, 0)}"
        for row in largest.to_dict("records")
    )
    st.altair_chart(drawn, key="profile_peoples", alt=t("regions.peoples_alt", parts=parts))
    st.caption(plain(t("regions.peoples_note")))


def _named_slots() -> alt.Axis:
    """Return an axis of `_shares`, with the peoples in bold where regions stand below them."""
    weight = {"condition": {"test": "!test(/[.]/, datum.value)", "value": "bold"}, "value": "normal"}
    name = "slice(datum.label, 1 + indexof(datum.label, '|'))"
    return alt.Axis(labelExpr=name, labelLimit=170, labelFontWeight=weight, labelOverlap=False, ticks=False)


def _shares(regions: list[NamedProfile], t: Translator) -> pd.DataFrame:
    """Return a row for each people and region; above several regions there is a row with the people's name.

    `slot` is the row's place and, behind a bar, its name.
    """
    rows: list[tuple[Any, ...]] = []
    for nth, name in enumerate(PEOPLES):
        people = t(f"indicator.{name}_share").removesuffix(", %")
        if len(regions) > 1:
            rows.append((f"{nth}|{people}", people, None, 0.0, 0.0, ""))
        for nth_region, region in enumerate(regions):
            slot = f"{nth}.{nth_region}|{region.name if len(regions) > 1 else people}"
            share, count = value_of(region.profile, f"{name}_share"), value_of(region.profile, name)
            text = value_text(region.profile, f"{name}_share", t)
            rows.append((slot, people, region.name, share, count, text))
    return pd.DataFrame(rows, columns=["slot", "people", "region", "share", "count", "text"])


def draw_chosen_indicator(regions: list[NamedProfile], plan: PlanningQuery, t: Translator) -> None:
    """Draw one indicator of the regions as bars, largest first; nothing for a single region."""
    if len(regions) < 2:
        return
    names = [indicator.name for indicator in INDICATORS]
    st.selectbox(
        t("regions.chart_of"), names, format_func=partial(indicator_name, t=t), **bound("indicator")
    )
    rows = pd.DataFrame(
        [
            {
                "region": region.name,
                "value": value_of(region.profile, plan.indicator),
                "text": value_text(region.profile, plan.indicator, t),
            }
            for region in regions
        ]
    )
    form: dict[str, Any] = (
        {"labelExpr": percent_axis(t.language)} if plan.indicator.endswith("_share") else {"format": ",.0f"}
    )
    # The number of the longest bar is behind it.
    most = 1.3 * float(rows["value"].max()) or 1
    base = alt.Chart(rows).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=4, **form), scale=alt.Scale(domainMax=most)),
        y=alt.Y("region:N", sort="-x", title=None, axis=alt.Axis(labelLimit=180)),
    )
    chart = alt.layer(
        base.mark_bar(color=SERIES[0]),
        base.mark_text(align="left", dx=4).encode(text="text:N"),
    ).properties(height=34 * len(rows) + 40)
    parts = "; ".join(f"{row['region']}: {row['text']}" for row in rows.to_dict("records"))
    st.altair_chart(chart, key="profile_indicator", alt=f"{indicator_name(plan.indicator, t)}. {parts}")


HEADLINE: Final = ("population", "area_km2", "people_per_km2", "land_border_km", "coast_km")
"""The figures next to the map."""

DATASETS: Final = ("municipios", "boundaries", "sites")
METHODS: Final = ("regions.profile_method", "regions.straight")
ROAD_METHODS: Final = {Metric.ROAD: ("regions.outside_by_road", "road.method")}
"""What else is to be said of times by road."""


def draw_profile(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the region of the side panel next to the other chosen ones."""
    with at.terms:
        _terms(t)
    selection = session.reader_session().selection
    filters = filters_of(selection)
    region = region_of(selection, atlas_data())
    with measuring(plan, t):
        regions = _regions(plan, region, filters, t)
    sites = sites_view(selection, atlas_data().sites, atlas_data())
    methods = (*METHODS, *ROAD_METHODS.get(plan.metric, ()))
    picture = Picture(sites, None, DATASETS, methods, partial(_lines, plan, region, filters))
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        _headline(regions[0], filters, t)
        st.markdown(f"##### {t('regions.peoples')}")
        draw_peoples(regions, t)
    with at.below:
        _below(regions, plan, t)
        profiles, labels = [region.profile for region in regions], [region.name for region in regions]
        make = partial(profile_file, profiles, labels, atlas_data().municipios)
        draw_basis_and_files(plan, picture, make, t)


def _regions(plan: PlanningQuery, region: Region, filters: Selection, t: Translator) -> list[NamedProfile]:
    """Return the region of the side panel, and those that are compared with it."""
    by = ways_of(plan)
    beside = [
        NamedProfile(place_name(code), profile_of(atlas_data(), filters, place(code), by))
        for code in plan.beside
    ]
    return [NamedProfile(region_name(t), profile_of(atlas_data(), filters, region, by)), *beside]


def _lines(plan: PlanningQuery, region: Region, filters: Selection, t: Translator) -> tuple[str, ...]:
    """Return the main figures of each region, then the border, coast and sites of the first."""
    regions = _regions(plan, region, filters, t)
    figures = [
        [f"{indicator_name(name, t)}: {value_text(region.profile, name, t)}" for name in HEADLINE]
        for region in regions
    ]
    # One region has a line for each figure, several regions have a line each.
    beside = [f"{region.name}. {'; '.join(lines)}." for region, lines in zip(regions, figures, strict=True)]
    first = regions[0].profile
    texts = figures[0] if len(regions) == 1 else beside
    return (
        *texts,
        _border_text(first, t),
        f"{_inside_text(first, filters, t).removesuffix('.')}.",
    )


def _terms(t: Translator) -> None:
    places = [*sorted(departamento_names(atlas_data()), key=place_name), *municipio_names(atlas_data())]
    st.multiselect(
        t("regions.beside"),
        places,
        format_func=lambda code: (
            t("regions.departamento_option", name=place_name(code)) if code <= 100 else place_name(code)
        ),
        max_selections=MAX_BESIDE,
        placeholder=t("regions.beside_placeholder", count=MAX_BESIDE),
        help=t("regions.beside_help"),
        **bound("beside"),
    )
    draw_metric(t)
    draw_speeds(t)


def _headline(region: NamedProfile, filters: Selection, t: Translator) -> None:
    draw(h("h4", sentence(region.name), class_="p-region"))
    rows = []
    for name in HEADLINE:
        text = value_text(region.profile, name, t)
        rows.append((indicator_name(name, t), h("strong", text), rank_text(region.profile, name, t)))
    draw(table((), rows))
    st.markdown(plain(_border_text(region.profile, t)))
    st.markdown(plain(_inside_text(region.profile, filters, t)))
    draw_own_rows(region.profile.codes, t)
    if not region.profile.unlocated.empty:
        names = ", ".join(region.profile.unlocated[f"name_{t.language}"])
        st.caption(plain(t("regions.unlocated", count=len(region.profile.unlocated), names=names)))


def _border_text(profile: Profile, t: Translator) -> str:
    km = profile.border.set_index("line")["km"].to_dict()
    parts = [f"{line_name(line, t)} {km_text(km[line], t.language)}" for line in LINES if line in km]
    return t("regions.border", parts=" · ".join(parts)) if parts else t("regions.no_border")


def _inside_text(profile: Profile, filters: Selection, t: Translator) -> str:
    if profile.inside.empty:
        return t("regions.none_inside" if filters.has_filters else "regions.none_known")
    counts = profile.inside["kind"].value_counts()
    parts = [f"{t(f'kind.{kind}')} {count}" for kind, count in counts.items()]
    return t("regions.inside", count=len(profile.inside), parts=" · ".join(parts))


def _below(regions: list[NamedProfile], plan: PlanningQuery, t: Translator) -> None:
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.markdown(f"##### {t('regions.side_by_side')}")
        more = own_rows([region.profile.codes for region in regions], t)
        draw(comparison(regions, more, t))
    with right:
        draw_chosen_indicator(regions, plan, t)
        st.markdown(f"##### {t('regions.outside')}")
        _outside(regions[0].profile, t)


def _outside(profile: Profile, t: Translator) -> None:
    if len(profile.codes) == len(country_of(atlas_data()).ground.table):
        st.info(t("regions.outside_whole"), icon=":material/info:")
        return
    # A table of the page, because a grid next to the map cut off the distance, which is the answer.
    draw(h("div", outside_table(profile, t), class_="p-outside"))


def outside_table(profile: Profile, t: Translator) -> Html:
    """Return the nearest site of each kind outside the region, nearest first, in words."""
    rows, write = profile.outside.sort_values("distance_km"), partial(km_text, language=t.language)
    records = rows.to_dict("records")
    columns: dict[str, Iterable[str]] = {
        "kind": (t(f"kind.{kind}") for kind in rows["kind"]),
        "site": rows[f"name_{t.language}"],
        "distance": (short_range(row, "distance_km", write, t) for row in records),
        "direction": (f"{ARROWS[wind]} {t(f'direction.{wind}')}" for wind in rows["direction"]),
    }
    if "minutes" in rows:
        columns["by_road"] = (_time_text(row, t) for row in records)
    cells = zip(*columns.values(), strict=True)
    return table([t(f"regions.{name}") for name in columns], cells)


def _time_text(row: Mapping[Any, Any], t: Translator) -> str:
    """Return the time by road to a site outside, or why there is none."""
    low, best, high = (row[f"minutes{end}"] for end in ("_low", "", "_high"))
    if pd.isna(low):
        return t("regions.no_cabecera")
    if not isfinite(low):
        return t("distance.no_road")
    if not isfinite(high):
        return t("routes.time_open", low=duration_text(low))
    return with_span(low, best, high, duration_text)
