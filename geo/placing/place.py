"""Each row of a list to its position, its municipio and how well it is known, or to its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import Floats
from geo.placing.country import LAKE, Codes, Country
from geo.placing.dates import Days, dates_of
from geo.placing.names import Place, read_as
from geo.placing.numbers import is_empty
from geo.placing.placed import FIXES, PLACED_AS, REASONS, Placed, Small
from geo.placing.positions import MENDED, SLIPS, coordinates, pairs, to_wgs84
from geo.placing.reading_of import Reading
from geo.placing.table import Table
from geo.placing.vocabulary import PlacedAs, ReadBy, Reason, System

CHUNK: Final = 100_000
"""Rows placed between two words of progress, and the memory that one step takes: 30 MB."""

_BETWEEN: Final = "\x1f"
"""Stands between the cells of a municipio and its departamento while the distinct ones are found."""

Progress = Callable[[float], None]


def place(table: Table, reading: Reading, country: Country, progress: Progress | None = None) -> Placed:
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
    named, read = _named(table, reading, country)
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
    return Placed(**arrays, days=days, is_day_first=is_day_first, read_as=read)


def _days(table: Table, reading: Reading) -> tuple[Days, bool]:
    if reading.date is None:
        return np.full(len(table), np.datetime64("NaT"), dtype="datetime64[D]"), True
    return dates_of(table.cells[reading.date])


def _placed(
    table: Table, reading: Reading, country: Country, part: tuple[slice, _Named | None]
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
        _by_coordinates(table, reading, country, (rows, found))
    if named is not None:
        _by_name(named, rows, found)
    return found


def _by_coordinates(
    table: Table, reading: Reading, country: Country, part: tuple[slice, dict[str, Any]]
) -> None:
    rows, found = part
    (x, y), is_blank = read_coordinates(table, reading, rows)
    crs = table.points.crs if table.points else None
    areas, longitude, latitude = _areas(x, y, reading.system, crs, country)
    for fix in reading.fixes:
        outside = np.flatnonzero(areas == 0)
        mended, *at = _areas(*MENDED[fix](x[outside], y[outside]), reading.system, crs, country)
        inside = outside[mended > 0]
        areas[inside] = mended[mended > 0]
        longitude[inside], latitude[inside] = (values[mended > 0] for values in at)
        found["fixed"][inside] = 1 + FIXES.index(fix)
    is_in = areas > 0
    is_lake = areas > LAKE
    found["longitude"][is_in], found["latitude"][is_in] = longitude[is_in], latitude[is_in]
    found["municipio"][is_in & ~is_lake] = areas[is_in & ~is_lake]
    found["departamento"][is_in] = np.where(is_lake, areas - LAKE, areas // 100)[is_in]
    shapes = table.points.is_shape[rows] if reading.method is ReadBy.GEOMETRY and table.points else False
    kinds = np.where(shapes, PLACED_AS.index(PlacedAs.SHAPE), PLACED_AS.index(PlacedAs.POINT))
    found["placed_as"][is_in] = np.broadcast_to(kinds, is_in.shape)[is_in]
    found["reason"][is_in] = REASONS.index(Reason.NONE)
    _say_why(found["reason"], (x, y), ~is_in & ~is_blank, (reading, crs, country))


def read_coordinates(
    table: Table, reading: Reading, rows: slice
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
    x: Floats, y: Floats, system: System, crs: str | None, country: Country
) -> tuple[Codes, Floats, Floats]:
    longitude, latitude = to_wgs84(x, y, system, crs)
    longitude, latitude = longitude.copy(), latitude.copy()
    return country.areas_of(longitude, latitude), longitude, latitude


def _say_why(
    reason: Small,
    at: tuple[Floats, Floats],
    wanting: NDArray[np.bool_],
    how: tuple[Reading, str | None, Country],
) -> None:
    """Write the reason of the rows `wanting` a place: unreadable, 0, a slip that explains it, outside."""
    (x, y), (reading, crs, country) = at, how
    readable = wanting & np.isfinite(x) & np.isfinite(y)
    reason[wanting] = REASONS.index(Reason.UNREADABLE)
    reason[readable] = REASONS.index(Reason.OUTSIDE)
    reason[readable & (x == 0) & (y == 0)] = REASONS.index(Reason.ZERO)
    left = np.flatnonzero(readable & ~((x == 0) & (y == 0)))
    for fix, mend in MENDED.items():
        areas, *_ = _areas(*mend(x[left], y[left]), reading.system, crs, country)
        reason[left[areas > 0]] = REASONS.index(SLIPS[fix])
        left = left[areas == 0]
    for system in (System.WGS84, System.GTM, System.UTM15, System.UTM16):
        if system is not reading.system:
            areas, *_ = _areas(x[left], y[left], system, None, country)
            reason[left[areas > 0]] = REASONS.index(Reason.OTHER_SYSTEM)
            left = left[areas == 0]


@dataclass(frozen=True, eq=False)
class _Named:
    """The places that the cells of a list name: the distinct ones, and which each row has."""

    nth: NDArray[np.int64]
    municipio: Codes
    departamento: Codes
    reason: Small


def _named(
    table: Table, reading: Reading, country: Country
) -> tuple[_Named | None, tuple[tuple[str, int, float, int], ...]]:
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


def _indexed(nth: NDArray[np.int64], places: list[Place]) -> _Named:
    return _Named(
        nth,
        np.array([place.municipio for place in places], dtype=np.int32),
        np.array([place.departamento for place in places], dtype=np.int32),
        np.array([REASONS.index(place.reason) for place in places], dtype=np.uint8),
    )


def _by_name(named: _Named, rows: slice, found: dict[str, Any]) -> None:
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
