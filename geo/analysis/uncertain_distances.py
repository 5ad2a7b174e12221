"""Straight-line distances between places that are known more or less well, as intervals.

A location is a point with a radius (exact, locality, zone) or a whole municipio; sites without a
location are left out. Each distance therefore has a nominal value, between middles, and the range from
the nearest to the farthest that the two locations allow. Plane distances in GTM are within 0.04 % of
geodesic ones.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.demand_areas import OUTLINE_M, DemandAreas
from geo.choices import Precision
from geo.choices.planning_kinds import Metric
from geo.crs import WGS84, Floats, require_crs, to_gtm


@dataclass(frozen=True, eq=False)
class Places:
    """Locations in GTM: `centres` (n, 2), `radii_m` (n,), and rows that may be anywhere in an area."""

    centres: Floats
    radii_m: Floats
    areas: Mapping[int, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.centres)

    @cached_property
    def corners(self) -> dict[int, Floats]:
        """The corners of the convex hull of each area, (k, 2), by row."""
        return {row: _corners(area) for row, area in self.areas.items()}

    @property
    def are_exact(self) -> bool:
        """Whether each is a point."""
        return not self.areas and not self.radii_m.any()


def exactly(points: Floats) -> Places:
    """Return points (n, 2) in GTM as places that are known exactly."""
    return Places(points, np.zeros(len(points)))


@dataclass(frozen=True, eq=False)
class DistanceRange:
    """Distances in metres or minutes, one array each: `low` <= `nominal` <= `high`."""

    low: Floats
    nominal: Floats
    high: Floats


class DistanceMeasure(Hashable, Protocol):
    """A way to measure how far places are apart: in straight lines, or by road.

    Distances and limits are in metres or minutes, as the metric says; they are infinite where there is no
    way. A measure is part of the key of cached answers.
    """

    @property
    def metric(self) -> Metric:
        """What is measured."""

    @property
    def departing(self) -> DistanceMeasure:
        """The same for the ways from targets to origins."""

    def span(self, origins: Places, targets: Places, cutoff: float = np.inf) -> DistanceRange:
        """Return the distances from each origin to each target, arrays (n, m).

        Those above `cutoff` may be infinite.
        """

    def to_nearest(self, points: Floats, targets: Places) -> DistanceRange:
        """Return the distance from each of `points` (n, 2) to the nearest of `targets`, arrays (n,)."""

    def is_connected(self, points: Floats) -> NDArray[np.bool_]:
        """Return from which of `points` (n, 2) there is a way at all."""


@dataclass(frozen=True)
class StraightLines:
    """Distances in straight lines, in metres."""

    metric: Metric = Metric.STRAIGHT

    @property
    def departing(self) -> StraightLines:
        """The same: a straight line has no direction."""
        return self

    def span(self, origins: Places, targets: Places, cutoff: float = np.inf) -> DistanceRange:
        """Return the distances from each origin to each target, arrays (n, m)."""
        del cutoff
        if origins.are_exact and targets.are_exact:
            from scipy.spatial.distance import cdist

            away = cdist(origins.centres, targets.centres)
            return DistanceRange(away, away, away)
        return span(origins, targets)

    def to_nearest(self, points: Floats, targets: Places) -> DistanceRange:
        """Return the distance from each of `points` (n, 2) to the nearest of `targets`, arrays (n,)."""
        return distances_to_nearest(points, targets)

    def is_connected(self, points: Floats) -> NDArray[np.bool_]:
        """Return that each of `points` (n, 2) is."""
        return np.ones(len(points), dtype=bool)


STRAIGHT_LINES: Final = StraightLines()


def span(origins: Places, targets: Places) -> DistanceRange:
    """Return the distances from each origin to each target, arrays (n, m)."""
    nominal = _between(origins.centres, targets.centres)
    slack = origins.radii_m[:, None] + targets.radii_m
    low, high = np.maximum(nominal - slack, 0), nominal + slack
    points = replace(targets, areas={})
    for row, area in origins.areas.items():
        low[row], high[row] = _from_area(area, points)
    for column, area in targets.areas.items():
        low[:, column], high[:, column] = _from_area(area, origins)
    return DistanceRange(low, nominal, high)


def overlaps(origins: Places, targets: Places) -> NDArray[np.bool_]:
    """Return which origins (n) may be where a target (m) is, (n, m)."""
    if not origins.are_exact:
        return np.asarray(span(origins, targets).low == 0)
    inside = _between(origins.centres, targets.centres) <= targets.radii_m
    for column, area in targets.areas.items():
        shapely.prepare(area)
        inside[:, column] = shapely.contains_xy(area, *origins.centres.T)
    return inside


def nearest(distances: DistanceRange) -> tuple[DistanceRange, NDArray[np.int64]]:
    """Return the distance to the nearest target, arrays (n,), and which it is nominally.

    Without any target the distances are infinite and the target is -1. Between equals the
    first in the order of `targets` is taken.
    """
    if not distances.nominal.shape[1]:
        none = np.full(len(distances.nominal), np.inf)
        return DistanceRange(none, none, none), np.full(len(none), -1)
    which = distances.nominal.argmin(axis=1)
    return DistanceRange(
        *(d.min(axis=1) for d in (distances.low, distances.nominal, distances.high))
    ), which


def farthest_m(area: Any, points: Floats) -> Floats:
    """Return the distance from each of `points` (n, 2) to the farthest point of `area`, in metres."""
    return np.asarray(_between(points, _corners(area)).max(axis=1))


def _corners(area: Any) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.convex_hull(area)))


def _from_area(area: Any, others: Places) -> tuple[Floats, Floats]:
    shapely.prepare(area)
    low = np.maximum(shapely.distance(area, shapely.points(others.centres)) - others.radii_m, 0)
    corners = _corners(area)
    high = _between(others.centres, corners).max(axis=1) + others.radii_m
    rows = list(others.areas)
    low[rows] = shapely.distance(area, list(others.areas.values()))
    high[rows] = [_between(others.corners[row], corners).max() for row in rows]
    return low, high


def _between(origins: Floats, targets: Floats) -> Floats:
    offsets = origins[:, None, :] - targets[None, :, :]
    return np.sqrt(offsets[..., 0] ** 2 + offsets[..., 1] ** 2)


@dataclass(frozen=True, eq=False)
class LocatedSites:
    """The sites that can be measured to, and those that cannot.

    `table` is indexed by `site_id` (`name_en`, `name_es`, `kind`, `precision`); `places` has
    its rows; `left_out` holds the sites whose location is not known even to a municipio.
    """

    table: pd.DataFrame
    places: Places
    left_out: pd.DataFrame


def placed_sites(sites: gpd.GeoDataFrame, ground: DemandAreas, kinds: Collection[str] = ()) -> LocatedSites:
    """Return the sites of `kinds` (empty: all) as places; the order of `sites` does not matter.

    Sites of precision `municipio` are areas; their middle is a point inside the municipio.
    """
    require_crs(sites, WGS84)
    plain = pd.DataFrame(sites)
    chosen = plain[plain["kind"].isin(kinds)] if kinds else plain
    chosen = chosen.sort_index()
    areas: dict[int, Any] = {}
    rows: list[int] = []
    points: list[Any] = []
    left_out: list[int] = []
    columns = ("geometry", "precision", "codigo_muni")
    for row, (point, precision, code) in enumerate(zip(*(chosen[name] for name in columns), strict=True)):
        area = None if pd.isna(code) else ground.outlines.get(int(code))
        if precision == Precision.MUNICIPIO and area is not None:
            areas[len(rows)] = area
        elif precision in (Precision.MUNICIPIO, Precision.UNPLACED) or point is None:
            left_out.append(row)
            continue
        rows.append(row)
        points.append(point)
    table = chosen[["name_en", "name_es", "kind", "precision"]]
    radii = chosen["uncertainty_m"].to_numpy(dtype=float, na_value=0)[rows]
    return LocatedSites(
        table.iloc[rows], Places(_centres(points, areas), radii, areas), table.iloc[left_out]
    )


def _centres(points: Sequence[Any], areas: Mapping[int, Any]) -> Floats:
    located = np.array(points, dtype=object)
    centres = np.column_stack(to_gtm(shapely.get_x(located), shapely.get_y(located)))
    for row, area in areas.items():
        centres[row] = shapely.get_coordinates(middle(area))
    return np.asarray(centres.reshape(-1, 2))


@lru_cache(maxsize=4)
def seats(ground: DemandAreas) -> Places:
    """Return the cabeceras; one whose location is unknown may be anywhere in its municipio."""
    unknown = np.isnan(ground.seats[:, 0])
    centres = np.where(unknown[:, None], ground.middles, ground.seats)
    areas = {int(row): shapely.simplify(ground.shapes[row], OUTLINE_M) for row in np.flatnonzero(unknown)}
    return Places(centres, np.zeros(len(centres)), areas)


def middle(area: Any) -> Any:
    """Return the centre of `area`, or a point inside it where the centre lies outside."""
    centre = shapely.centroid(area)
    return centre if area.intersects(centre) else shapely.point_on_surface(area)


COARSE_M: Final = 200.0
"""Detail of an area that a site is somewhere in; less than half a cell."""


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
    horizontal = np.maximum(np.maximum(west - x, x - east), 0)
    vertical = np.maximum(np.maximum(south - y, y - north), 0)
    return np.asarray(np.hypot(horizontal, vertical))


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
