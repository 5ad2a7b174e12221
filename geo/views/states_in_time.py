"""The atlas at a date, and the differences between two dates.

A date is a partial ISO date, or None for today, which equals no date. It means its last day: the month
2020-05 shows what opened on 29 May. There are two clocks. `Clock.TRUE_THEN` answers by all sources of
today. `Clock.KNOWN_THEN` answers by the sources that were published by the date
(`geo.dataset.bibliography.known_since`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

import pandas as pd

from geo.choices import Aspect, Clock, FactKind, Presence, SeriesShape
from geo.dataset.atlas_data import AtlasData
from geo.dataset.bibliography import known_since
from geo.dataset.data_history import PLANNED
from geo.dataset.facts import Facts, points_of
from geo.dataset.facts.states import (
    DATASET,
    NEVER,
    TODAY,
    Period,
    StateAt,
    Subject,
    known_day,
    periods_by_subject,
    state_on,
)
from geo.dataset.records import read_record
from geo.dataset.schema import first_day, last_day, partial_date, rows
from geo.views.state_changes import Change, dispute_changes, figure_changes, state_change

FIRST_MONTH: Final = "2004-01"
"""The first month that the map offers: the year of the first model precinct."""

FOUNDING_DOCUMENTS: Final = ("P01", "P02")
"""The sources whose dates are ready to compare: the archived page and the article on the dialogue."""


MonthEntry = tuple[str, str, int]
"""The month from which it holds, the state or the presence, and 1 if it is imprecise."""

FiguresByMonth = dict[str, dict[str, list[tuple[str, str]]]]
"""For each figure and clock, the months and the row that is valid from each."""


@dataclass(frozen=True)
class Comparison:
    """Two dates that are ready to compare; None is today."""

    before: str
    after: str | None
    documents: tuple[str, ...]
    """The sources whose dates they are."""


def day_of(when: str | None) -> date:
    """Return the day that a date means: its last, or for None a day after every row.

    Raises
    ------
    ValueError
        It is no date known to the year, month or day.
    """
    return TODAY if when is None else last_day(partial_date(when))


@dataclass(frozen=True)
class _Value:
    """A figure or a point of a series: the last day that it is about, and from when it was known."""

    reference: str
    until: date
    known: date
    sources: tuple[str, ...]

    def counts(self, day: date, clock: Clock) -> bool:
        """Return whether it counts on a day."""
        return self.until <= day and (clock is Clock.TRUE_THEN or self.known <= day)


def read_timeline(data: AtlasData) -> Timeline:
    """Return the atlas in time.

    Raises
    ------
    GeoError
        A table is broken.
    """
    return Timeline(data.facts, data.sites, data.sources, read_record(DATASET, data.data).accessed)


@dataclass(frozen=True, eq=False)
class Timeline:
    """The tables that change over time, and the day on which their sources were consulted."""

    facts: Facts
    sites: pd.DataFrame
    sources: pd.DataFrame
    consulted: date

    @cached_property
    def periods(self) -> dict[Subject, tuple[Period, ...]]:
        """The periods of every subject: sites, components, then the support to them."""
        periods = periods_by_subject(self.facts.states, self.consulted)
        sites = (Subject(FactKind.SITE, str(site)) for site in self.sites.index)
        named = self.facts.components["component_id"]
        components = (Subject(FactKind.COMPONENT, component) for component in named)
        return {subject: periods.get(subject, ()) for subject in (*sites, *components)} | periods

    @cached_property
    def known(self) -> dict[str, date]:
        """The day from which each source counts as known."""
        return known_since(self.sources, self.consulted)

    @cached_property
    def _cited(self) -> dict[Subject, tuple[str, ...]]:
        components = self.facts.components.set_index("component_id")["sources"]
        own = {Subject(FactKind.SITE, str(site)): cited for site, cited in self.sites["sources"].items()}
        own |= {Subject(FactKind.COMPONENT, str(name)): cited for name, cited in components.items()}
        return {
            subject: (*own.get(subject, ()), *(source for period in periods for source in period.sources))
            for subject, periods in self.periods.items()
        }

    def state_at(self, subject: Subject, when: str | None, clock: Clock = Clock.TRUE_THEN) -> StateAt:
        """Return the state of one subject at a date."""
        return self._state_on(subject, day_of(when), clock)

    def states_at(self, when: str | None = None, clock: Clock = Clock.TRUE_THEN) -> dict[Subject, StateAt]:
        """Return the state of every site, every component and the support to them at a date."""
        day = day_of(when)
        return {subject: self._state_on(subject, day, clock) for subject in self.periods}

    def sites_at(self, when: str | None = None, clock: Clock = Clock.TRUE_THEN) -> dict[str, StateAt]:
        """Return the state of every site that is there at a date or may be, in the table's order."""
        return {
            subject.identifier: state
            for subject, state in self.states_at(when, clock).items()
            if subject.kind is FactKind.SITE and subject.aspect is Aspect.EXISTENCE and state.is_shown
        }

    def _state_on(self, subject: Subject, day: date, clock: Clock) -> StateAt:
        if clock is Clock.TRUE_THEN:
            return state_on(subject, self.periods[subject], day)
        periods = self.periods[subject]
        is_known = known_day(self._cited[subject], self.known) <= day
        if not any(known_day(period.sources, self.known) <= day for period in periods):
            # A source that is older than the subject is cited for something else.
            is_known &= state_on(subject, periods, day).presence is not Presence.NOT_YET
        if not is_known:
            return StateAt(subject, Presence.UNREPORTED)
        return state_on(subject, periods, day, self.known)

    def days_of(self, subject: Subject) -> tuple[tuple[date, date], ...]:
        """Return the spans of days on which a subject is there or may be, both ends included."""
        periods = self.periods[subject]
        turns = sorted({date.min, *(day for period in periods for day in (period.start, period.end))})
        spans: list[tuple[date, date]] = []
        for start, end in pairwise([*turns, NEVER]):
            if start < end and state_on(subject, periods, start).is_shown:
                is_next = bool(spans) and spans[-1][1] == start - timedelta(days=1)
                first = spans.pop()[0] if is_next else start
                spans.append((first, end - timedelta(days=1)))
        return tuple(spans)

    def figures_at(
        self, when: str | None = None, clock: Clock = Clock.TRUE_THEN
    ) -> dict[tuple[FactKind, str], tuple[str, tuple[str, ...]]]:
        """Return the figures that are valid at a date: by series or figure, the row and its sources.

        Of a series over time that is the newest whole year that was over by the date, or its newest
        point if it has no years. Any other figure is valid from the day up to which it speaks.
        """
        day = day_of(when)
        newest = {key: _newest(values, day, clock) for key, values in self._values.items()}
        return {key: (value.reference, value.sources) for key, value in newest.items() if value}

    def figure_at(self, figure: str, when: str | None, clock: Clock = Clock.TRUE_THEN) -> str | None:
        """Return the figure or point that is valid at a date where `figure` is today; None if unknown."""
        key = self._value_keys.get(figure)
        value = _newest(self._values[key], day_of(when), clock) if key else None
        return value.reference if value else None

    def figures_by_month(self) -> FiguresByMonth:
        """Return the rows that are valid where a figure is today, by month for either clock.

        A row is valid from its month until the next begins; before the first, none is known.
        """
        return {
            figure: {clock: _by_month(self._values[key], clock) for clock in Clock}
            for figure, key in self._value_keys.items()
        }

    def days_of_figure(self, figure: str) -> tuple[date, date]:
        """Return the first and the last day on which a figure is valid, by all sources of today."""
        values = self._values[self._value_keys[figure]]
        place = next(row for row, value in enumerate(values) if value.reference == figure)
        following = (value.until for value in values[place + 1 :] if value.until > values[place].until)
        return values[place].until, next(following, NEVER) - timedelta(days=1)

    @cached_property
    def figures_of_sites(self) -> dict[str, tuple[str, ...]]:
        """Return the figures that name each site, one of each series, in the order of their table."""
        named: dict[str, dict[tuple[FactKind, str], str]] = {}
        for figure in rows(self.facts.figures):
            identifier = figure["figure_id"]
            for site in figure["site_ids"] or ():
                named.setdefault(site, {}).setdefault(self._value_keys[identifier], identifier)
        return {site: tuple(figures.values()) for site, figures in named.items()}

    def figures_of(self, site: str, when: str | None, clock: Clock = Clock.TRUE_THEN) -> tuple[str, ...]:
        """Return the figures and points about a site that are valid at a date."""
        valid = (self.figure_at(figure, when, clock) for figure in self.figures_of_sites.get(site, ()))
        return tuple(reference for reference in valid if reference)

    @cached_property
    def _value_keys(self) -> dict[str, tuple[FactKind, str]]:
        """Return for each figure the series that it competes in, or itself."""
        return {
            value.reference: key
            for key, values in self._values.items()
            for value in values
            if value.reference.startswith("I")
        }

    @cached_property
    def _values(self) -> dict[tuple[FactKind, str], list[_Value]]:
        """Return the rows that compete to be the newest, oldest first; targets compete with none."""
        every = self.facts.every_point()
        values: dict[tuple[FactKind, str], list[_Value]] = {}
        for series in rows(self.facts.series):
            if series["shape"] is SeriesShape.TIME and series["claim"] not in PLANNED:
                points = rows(points_of(every, series["series_id"]))
                years = [point for point in points if len(point["period_start"]) == len("2004")]
                whole = [point for point in years if point["period_start"] == point["period_end"]]
                ordered = sorted(
                    whole or points, key=lambda point: (last_day(point["period_end"]), point["reference"])
                )
                values[FactKind.SERIES, series["series_id"]] = [
                    self._value(point["reference"], point["period_end"], point["sources"])
                    for point in ordered
                ]
        competing = {value.reference for of_series in values.values() for value in of_series}
        for figure in rows(self.facts.figures):
            if figure["figure_id"] not in competing:
                value = self._value(figure["figure_id"], figure["as_of"], figure["sources"])
                values[FactKind.FIGURE, value.reference] = [value]
        return values

    def _value(self, reference: str, as_of: str, sources: tuple[str, ...]) -> _Value:
        until = min(last_day(as_of), self.consulted)
        return _Value(reference, until, known_day(sources, self.known), sources)

    def facts_at(self, when: str | None, clock: Clock = Clock.TRUE_THEN) -> Facts:
        """Return the facts of a date: figures, points and events that are not younger, and what was there.

        Components that are not there at the date are left out, and disagreements that had not begun.
        """
        day, facts, states = day_of(when), self.facts, self.states_at(when, clock)

        def of_the_date(table: pd.DataFrame, column: str, edge: Callable[[str], date]) -> pd.DataFrame:
            return table[
                [
                    min(edge(row[column]), self.consulted) <= day
                    and (clock is Clock.TRUE_THEN or known_day(row["sources"], self.known) <= day)
                    for row in rows(table)
                ]
            ]

        there = [
            states[Subject(FactKind.COMPONENT, component)].is_shown
            for component in facts.components["component_id"]
        ]
        return replace(
            facts,
            components=facts.components[there],
            figures=of_the_date(facts.figures, "as_of", last_day),
            points=of_the_date(facts.points, "period_end", last_day),
            events=of_the_date(facts.events, "date", first_day),
            conflicts=facts.conflicts[facts.conflicts["conflict_id"].isin(list(self.conflicts_at(when)))],
        )

    def conflicts_at(self, when: str | None = None) -> dict[str, tuple[str, ...]]:
        """Return the disagreements at a date with their sources, by either clock.

        Sources disagree from the day on which the second of them was known.
        """
        day = day_of(when)
        return {conflict: sources for conflict, first, sources in self._disputes if first <= day}

    @cached_property
    def _disputes(self) -> list[tuple[str, date, tuple[str, ...]]]:
        disputes = []
        for conflict in rows(self.facts.conflicts):
            days = sorted(self.known[source] for source in conflict["sources"])
            disputes.append((conflict["conflict_id"], days[:2][-1], conflict["sources"]))
        return disputes

    def differences(
        self, before: str | None, after: str | None, clock: Clock = Clock.TRUE_THEN
    ) -> tuple[Change, ...]:
        """Return every difference between two dates: of sites and components, figures, disagreements.

        A state that is unknown at one of the dates is no difference: our knowledge changed, and not
        what it is about.
        """
        states = (self.states_at(before, clock), self.states_at(after, clock))
        figures = (self.figures_at(before, clock), self.figures_at(after, clock))
        disputed = (self.conflicts_at(before), self.conflicts_at(after))
        return (
            *(
                change
                for subject in self.periods
                if (change := state_change(states[0][subject], states[1][subject]))
            ),
            *figure_changes(*figures),
            *dispute_changes(*disputed),
        )

    def months_of_events(self) -> dict[str, list[str]]:
        """Return the events of each month that has any, by `events_of`."""
        first, last = month_of(FIRST_MONTH), month_of(self.consulted.isoformat())
        months = [
            f"{year}-{month:02}"
            for year in range(int(first[:4]), int(last[:4]) + 1)
            for month in range(1, 13)
        ]
        events = {month: self.events_of(month) for month in months if month <= last}
        return {month: named for month, named in events.items() if named}

    def events_of(self, month: str) -> list[str]:
        """Return the events that took place in a month, or may have, oldest first.

        An event known only to the year belongs to no month; a period of it does.
        """
        first, last = first_day(month), last_day(month)
        return [event for event, start, end in self._event_days if start <= last and end >= first]

    @cached_property
    def _event_days(self) -> list[tuple[str, date, date]]:
        """Return the first and the last day of each event that is known to the month."""
        return [
            (event["event_id"], first_day(event["date"]), last_day(event["date_end"] or event["date"]))
            for event in rows(self.facts.events)
            if len(event["date"]) >= len("2019-03")
        ]

    def comparisons(self) -> tuple[Comparison, ...]:
        """Return the pairs of dates that are ready: the founding documents in order, and today."""
        dates = [_date_of(self.sources, document) for document in FOUNDING_DOCUMENTS]
        moments = [*zip(dates, FOUNDING_DOCUMENTS, strict=True), (None, None)]
        pairs = [*pairwise(moments), (moments[0], moments[-1])]
        return tuple(
            Comparison(
                before=before,
                after=after,
                documents=tuple(document for document in (first, second) if document is not None),
            )
            for (before, first), (after, second) in pairs
            if before is not None
        )

    def months(self) -> dict[str, dict[str, list[MonthEntry]]]:
        """Return each site's state by month for either clock, so that a browser needs no rule.

        The entry of a month is the last whose month is not later; the first entry has the month "".
        """
        sites = [subject for subject in self.periods if subject.kind is FactKind.SITE]
        return {
            subject.identifier: {clock: self._by_month(subject, clock) for clock in Clock}
            for subject in sites
            if subject.aspect is Aspect.EXISTENCE
        }

    def _by_month(self, subject: Subject, clock: Clock) -> list[MonthEntry]:
        entries: list[MonthEntry] = []
        for month in ("", *sorted(set(self._turning_months(subject)))):
            state = self._state_on(subject, last_day(month) if month else date.min, clock)
            shown = state.state if state.presence is Presence.PRESENT else state.presence
            entry = month, str(shown), int(state.imprecise)
            if not entries or entries[-1][1:] != entry[1:]:
                entries.append(entry)
        return entries

    def _turning_months(self, subject: Subject) -> Iterator[str]:
        """Yield the months in which the state may become another one; the next where a day is passed."""
        days = [self.known[source] for source in self._cited[subject] if source in self.known]
        for period in self.periods[subject]:
            days += [period.start, period.end, period.sharp]
        for day in days:
            if date.min < day <= self.consulted:
                yield day.isoformat()[:7]
                yield (day.replace(day=28) + timedelta(days=4)).isoformat()[:7]


def _newest(values: Sequence[_Value], day: date, clock: Clock) -> _Value | None:
    return next((value for value in reversed(values) if value.counts(day, clock)), None)


def _by_month(values: Sequence[_Value], clock: Clock) -> list[tuple[str, str]]:
    days = {max(value.until, value.known if clock is Clock.KNOWN_THEN else date.min) for value in values}
    entries: list[tuple[str, str]] = []
    for month in sorted({day.isoformat()[:7] for day in days if day < TODAY}):
        value = _newest(values, last_day(month), clock)
        if value and (not entries or entries[-1][1] != value.reference):
            entries.append((month, value.reference))
    return entries


def month_of(when: str) -> str:
    """Return the month in which a date ends."""
    return day_of(when).isoformat()[: len("2019-03")]


def _date_of(sources: pd.DataFrame, document: str) -> str:
    row = sources.loc[document]
    return str(row["published"] or row["published_about"])
