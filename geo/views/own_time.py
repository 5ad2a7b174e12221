"""A reader's own list over time: days, months or years, and how many rows each has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.lists.placement import PlacedRows
from geo.views.own import Mask

MOST_DAYS: Final = 92
"""A longer time is told by months, not by days."""
MOST_MONTHS: Final = 180
"""A still longer one by years."""


@dataclass(frozen=True)
class Period:
    """A day, month or year of a list, by its first and last day."""

    first: str
    last: str

    @property
    def name(self) -> str:
        """The period as a date no finer than it is: 2021, 2021-03 or 2021-03-08."""
        if self.first == self.last:
            return self.first
        return self.first[:4] if self.first[5:] == "01-01" and self.last[5:] == "12-31" else self.first[:7]


def periods(placed: PlacedRows) -> tuple[Period, ...]:
    """Return the days, months or years from the first date of the placed rows to the last; none without."""
    days = placed.days[placed.is_placed & ~np.isnat(placed.days)]
    if not len(days):
        return ()
    first, last = days.min(), days.max()
    unit = _unit(first, last)
    step = np.timedelta64(1, unit)
    starts = np.arange(first.astype(f"datetime64[{unit}]"), last.astype(f"datetime64[{unit}]") + step)
    ends = (starts + step).astype("datetime64[D]") - np.timedelta64(1, "D")
    return tuple(
        Period(str(start.astype("datetime64[D]")), str(end))
        for start, end in zip(starts, ends, strict=True)
    )


def _unit(first: np.datetime64, last: np.datetime64) -> Literal["D", "M", "Y"]:
    span = (last - first).astype(int)
    return "D" if span <= MOST_DAYS else "M" if span <= MOST_MONTHS * 31 else "Y"


def by_period(placed: PlacedRows, rows: Mask, of: tuple[Period, ...]) -> pd.DataFrame:
    """Return how many of `rows` fall into each period: `period`, `rows`."""
    days = placed.days[rows & ~np.isnat(placed.days)]
    starts = np.array([period.first for period in of], dtype="datetime64[D]")
    nth = np.searchsorted(starts, days, side="right") - 1
    found = np.bincount(nth[nth >= 0], minlength=len(of))[: len(of)]
    return pd.DataFrame({"period": [period.name for period in of], "rows": found})
