"""Rows counted by municipio and departamento, also per 100,000 people of the census of 2018."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import Floats

PER: Final = 100_000
"""People that a rate is told for."""

HIGHEST: Final = 10_100
"""More than any code: a lake's, 10,000 and its departamento's, is the greatest."""

Tally = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """How many rows lie where.

    municipios
        One row each: `codigo_muni`, `municipio`, `codigo_depto`, `departamento`,
        `population_2018`, `rows`, `per_100k` (missing where no people are counted).
    departamentos
        One row each: `codigo_depto`, `departamento`, `population_2018`, `rows`, `without_municipio`
        (rows of these on a lake or known no finer), `per_100k`.
    """

    municipios: pd.DataFrame
    departamentos: pd.DataFrame

    @property
    def total(self) -> int:
        """Rows counted in all."""
        return int(self.departamentos["rows"].sum())


def tally(codes: NDArray[Any]) -> Tally:
    """Return how often each code occurs, an array by code; parts of a list may be added up."""
    return np.bincount(codes, minlength=HIGHEST)[:HIGHEST].astype(np.int64)


def counts(municipio: NDArray[Any], departamento: NDArray[Any], people: pd.DataFrame) -> Counts:
    """Return the counts of rows by the code of their municipio and departamento, 0 where unknown.

    `people` has one row a municipio with the columns of `Counts.municipios` but the last two.
    """
    return counts_of(tally(municipio), tally(departamento), people)


def counts_of(municipio: Tally, departamento: Tally, people: pd.DataFrame) -> Counts:
    """Return the counts of two tallies."""
    first = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    table = people[first].reset_index(drop=True)
    table["rows"] = municipio[table["codigo_muni"].to_numpy(dtype=int)]
    table["per_100k"] = _rate(table)
    above = table.groupby(["codigo_depto", "departamento"], sort=True)
    both = above[["population_2018", "rows"]].sum().reset_index()
    within = both["rows"].to_numpy()
    both["rows"] = departamento[both["codigo_depto"].to_numpy(dtype=int)]
    both["without_municipio"] = both["rows"] - within
    both["per_100k"] = _rate(both)
    return Counts(table, both)


def _rate(table: pd.DataFrame) -> Floats:
    people = table["population_2018"].to_numpy(dtype=float)
    rows = table["rows"].to_numpy(dtype=float)
    return np.asarray(np.divide(PER * rows, people, out=np.full(len(rows), np.nan), where=people > 0))
