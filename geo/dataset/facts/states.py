"""States over time: when a site, a component or the support to it was in which state.

A row is one period of one subject. It begins at `from` and ends where the next state begins, at `to`.
A partial date counts from the first day that it can mean; until the last, the answer is imprecise.
Where `from` is unknown the state is known from `first_confirmed`, and the subject may be older. A row
without `to` holds on if it is `ongoing`, and else until `last_confirmed`. A confirmation without a date
counts from the day on which the sources were consulted. What no row covers is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.choices import Aspect, FactKind, Field, Presence, State
from geo.dataset.facts.columns import SOURCES, Violations, in_both, in_order, yes_no
from geo.dataset.records import DATA
from geo.dataset.schema import (
    Column,
    TableSpec,
    both_languages,
    first_day,
    last_day,
    one_at_least,
    one_of,
    partial_date,
    rows,
    some_of,
)

DATASET: Final = "states"
FILE: Final = f"data/{DATASET}/states.csv"

NEVER: Final = date.max
"""The end of a period that goes on."""

TODAY: Final = NEVER - timedelta(days=1)
"""The day of no date: after every row."""


def of_one_subject(table: pd.DataFrame) -> Violations:
    """Refuse a row about a site and a component at once."""
    for row in table.index[table["site_id"].notna() & table["component_id"].notna()]:
        yield int(row), "component_id", "is filled like site_id; write a row for each"


def ends_in_one_way(table: pd.DataFrame) -> Violations:
    """Refuse a row that both ends and goes on, and one that does neither without a confirmation."""
    for number, row in enumerate(rows(table)):
        if row["ongoing"] and row["to"]:
            yield number, "ongoing", f"is yes while to is {row['to']}; empty one of them"
        if not (row["ongoing"] or row["to"] or row["last_confirmed"]):
            yield number, "last_confirmed", "is empty; say until when the state was reported"
        if row["from"] and row["first_confirmed"]:
            yield number, "first_confirmed", "is for rows whose from is unknown; empty it"
        is_dated = row["from"] or row["first_confirmed"] or row["state"] is State.UNKNOWN
        if not (is_dated or row["ongoing"]):
            yield number, "first_confirmed", "is empty like from; say since when the state was reported"


def superseded_by_the_same_subject(table: pd.DataFrame) -> Violations:
    """Refuse a statement that was replaced by a row about something else."""
    about = {row["state_id"]: subject_of(row) for row in rows(table)}
    for number, row in enumerate(rows(table)):
        other = row["superseded_by"]
        if other is not None and (other == row["state_id"] or about.get(other) != subject_of(row)):
            yield number, "superseded_by", f"{other} is no other row of the same subject; correct it"


def one_state_at_a_time(table: pd.DataFrame) -> Violations:
    """Refuse periods of one subject that overlap or are not in order; replaced statements may."""
    periods: dict[Subject, list[tuple[int, Period]]] = {}
    for number, row in enumerate(rows(table)):
        if row["superseded_by"] is None:
            periods.setdefault(subject_of(row), []).append((number, period_of(row, TODAY)))
    for own in periods.values():
        for (_, earlier), (number, later) in pairwise(own):
            if later.start < earlier.end:
                advice = f"begins before {earlier.state_id} ends; correct a date or the order of the rows"
                yield number, "from", advice


STATES: Final = TableSpec(
    name="states",
    key="state_id",
    columns=(
        Column("state_id"),
        Column("site_id", optional=True),
        Column("component_id", optional=True),
        Column("aspect", one_of(Aspect)),
        Column("state", one_of(State)),
        *(
            Column(name, partial_date, optional=True)
            for name in ("from", "to", "first_confirmed", "last_confirmed")
        ),
        Column("ongoing", yes_no, dtype="bool"),
        Column("superseded_by", optional=True),
        SOURCES,
        Column("inferred", some_of(Field), optional=True),
        *in_both("note", optional=True),
    ),
    rules=(
        both_languages("note"),
        one_at_least("site_id", "component_id"),
        in_order("from", "to", both=False),
        in_order("from", "last_confirmed", both=False),
        in_order("first_confirmed", "last_confirmed", both=False),
        of_one_subject,
        ends_in_one_way,
        superseded_by_the_same_subject,
        one_state_at_a_time,
    ),
)
"""The rules of a row of `states.csv`; the rows of a subject are in the order of time.

