"""Each rule within a row of facts detects its violation."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.choices import Basis, Pillar, Programme, Scope
from geo.dataset.facts.columns import (
    codigo_depto,
    codigo_muni,
    in_order,
    municipio_in_departamento,
    pillars_have_a_basis,
    scope_and_programme,
    yes_no,
)
from geo.dataset.facts.figures import CONFLICTS, FIGURES
from geo.dataset.facts.programmes_and_events import COMPONENTS, EVENTS
from geo.dataset.schema import Rule, SchemaError, TableSpec
from tests.geo.dataset.mutation import broken_columns, mutated


def refused(rule: Rule, **cells: Any) -> list[str]:
    """Return the columns that `rule` refuses in a table of one row."""
    table = pd.DataFrame({name: pd.Series([cell], dtype="object") for name, cell in cells.items()})
    return [column for _, column, _ in rule(table)]


@pytest.mark.parametrize(("cell", "value"), [("yes", True), ("no", False)])
def test_yes_and_no(cell: str, value: bool) -> None:
    assert yes_no(cell) is value


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (yes_no, "si"),
        (codigo_depto, "0"),
        (codigo_depto, "23"),
        (codigo_muni, "100"),
        (codigo_muni, "2301"),
        (codigo_muni, "15"),
    ],
)
def test_a_cell_outside_the_choice_is_refused_with_advice(parse: Any, cell: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse(cell)


def test_codes_are_read_as_numbers() -> None:
    assert (codigo_depto("01"), codigo_muni("0115")) == (1, 115)


@pytest.mark.parametrize(
    ("depto", "muni", "columns"),
    [
        (1, 115, []),
        (18, None, []),
        (None, None, []),
        (2, 115, ["codigo_depto"]),
        (None, 115, ["codigo_depto"]),
    ],
)
def test_a_municipio_requires_its_departamento(
    depto: int | None, muni: int | None, columns: list[str]
) -> None:
    assert refused(municipio_in_departamento, codigo_depto=depto, codigo_muni=muni) == columns


@pytest.mark.parametrize(
    ("scope", "programme", "columns"),
    [
        (Scope.PROGRAMME, Programme.PBS, []),
        (Scope.CONTEXT, None, []),
        (Scope.RELATED, None, ["programme"]),
        (Scope.STRATEGY, Programme.PBS, ["programme"]),
    ],
)
def test_a_scope_has_its_programme_or_none(
    scope: Scope, programme: Programme | None, columns: list[str]
) -> None:
    assert refused(scope_and_programme, scope=scope, programme=programme) == columns


@pytest.mark.parametrize(
    ("pillars", "basis", "columns"),
    [
        ((Pillar.ALLIANCES,), Basis.EXPLICIT, []),
        (None, None, []),
        ((Pillar.ALLIANCES,), None, ["pillar_basis"]),
        (None, Basis.ANALYSIS, ["pillar_basis"]),
    ],
)
def test_a_pillar_says_whose_word_it_is(
    pillars: tuple[Pillar, ...] | None, basis: Basis | None, columns: list[str]
) -> None:
    assert refused(pillars_have_a_basis, pillars=pillars, pillar_basis=basis) == columns


@pytest.mark.parametrize(
    ("start", "end", "columns"),
    [
        ("2024-01", "2024-09", []),
        ("2024-01", "2024", []),
        (None, None, []),
        ("2024-10", "2024-09", ["end"]),
        ("2024", None, ["end"]),
    ],
)
def test_a_period_ends_after_it_starts(start: str | None, end: str | None, columns: list[str]) -> None:
    assert refused(in_order("start", "end", both=True), start=start, end=end) == columns


def test_an_event_may_have_no_end() -> None:
    assert refused(in_order("start", "end", both=False), start="2024", end=None) == []


@pytest.mark.parametrize(
    ("spec", "key", "cells", "columns"),
    [
        pytest.param(FIGURES, "I006", {"label_es": ""}, {"label_es"}, id="a language missing"),
        pytest.param(FIGURES, "I006", {"note_es": ""}, {"note_es"}, id="half a note"),
        pytest.param(FIGURES, "I006", {"sources": ""}, {"sources"}, id="no source"),
        pytest.param(FIGURES, "I006", {"claim": "fact"}, {"claim"}, id="no such claim"),
        pytest.param(FIGURES, "I006", {"unit": "men"}, {"unit"}, id="no such unit"),
        pytest.param(FIGURES, "I006", {"value": "2,500"}, {"value"}, id="a thousands separator"),
        pytest.param(FIGURES, "I006", {"as_of": "2019-13"}, {"as_of"}, id="no such month"),
        pytest.param(FIGURES, "I006", {"founding": "1"}, {"founding"}, id="neither yes nor no"),
        pytest.param(EVENTS, "T047", {"date_end": "2025-12-01"}, {"date_end"}, id="ends before it begins"),
        pytest.param(EVENTS, "T047", {"title_en": ""}, {"title_en"}, id="an event without a title"),
        pytest.param(COMPONENTS, "tag", {"programme": ""}, {"programme"}, id="scope without programme"),
        pytest.param(COMPONENTS, "tag", {"pillar_basis": ""}, {"pillar_basis"}, id="no basis"),
        pytest.param(CONFLICTS, "bethel-position", {"site_ids": ""}, {"figure_ids"}, id="about nothing"),
        pytest.param(CONFLICTS, "bethel-position", {"statement_es": ""}, {"statement_es"}, id="no Spanish"),
    ],
)
def test_a_broken_row_is_refused_by_its_table(
    tmp_path: Path, spec: TableSpec, key: str, cells: dict[str, str], columns: set[str]
) -> None:
    assert broken_columns(spec, mutated(tmp_path, spec, key, **cells)) == columns


def test_a_broken_row_is_named_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    path = mutated(tmp_path, FIGURES, "I001", claim="fact")
    with pytest.raises(SchemaError) as caught:
        FIGURES.read(path, "data/figures/figures.csv")
    (problem,) = caught.value.problems
    assert str(problem) == (
        "data/figures/figures.csv:2: claim: 'fact' is none of: "
        "reported, counted, target, commitment, intent, estimate, derived"
    )
