"""The register of founding statements: what the two founding documents say, and the rows that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.choices import ClaimKind, FactKind, FoundingSection, Pillar, Programme
from geo.dataset.facts.columns import Violations, in_both
from geo.dataset.records import DATA
from geo.dataset.schema import Column, TableSpec, one_at_least, one_of, some_of, words

FILE: Final = "data/founding/statements.csv"

SECTIONS: Final[Mapping[str, tuple[FoundingSection, ...]]] = {
    "P01": (
        FoundingSection.OVERVIEW,
        FoundingSection.COUNTERING_NARCOTICS,
        FoundingSection.GANGS,
        FoundingSection.BORDER_PORT,
        FoundingSection.POLICE,
        FoundingSection.FORENSICS,
        FoundingSection.PBS,
        FoundingSection.JUSTICE,
        FoundingSection.CORRECTIONS,
    ),
    "P02": (
        FoundingSection.DIALOGUE,
        FoundingSection.PHOTO,
        FoundingSection.ALLIANCES,
        FoundingSection.GOOD_GOVERNANCE,
        FoundingSection.SAFE_COMMUNITIES,
        FoundingSection.OUTLOOK,
    ),
}
"""The sections of each founding document, by its `source_id`."""

CARRIERS: Final[Mapping[str, FactKind]] = {
    "programmes": FactKind.PROGRAMME,
    "pillars": FactKind.PILLAR,
    "component_ids": FactKind.COMPONENT,
    "figure_ids": FactKind.FIGURE,
    "event_ids": FactKind.EVENT,
    "conflict_ids": FactKind.CONFLICT,
    "site_ids": FactKind.SITE,
}
"""The columns that name the rows which carry a statement, and what those rows are."""


def section_in_document(table: pd.DataFrame) -> Violations:
    """Refuse a section that its document does not have."""
    for row, (document, section) in enumerate(zip(table["document"], table["section"], strict=True)):
        if section not in SECTIONS.get(document, ()):
            yield row, "section", f"{section} is no section of {document}; correct one of them"


STATEMENTS: Final = TableSpec(
    name="statements",
    key="statement_id",
    columns=(
        Column("statement_id"),
        Column("document"),
        Column("section", one_of(FoundingSection)),
        Column("lines", optional=True),
        *in_both("statement"),
        Column("claim", one_of(ClaimKind)),
        Column("programmes", some_of(Programme), optional=True),
        Column("pillars", some_of(Pillar), optional=True),
        *(Column(name, words, optional=True) for name in CARRIERS if name.endswith("_ids")),
    ),
    rules=(one_at_least(*CARRIERS), section_in_document),
)
"""The rules of a row of `statements.csv`: one statement in our words, and a row that carries it.

Each row that carries a statement cites its document (`facts_problems` says which does not).
"""


def read_statements(data: Path = DATA) -> pd.DataFrame:
    """Return the founding statements, one row each, in the order of the documents."""
    return STATEMENTS.read_recorded(FILE, data)


def carriers_of(statement: Mapping[Any, Any]) -> Iterator[tuple[str, FactKind, str]]:
    """Yield the column, the kind and the identifier of each row that carries a statement."""
    for column, kind in CARRIERS.items():
        for identifier in statement[column] or ():
            yield column, kind, str(identifier)
