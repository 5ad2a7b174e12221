"""When a site's status was last confirmed, seen from the day on which the sources were last consulted."""

from __future__ import annotations

from datetime import date
from typing import Final

from geo.facts.dates import first_day
from geo.vocabulary import Confirmation, Status

RECENT_YEARS: Final = 3
"""Full years for which a status counts as recent.

A choice of ours: between February 2024 and February 2026 the police division of ports and borders was to
be dissolved, was still at work, and was to be merged into another. What was confirmed longer ago may well
have changed; it is drawn as before, but its date is said with it.
"""


def confirmation_of(status: Status, as_of: str | None, consulted: date) -> Confirmation:
    """Return whether a status was confirmed within `RECENT_YEARS` before the day `consulted`.

    Parameters
    ----------
    as_of
        The date of the newest source behind the status, a partial ISO date: never the day on
        which that source was read. It counts from the first day that it can mean, so that no
        status is called recent that may be older.
    consulted
        When the sources were last consulted: the same data give the same answer on any day.
    """
    if status is Status.UNKNOWN or as_of is None:
        return Confirmation.UNDATED
    first = first_day(as_of)
    limit = consulted.year - RECENT_YEARS, consulted.month, consulted.day
    return Confirmation.RECENT if (first.year, first.month, first.day) >= limit else Confirmation.OLD
