"""A chart of series as rows and columns: what PowerPoint draws natively and a page prints as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.choices import Chart, SeriesShape
from geo.dataset.facts import Facts, yearly
from geo.dataset.schema import Row, rows
from geo.export.words import Words
from geo.views.time_charts import ChartView, chart_view


@dataclass(frozen=True)
class ChartSeries:
    """One series: its name and one value a category, None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class ChartData:
    """One chart in words; a category without any value is a gap that is shown as one."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]


def chart_points(chart: Chart, facts: Facts) -> tuple[str, ...]:
    """Return the identifiers of the points and figures that a chart shows."""
    return tuple(chart_view(chart, facts).points["reference"])


def chart_data(chart: Chart, facts: Facts, words: Words) -> ChartData:
    """Return the chart as a table of categories (periods or places) and series."""
    view = chart_view(chart, facts)
    keys = _keys(view, words)
    at = {(row["series_id"], _key(view, row, words)): float(row["value"]) for row in rows(view.points)}
    return ChartData(
        title=words(f"chart.{chart}"),
        unit=words(f"unit.{view.unit}").split("|")[-1],
        categories=keys,
        series=tuple(
            ChartSeries(
                str(row[f"label_{words.language}"]), tuple(at.get((row["series_id"], key)) for key in keys)
            )
            for row in rows(view.series)
        ),
        cautions=tuple(text for row in rows(view.series) if (text := row[f"caution_{words.language}"])),
        sources=tuple(dict.fromkeys(one for row in rows(view.points) for one in row["sources"])),
    )


def _keys(view: ChartView, words: Words) -> tuple[str, ...]:
    """Return the categories in order; the missing years of calendar years stand among them."""
    found = [(row["day"].isoformat(), _key(view, row, words)) for row in rows(view.points)]
    if view.shape == SeriesShape.TIME:
        found = sorted([*found, *_missing_years(view)])
    return tuple(dict.fromkeys(key for _, key in found))


def _missing_years(view: ChartView) -> Iterator[tuple[str, str]]:
    for series_id in view.series["series_id"]:
        years = yearly(view.points[view.points["series_id"] == series_id])
        yield from ((f"{year}-07-02", str(year)) for year in years.index[years.isna()])


def _key(view: ChartView, row: Row, words: Words) -> str:
    if view.shape == SeriesShape.TIME:
        return words.period(row["period_start"], row["period_end"])
    return str(row[f"place_{words.language}"])
