"""The share of each municipio's area that lies within a distance of sites, and its range."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.crs import Floats
from geo.planning.ground import DemandAreas
from geo.planning.proximity import DistanceRange, Places
from geo.planning.scan import Segments, covered_length, intervals


def covered_shares(ground: DemandAreas, places: Places, distance_m: float) -> DistanceRange:
    """Return the share of each row's area within `distance_m` of any of `places`, arrays (n,), 0 to 1.

    `low` counts what is within reach wherever in its uncertainty each place is, `high` what
    is within reach for some position, `nominal` takes the middles.
    """
    areas = list({id(area): area for area in places.areas.values()}.values())
    sure = shapely.union_all([_within_all(area, distance_m) for area in areas])
    possible = shapely.union_all(shapely.buffer(areas, distance_m))
    points = np.array([row not in places.areas for row in range(len(places))], dtype=bool)
    centres, radii = places.centres[points], places.radii_m[points]
    nominal = _shares(ground, places.centres, np.full(len(places), distance_m), shapely.Polygon())
    low = _shares(ground, centres, distance_m - radii, sure)
    high = _shares(ground, centres, distance_m + radii, possible)
    return DistanceRange(np.minimum(low, nominal), nominal, np.maximum(high, nominal))


def _within_all(area: Any, distance_m: float) -> Any:
    """Return the points within `distance_m` of every point of `area`: of each corner of its hull."""
    if shapely.minimum_bounding_radius(area) > distance_m:
        return shapely.Polygon()
    corners = shapely.points(shapely.get_coordinates(shapely.convex_hull(area))[:-1])
    return shapely.intersection_all(shapely.buffer(corners, distance_m, quad_segs=16))


def _shares(ground: DemandAreas, centres: Floats, radii: Floats, shape: Any) -> Floats:
    """Return the share of each row within any disc or `shape`; only rows that are cut are measured."""
    centres, radii = np.split(np.unique(np.column_stack([centres, radii]), axis=0), [2], axis=1)
    radii = radii[:, 0]
    middles, widths = ground.circles
    away: Floats = np.sqrt(((middles[:, None, :] - centres) ** 2).sum(axis=2))
    touches = (away - widths[:, None] < radii) & (radii > 0)
    shapely.prepare(shape)
    inside = (away + widths[:, None] <= radii).any(axis=1) | shapely.contains_properly(shape, ground.hulls)
    cut = (touches.any(axis=1) | shapely.intersects(shape, ground.hulls)) & ~inside
    share: Floats = inside.astype(float)
    segments = ground.segments.of(cut)
    if len(segments.row):
        starts, stops = _spans(segments, centres, np.where(touches, radii, 0))
        if not shape.is_empty:
            more_starts, more_stops = intervals(shape, segments.y)
            starts, stops = np.hstack([starts, more_starts]), np.hstack([stops, more_stops])
        covered = np.bincount(segments.row, covered_length(segments, starts, stops), minlength=len(share))
        whole = np.bincount(segments.row, segments.length, minlength=len(share))
        share[cut] = np.minimum(covered[cut] / whole[cut], 1)
    return share


def _spans(segments: Segments, centres: Floats, radii: Floats) -> tuple[Floats, Floats]:
    """Return where each segment's line runs inside the discs that touch its row, (n, k).

    `radii` (rows, discs) is 0 where a disc does not touch the row; only the discs that any
    one row needs are kept.
    """
    count = int((radii > 0).sum(axis=1).max(initial=0))
    which = np.argsort(-radii, axis=1, kind="stable")[:, :count]
    kept = np.take_along_axis(radii, which, 1)[segments.row]
    x, y = centres[which][segments.row].transpose(2, 0, 1)
    half = np.sqrt(np.maximum(kept**2 - (segments.y[:, None] - y) ** 2, 0))
    return x - half, x + half
