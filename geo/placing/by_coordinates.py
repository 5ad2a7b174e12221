"""Rows placed by their coordinates, and why one that has them has no place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.choices.list_kinds import PlacedAs, ReadBy, Reason, System
from geo.crs import Floats
from geo.placing.country import LAKE, Codes, PlaceIndex
from geo.placing.numbers import is_empty
from geo.placing.placed import FIXES, PLACED_AS, REASONS, Small
from geo.placing.positions import MENDED, SLIPS, coordinates, pairs, to_wgs84
from geo.placing.reading_of import ColumnMapping
from geo.placing.table import Table


def place_by_coordinates(
    table: Table, reading: ColumnMapping, country: PlaceIndex, part: tuple[slice, dict[str, Any]]
) -> None:
    """Place the rows of a part by their coordinates; write the reason of those outside."""
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
