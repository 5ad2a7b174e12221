"""The tables of municipios and departamentos: people counted in 2018, regions, seats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from geo.dataset.records import DATA
from geo.dataset.schema import Column, Rule, TableSpec, both_languages, number, whole_number

Violations = Iterator[tuple[int, str, str]]

CENSUS_2018: Final = {"population_2018": 14_901_286, "men_2018": 7_223_096, "women_2018": 7_678_190}
"""The national totals that INE published for the census of 2018; the municipios add up to them."""
SEXES: Final = ("men_2018", "women_2018")
PEOPLES: Final = (
    "maya_2018",
    "xinka_2018",
    "garifuna_2018",
    "afrodescendant_2018",
    "ladino_2018",
    "foreign_2018",
)
"""The census's peoples, by self-identification; each person counts in one."""
REGIONS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def region(cell: str) -> str:
    """Return the number of one of the eight development regions."""
    if cell not in REGIONS:
        raise ValueError(f"{cell!r} is no region; write one of {', '.join(REGIONS)}")
    return cell


def code_of_depto(cell: str) -> int:
    """Return the INE code of a departamento, 1 to 22."""
    if not 1 <= whole_number(cell) <= 22:
        raise ValueError(f"{cell} is no departamento; the codes run from 1 to 22")
    return int(cell)


def adds_up(total: str, *parts: str) -> Rule:
    """Return a rule that refuses a row whose `parts` do not add up to its `total`."""

    def rule(table: pd.DataFrame) -> Violations:
        sums = table[list(parts)].sum(axis="columns")
        for row, (stated, added) in enumerate(zip(table[total], sums, strict=True)):
            if stated != added:
                yield row, total, f"is {stated}, but its parts add up to {added}"

    return rule


def _in_own_departamento(table: pd.DataFrame) -> Violations:
    for row, (code, stated) in enumerate(zip(table["codigo_muni"], table["codigo_depto"], strict=True)):
        if code // 100 != stated:
            yield row, "codigo_depto", f"must be {code // 100}, as codigo_muni begins"


def _national_totals(table: pd.DataFrame) -> Violations:
    for column, total in CENSUS_2018.items():
        if (counted := table[column].sum()) != total:
            yield len(table) - 1, column, f"adds up to {counted} down the table, the census counted {total}"


def _whole_seats(table: pd.DataFrame) -> Violations:
    known = table[["cabecera_longitude", "cabecera_latitude"]].notna()
    for row in known.index[known.any(axis="columns") & ~known.all(axis="columns")]:
        yield int(row), "cabecera_latitude", "needs longitude and latitude, or neither"


MUNICIPIOS: Final = TableSpec(
    name="municipios",
    key="codigo_muni",
    columns=(
        Column("codigo_muni", whole_number, dtype="int64"),
        Column("municipio"),
        Column("codigo_depto", code_of_depto, dtype="int64"),
        Column("region", region),
        *(Column(name, whole_number, dtype="int64") for name in (*CENSUS_2018, *PEOPLES)),
        Column("cabecera_longitude", number, optional=True, dtype="float64"),
        Column("cabecera_latitude", number, optional=True, dtype="float64"),
    ),
    rules=(
        _in_own_departamento,
        adds_up("population_2018", *SEXES),
        adds_up("population_2018", *PEOPLES),
        _national_totals,
        _whole_seats,
    ),
)

DEPARTAMENTOS: Final = TableSpec(
    name="departamentos",
    key="codigo_depto",
    columns=(
        Column("codigo_depto", code_of_depto, dtype="int64"),
        Column("departamento"),
        Column("region", region),
        Column("region_en"),
        Column("region_es"),
        Column("iso_3166_2"),
        Column("official_area_km2", whole_number, dtype="int64"),
    ),
    rules=(both_languages("region"),),
)


def read_population(data: Path = DATA) -> pd.DataFrame:
    """Return the people of each municipio.

    Returns
    -------
    DataFrame
        340 rows sorted by `codigo_muni`: code, name, `codigo_depto`, `region`, people by sex
        and people (census 2018), and the seat's position (WGS 84, missing for four).

    Raises
    ------
    DataFileError, SchemaError
        The file is missing or altered; a row violates a rule of `MUNICIPIOS`.
    """
    return MUNICIPIOS.read_recorded("data/municipios/municipios.csv", data)


def read_regions(data: Path = DATA) -> pd.DataFrame:
    """Return the 22 departamentos with their region, ISO 3166-2 code and official area.

    Raises
    ------
    DataFileError, SchemaError
        The file is missing or altered; a row violates a rule of `DEPARTAMENTOS`.
    """
    return DEPARTAMENTOS.read_recorded("data/departamentos/departamentos.csv", data)
