"""Which municipio a point lies in: exact on the full-resolution layer, fast for millions.

A grid lies over the country. A cell that no outline enters is wholly inside one municipio, or
outside of all; its points need no test. Only points in the other cells, a few in a hundred, are
tested against the polygons. The answer is that of the polygons alone: the grid only says where
it cannot differ, see `_entered`.

The country as rows are placed in it: which municipio or lake a point is in, and names of places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, Floats, require_crs
from geo.dataset.gazetteer import Gazetteer
from geo.lists.name_matching import NameIndex

Rows = NDArray[np.int16]
Cells = NDArray[np.int64]

STEP_DEG: Final = 0.002
"""About 220 m: 4 million cells of two bytes; halving it saves a tenth of the time and costs 25 MB more."""

NOWHERE: Final = -1
"""The row of a point that lies in no area."""

_MIXED: Final = -2
"""The mark of a cell that an outline enters."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells of `STEP_DEG` over the bounds of the areas, with a margin of one cell of nowhere.

    `rows` (height, width) holds the area of each cell, `NOWHERE`, or the mark of a mixed one.
    """

    west: float
    south: float
    rows: Rows

    def cells(self, longitude: Floats, latitude: Floats) -> Cells:
        """Return the flat number of the cell of each point; those far away share the margin."""
        height, width = self.rows.shape
        column = _steps(longitude, self.west, width)
        return np.asarray(_steps(latitude, self.south, height) * width + column)


def _steps(values: Floats, start: float, count: int) -> Cells:
    # Floating-point subtraction, division and floor never put a larger value into an earlier cell:
    # that is all that the proof in `_entered` needs.
    steps = np.floor((values - start) / STEP_DEG)
    return np.asarray(np.clip(np.nan_to_num(steps, nan=0.0), 0, count - 1), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class AreaLookup:
    """The areas of a coverage with their grid.

    `codes` names the area of each row; `shapes` are the prepared polygons, WGS 84.
    """

    codes: NDArray[np.int64]
    shapes: NDArray[Any] = field(repr=False)
    grid: Grid = field(repr=False)

    def rows_of(self, longitude: Floats, latitude: Floats) -> Rows:
        """Return the row of the area of each point, `NOWHERE` outside of all and where one is missing.

        An area holds its outline; a point on the line between two belongs to the smaller code.
        """
        cells = self.grid.cells(longitude, latitude)
        rows = self.grid.rows.ravel()[cells]
        mixed = np.flatnonzero(rows == _MIXED)
        rows[mixed] = _tested(self.shapes, longitude[mixed], latitude[mixed])
        rows[~(np.isfinite(longitude) & np.isfinite(latitude))] = NOWHERE
        return rows

    def codes_of(self, longitude: Floats, latitude: Floats) -> NDArray[np.int64]:
        """Return the code of the area of each point, 0 outside of all."""
        return np.append(self.codes, 0)[self.rows_of(longitude, latitude)]


def lookup(areas: gpd.GeoDataFrame, code: str = "codigo_muni") -> AreaLookup:
    """Return the lookup of `areas` (WGS 84, polygons that do not overlap), sorted by `code`."""
    require_crs(areas, WGS84)
    areas = areas.sort_values(code)
    shapes = np.array(areas.geometry.to_numpy())
    shapely.prepare(shapes)
    west, south, east, north = (float(edge) for edge in areas.total_bounds)
    west, south = west - STEP_DEG, south - STEP_DEG
    size = [int((end - start) / STEP_DEG) + 2 for start, end in ((south, north), (west, east))]
    grid = Grid(west, south, np.full(size, NOWHERE, dtype=np.int16))
    grid.rows.ravel()[_entered(shapes, grid)] = _MIXED
    _fill(shapes, grid)
    return AreaLookup(areas[code].to_numpy(dtype=np.int64), shapes, grid)


def _entered(shapes: NDArray[Any], grid: Grid) -> Cells:
    """Return the cells that an outline may enter, and some beside them.

    A segment lies within the columns and rows of its ends, as the number of a cell never falls
    when a coordinate grows; long segments are cut first so that little else is marked.
    """
    outlines = shapely.segmentize(shapely.boundary(shapes), STEP_DEG)
    points, ring = shapely.get_coordinates(shapely.get_parts(outlines), return_index=True)
    # A cut may leave the segment by the rounding of its ends: mark a hair around each.
    lower, upper = points - 1e-9, points + 1e-9
    ends = ring[1:] == ring[:-1]
    (west, south), (east, north) = (
        (extreme(side[1:], side[:-1])[ends].T)
        for extreme, side in ((np.minimum, lower), (np.maximum, upper))
    )
    width = grid.rows.shape[1]
    first, last = grid.cells(west, south), grid.cells(east, north)
    rows, columns = last // width - first // width, last % width - first % width
    marked = [
        first[(rows >= up) & (columns >= right)] + up * width + right
        for up in range(int(rows.max()) + 1)
        for right in range(int(columns.max()) + 1)
    ]
    return np.concatenate(marked)


def _fill(shapes: NDArray[Any], grid: Grid) -> None:
    """Give each patch of cells that no outline enters the area that one of its points lies in."""
    from scipy import ndimage

    patches, _ = ndimage.label(grid.rows != _MIXED)
    numbers, first = np.unique(patches, return_index=True)
    height, width = np.divmod(first, grid.rows.shape[1])
    x, y = (start + (nth + 0.5) * STEP_DEG for start, nth in ((grid.west, width), (grid.south, height)))
    of_patch = np.full(int(numbers.max()) + 1, _MIXED, dtype=np.int16)
    inside = numbers > 0
    of_patch[numbers[inside]] = _tested(shapes, x[inside], y[inside])
    grid.rows[:] = of_patch[patches]


def _tested(shapes: NDArray[Any], longitude: Floats, latitude: Floats) -> Rows:
    """Return the first row of `shapes` that holds each point, by the polygons themselves."""
    row_of_point = np.full(len(longitude), len(shapes), dtype=np.int16)
    known = np.flatnonzero(np.isfinite(longitude) & np.isfinite(latitude))
    tree = shapely.STRtree(shapes)
    point, row = tree.query(shapely.points(longitude[known], latitude[known]))
    point = known[point]
    inside = shapely.intersects_xy(shapes[row], longitude[point], latitude[point])
    np.minimum.at(row_of_point, point[inside], row[inside].astype(np.int16))
    row_of_point[row_of_point == len(shapes)] = NOWHERE
    return row_of_point


LAKE: Final = 10_000
"""A lake stands in the lookup as this plus the code of its departamento, after every municipio."""

Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PlaceIndex:
    """What rows are placed by."""

    lookup: AreaLookup
    names: NameIndex

    def areas_of(self, longitude: Floats, latitude: Floats) -> Codes:
        """Return the municipio of each point, `LAKE` plus a departamento on a lake, 0 outside."""
        return self.lookup.codes_of(longitude, latitude).astype(np.int32)


def country(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame, gazetteer: Gazetteer) -> PlaceIndex:
    """Return the country of the full-resolution layers (WGS 84) and of a gazetteer."""
    return PlaceIndex(areas_lookup(municipios, lakes), NameIndex(gazetteer))


def areas_lookup(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame) -> AreaLookup:
    """Return the lookup of municipios and, after them, lakes."""
    land = municipios[["codigo_muni", "geometry"]]
    water = lakes.assign(codigo_muni=LAKE + lakes["codigo_depto"])[["codigo_muni", "geometry"]]
    areas = gpd.GeoDataFrame(pd.concat([land, water], ignore_index=True), crs=municipios.crs)
    return lookup(areas)
