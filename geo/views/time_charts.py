"""Prepare charts over time: series without interpolated gaps, events on a timeline.

An event is drawn as long as its date is uncertain, and no event covers another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import Chart, Programme, SeriesShape, Unit
from geo.dataset.facts import Facts, first_day, last_day, points_of, yearly
from geo.views.sites_view import Region

FEWEST: Final = 4
"""The least points for a drawing; fewer are shown as numbers."""


@dataclass(frozen=True)
class ChartView:
    """One chart: its series, and their points with `start` and `end` (excluded) as timestamps.

    Points with the same `segment` may be joined: they belong to one series and follow each other without a
    gap. `overlaps` says whether two points have a time in common, so that bars would hide each other.
    """

    chart: Chart
    unit: Unit
    shape: SeriesShape
    series: pd.DataFrame
    points: pd.DataFrame
    overlaps: bool

    @property
    def is_drawn(self) -> bool:
        """Return whether there are enough points for a drawing."""
        return len(self.points) >= FEWEST

    @property
    def missing_years(self) -> dict[str, tuple[int, ...]]:
        """The years without a point inside each series of calendar years."""
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
    """Return the charts with any of `series`, in the order of the vocabulary."""
    drawn = set(series["chart"])
    return tuple(chart for chart in Chart if chart in drawn)


def _segments(points: pd.DataFrame) -> pd.Series[int]:
    """Number the runs of points; each series and each gap begins a new run."""
    before = points.shift()
    joined = (points["series_id"] == before["series_id"]) & (points["start"] <= before["end"])
    return (~joined).astype(int).cumsum()


def _overlap(points: pd.DataFrame) -> bool:
    ordered = points.sort_values("start")
    return bool((ordered["start"].iloc[1:].to_numpy() < ordered["end"].cummax().iloc[:-1].to_numpy()).any())


LEAST_ROOM = timedelta(days=120)
"""The least width of a mark; a day is invisible on a line of twenty years."""


def timeline(events: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each event on a timeline.

    Indexed like `events`, with `event_id`; `lane`, its programme area, else its scope;
    `start` and `end` (timestamps, the end excluded); `known_to`, `year`, `month` or `day`; and
    `row`, from 0 in each lane, so that no two marks of a row meet.
    """
    drawn = pd.DataFrame({"event_id": events["event_id"]}, index=events.index)
    drawn["lane"] = events["programme"].fillna(events["scope"])
    drawn["start"] = pd.to_datetime(events["date"].map(first_day))
    ends = events["date_end"].fillna(events["date"]).map(last_day)
    drawn["end"] = pd.to_datetime(ends) + timedelta(days=1)
    drawn["known_to"] = events["date"].str.len().map({4: "year", 7: "month", 10: "day"})
    drawn["row"] = 0
    for _, lane in drawn.groupby("lane"):
        drawn.loc[lane.index, "row"] = _rows(lane)
    return drawn


def _rows(lane: pd.DataFrame) -> list[int]:
    """Assign each mark the lowest row that is free when it begins."""
    free_from: list[pd.Timestamp] = []
    row_of: dict[object, int] = {}
    marks = lane.sort_values(["start", "end"], kind="stable")
    for index, start, end in zip(marks.index, marks["start"], marks["end"], strict=True):
        row = next((number for number, free in enumerate(free_from) if free <= start), len(free_from))
        free_from[row : row + 1] = [max(end, start + LEAST_ROOM)]
        row_of[index] = row
    return [row_of[index] for index in lane.index]


def events_in(events: pd.DataFrame, region: Region, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the events in `region`, by their own codes or by those of a site they name.

    A drawn area has the events of every municipio that it touches. An event without a place belongs only to
    the whole country.
    """
    if region.is_whole_country:
        return events
    municipios = (*region.municipios, *region.touched)
    inside = sites["codigo_depto"].isin(region.departamentos) | sites["codigo_muni"].isin(municipios)
    ids = frozenset(sites.index[inside])
    own = events["codigo_depto"].isin(region.departamentos) | events["codigo_muni"].isin(municipios)
    by_site = events["site_ids"].map(lambda named: not ids.isdisjoint(named or ())).astype(bool)
    return events[own | by_site]


def events_of_programmes(events: pd.DataFrame, programmes: tuple[Programme, ...]) -> pd.DataFrame:
    """Return the events of some programme areas, or all events if none is given."""
    return events[events["programme"].isin(programmes)] if programmes else events


Years = tuple[int, int]
"""The first and the last of a range of years, both included."""

YEARS: Final = re.compile(r"([12][0-9]{3})-([12][0-9]{3})")
"""How a range of years is written in a URL."""


def years_of(text: str | None) -> Years | None:
    """Return the range of years in the text of a URL; None if it is not one."""
    match = YEARS.fullmatch(text or "")
    if match is None or match[1] > match[2]:
        return None
    return int(match[1]), int(match[2])


def span_of_years(events: pd.DataFrame) -> Years:
    """Return the years of the first and of the last of `events`, of which there is at least one."""
    ends = events["date_end"].fillna(events["date"])
    return int(events["date"].str[:4].min()), int(ends.str[:4].max())


def events_between(events: pd.DataFrame, years: Years | None) -> pd.DataFrame:
    """Return the events of which a part may be in a range of years; all events for None."""
    if years is None:
        return events
    first, last = years
    ends = events["date_end"].fillna(events["date"])
    return events[(events["date"].str[:4].astype(int) <= last) & (ends.str[:4].astype(int) >= first)]
