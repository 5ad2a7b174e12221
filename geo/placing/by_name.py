"""Rows placed by the names or codes in their cells; each distinct cell is read once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.choices.list_kinds import PlacedAs, ReadBy, Reason
from geo.placing.country import Codes, PlaceIndex
from geo.placing.names import PlaceReading, read_as
from geo.placing.placed import PLACED_AS, REASONS, Small
from geo.placing.reading_of import ColumnMapping
from geo.placing.table import Table

_BETWEEN: Final = "\x1f"
"""Stands between the cells of a municipio and its departamento while the distinct ones are found."""


@dataclass(frozen=True, eq=False)
class NamedPlaces:
    """The places that the cells of a list name: the distinct ones, and which each row has."""

    nth: NDArray[np.int64]
    municipio: Codes
    departamento: Codes
    reason: Small


def named_places(
    table: Table, reading: ColumnMapping, country: PlaceIndex
) -> tuple[NamedPlaces | None, tuple[tuple[str, int, float, int], ...]]:
    """Return the places that a list names, and those not read by the letter; None without such columns."""
    columns = [reading.municipio, reading.departamento]
    if not any(columns):
        return None, ()
    texts = [_texts(table, column) for column in columns]
    pairs_of, distinct = pd.factorize(texts[0] + _BETWEEN + texts[1])
    cells = [(first, second) for first, _, second in (str(one).partition(_BETWEEN) for one in distinct)]
    places = country.names.places(cells)
    rows = Counter(pairs_of.tolist()) if reading.method is ReadBy.PLACE else Counter()
    return _indexed(pairs_of, places), tuple(read_as(cells, places, rows))


def _texts(table: Table, column: str | None) -> pd.Series[Any]:
    if column is None:
        return pd.Series("", index=table.cells.index)
    cells = table.cells[column]
    if pd.api.types.is_float_dtype(cells.dtype):
        cells = cells.astype("Float64").round().astype("Int64").astype("str")
    return cells.astype("str").fillna("").replace({"nan": "", "None": "", "<NA>": "", "NaT": ""})


def _indexed(nth: NDArray[np.int64], places: list[PlaceReading]) -> NamedPlaces:
    return NamedPlaces(
        nth,
        np.array([place.municipio for place in places], dtype=np.int32),
        np.array([place.departamento for place in places], dtype=np.int32),
        np.array([REASONS.index(place.reason) for place in places], dtype=np.uint8),
    )


def place_by_name(named: NamedPlaces, rows: slice, found: dict[str, Any]) -> None:
    """Place the rows that hold no coordinates by the names of their places."""
    blank = np.flatnonzero(found["reason"] == REASONS.index(Reason.EMPTY))
    nth = named.nth[rows][blank]
    known = named.reason[nth] == REASONS.index(Reason.NONE)
    found["reason"][blank] = named.reason[nth]
    blank, nth = blank[known], nth[known]
    found["municipio"][blank], found["departamento"][blank] = named.municipio[nth], named.departamento[nth]
    found["placed_as"][blank] = np.where(
        named.municipio[nth] > 0,
        PLACED_AS.index(PlacedAs.MUNICIPIO),
        PLACED_AS.index(PlacedAs.DEPARTAMENTO),
    )
