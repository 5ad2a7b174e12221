"""Events on a timeline: each drawn as long as its date is uncertain, none upon another."""

from __future__ import annotations

from datetime import timedelta

import geopandas as gpd
import pandas as pd

from geo.choices import Programme
from geo.dataset.facts import first_day, last_day
from geo.view import Region

LEAST_ROOM = timedelta(days=120)
"""The room a mark is given at least: a day is too thin for an eye on a line of twenty years."""


def timeline(events: pd.DataFrame) -> pd.DataFrame:
    """Return where each event lies on a timeline.

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
    """Give each mark the lowest row that is free when it begins."""
    free_from: list[pd.Timestamp] = []
    found: dict[object, int] = {}
    marks = lane.sort_values(["start", "end"], kind="stable")
    for index, start, end in zip(marks.index, marks["start"], marks["end"], strict=True):
        row = next((number for number, free in enumerate(free_from) if free <= start), len(free_from))
        free_from[row : row + 1] = [max(end, start + LEAST_ROOM)]
        found[index] = row
    return [found[index] for index in lane.index]


def events_in(events: pd.DataFrame, region: Region, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the events that lie in `region`, by their own codes or by those of a site they name.

    An event that names no place is in no region but the whole country.
    """
    if region.is_whole_country:
        return events
    here = sites["codigo_depto"].isin(region.departamentos) | sites["codigo_muni"].isin(region.municipios)
    ids = frozenset(sites.index[here])
    own = events["codigo_depto"].isin(region.departamentos) | events["codigo_muni"].isin(region.municipios)
    by_site = events["site_ids"].map(lambda named: not ids.isdisjoint(named or ())).astype(bool)
    return events[own | by_site]


def events_of_programmes(events: pd.DataFrame, programmes: tuple[Programme, ...]) -> pd.DataFrame:
    """Return the events of some programme areas; all events where none is named."""
    return events[events["programme"].isin(programmes)] if programmes else events
