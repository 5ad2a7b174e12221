"""Dates known to the year, the month or the day, and how long ago they were."""

from __future__ import annotations

import calendar
from datetime import date


def first_day(partial: str) -> date:
    """Return the first day that a partial ISO date can mean."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :])


def last_day(partial: str) -> date:
    """Return the last day that a partial ISO date can mean."""
    if len(partial) == 4:
        return date(int(partial), 12, 31)
    if len(partial) == 7:
        year, month = int(partial[:4]), int(partial[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(partial)


def middle_day(start: str, end: str) -> date:
    """Return the day in the middle of a period of partial dates: where a chart draws it."""
    first = first_day(start)
    return first + (last_day(end) - first) // 2


def years_old(as_of: str, today: date) -> int:
    """Return the full years between a partial date and `today`: at least so old.

    Counted from the last day that `as_of` can mean, so that a date known only to the
    year never looks older than it is; 0 where that day is still to come.
    """
    then = last_day(as_of)
    before_anniversary = (today.month, today.day) < (then.month, then.day)
    return max(0, today.year - then.year - before_anniversary)
