"""Charts of series: bars as wide as their period, or lines that stop where years are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, plural, translator
from geo.choices import Chart, SeriesShape
from geo.dataset.atlas_data import AtlasData
from geo.views.time_charts import FEWEST, ChartView, chart_view
from pages.ui.facts.html import Html, draw, h, joined
from pages.ui.facts.palette import SERIES, SHAPES, insides
from pages.ui.load import atlas_data
from pages.ui.programmes.drawing import spec_of
from pages.ui.programmes.series_words import description, points_table, rows_of, series_notes

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


def draw_chart(chart: Chart, language: Language) -> None:
    """Draw a chart, what its series measure, and the table of its points."""
    ready = _written(atlas_data(), chart, language)
    for title, spec, alternative in ready.drawings:
        draw(title)
        st.vega_lite_chart(spec_of(spec), alt=alternative)
    draw(ready.words)


@dataclass(frozen=True)
class _Chart:
    """A chart, written: for each drawing its title, its specification as JSON and its description."""

    drawings: tuple[tuple[Html | None, str, str], ...]
    words: Html


@lru_cache(maxsize=64)
def _written(of: AtlasData, chart: Chart, language: Language) -> _Chart:
    t, view = translator(language), chart_view(chart, of.facts)
    words = joined([series_notes(view, t, language), points_table(view, t, language)])
    return _Chart(tuple(_drawings(view, t, language)), words)


def _drawings(view: ChartView, t: Translator, language: Language) -> Iterator[tuple[Html | None, str, str]]:
    """Yield the drawings of a chart; none where its points are too few."""
    points = rows_of(view, t, language)
    if view.shape == SeriesShape.PLACES:
        # Different periods or levels are never set side by side: one drawing a series.
        for _, own in points.groupby("series_id", sort=False):
            if len(own) >= FEWEST:
                title = h("h5", own["label"].iloc[0])
                yield title, _places(view, own, t).to_json(), description(view, own, t)
    elif view.is_drawn:
        chart = _lines(view, points, t) if view.overlaps else _bars(view, points, t)
        sized = chart.properties(height=HEIGHT + LINE * len(view.series))
        yield None, sized.to_json(), description(view, points, t)


def _base(rows: pd.DataFrame, t: Translator) -> alt.Chart:
    return alt.Chart(rows).encode(
        tooltip=[alt.Tooltip(f"{column}:N", title=t(f"charts.{name}")) for column, name in TOOLTIP.items()],
        href="address:N",
        description="spoken:N",
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
    labels = rows["label"].drop_duplicates().tolist()
    # Of two series one is full and one hollow, in the legend as well: no colour is needed.
    bars = base.mark_bar(strokeWidth=1.5).encode(
        fill=alt.Fill("label:N", scale=_looks(labels, insides(len(labels))), legend=_legend(labels)),
        stroke=alt.Stroke("label:N", scale=_looks(labels, SERIES), legend=_legend(labels)),
    )
    colour = alt.Color("label:N", scale=_looks(labels, SERIES), legend=None)
    numbers = base.mark_text(dy=-8, fontSize=12, aria=False).encode(text="short:N", color=colour)
    return alt.layer(
        bars.encode(x=alt.X("start:T", title=None, axis=axis, scale=scale), x2="end:T", y2=alt.Y2Datum(0)),
        numbers.encode(x=alt.X("day:T", title=None, axis=axis, scale=scale)),
    )


def _looks(labels: list[str], looks: Sequence[Any]) -> alt.Scale:
    return alt.Scale(domain=labels, range=list(looks[: len(labels)]))


def _legend(labels: list[str]) -> alt.Legend | None:
    if len(labels) < 2:
        return None
    return alt.Legend(orient="bottom", columns=1, labelLimit=600, title=None, symbolOpacity=1)


def _lines(view: ChartView, rows: pd.DataFrame, t: Translator) -> alt.LayerChart | alt.FacetChart:
    labels = rows["label"].drop_duplicates().tolist()
    colour = alt.Color("label:N", scale=_looks(labels, SERIES), legend=_legend(labels))
    base, axis, scale = _base(rows, t).encode(y=_values(view, t)), _years(view), alt.Scale(nice=False)
    middle = alt.X("day:T", title=None, axis=axis, scale=scale)
    start = alt.X("start:T", title=None, axis=axis, scale=scale)
    shape = alt.Shape("label:N", scale=_looks(labels, SHAPES), legend=None)
    coloured = base.encode(color=colour)
    return alt.layer(
        coloured.mark_line(strokeWidth=1.5, aria=False).encode(x=middle, detail="segment:N"),
        coloured.mark_rule(strokeWidth=2, aria=False).encode(x=start, x2="end:T"),
        coloured.mark_point(filled=True, size=60, opacity=1).encode(x=middle, shape=shape),
    )


def _places(view: ChartView, rows: pd.DataFrame, t: Translator) -> alt.Chart:
    bars = _base(rows, t).mark_bar(height=11, color=SERIES[0])
    chart: alt.Chart = bars.encode(
        x=alt.X("value:Q", title=plural(t(f"unit.{view.unit}"), 2), axis=_amounts()),
        y=alt.Y("place:N", sort="-x", title=None, axis=alt.Axis(labelLimit=190, labelOverlap=False)),
    )
    return chart.properties(height=LINE * len(rows) + 60)
