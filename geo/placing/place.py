"""Each row of a list to its position, its municipio and how well it is known, or to its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from geo.choices.list_kinds import PlacedAs, ReadBy, Reason
from geo.placing.by_coordinates import place_by_coordinates
from geo.placing.by_name import NamedPlaces, named_places, place_by_name
from geo.placing.country import PlaceIndex
from geo.placing.dates import NO_DAY, Days, dates_of
from geo.placing.placed import PLACED_AS, REASONS, PlacedRows
from geo.placing.reading_of import ColumnMapping
from geo.placing.table import Table

CHUNK: Final = 100_000
"""Rows placed between two words of progress, and the memory that one step takes: 30 MB."""

Progress = Callable[[float], None]


def place(
    table: Table, reading: ColumnMapping, country: PlaceIndex, progress: Progress | None = None
) -> PlacedRows:
    """Return what becomes of each row of `table`, read as `reading`; every row is told of.

    Raises
    ------
    UnreadableFileError
        The coordinate reference system of the file is unknown.
    ValueError
        The reading is not complete.
    """
    if not reading.is_complete:
        raise ValueError(f"{reading} names no columns to place by; choose them")
    size = len(table)
    named, read = named_places(table, reading, country)
    parts = []
    for start in range(0, size, CHUNK):
        rows = slice(start, min(start + CHUNK, size))
        parts.append(_placed(table, reading, country, (rows, named)))
        if progress:
            progress(rows.stop / size)
    days, is_day_first = _days(table, reading)
    arrays = {
        name: np.concatenate([part[name] for part in parts]) if parts else np.array([])
        for name in (parts[0] if parts else ())
    }
    return PlacedRows(**arrays, days=days, is_day_first=is_day_first, read_as=read)


def _days(table: Table, reading: ColumnMapping) -> tuple[Days, bool]:
    if reading.date is None:
        return np.full(len(table), NO_DAY), True
    return dates_of(table.cells[reading.date])


def _placed(
    table: Table, reading: ColumnMapping, country: PlaceIndex, part: tuple[slice, NamedPlaces | None]
) -> dict[str, Any]:
    rows, named = part
    size = rows.stop - rows.start
    found: dict[str, Any] = {
        "longitude": np.full(size, np.nan),
        "latitude": np.full(size, np.nan),
        "municipio": np.zeros(size, dtype=np.int32),
        "departamento": np.zeros(size, dtype=np.int32),
        "placed_as": np.full(size, PLACED_AS.index(PlacedAs.NOWHERE), dtype=np.uint8),
        "reason": np.full(size, REASONS.index(Reason.EMPTY), dtype=np.uint8),
        "fixed": np.zeros(size, dtype=np.uint8),
    }
    if reading.method is not ReadBy.PLACE:
        place_by_coordinates(table, reading, country, (rows, found))
    if named is not None:
        place_by_name(named, rows, found)
    return found


def sample_of(table: Table, most: int) -> Table:
    """Return at most so many rows of a list, spread evenly over it."""
    if len(table) <= most:
        return table
    rows = np.linspace(0, len(table) - 1, most).astype(int)
    points = table.points and replace(
        table.points,
        x=table.points.x[rows],
        y=table.points.y[rows],
        is_shape=table.points.is_shape[rows],
    )
    cells = table.cells.iloc[rows].reset_index(drop=True)
    return replace(table, cells=cells, numbers=table.numbers[rows], points=points, bad=())
