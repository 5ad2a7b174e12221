"""A chart of series: points with the span they speak of, joined only where no year is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pandas as pd

from geo.choices import Chart, SeriesShape, Unit
from geo.dataset.facts import Facts, first_day, last_day, points_of, yearly

FEWEST: Final = 4
"""Points that a drawing needs; fewer are read faster as numbers."""


@dataclass(frozen=True)
class ChartView:
    """One chart: its series, and their points with `start` and `end` (excluded) as timestamps.

    Points with the same `segment` may be joined: they follow one another without a gap, and
    are of one series. `overlaps` says whether two points speak of the same time, so that
    bars would hide each other.
    """

    chart: Chart
    unit: Unit
    shape: SeriesShape
    series: pd.DataFrame
    points: pd.DataFrame
    overlaps: bool

    @property
    def is_drawn(self) -> bool:
        """Whether there are points enough for a drawing."""
        return len(self.points) >= FEWEST

    @property
    def missing_years(self) -> dict[str, tuple[int, ...]]:
        """The years without a point inside each series of calendar years; none left out silently."""
        gaps = {}
        over_time = self.series[self.series["shape"] == SeriesShape.TIME]
        for series_id in over_time["series_id"]:
            values = yearly(points_of(self.points, series_id))
            if missing := tuple(int(year) for year in values.index[values.isna()]):
                gaps[str(series_id)] = missing
        return gaps


def chart_view(chart: Chart, facts: Facts) -> ChartView:
    """Return the chart with every point of its series, oldest first."""
    series = facts.series[facts.series["chart"] == chart]
    every = facts.every_point()
    points = every[every["series_id"].isin(series["series_id"])].reset_index(drop=True)
    points["start"] = pd.to_datetime(points["period_start"].map(first_day))
    points["end"] = pd.to_datetime(points["period_end"].map(last_day)) + timedelta(days=1)
    points["segment"] = _segments(points)
    return ChartView(
        chart=chart,
        unit=Unit(series["unit"].iloc[0]),
        shape=SeriesShape(series["shape"].iloc[0]),
        series=series,
        points=points,
        overlaps=_overlap(points),
    )


def charts_of(series: pd.DataFrame) -> tuple[Chart, ...]:
    """Return the charts that hold one of `series`, in the order of the vocabulary."""
    drawn = set(series["chart"])
    return tuple(chart for chart in Chart if chart in drawn)


def _segments(points: pd.DataFrame) -> pd.Series[int]:
    """Number the runs of points: a new one with each series and after each gap."""
    before = points.shift()
    joined = (points["series_id"] == before["series_id"]) & (points["start"] <= before["end"])
    return (~joined).astype(int).cumsum()


def _overlap(points: pd.DataFrame) -> bool:
    ordered = points.sort_values("start")
    return bool((ordered["start"].iloc[1:].to_numpy() < ordered["end"].cummax().iloc[:-1].to_numpy()).any())
