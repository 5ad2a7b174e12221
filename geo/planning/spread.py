"""Distances from every part of the country to the nearest site: the lattice behind the curves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from geo.crs import Floats
from geo.planning.ground import Ground
from geo.planning.proximity import Places, Span, farthest_m

COARSE_M: Final = 200.0
"""Detail of an area that a site is somewhere in; less than half a cell."""


def lattice_distances(ground: Ground, places: Places) -> Span:
    """Return the distance from each cell of the lattice to the nearest of `places`, arrays (m,)."""
    points = ground.lattice.points
    low, nominal, high = (np.full(len(points), np.inf) for _ in range(3))
    x, y = np.ascontiguousarray(points.T)
    for row, ((centre_x, centre_y), radius) in enumerate(zip(places.centres, places.radii_m, strict=True)):
        away = np.sqrt((x - centre_x) ** 2 + (y - centre_y) ** 2)
        np.minimum(nominal, away, out=nominal)
        if row in places.areas:
            near, far = _extent(ground, places.areas[row])
        else:
            near, far = away - radius, away + radius
        np.minimum(low, near, out=low)
        np.minimum(high, far, out=high)
    return Span(np.maximum(low, 0), nominal, high)


@lru_cache(maxsize=32)
def _extent(ground: Ground, area: Any) -> tuple[Floats, Floats]:
    """Return the nearest and farthest distance of `area` from each cell; kept, as it costs 0.1 s."""
    outline = shapely.simplify(area, COARSE_M)
    shapely.prepare(outline)
    points = ground.lattice.points
    return np.asarray(shapely.distance(outline, shapely.points(points))), farthest_m(area, points)
