"""Founding statements are complete, each with rows that cite its document."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.choices import ClaimKind, FactKind, FoundingSection, Pillar, Programme, SourceKind
from geo.dataset.boundaries import read_municipios
from geo.dataset.cross_references import facts_problems
from geo.dataset.facts import (
    Facts,
    carriers_of,
    read_statements,
)
from geo.dataset.facts.founding_statements import SECTIONS
from geo.dataset.schema import Row, SchemaError, rows
from geo.views.evidence import by_identifier, every_fact, founding_sections, statements_in
from geo.views.programme_chapter import chapter_view
from tests.copies import copy_of_data, rewrite
from tests.shared_data import ATLAS

FACTS, SITES, SOURCES = ATLAS.facts, ATLAS.sites, ATLAS.sources
KNOWN = by_identifier(every_fact(FACTS, SITES))
STATEMENTS = rows(FACTS.statements)
FEWEST = 90
"""Checkable statements that the two documents hold at the least."""


def statement_carried_by(column: str, identifier: str) -> Row:
    """Return the first statement that names a row as its carrier."""
    return next(row for row in STATEMENTS if identifier in (row[column] or ()))


def problems(facts: Facts) -> list[str]:
    return [str(problem) for problem in facts_problems(facts, SOURCES, SITES, read_municipios())]


def with_cell(statement_id: str, column: str, value: Any) -> Facts:
    """Return the committed facts with one cell of the register changed."""
    changed = FACTS.statements.copy()
    row = changed.index[changed["statement_id"] == statement_id][0]
    changed.at[row, column] = value
    return replace(FACTS, statements=changed)


def test_the_register_holds_at_least_ninety_statements() -> None:
    assert len(STATEMENTS) >= FEWEST


def test_its_documents_are_the_founding_sources() -> None:
    founding = SOURCES.index[SOURCES["kind"] == SourceKind.FOUNDING]
    assert set(FACTS.statements["document"]) == set(founding) == set(SECTIONS)


def test_every_section_of_both_documents_has_statements() -> None:
    assert set(FACTS.statements["section"]) == set(FoundingSection)
    assert sorted(sum(SECTIONS.values(), ())) == sorted(FoundingSection)


def test_statements_are_numbered_in_the_order_of_the_documents() -> None:
    ids = [row["statement_id"] for row in STATEMENTS]
    assert ids == [f"F{number:03}" for number in range(1, len(ids) + 1)]
    order = [(row["document"], list(FoundingSection).index(row["section"])) for row in STATEMENTS]
    assert order == sorted(order)


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row["statement_id"])
def test_each_statement_has_a_carrier_and_each_carrier_cites_the_document(row: Row) -> None:
    carriers = [KNOWN[kind, identifier] for _, kind, identifier in carriers_of(row)]
    assert carriers
    assert all(row["document"] in carrier.sources for carrier in carriers)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_statement_is_listed_twice(language: str) -> None:
    assert FACTS.statements[f"statement_{language}"].is_unique


def test_every_founding_figure_carries_a_statement() -> None:
    carried = {
        identifier
        for row in STATEMENTS
        for _, kind, identifier in carriers_of(row)
        if kind is FactKind.FIGURE
    }
    assert set(FACTS.figures.loc[FACTS.figures["founding"], "figure_id"]) <= carried


def test_a_carrier_that_does_not_cite_the_document_is_named() -> None:
    (problem,) = problems(with_cell("F001", "event_ids", ("T001",)))
    assert problem == (
        "data/founding/statements.csv:2: event_ids: 'T001' does not cite P01; "
        "cite it there or name another row"
    )


def test_a_statement_of_another_kind_than_its_figure_is_named() -> None:
    goal = statement_carried_by("figure_ids", "I007")["statement_id"]
    (problem,) = problems(with_cell(goal, "claim", ClaimKind.REPORTED))
    assert problem.endswith("claim: is reported, the figure I007 target; correct one")


@pytest.mark.parametrize(
    ("cells", "advice"),
    [
        ({"section": "outlook"}, "section: outlook is no section of P01; correct one of them"),
        ({"document": "P03"}, "section: overview is no section of P03; correct one of them"),
        ({"component_ids": "", "programmes": ""}, "programmes: is empty like pillars, component_ids"),
        ({"claim": "rumour"}, "claim: 'rumour' is none of: reported"),
        ({"statement_es": ""}, "statement_es: is empty; this column needs a value in every row"),
    ],
    ids=["section", "document", "carrier", "claim", "language"],
)
def test_a_bad_row_of_the_register_is_reported(tmp_path: Path, cells: dict[str, str], advice: str) -> None:
    data = copy_of_data(tmp_path)
    cleared = {"figure_ids": "", "event_ids": "", "conflict_ids": "", "site_ids": "", "pillars": ""}
    rewrite(data, "founding/statements.csv", "F001", **({"component_ids": "tag"} | cleared | cells))
    with pytest.raises(SchemaError) as error:
        read_statements(data)
    assert [advice in str(problem) for problem in error.value.problems] == [True]


def test_the_sections_stand_in_the_order_of_the_text_with_their_carriers() -> None:
    sections = founding_sections(FACTS.statements, tuple(KNOWN.values()))
    assert [section.section for section in sections] == list(FoundingSection)
    assert sum(len(section.statements) for section in sections) == len(STATEMENTS)
    carried = {
        statement.row["statement_id"]: statement.facts
        for section in sections
        for statement in section.statements
    }
    strength = carried[statement_carried_by("figure_ids", "I006")["statement_id"]]
    assert "I006" in {fact.identifier for fact in strength}


@pytest.mark.parametrize("chapter", [*Programme, *Pillar], ids=str)
def test_a_chapter_carries_some_of_the_statements(chapter: Programme | Pillar) -> None:
    own = statements_in(FACTS.statements, chapter_view(chapter, FACTS, SITES))
    assert 0 < len(own) < len(STATEMENTS)


def test_the_cooperation_as_a_whole_carries_all_of_them() -> None:
    whole = statements_in(FACTS.statements, chapter_view(None, FACTS, SITES))
    pd.testing.assert_frame_equal(whole, FACTS.statements)


def test_a_statement_is_in_the_chapter_of_its_carrier_alone() -> None:
    strength = statement_carried_by("figure_ids", "I006")["statement_id"]
    inside = statements_in(FACTS.statements, chapter_view(Programme.BORDER_PORT, FACTS, SITES))
    outside = statements_in(FACTS.statements, chapter_view(Programme.FORENSICS, FACTS, SITES))
    assert strength in set(inside["statement_id"])
    assert strength not in set(outside["statement_id"])
