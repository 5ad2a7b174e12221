"""Summarise a region, a border or a programme: what INL does there, what is certain, what changed.

A summary has one line for each `SummaryTopic`, and a line has statements: which sentence applies, to how
many of how many, and to which facts. The texts are in the locale files, so no statement can say more than
its facts; a statement without a fact says that we found none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.choices import (
    Confidence,
    Confirmation,
    FactKind,
    InlRole,
    Layer,
    Precision,
    Programme,
    Scope,
    Status,
    SummaryStatement,
    SummaryTopic,
)
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import OURS
from geo.dataset.facts import RESULTS, Facts
from geo.dataset.schema import first_day
from geo.selection import FILTERS, Selection, in_order
from geo.views.programme_chapter import ChapterView, chapter_view
from geo.views.sites_view import sites_view
from geo.views.time_charts import events_in

LATEST: Final = 3
"""The most events that a line names; the rest are counted."""

UNSETTLED: Final = (Status.BUILDING, Status.CHANGING, Status.DOUBTFUL)
"""Statuses that say that a site may soon be, or already is, something else."""

FactId = tuple[FactKind, str]
"""The kind and the identifier of a fact, the key of `geo.views.evidence.by_identifier`."""


@dataclass(frozen=True)
class Statement:
    """A sentence about facts; `total` is the number of facts that it could be about.

    `date` is a partial ISO date, or None where the sentence has none.
    """

    sentence: SummaryStatement
    facts: tuple[FactId, ...] = ()
    total: int = 0
    date: str | None = None


@dataclass(frozen=True)
class SummaryLine:
    """One line of a summary: its topic and what is stated about it, never nothing."""

    topic: SummaryTopic
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Summary:
    """The lines of a summary in the order of `SummaryTopic`, and the selection that shows it on the map."""

    lines: tuple[SummaryLine, ...]
    on_map: Selection

    @property
    def is_empty(self) -> bool:
        """Return whether the atlas has no fact to summarise."""
        return not any(statement.facts for line in self.lines for statement in line.statements)

    def line(self, topic: SummaryTopic) -> SummaryLine:
        """Return the line about a topic."""
        return next(line for line in self.lines if line.topic is topic)


@dataclass(frozen=True)
class _Subject:
    """The rows that a summary is about; `ChapterView` has the same fields."""

    sites: gpd.GeoDataFrame
    components: pd.DataFrame
    figures: pd.DataFrame
    events: pd.DataFrame
    conflicts: pd.DataFrame
    on_map: Selection


def summary(
    subject: Selection | Programme | None,
    facts: Facts,
    sites: gpd.GeoDataFrame,
    consulted: date,
    atlas: AtlasData | None = None,
) -> Summary:
    """Return the summary of the sites of a selection, of a programme area or, for None, of all of them.

    The layers of a selection do not matter; a drawn area needs `atlas`. Events that begin after the day
    `consulted` are left out.
    """
    if isinstance(subject, Selection):
        return _summary(_selected(subject, facts, sites, atlas), consulted)
    return chapter_summary(chapter_view(subject, facts, sites), consulted)


def chapter_summary(view: ChapterView, consulted: date) -> Summary:
    """Return the summary of a chapter: a programme area, a pillar or the whole cooperation."""
    return _summary(view, consulted)


def _selected(
    selection: Selection, facts: Facts, sites: gpd.GeoDataFrame, atlas: AtlasData | None
) -> _Subject:
    """Return the rows that name a site of a selection or lie in its region.

    Events also count where they lie in the municipio of one of the sites.
    """
    view = sites_view(selection, sites, atlas)
    own, region = view.filtered, view.region
    narrowed = any(row.chosen(selection) for row in FILTERS if row.choice is not None)
    at_sites = _naming(facts.events, own) | facts.events["codigo_muni"].isin(own["codigo_muni"].dropna())
    if not narrowed:
        at_sites |= facts.events.index.isin(events_in(facts.events, region, sites).index)
    return _Subject(
        sites=own,
        components=facts.components[_naming(facts.components, own)],
        figures=facts.figures[_naming(facts.figures, own)],
        events=facts.events[at_sites],
        conflicts=facts.conflicts[_naming(facts.conflicts, own)],
        on_map=replace(selection, layers=in_order(own["layer"], Layer) or selection.layers, site=None),
    )


def _naming(table: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.Series[bool]:
    known = frozenset(sites.index)
    return table["site_ids"].map(lambda named: not known.isdisjoint(named or ())).astype(bool)


def _summary(subject: _Subject | ChapterView, consulted: date) -> Summary:
    past = subject.events[subject.events["date"].map(first_day) <= consulted]
    statements = {
        SummaryTopic.SUPPORT: _support(subject),
        SummaryTopic.CERTAIN: _certain(subject),
        SummaryTopic.UNCERTAIN: _uncertain(subject),
        SummaryTopic.CHANGED: _changed(subject, past),
        SummaryTopic.NEWEST: _newest(subject, past, consulted),
    }
    lines = tuple(SummaryLine(topic, tuple(statements[topic])) for topic in SummaryTopic)
    return Summary(lines, subject.on_map)


def _support(subject: _Subject | ChapterView) -> Iterator[Statement]:
    """Yield what the archived page names, what other sources report, and whom no source links to INL."""
    sites, components = subject.sites, subject.components
    total = len(sites) + len(components)
    sentences = {
        InlRole.NAMED: SummaryStatement.NAMED,
        InlRole.SUPPORTED: SummaryStatement.SUPPORTED,
        InlRole.US_SUPPORTED: SummaryStatement.US_SUPPORTED,
    }
    stated = [
        Statement(sentence, linked, total)
        for role, sentence in sentences.items()
        if (linked := _with_role(role, components, sites))
    ]
    if not any(statement.sentence is not SummaryStatement.US_SUPPORTED for statement in stated):
        yield Statement(SummaryStatement.NO_SUPPORT, (), len(sites))
    yield from stated
    if not stated and len(sites):
        programmes = dict.fromkeys(sites["programme"].dropna())
        setting = tuple((FactKind.PROGRAMME, str(programme)) for programme in programmes)
        if setting:
            yield Statement(SummaryStatement.SETTING, setting, len(setting))


def _with_role(role: InlRole, components: pd.DataFrame, sites: gpd.GeoDataFrame) -> tuple[FactId, ...]:
    """Return the components with a role, and the sites with it that none of these components names."""
    own = components[components["inl_role"] == role]
    covered = {site for named in own["site_ids"] for site in named or ()}
    alone = sites.index[(sites["inl_role"] == role) & ~sites.index.isin(covered)]
    return (*_ids(FactKind.COMPONENT, own["component_id"]), *_ids(FactKind.SITE, alone))


def _certain(subject: _Subject | ChapterView) -> Iterator[Statement]:
    sites, figures = subject.sites, subject.figures
    recent = sites.index[sites["confirmation"] == Confirmation.RECENT]
    exact = sites.index[(sites["precision"] == Precision.EXACT) & (sites["confidence"] == Confidence.HIGH)]
    sure = figures[figures["claim"].isin(RESULTS) & (figures["confidence"] == Confidence.HIGH)]
    stated = [
        Statement(SummaryStatement.RECENT, _ids(FactKind.SITE, recent), len(sites)),
        Statement(SummaryStatement.EXACT, _ids(FactKind.SITE, exact), len(sites)),
        Statement(SummaryStatement.RESULTS, _ids(FactKind.FIGURE, sure["figure_id"]), len(figures)),
    ]
    yield from _or_none(stated, SummaryStatement.NOTHING_CERTAIN)


def _uncertain(subject: _Subject | ChapterView) -> Iterator[Statement]:
    sites, figures = subject.sites, subject.figures
    aged = sites.index[sites["confirmation"] != Confirmation.RECENT]
    unplaced = sites.index[sites["precision"] == Precision.UNPLACED]
    weak = figures[figures["confidence"] == Confidence.LOW]
    conflicts = subject.conflicts["conflict_id"]
    stated = [
        Statement(SummaryStatement.UNCONFIRMED, _ids(FactKind.SITE, aged), len(sites)),
        Statement(SummaryStatement.UNPLACED, _ids(FactKind.SITE, unplaced), len(sites)),
        Statement(SummaryStatement.CONFLICTS, _ids(FactKind.CONFLICT, conflicts), len(conflicts)),
        Statement(SummaryStatement.WEAK_FIGURES, _ids(FactKind.FIGURE, weak["figure_id"]), len(figures)),
    ]
    yield from _or_none(stated, SummaryStatement.NOTHING_UNCERTAIN)


def _changed(subject: _Subject | ChapterView, past: pd.DataFrame) -> Iterator[Statement]:
    """Yield the latest events, INL's apart from the others, and the sites that are being changed."""
    is_inl = past["scope"].isin([Scope.PROGRAMME, Scope.STRATEGY])
    unsettled = subject.sites.index[subject.sites["status"].isin(UNSETTLED)]
    stated = [
        Statement(SummaryStatement.INL_EVENTS, _latest(past[is_inl]), int(is_inl.sum())),
        Statement(SummaryStatement.OTHER_EVENTS, _latest(past[~is_inl]), int((~is_inl).sum())),
        Statement(SummaryStatement.UNSETTLED, _ids(FactKind.SITE, unsettled), len(subject.sites)),
    ]
    yield from _or_none(stated, SummaryStatement.NO_EVENTS)


