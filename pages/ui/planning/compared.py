"""Regions side by side: every indicator with its rank, the peoples, and one indicator as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.analysis.indicators import INDICATORS
from geo.analysis.region_profile import Profile
from geo.views.planning_query import PlanningQuery
from pages.ui.facts.html import Html, h, joined, table
from pages.ui.facts.palette import SERIES
from pages.ui.planning.choice import bound
from pages.ui.planning.words import PERCENT_AXIS, indicator_name, indicator_text, percent
from pages.ui.problems import plain

PEOPLES: Final = ("maya", "xinka", "garifuna", "afrodescendant", "ladino", "foreign")
"""The census's peoples, in its order."""


ROOM: Final = alt.Scale(domain=[0, 1.25], nice=False)
"""Shares of a whole, with room for a number beside the longest bar."""
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


def value_text(profile: Profile, name: str, t: Translator, language: Language) -> str:
    """Return an indicator of a region in words."""
    return indicator_text(name, value_of(profile, name), t, language)


def value_of(profile: Profile, name: str) -> float:
    """Return an indicator of a region, NaN where it is missing."""
    return float(profile.indicators["value"].to_dict()[name])


def comparison(
    regions: list[NamedProfile], more: Sequence[tuple[str, ...]], t: Translator, language: Language
) -> Html:
    """Return every indicator of the regions side by side, with ranks, and `more` rows below, as a table."""
    body: list[tuple[Any, ...]] = []
    for indicator in INDICATORS:
        cells = []
        for region in regions:
            text = value_text(region.profile, indicator.name, t, language)
            rank = rank_text(region.profile, indicator.name, t)
            small = h("span", rank, class_="a-when") if rank else None
            cells.append(joined([text, h("br") if small else None, small]))
        body.append((indicator_name(indicator.name, t), *cells))
    body += more
    heads = (t("regions.indicator"), *(region.name for region in regions))
    return h("div", table(heads, body), class_="p-figures")


def draw_peoples(regions: list[NamedProfile], t: Translator, language: Language) -> None:
    """Draw the share of each people, a bar a region, each named and numbered where it stands."""
    rows = _shares(regions, t, language)
    base = alt.Chart(rows).encode(
        x=alt.X("share:Q", title=None, axis=alt.Axis(labelExpr=PERCENT_AXIS, values=QUARTERS), scale=ROOM),
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
        f"{row['region']}: {row['people']} {percent(row['share'], language, 0)}"
        for row in largest.to_dict("records")
    )
    st.altair_chart(drawn, key="profile_peoples", alt=t("regions.peoples_alt", parts=parts))
    st.caption(plain(t("regions.peoples_note")))


def _named_slots() -> alt.Axis:
    """Return an axis of `_shares`, with the peoples in bold where regions stand below them."""
    weight = {"condition": {"test": "!test(/[.]/, datum.value)", "value": "bold"}, "value": "normal"}
    name = "slice(datum.label, 1 + indexof(datum.label, '|'))"
    return alt.Axis(labelExpr=name, labelLimit=170, labelFontWeight=weight, labelOverlap=False, ticks=False)


def _shares(regions: list[NamedProfile], t: Translator, language: Language) -> pd.DataFrame:
    """Return a row for each people and region; above several regions stands a row with the people's name.

    `slot` is the row's place and, behind a bar, its name.
    """
    rows: list[tuple[Any, ...]] = []
    for nth, name in enumerate(PEOPLES):
        people = t(f"indicator.{name}_share").removesuffix(", %")
        if len(regions) > 1:
            rows.append((f"{nth}|{people}", people, None, 0.0, 0.0, ""))
        for place, region in enumerate(regions):
            slot = f"{nth}.{place}|{region.name if len(regions) > 1 else people}"
            share, count = value_of(region.profile, f"{name}_share"), value_of(region.profile, name)
            text = value_text(region.profile, f"{name}_share", t, language)
            rows.append((slot, people, region.name, share, count, text))
    return pd.DataFrame(rows, columns=["slot", "people", "region", "share", "count", "text"])


def draw_chosen_indicator(
    regions: list[NamedProfile], plan: PlanningQuery, t: Translator, language: Language
) -> None:
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
                "text": value_text(region.profile, plan.indicator, t, language),
            }
            for region in regions
        ]
    )
    form: dict[str, Any] = (
        {"labelExpr": PERCENT_AXIS} if plan.indicator.endswith("_share") else {"format": ",.0f"}
    )
    # Behind the longest bar stands its number.
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
