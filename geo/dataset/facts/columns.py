"""Columns and rules that the tables of facts share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from geo.choices import Basis, Pillar, Programme, Scope
from geo.dataset.schema import Column, Rule, first_day, last_day, one_of, some_of, whole_number, words

Violations = Iterator[tuple[int, str, str]]


def in_both(*names: str, optional: bool = False) -> tuple[Column, ...]:
    """Return the columns `name_en` and `name_es` for each of `names`."""
    return tuple(
        Column(f"{name}_{language}", optional=optional) for name in names for language in ("en", "es")
    )


def yes_no(cell: str) -> bool:
    """Return True for `yes` and False for `no`."""
    if cell not in {"yes", "no"}:
        raise ValueError(f"{cell!r} is neither yes nor no; write one of them")
    return cell == "yes"


def codigo_depto(cell: str) -> int:
    """Return an INE code of a departamento, 1 to 22."""
    if not 1 <= (codigo := whole_number(cell)) <= 22:
        raise ValueError(f"{cell!r} is no departamento; write its INE code, 1 to 22")
    return codigo


def codigo_muni(cell: str) -> int:
    """Return an INE code of a municipio: the departamento's code and two digits."""
    codigo = whole_number(cell)
    if not (1 <= codigo // 100 <= 22 and codigo % 100):
        raise ValueError(f"{cell!r} is no municipio; write its INE code, such as 115 or 1802")
    return codigo


SOURCES: Final = Column("sources", words)
"""Space-separated identifiers of `data/sources/sources.csv`; no row goes without one."""

CODIGOS: Final = (
    Column("codigo_depto", codigo_depto, optional=True, dtype="Int64"),
    Column("codigo_muni", codigo_muni, optional=True, dtype="Int64"),
)

BELONGS: Final = (
    Column("scope", one_of(Scope)),
    Column("programme", one_of(Programme), optional=True),
)

PILLARS: Final = (
    Column("pillars", some_of(Pillar), optional=True),
    Column("pillar_basis", one_of(Basis), optional=True),
)


def municipio_in_departamento(table: pd.DataFrame) -> Violations:
    """Refuse a municipio whose departamento is missing or another one."""
    for row, (depto, muni) in _rows(table, "codigo_depto", "codigo_muni"):
        if not pd.isna(muni) and (pd.isna(depto) or muni // 100 != depto):
            yield row, "codigo_depto", f"does not hold codigo_muni {muni}; write {muni // 100}"


def scope_and_programme(table: pd.DataFrame) -> Violations:
    """Refuse a programme where the scope has none, and a scope that lacks its programme."""
    for row, (scope, programme) in _rows(table, "scope", "programme"):
        if scope in {Scope.PROGRAMME, Scope.RELATED} and programme is None:
            yield row, "programme", f"is empty while scope is {scope}; name the programme area"
        if scope in {Scope.STRATEGY, Scope.CONTEXT} and programme is not None:
            yield row, "programme", f"is {programme} while scope is {scope}; empty it or correct the scope"


def pillars_have_a_basis(table: pd.DataFrame) -> Violations:
    """Refuse a pillar without the word for whose it is, and such a word without a pillar."""
    for row, (pillars, basis) in _rows(table, "pillars", "pillar_basis"):
        if (pillars is None) != (basis is None):
            yield row, "pillar_basis", f"goes with pillars; fill both or neither ({', '.join(Basis)})"


def in_order(start: str, end: str, *, both: bool) -> Rule:
    """Return a rule that refuses an end before its start, or, if `both`, one without the other."""

    def rule(table: pd.DataFrame) -> Violations:
        for row, (first, last) in _rows(table, start, end):
            if both and (first is None) != (last is None):
                yield row, end, f"goes with {start}; fill both or neither"
            elif first and last and last_day(last) < first_day(first):
                yield row, end, f"{last} is before {start} {first}; correct one of them"

    return rule


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    return enumerate(zip(*(table[column] for column in columns), strict=True))
