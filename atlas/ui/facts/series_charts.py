"""Charts of series, each with notes on what is measured and missing, and a table of its points.

Bars are as wide as their period; lines stop where years are missing.
"""

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
from atlas.i18n.numbers_and_dates import amount, period_text
from atlas.ui.facts.fact_words import publishers, source_links, text_of
from atlas.ui.state.session import address_of
from atlas.ui.widgets.chart_style import SERIES, SHAPES, insides, spec_of
from atlas.ui.widgets.markup import Html, draw, h, joined, table
from geo.choices import Chart, Qualifier, SeriesShape
from geo.dataset.atlas_data import AtlasData
from geo.dataset.schema import Row, rows
from geo.views.time_charts import FEWEST, ChartView, chart_view

SIGNS: Final = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.OVER: ">",
    Qualifier.ALMOST: "<",
    Qualifier.UP_TO: "≤",
    Qualifier.AT_LEAST: "≥",
}
"""How a source hedges a number, where there is no room for words."""

COLUMNS = ("series", "period", "place", "value", "source")
"""The columns of the table of points, by their words."""


def rows_of(view: ChartView, t: Translator) -> pd.DataFrame:
    """Return the points with words for a chart, in the order of their series.

    `label` (of the series), `period`, `amount` and `short` (the same where there is little
    room), `place`, `publishers` of the sources, `address`, the sheet of the first source, and
    `spoken`, the point as it is read aloud.
    """
    series = view.series.set_index("series_id")
    order = {series_id: number for number, series_id in enumerate(series.index)}
    points = view.points.sort_values("series_id", key=lambda ids: ids.map(order), kind="stable")
    spans = zip(points["period_start"], points["period_end"], strict=True)
    with_unit = points.assign(unit=view.unit)
    words = {
        "label": series.loc[points["series_id"], f"label_{t.language}"].to_numpy(),
        "period": [period_text(start, end, t.language) for start, end in spans],
        "amount": [amount(row, t).text for row in rows(with_unit)],
        "short": [SIGNS[row["qualifier"]] + amount(row, t).number for row in rows(with_unit)],
        "place": points[f"place_{t.language}"],
        "publishers": [publishers(ids, t.language) for ids in points["sources"]],
        "cited": points["sources"],
        "address": [address_of("sources", source=ids[0]) for ids in points["sources"]],
    }
    words["spoken"] = [
        f"{label}, {place}, {period}: {said}"
        for label, place, period, said in zip(
            words["label"], words["place"], words["period"], words["amount"], strict=True
        )
    ]
    kept = ["series_id", "reference", "start", "end", "day", "value", "segment"]
    return points[kept].assign(**words)


def description(view: ChartView, points: pd.DataFrame, t: Translator) -> str:
    """Return what a chart shows, for those who do not see it."""
    ordered = points.sort_values("value")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return t(
        "charts.alt",
        chart=t(f"chart.{view.chart}"),
        count=len(points),
        low=f"{low['amount']} ({low['period']}, {low['place']})",
        high=f"{high['amount']} ({high['period']}, {high['place']})",
    )


def series_notes(view: ChartView, t: Translator) -> Html:
    """Return what each series measures, who counted, what is missing."""
    gaps = view.missing_years
    items = []
    for row in rows(view.series):
        said = [
            h("strong", text_of(row, "label", t.language)),
            text_of(row, "measures", t.language),
            t("charts.counted_by", who=text_of(row, "counted_by", t.language)),
            text_of(row, "caution", t.language),
        ]
        if missing := ", ".join(str(year) for year in gaps.get(row["series_id"], ())):
            said.append(h("em", t("charts.missing", years=missing)))
        items.append(h("li", joined(said, " ")))
    return h("ul", *items, class_="a-series")


def points_table(view: ChartView, t: Translator) -> Html:
    """Return the points as a table, each with its sources; open where there is no chart."""
    heads = (t(f"charts.{name}") for name in COLUMNS)
    body = (
        (row["label"], row["period"], row["place"], _value(row), source_links(row["cited"], t.language))
        for row in rows(rows_of(view, t))
    )
    summary = t("charts.points", count=len(view.points))
    return h("details", h("summary", summary), table(heads, body), open=not view.is_drawn)


def _value(row: Row) -> str:
    """Return the amount of a point, linked where it is a figure of its own."""
    if not row["reference"].startswith("I"):
        return str(row["amount"])
    return h("a", row["amount"], href=address_of("programmes", figure=row["reference"]))


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


def draw_chart(chart: Chart, of: AtlasData, language: Language) -> None:
    """Draw a chart, what its series measure, and the table of its points."""
    ready = _written(of, chart, language)
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
    words = joined([series_notes(view, t), points_table(view, t)])
    return _Chart(tuple(_drawings(view, t)), words)


def _drawings(view: ChartView, t: Translator) -> Iterator[tuple[Html | None, str, str]]:
    """Yield the drawings of a chart; none where its points are too few."""
    points = rows_of(view, t)
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
