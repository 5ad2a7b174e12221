"""The timeline of events: each mark is as long as its date is uncertain."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.ui.facts.fact_cards import event_date, lane_words
from atlas.ui.state.session import address_of
from atlas.ui.widgets.chart_style import HOLLOW, SERIES, spec_of
from atlas.ui.widgets.markup import Html, draw, h
from atlas.web.served_data import atlas_data
from geo.choices import Programme, Scope
from geo.dataset.atlas_data import AtlasData
from geo.dataset.schema import rows
from geo.views.time_charts import timeline

FEWEST: Final = 3
"""Events that a timeline needs; fewer are read faster in the list."""

ROW: Final = 20
"""The height of a row of marks in pixels."""

AROUND: Final = 44
"""The height of the axis: Streamlit fits it into the chart's own height."""

AIR: Final = alt.Scale(paddingOuter=0.4)
"""Room above the first row for the upper half of its name."""

ORDER: Final = {lane: number for number, lane in enumerate((*Scope, *Programme))}
"""The lanes from top to bottom: the whole first, then the areas."""


def draw_timeline(ids: tuple[str, ...], language: Language) -> None:
    """Draw events as marks: a diamond for a day, a bar for a month, a year or a span."""
    spec, description, legend = _written(atlas_data(), ids, language)
    st.vega_lite_chart(spec_of(spec), alt=description)
    draw(legend)


@lru_cache(maxsize=64)
def _written(of: AtlasData, ids: tuple[str, ...], language: Language) -> tuple[str, str, Html]:
    """Return the specification of the drawing as JSON, its description and its legend."""
    t, events = translator(language), of.facts.events[of.facts.events["event_id"].isin(ids)]
    return _drawing(events, t).to_json(), _description(events, t), _legend(events, t)


def _drawing(events: pd.DataFrame, t: Translator) -> alt.LayerChart | alt.FacetChart:
    drawn = _marks(events, t)
    slots = drawn.sort_values(["order", "row"])["slot"].drop_duplicates().tolist()
    base = alt.Chart(drawn).encode(
        x=_time(drawn),
        y=alt.Y("slot:N", sort=slots, title=None, axis=_lanes(), scale=AIR),
        **_ties(events, t),
        tooltip=[
            alt.Tooltip("when:N", title=t("timeline.when")),
            alt.Tooltip("title:N", title=t("timeline.what")),
        ],
        href="address:N",
        description="spoken:N",
    )
    spans = base.transform_filter(alt.datum.is_span).mark_bar(height=9, cornerRadius=3, strokeWidth=1.5)
    days = base.transform_filter(~alt.datum.is_span).mark_point(
        filled=True, size=85, shape="diamond", strokeWidth=1.5, opacity=1
    )
    # A layer without marks would be an image without a name to a screen reader.
    there = {True: spans.encode(x2="end:T"), False: days}
    chart = alt.layer(*(there[is_span] for is_span in sorted(set(drawn["is_span"]), reverse=True)))
    return chart.properties(height=ROW * len(slots) + AROUND)


def _marks(events: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Return `timeline` with words; `slot` names a row, its lane's name after a bar in the first."""
    drawn = timeline(events)
    lanes = zip(drawn["lane"], drawn["row"], strict=True)
    return drawn.assign(
        is_span=(drawn["known_to"] != "day") | events["date_end"].notna(),
        order=drawn["lane"].map(ORDER),
        slot=[f"{ORDER[lane]:02}.{row}|{'' if row else lane_words(lane, t)}" for lane, row in lanes],
        tie=[t(f"scope.{scope}") for scope in events["scope"]],
        title=events[f"title_{t.language}"],
        when=[event_date(row, t.language) for row in rows(events)],
        address=[address_of("programmes", event=event) for event in events["event_id"]],
        spoken=[f"{event_date(row, t.language)}: {row[f'title_{t.language}']}" for row in rows(events)],
    )


def _ties(events: pd.DataFrame, t: Translator) -> dict[str, Any]:
    """Return how each tie to INL looks, always the same: only what a source links to INL is full."""
    scopes = _scopes(events)

    def look(channel: Any, colours: list[str]) -> Any:
        scale = alt.Scale(domain=[t(f"scope.{scope}") for scope in scopes], range=colours)
        return channel("tie:N", title=None, scale=scale, legend=None)

    insides, rims = zip(*map(_colours, scopes), strict=True)
    return {"fill": look(alt.Fill, list(insides)), "stroke": look(alt.Stroke, list(rims))}


def _scopes(events: pd.DataFrame) -> list[Scope]:
    return [scope for scope in Scope if scope in set(events["scope"])]


def _colours(scope: Scope) -> tuple[str, str]:
    """Return the colours of the inside and the rim of a mark."""
    rim = dict(zip(Scope, SERIES, strict=False))[scope]
    return rim + HOLLOW * (scope != Scope.PROGRAMME), rim


def _legend(events: pd.DataFrame, t: Translator) -> Html:
    """Return what the shapes and colours mean: in the drawing itself a phone has no room for it."""
    marks = timeline(events)
    is_day = (marks["known_to"] == "day") & events["date_end"].isna()
    shapes = {"day": is_day.any(), "span": not is_day.all()}
    entries = [
        h("li", h("span", class_=f"a-{shape}"), t(f"timeline.{shape}"))
        for shape, is_drawn in shapes.items()
        if is_drawn
    ]
    entries += [_entry(scope, t) for scope in _scopes(events)]
    return h("ul", *entries, class_="a-ties", aria_label=t("timeline.legend"))


def _entry(scope: Scope, t: Translator) -> Html:
    inside, rim = _colours(scope)
    look = f"background: {inside}; border-color: {rim}"
    return h("li", h("span", class_="a-day", style=look), t(f"scope.{scope}"))


def _years(drawn: pd.DataFrame) -> list[alt.DateTime]:
    """Return where each year begins, from the first that holds a mark to the one after the last."""
    first, last = drawn["start"].min().year, (drawn["end"].max() - pd.Timedelta(days=1)).year
    return [alt.DateTime(year=year, month=1, date=1) for year in range(first, last + 2)]


def _time(drawn: pd.DataFrame) -> alt.X:
    """Return whole years, with a line where each begins and its name just after it."""
    years = _years(drawn)
    axis = alt.Axis(values=years[:-1], format="%Y", labelAlign="left", labelOverlap=True, grid=True)
    scale = alt.Scale(nice=False, padding=9, domain=[years[0], years[-1]])
    return alt.X("start:T", title=None, axis=axis, scale=scale)


def _lanes() -> alt.Axis:
    label = "split(datum.label, '|')[1]"
    return alt.Axis(labelExpr=label, labelLimit=190, domain=False, ticks=False, grid=False)


def _description(events: pd.DataFrame, t: Translator) -> str:
    first, last = (date_text(events["date"].iloc[place], t.language) for place in (0, -1))
    return t("timeline.alt", count=len(events), first=first, last=last)
