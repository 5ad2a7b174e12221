"""Points spread evenly over polygons, for curves over many distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import Floats

CELLS: Final = 100
"""Cells in each polygon, about, at least."""
CELL_M: Final = 1500.0
"""No cell is wider; with `CELLS` a covered share of the country is right to 0.05 percentage points."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """The middles of square cells that fill polygons.

    `points` (m, 2) in metres; `row` (m,) of the polygon; `width_m` (m,) the side of the cell;
    `weight` (m,) its part of the polygon, adding up to 1 in each.
    """

    points: Floats
    row: NDArray[np.int64]
    width_m: Floats
    weight: Floats


def lattice(shapes: NDArray[Any]) -> Lattice:
    """Return the lattice of `shapes` (polygons in GTM); one too thin for a cell has one point."""
    widths = np.minimum(np.sqrt(shapely.area(shapes) / CELLS), CELL_M)
    cells = [_cells(shape, width) for shape, width in zip(shapes, widths, strict=True)]
    counts = np.array([len(points) for points in cells])
    row = np.repeat(np.arange(len(cells)), counts)
    return Lattice(np.concatenate(cells), row, widths[row], 1 / counts[row])


def _cells(shape: Any, width: float) -> Floats:
    west, south, east, north = shapely.bounds(shape)
    x, y = np.meshgrid(np.arange(west + width / 2, east, width), np.arange(south + width / 2, north, width))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    if not inside.any():
        return np.asarray(shapely.get_coordinates(shapely.point_on_surface(shape)))
    return np.column_stack((x[inside], y[inside]))