def _latest(events: pd.DataFrame) -> tuple[FactId, ...]:
    """Return the latest events, newest first."""
    newest = sorted(
        zip(events["date"], events["event_id"], strict=True),
        key=lambda event: (first_day(event[0]), event[1]),
        reverse=True,
    )
    return _ids(FactKind.EVENT, (event_id for _, event_id in newest[:LATEST]))


def _newest(subject: _Subject | ChapterView, past: pd.DataFrame, consulted: date) -> Iterator[Statement]:
    """Yield the newest date among events, figures and statuses, with the facts of that date."""
    figures = subject.figures[~subject.figures["claim"].isin(OURS)]
    dated = [
        *_dated(FactKind.EVENT, past["event_id"], past["date"]),
        *_dated(FactKind.FIGURE, figures["figure_id"], figures["as_of"]),
        *_dated(FactKind.SITE, subject.sites.index, subject.sites["status_as_of"]),
    ]
    known = [(when, fact) for when, fact in dated if first_day(when) <= consulted]
    if not known:
        yield Statement(SummaryStatement.UNDATED)
        return
    newest = max((when for when, _ in known), key=lambda when: (first_day(when), len(when)))
    facts = tuple(fact for when, fact in known if when == newest)
    yield Statement(SummaryStatement.NEWEST, facts, len(known), newest)


def _dated(kind: FactKind, identifiers: Iterable[Any], dates: pd.Series[str]) -> list[tuple[str, FactId]]:
    pairs = zip(identifiers, dates, strict=True)
    return [(str(when), (kind, str(identifier))) for identifier, when in pairs if not pd.isna(when)]


def _ids(kind: FactKind, identifiers: Iterable[Any]) -> tuple[FactId, ...]:
    return tuple((kind, str(identifier)) for identifier in identifiers)


def _or_none(stated: Iterable[Statement], otherwise: SummaryStatement) -> Iterator[Statement]:
    """Yield the statements that have facts; `otherwise` where none has."""
    kept = [statement for statement in stated if statement.facts]
    yield from kept or [Statement(otherwise)]
