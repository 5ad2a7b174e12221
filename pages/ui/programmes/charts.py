"""Charts of series: bars as wide as their period, or lines that stop where years are missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from geo.views.chart import FEWEST, ChartView
from geo.vocabulary import SeriesShape
from pages.ui.facts.html import draw, h
from pages.ui.facts.palette import SERIES, SHAPES
from pages.ui.programmes.series_words import description, rows_of
from pages.ui.text import Language, Translator, plural

HEIGHT: Final = 270
"""The height of a chart over time in pixels, to which each line of its legend adds."""

LINE: Final = 20
"""The height of a line of a legend, and of a bar with its room."""

TOOLTIP: Final = {
    "label": "series",
    "period": "period",
    "place": "place",
    "amount": "value",
    "publishers": "source",
}
"""What a point says of itself: columns of `rows_of`, and the words for them."""


def draw_chart(view: ChartView, t: Translator, language: Language) -> None:
    """Draw a chart; nothing where its points are too few for one."""
    rows = rows_of(view, t, language)
    if view.shape == SeriesShape.PLACES:
        _draw_places(view, rows, t)
    elif view.is_drawn:
        chart = _lines(view, rows, t) if view.overlaps else _bars(view, rows, t)
        sized = chart.properties(height=HEIGHT + LINE * len(view.series))
        st.altair_chart(sized, key=f"chart_{view.chart}", alt=description(view, rows, t))


def _base(rows: pd.DataFrame, t: Translator) -> alt.Chart:
    labels = rows["label"].drop_duplicates().tolist()
    legend = alt.Legend(orient="bottom", columns=1, labelLimit=600, title=None, symbolOpacity=1)
    return alt.Chart(rows).encode(
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=labels, range=list(SERIES)),
            legend=legend if len(labels) > 1 else None,
        ),
        tooltip=[alt.Tooltip(f"{column}:N", title=t(f"charts.{name}")) for column, name in TOOLTIP.items()],
        href="address:N",
    )


def _values(view: ChartView, t: Translator) -> alt.Y:
    return alt.Y(
        "value:Q", title=plural(t(f"unit.{view.unit}"), 2), axis=_amounts(), scale=alt.Scale(zero=True)
    )


def _amounts() -> alt.Axis:
    return alt.Axis(format=",.0f", tickCount=5)


def _years(view: ChartView) -> alt.Axis:
    """Return an axis with each year named below its middle."""
    first, last = view.points["start"].min().year, (view.points["end"].max() - timedelta(days=1)).year
    middles = [alt.DateTime(year=year, month=7, date=1) for year in range(first, last + 1)]
    return alt.Axis(values=middles, format="%Y", labelOverlap=True, grid=False)


def _bars(view: ChartView, rows: pd.DataFrame, t: Translator) -> alt.LayerChart | alt.FacetChart:
    base, axis, scale = _base(rows, t).encode(y=_values(view, t)), _years(view), alt.Scale(nice=False)
    bars = base.mark_bar(stroke="#8888", strokeWidth=1)
    numbers = base.mark_text(dy=-8, fontSize=12)
    return alt.layer(
        bars.encode(x=alt.X("start:T", title=None, axis=axis, scale=scale), x2="end:T", y2=alt.Y2Datum(0)),
        numbers.encode(x=alt.X("day:T", title=None, axis=axis, scale=scale), text="short:N"),
    )


def _lines(view: ChartView, rows: pd.DataFrame, t: Translator) -> alt.LayerChart | alt.FacetChart:
    base, axis, scale = _base(rows, t).encode(y=_values(view, t)), _years(view), alt.Scale(nice=False)
    labels = rows["label"].drop_duplicates().tolist()
    middle = alt.X("day:T", title=None, axis=axis, scale=scale)
    start = alt.X("start:T", title=None, axis=axis, scale=scale)
    shape = alt.Shape("label:N", scale=alt.Scale(domain=labels, range=list(SHAPES)), legend=None)
    return alt.layer(
        base.mark_line(strokeWidth=1.5).encode(x=middle, detail="segment:N"),
        base.mark_rule(strokeWidth=3, opacity=0.35).encode(x=start, x2="end:T"),
        base.mark_point(filled=True, size=60, opacity=1).encode(x=middle, shape=shape),
    )


def _draw_places(view: ChartView, rows: pd.DataFrame, t: Translator) -> None:
    """Draw one chart a series: different periods or levels are never set side by side."""
    for series_id, own in rows.groupby("series_id", sort=False):
        if len(own) < FEWEST:
            continue
        draw(h("h5", own["label"].iloc[0]))
        bars = _base(own, t).mark_bar(height=11)
        chart = bars.encode(
            x=alt.X("value:Q", title=plural(t(f"unit.{view.unit}"), 2), axis=_amounts()),
            y=alt.Y("place:N", sort="-x", title=None, axis=alt.Axis(labelLimit=190)),
        )
        sized = chart.properties(height=LINE * len(own) + 50)
        st.altair_chart(sized, key=f"chart_{series_id}", alt=description(view, own, t))
