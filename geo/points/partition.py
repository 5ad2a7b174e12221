"""One partition of a large list, counted where it lies: what a worker of a cluster does."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.dataset.boundaries import read_lakes, read_municipios
from geo.placing.country import LAKE, areas_lookup
from geo.points.counts import Tally, tally
from geo.points.lookup import AreaLookup
from geo.points.marks import ACROSS

GRID: Final = (-92.3, 13.7, -88.2, 17.85)
"""West, south, east, north of the cells that a large list is drawn in."""
CELLS: Final = 4 * ACROSS
"""Cells across: 0.7 km wide, 650,000 in all, five megabytes a partition."""

Parts = tuple[int, Tally, Tally, Tally]


def tallied(part: Any) -> Parts:
    """Return the tallies of one partition: rows, by municipio, by departamento, by cell."""
    longitude, latitude = _axes(part.geometry.to_numpy())
    areas = _lookup().codes_of(longitude, latitude)
    departamento = np.where(areas > LAKE, areas - LAKE, areas // 100)
    inside = areas > 0
    by_municipio = tally(np.where(areas > LAKE, 0, areas))
    return len(part), by_municipio, tally(departamento), _cells(longitude[inside], latitude[inside])


def _axes(shapes: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the coordinates of points; of other shapes those of a point on them."""
    is_shape = ~np.isin(shapely.get_type_id(shapes), (-1, 0))
    if is_shape.any():
        shapes = shapes.copy()
        shapes[is_shape] = shapely.point_on_surface(shapes[is_shape])
    return shapely.get_x(shapes), shapely.get_y(shapes)


def _cells(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Tally:
    west, south, east, north = GRID
    step = (east - west) / CELLS
    height = int((north - south) / step) + 1
    column = np.clip(((longitude - west) / step).astype(int), 0, CELLS - 1)
    row = np.clip(((latitude - south) / step).astype(int), 0, height - 1)
    return np.bincount(row * CELLS + column, minlength=height * CELLS)


def added(parts: list[Parts]) -> Parts:
    """Return the tallies of several partitions added up."""
    rows, *tallies = zip(*parts, strict=True)
    municipio, departamento, cells = (np.sum(one, axis=0) for one in tallies)
    return sum(rows), municipio, departamento, cells


@cache
def _lookup() -> AreaLookup:
    """Return the lookup of this process, a worker's too: built at its first partition."""
    return areas_lookup(read_municipios(), read_lakes())
