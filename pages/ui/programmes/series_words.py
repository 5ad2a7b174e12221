"""Series in words: their points, what they measure, what is missing, and a table of them."""

from __future__ import annotations

import pandas as pd

from atlas.i18n.messages import Language, Translator, period_text
from atlas.i18n.numbers_and_dates import SIGNS, amount
from geo.dataset.schema import Row, rows
from geo.views.time_charts import ChartView
from pages.ui.facts.cite import cited, publishers
from pages.ui.facts.html import Html, h, joined, table
from pages.ui.facts.words import here
from pages.ui.here import address_of

COLUMNS = ("series", "period", "place", "value", "source")
"""The columns of the table of points, by their words."""


def rows_of(view: ChartView, t: Translator, language: Language) -> pd.DataFrame:
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
        "label": series.loc[points["series_id"], f"label_{language}"].to_numpy(),
        "period": [period_text(start, end, language) for start, end in spans],
        "amount": [amount(row, t, language).text for row in rows(with_unit)],
        "short": [SIGNS[row["qualifier"]] + amount(row, t, language).number for row in rows(with_unit)],
        "place": points[f"place_{language}"],
        "publishers": [publishers(ids, language) for ids in points["sources"]],
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


def series_notes(view: ChartView, t: Translator, language: Language) -> Html:
    """Return what each series measures, who counted, what is missing."""
    gaps = view.missing_years
    items = []
    for row in rows(view.series):
        said = [
            h("strong", here(row, "label", language)),
            here(row, "measures", language),
            t("charts.counted_by", who=here(row, "counted_by", language)),
            here(row, "caution", language),
        ]
        if missing := ", ".join(str(year) for year in gaps.get(row["series_id"], ())):
            said.append(h("em", t("charts.missing", years=missing)))
        items.append(h("li", joined(said, " ")))
    return h("ul", *items, class_="a-series")


def points_table(view: ChartView, t: Translator, language: Language) -> Html:
    """Return the points as a table, each with its sources; open where there is no chart."""
    heads = (t(f"charts.{name}") for name in COLUMNS)
    body = (
        (row["label"], row["period"], row["place"], _value(row), cited(row["cited"], language))
        for row in rows(rows_of(view, t, language))
    )
    summary = t("charts.points", count=len(view.points))
    return h("details", h("summary", summary), table(heads, body), open=not view.is_drawn)


def _value(row: Row) -> str:
    """Return the amount of a point, linked where it is a figure of its own."""
    if not row["reference"].startswith("I"):
        return str(row["amount"])
    return h("a", row["amount"], href=address_of("programmes", figure=row["reference"]))
