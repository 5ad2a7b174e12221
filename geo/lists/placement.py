"""Rows placed by their coordinates, and why one that has them has no place.

What became of each row of a list, and how many of what.

Rows placed by the names or codes in their cells; each distinct cell is read once.

Each row of a list to its position, its municipio and how well it is known, or to its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.choices.list_kinds import Fix, PlacedAs, ReadBy, Reason, System
from geo.crs import Floats
from geo.lists.cell_parsing import (
    CORRECTIONS,
    NO_DAY,
    REASON_OF_FIX,
    Days,
    coordinates,
    dates_of,
    is_empty,
    pairs,
    to_wgs84,
)
from geo.lists.name_matching import PlaceReading, read_as
from geo.lists.place_index import LAKE, Codes, PlaceIndex
from geo.lists.uploaded_table import ColumnMapping, Table

REASONS: Final = tuple(Reason)
PLACED_AS: Final = tuple(PlacedAs)
FIXES: Final = tuple(Fix)

Small = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class PlacedRows:
    """What became of each row of a list, arrays (n,).

    `longitude`, `latitude` are WGS 84, NaN where there is no point. `municipio` and `departamento`
    are INE codes, 0 where unknown: on a lake only the departamento is known. `placed_as` and
    `reason` are positions in `PLACED_AS` and `REASONS`; `fixed` is 0, or 1 plus the position in
    `FIXES`. A row whose coordinates fail is placed in the municipio that it names and keeps the reason.
    `days` are NaT without a date. `read_as` lists names that were not read by the letter:
    written, code, likeness, rows.
    """

    longitude: Floats
    latitude: Floats
    municipio: Codes
    departamento: Codes
    placed_as: Small
    reason: Small
    fixed: Small
    days: Days
    is_day_first: bool = True
    read_as: tuple[tuple[str, int, float, int], ...] = ()

    def __len__(self) -> int:
        return len(self.longitude)

    def count(self, kind: PlacedAs) -> int:
        """Return how many rows are placed as `kind`."""
        return int((self.placed_as == PLACED_AS.index(kind)).sum())

    @property
    def is_placed(self) -> NDArray[np.bool_]:
        """Which rows are placed, be it only in a departamento."""
        return np.asarray(self.placed_as != PLACED_AS.index(PlacedAs.NOWHERE))

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """Which rows have a point."""
        return np.isfinite(self.longitude) & self.is_placed

    @property
    def is_fallback(self) -> NDArray[np.bool_]:
        """Which rows are placed by their municipio because their coordinates fail; see `reason`."""
        return np.asarray(self.is_placed & (self.reason != REASONS.index(Reason.NONE)))

    def reasons(self) -> dict[Reason, int]:
        """Return how many rows are not placed, by reason, most first."""
        return self._by_reason(~self.is_placed)

    def fallback_reasons(self) -> dict[Reason, int]:
        """Return how many rows are placed by their municipio alone, by what is wrong, most first."""
        return self._by_reason(self.is_fallback)

    def failed_reasons(self) -> dict[Reason, int]:
        """Return how many rows have no place or one by their municipio alone, by reason, most first."""
        return self._by_reason(self.reason != REASONS.index(Reason.NONE))

    def _by_reason(self, rows: NDArray[np.bool_]) -> dict[Reason, int]:
        sizes = np.bincount(self.reason[rows], minlength=len(REASONS))
        counts = {reason: int(size) for reason, size in zip(REASONS, sizes, strict=True) if size}
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    def fixes(self) -> dict[Fix, int]:
        """Return the number of rows corrected by each fix."""
        counts = np.bincount(self.fixed, minlength=len(FIXES) + 1)[1:]
        return {fix: int(count) for fix, count in zip(FIXES, counts, strict=True) if count}


def place_by_coordinates(
    table: Table, reading: ColumnMapping, country: PlaceIndex, part: tuple[slice, dict[str, Any]]
) -> None:
    """Place the rows of a part by their coordinates; write the reason of those outside."""
    rows, columns = part
    (x, y), is_blank = read_coordinates(table, reading, rows)
    crs = table.points.crs if table.points else None
    areas, longitude, latitude = _areas(x, y, reading.system, crs, country)
    for fix in reading.fixes:
        outside = np.flatnonzero(areas == 0)
        fixed_areas, *at = _areas(*CORRECTIONS[fix](x[outside], y[outside]), reading.system, crs, country)
        inside = outside[fixed_areas > 0]
        areas[inside] = fixed_areas[fixed_areas > 0]
        longitude[inside], latitude[inside] = (values[fixed_areas > 0] for values in at)
        columns["fixed"][inside] = 1 + FIXES.index(fix)
    is_in = areas > 0
    is_lake = areas > LAKE
    columns["longitude"][is_in], columns["latitude"][is_in] = longitude[is_in], latitude[is_in]
    columns["municipio"][is_in & ~is_lake] = areas[is_in & ~is_lake]
    columns["departamento"][is_in] = np.where(is_lake, areas - LAKE, areas // 100)[is_in]
    shapes = table.points.is_shape[rows] if reading.method is ReadBy.GEOMETRY and table.points else False
    kinds = np.where(shapes, PLACED_AS.index(PlacedAs.SHAPE), PLACED_AS.index(PlacedAs.POINT))
    columns["placed_as"][is_in] = np.broadcast_to(kinds, is_in.shape)[is_in]
    columns["reason"][is_in] = REASONS.index(Reason.NONE)
    _say_why(columns["reason"], (x, y), ~is_in & ~is_blank, (reading, crs, country))


def read_coordinates(
    table: Table, reading: ColumnMapping, rows: slice
) -> tuple[tuple[Floats, Floats], NDArray[np.bool_]]:
    """Return x and y of some rows as they are written, and which rows hold none."""
    if reading.method is ReadBy.GEOMETRY:
        nothing = np.full(len(table), np.nan)
        x, y = (table.points.x, table.points.y) if table.points else (nothing, nothing)
        return (x[rows], y[rows]), np.isnan(x[rows]) | np.isnan(y[rows])
    first = table.cells[reading.x].iloc[rows]
    if reading.method is ReadBy.PAIR:
        return pairs(first), is_empty(first)
    second = table.cells[reading.y].iloc[rows]
    return coordinates(first, second, reading.system), is_empty(first) & is_empty(second)


def _areas(
    x: Floats, y: Floats, system: System, crs: str | None, country: PlaceIndex
) -> tuple[Codes, Floats, Floats]:
    longitude, latitude = to_wgs84(x, y, system, crs)
    longitude, latitude = longitude.copy(), latitude.copy()
    return country.areas_of(longitude, latitude), longitude, latitude


def _say_why(
    reason: Small,
    at: tuple[Floats, Floats],
    wanting: NDArray[np.bool_],
    how: tuple[ColumnMapping, str | None, PlaceIndex],
) -> None:
    """Write the reason of the rows `wanting` a place: unreadable, 0, a typo that explains it, outside."""
    (x, y), (reading, crs, country) = at, how
    readable = wanting & np.isfinite(x) & np.isfinite(y)
    reason[wanting] = REASONS.index(Reason.UNREADABLE)
    reason[readable] = REASONS.index(Reason.OUTSIDE)
    reason[readable & (x == 0) & (y == 0)] = REASONS.index(Reason.ZERO)
    left = np.flatnonzero(readable & ~((x == 0) & (y == 0)))
    for fix, correct in CORRECTIONS.items():
        areas, *_ = _areas(*correct(x[left], y[left]), reading.system, crs, country)
        reason[left[areas > 0]] = REASONS.index(REASON_OF_FIX[fix])
        left = left[areas == 0]
    for system in (System.WGS84, System.GTM, System.UTM15, System.UTM16):
        if system is not reading.system:
            areas, *_ = _areas(x[left], y[left], system, None, country)
            reason[left[areas > 0]] = REASONS.index(Reason.OTHER_SYSTEM)
            left = left[areas == 0]


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
    cells = [(first, second) for first, _, second in (str(pair).partition(_BETWEEN) for pair in distinct)]
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


def place_by_name(named: NamedPlaces, rows: slice, columns: dict[str, Any]) -> None:
    """Place the rows that hold no coordinates by the names of their places.

    A row whose coordinates fail falls back to the municipio that it names, and keeps its reason. One
    that names only a departamento does not: its coordinates may be worth correcting.
    """
    failed = np.flatnonzero(
        (columns["placed_as"] == PLACED_AS.index(PlacedAs.NOWHERE))
        & (columns["reason"] != REASONS.index(Reason.EMPTY))
    )
    failed = failed[named.municipio[named.nth[rows][failed]] > 0]
    of_failed = named.nth[rows][failed]
    columns["municipio"][failed] = named.municipio[of_failed]
    columns["departamento"][failed] = named.departamento[of_failed]
    columns["placed_as"][failed] = PLACED_AS.index(PlacedAs.MUNICIPIO)
    blank = np.flatnonzero(columns["reason"] == REASONS.index(Reason.EMPTY))
    nth = named.nth[rows][blank]
    known = named.reason[nth] == REASONS.index(Reason.NONE)
    columns["reason"][blank] = named.reason[nth]
    blank, nth = blank[known], nth[known]
    columns["municipio"][blank], columns["departamento"][blank] = (
        named.municipio[nth],
        named.departamento[nth],
    )
    columns["placed_as"][blank] = np.where(
        named.municipio[nth] > 0,
        PLACED_AS.index(PlacedAs.MUNICIPIO),
        PLACED_AS.index(PlacedAs.DEPARTAMENTO),
    )


CHUNK: Final = 100_000
"""Rows placed between two words of progress, and the memory that one step takes: 30 MB."""

Progress = Callable[[float], None]


def place(
    table: Table, reading: ColumnMapping, country: PlaceIndex, progress: Progress | None = None
) -> PlacedRows:
    """Return what becomes of each row of `table`, read as `reading`; every row is accounted for.

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
    columns: dict[str, Any] = {
        "longitude": np.full(size, np.nan),
        "latitude": np.full(size, np.nan),
        "municipio": np.zeros(size, dtype=np.int32),
        "departamento": np.zeros(size, dtype=np.int32),
        "placed_as": np.full(size, PLACED_AS.index(PlacedAs.NOWHERE), dtype=np.uint8),
        "reason": np.full(size, REASONS.index(Reason.EMPTY), dtype=np.uint8),
        "fixed": np.zeros(size, dtype=np.uint8),
    }
    if reading.method is not ReadBy.PLACE:
        place_by_coordinates(table, reading, country, (rows, columns))
    if named is not None:
        place_by_name(named, rows, columns)
    return columns


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
