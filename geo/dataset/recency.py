"""How current the atlas is: its newest fact, the day its sources were last consulted, confirmed statuses.

The first two are never mixed: reading an old source again makes no fact newer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import ClaimKind
from geo.dataset.facts import Facts, read_facts
from geo.dataset.records import DATA, data_date
from geo.dataset.schema import first_day
from geo.dataset.sites import read_sites
from geo.errors import GeoError

OURS: Final = frozenset({ClaimKind.COUNTED, ClaimKind.DERIVED})
"""Claims of our own: their date is that of our reading, which is no news from a source."""

PLANNED: Final = frozenset({ClaimKind.TARGET, ClaimKind.COMMITMENT, ClaimKind.INTENT})
"""Claims about what is to come: in a series their period is when something is due."""


@dataclass(frozen=True)
class Recency:
    """Partial ISO dates; None where the tables or every record are broken."""

    newest: str | None
    """The date of the newest fact."""
    consulted: str | None
    """The day on which sources were last consulted."""


@cache
def recency(data: Path = DATA) -> Recency:
    """Return how current the tables in `data` are, as this process found them."""
    consulted = data_date(data)
    if consulted is None:
        return Recency(None, None)
    try:
        newest = newest_fact(read_facts(data), read_sites(data), consulted)
    except GeoError:
        newest = None
    return Recency(newest, consulted.isoformat())


def newest_fact(facts: Facts, sites: gpd.GeoDataFrame, consulted: date) -> str | None:
    """Return the date of the newest of `facts` and of the statuses of `sites`, None without any.

    A partial date counts from the first day that it can mean, so that a fact of the year is not
    called newer than one of a day in it. What begins after the day `consulted` is still to come
    and is left out.
    """
    dates = (date_text for date_text in _dates(facts, sites) if first_day(date_text) <= consulted)
    return max(dates, key=lambda date_text: (first_day(date_text), len(date_text)), default=None)


def _dates(facts: Facts, sites: gpd.GeoDataFrame) -> Iterator[str]:
    figures, series = facts.figures, facts.series
    counted = series.loc[~series["claim"].isin(OURS | PLANNED), "series_id"]
    columns: Iterable[pd.Series[str]] = (
        facts.events["date"],
        facts.events["date_end"],
        figures.loc[~figures["claim"].isin(OURS), "as_of"],
        facts.points.loc[facts.points["series_id"].isin(counted), "period_end"],
        sites["status_as_of"],
    )
    for column in columns:
        yield from column.dropna()
