"""Where the atlas shows the founding statements: what carries each, and how many a chapter carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from geo.choices import FactKind, FoundingSection, Pillar, Programme
from geo.dataset.facts import carriers_of
from geo.dataset.schema import Row, rows
from geo.facts.founding import SECTIONS
from geo.views.evidence import Fact, by_identifier
from geo.views.programme_chapter import ChapterView


@dataclass(frozen=True)
class Carried:
    """A founding statement, a row of `Facts.statements`, and the facts that carry it."""

    row: Row
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Section:
    """The statements of one section of a founding document."""

    document: str
    section: FoundingSection
    statements: tuple[Carried, ...]


def founding_sections(statements: pd.DataFrame, facts: tuple[Fact, ...]) -> tuple[Section, ...]:
    """Return the sections of both documents that have statements, in the order of their text.

    Parameters
    ----------
    statements
        As `read_statements` returns them.
    facts
        Every fact that can carry a statement, as `every_fact` returns them.
    """
    known = by_identifier(facts)
    listed = rows(statements)
    return tuple(
        Section(document, section, own)
        for document, sections in SECTIONS.items()
        for section in sections
        if (own := tuple(_carried(row, known) for row in listed if row["section"] == section))
    )


def statements_in(statements: pd.DataFrame, view: ChapterView) -> pd.DataFrame:
    """Return the statements that a chapter carries: those that one of its rows carries.

    The chapter of the cooperation as a whole carries all of them.
    """
    if view.chapter is None:
        return statements
    own = frozenset(_rows_of(view))
    carries = [
        any((kind, identifier) in own for _, kind, identifier in carriers_of(row))
        for row in rows(statements)
    ]
    return statements[carries]


def _carried(row: Row, known: dict[tuple[FactKind, str], Fact]) -> Carried:
    named = ((kind, identifier) for _, kind, identifier in carriers_of(row))
    return Carried(row, tuple(known[one] for one in named if one in known))


def _rows_of(view: ChapterView) -> Iterator[tuple[FactKind, str]]:
    """Yield every row that a chapter about a programme area or a pillar shows."""
    if isinstance(view.chapter, Programme):
        yield FactKind.PROGRAMME, str(view.chapter)
    if isinstance(view.chapter, Pillar):
        yield FactKind.PILLAR, str(view.chapter)
    shown = {
        FactKind.COMPONENT: view.components["component_id"],
        FactKind.FIGURE: view.figures["figure_id"],
        FactKind.EVENT: view.events["event_id"],
        FactKind.CONFLICT: view.conflicts["conflict_id"],
        FactKind.SITE: view.sites.index,
    }
    for kind, identifiers in shown.items():
        yield from ((kind, str(identifier)) for identifier in identifiers)