`superseded_by` marks what sources stated at the time and later ones replaced, such as an announcement:
`Clock.TRUE_THEN` leaves it out, `Clock.KNOWN_THEN` shows it until the sources of the other row appear.
"""


def read_states(data: Path = DATA) -> pd.DataFrame:
    """Return the periods, one row each; a missing date is None: unknown."""
    return STATES.read_recorded(FILE, data)


@dataclass(frozen=True, order=True)
class Subject:
    """What a state is about."""

    kind: FactKind
    identifier: str
    aspect: Aspect = Aspect.EXISTENCE


@dataclass(frozen=True)
class Period:
    """One row: it holds from `start` until the day before `end`; imprecise until `sharp`."""

    state_id: str
    state: State
    start: date
    end: date
    sharp: date
    begins: bool
    """Whether `start` is when the state began, and not when it was first reported."""
    ends_known: bool
    """Whether `end` is when the next state began, and not where reports stop."""
    sources: tuple[str, ...]
    superseded_by: str | None


@dataclass(frozen=True)
class StateAt:
    """The state of a subject at a date.

    `state_id` and `sources` are those of the row that holds; before a subject began, the sources are those
    of its beginning.
    """

    subject: Subject
    presence: Presence
    state: State = State.UNKNOWN
    state_id: str | None = None
    imprecise: bool = False
    """Whether the row's beginning is known too roughly to be sure at this date."""
    sources: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Return whether the subject is there at the date, or may be."""
        return self.presence in (Presence.PRESENT, Presence.UNDATED)


def subject_of(row: Mapping[str, Any]) -> Subject:
    """Return what a row of the table is about."""
    is_site = row["site_id"] is not None
    kind = FactKind.SITE if is_site else FactKind.COMPONENT
    return Subject(kind, row["site_id"] if is_site else row["component_id"], row["aspect"])


def period_of(row: Mapping[str, Any], consulted: date) -> Period:
    """Return the period of a row; a confirmation without a date counts from the day `consulted`."""
    beginning = row["from"] or row["first_confirmed"]
    if beginning is not None:
        start, sharp = first_day(beginning), min(last_day(beginning), consulted)
    elif row["state"] is State.UNKNOWN:
        start = sharp = date.min
    else:
        start = sharp = consulted
    if row["to"] is not None:
        end = first_day(row["to"])
    elif row["ongoing"]:
        end = NEVER
    else:
        end = last_day(row["last_confirmed"]) + timedelta(days=1) if row["last_confirmed"] else start
    return Period(
        state_id=row["state_id"],
        state=row["state"],
        start=start,
        end=end,
        sharp=sharp,
        begins=row["from"] is not None,
        ends_known=row["to"] is not None,
        sources=row["sources"],
        superseded_by=row["superseded_by"],
    )


def periods_by_subject(states: pd.DataFrame, consulted: date) -> dict[Subject, tuple[Period, ...]]:
    """Return the periods of each subject in the order of the table."""
    periods: dict[Subject, list[Period]] = {}
    for row in rows(states):
        periods.setdefault(subject_of(row), []).append(period_of(row, consulted))
    return {subject: tuple(own) for subject, own in periods.items()}


def state_on(
    subject: Subject, periods: Sequence[Period], day: date, known: Mapping[str, date] | None = None
) -> StateAt:
    """Return the one state of a subject on a day.

    Parameters
    ----------
    periods
        All periods of the subject, in order.
    known
        The day from which each source counts as known: the answer then is what was known that day.
        Without it all sources count.
    """
    counting = _counting(periods, day, known)
    holding = next((period for period in reversed(counting) if period.start <= day < period.end), None)
    if holding is None and known is not None:
        holding = _not_known_to_have_ended(periods, counting, day)
    if holding is None:
        for first in counting[:1]:
            if first.begins and day < first.start:
                return StateAt(subject, Presence.NOT_YET, sources=first.sources)
        return StateAt(subject, Presence.UNDATED)
    presence = {State.UNKNOWN: Presence.UNDATED, State.ENDED: Presence.ENDED}
    return StateAt(
        subject=subject,
        presence=presence.get(holding.state, Presence.PRESENT),
        state=holding.state,
        state_id=holding.state_id,
        imprecise=day < holding.sharp,
        sources=holding.sources,
    )


def known_day(sources: Iterable[str], known: Mapping[str, date]) -> date:
    """Return the day from which a fact with these sources counts as known: that of the first."""
    return min((known[source] for source in sources if source in known), default=date.max)


def _counting(periods: Sequence[Period], day: date, known: Mapping[str, date] | None) -> tuple[Period, ...]:
    if known is None:
        return tuple(period for period in periods if period.superseded_by is None)
    reported = {period.state_id for period in periods if known_day(period.sources, known) <= day}
    return tuple(
        period for period in periods if period.state_id in reported and period.superseded_by not in reported
    )


def _not_known_to_have_ended(
    periods: Sequence[Period], counting: Sequence[Period], day: date
) -> Period | None:
    """Return the last known period if its end is reported only by a row that was not known yet."""
    last = max((period for period in counting if period.start <= day), key=_start, default=None)
    if last is None or not last.ends_known:
        return None
    following = [period for period in periods if period.start >= last.end and period is not last]
    return last if following and following[0] not in counting else None


def _start(period: Period) -> date:
    return period.start
