"""Distances from very many points to the nearest site: behind the curves, and from a reader's own list."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from geo.crs import Floats
from geo.planning.ground import DemandAreas
from geo.planning.proximity import DistanceRange, Places, farthest_m

COARSE_M: Final = 200.0
"""Detail of an area that a site is somewhere in; less than half a cell."""


def lattice_distances(ground: DemandAreas, places: Places) -> DistanceRange:
    """Return the distance from each cell of the lattice to the nearest of `places`, arrays (m,)."""
    return distances_to_nearest(ground.lattice.points, places)


def distances_to_nearest(points: Floats, places: Places) -> DistanceRange:
    """Return the distance from each of `points` (m, 2) to the nearest of `places`, arrays (m,).

    Areas are taken to `COARSE_M`. Only the points whose range an area can still change are measured
    to it: to measure all would cost 0.2 s an area for the lattice of the country.
    """
    low, nominal, high = (np.full(len(points), np.inf) for _ in range(3))
    x, y = np.ascontiguousarray(points.T)
    # Every point of an area lies within the radius around its middle: bounds to begin with.
    areas = {row: (area, _radius(area, places.centres[row])) for row, area in places.areas.items()}
    for row, ((centre_x, centre_y), radius) in enumerate(zip(places.centres, places.radii_m, strict=True)):
        away = np.sqrt((x - centre_x) ** 2 + (y - centre_y) ** 2)
        np.minimum(nominal, away, out=nominal)
        near, far = (away, away + areas[row][1]) if row in areas else (away - radius, away + radius)
        np.minimum(low, near, out=low)
        np.minimum(high, far, out=high)
    for row, (area, radius) in areas.items():
        away = np.hypot(*(points - places.centres[row]).T)
        _measure(area, points, (low, np.maximum(away - radius, _to_box(area, x, y))), (high, away))
    return DistanceRange(np.maximum(low, 0), nominal, high)


def _radius(area: Any, centre: Floats) -> float:
    return float(farthest_m(area, centre[None, :])[0])


def _to_box(area: Any, x: Floats, y: Floats) -> Floats:
    """Return the distance from each point to the rectangle around an area: no point of it is nearer."""
    west, south, east, north = shapely.bounds(area)
    beside = np.maximum(np.maximum(west - x, x - east), 0)
    above = np.maximum(np.maximum(south - y, y - north), 0)
    return np.asarray(np.hypot(beside, above))


def _measure(area: Any, points: Floats, low: tuple[Floats, Floats], high: tuple[Floats, Floats]) -> None:
    """Lower the first of each pair to the area's own distance where the second, a bound, allows it."""
    (nearest, least_near), (furthest, least_far) = low, high
    outline = shapely.simplify(area, COARSE_M)
    shapely.prepare(outline)
    rows = np.flatnonzero(least_near < nearest)
    nearest[rows] = np.minimum(nearest[rows], shapely.distance(outline, shapely.points(points[rows])))
    rows = np.flatnonzero(least_far < furthest)
    if len(rows):
        furthest[rows] = np.minimum(furthest[rows], farthest_m(area, points[rows]))
