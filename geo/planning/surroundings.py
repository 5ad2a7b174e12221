"""The nearest site of each kind outside a region: how far from its outline, and which way."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geo.crs import Floats, to_wgs84
from geo.planning.ground import DemandAreas
from geo.planning.placed import LocatedSites, placed_sites
from geo.planning.proximity import DistanceRange

GEOD: Final = Geod(ellps="WGS84")

OUTSIDE: Final = (
    "kind", "site_id", "name_en", "name_es",
    "distance_km", "distance_km_low", "distance_km_high", "bearing_deg", "direction",
)  # fmt: skip


class Direction(StrEnum):
    """One of the eight winds, clockwise."""

    NORTH = "n"
    """North."""
    NORTH_EAST = "ne"
    """North-east."""
    EAST = "e"
    """East."""
    SOUTH_EAST = "se"
    """South-east."""
    SOUTH = "s"
    """South."""
    SOUTH_WEST = "sw"
    """South-west."""
    WEST = "w"
    """West."""
    NORTH_WEST = "nw"
    """North-west."""


def direction(bearing_deg: float) -> Direction:
    """Return the wind nearest to a bearing, clockwise from north in degrees."""
    return list(Direction)[round(bearing_deg / 45) % 8]


def nearest_outside(region: DemandAreas, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the nearest of `sites` of each kind: `OUTSIDE`, one row a kind, sorted by kind.

    Distances run from the nearest point of the region's outline; their range covers every
    site of the kind, since another than the one named may be the nearest. The bearing is
    geodesic, from the centre of the region's area.
    """
    placed = placed_sites(sites, region)
    away, bearings = _from_outline(region, placed), _bearings(region, placed)
    table = placed.table.reset_index()
    rows = []
    for kind, of_kind in table.groupby("kind").indices.items():
        nth = np.asarray(of_kind)
        first = int(nth[away.nominal[nth].argmin()])
        rows.append(
            {
                "kind": kind,
                **{name: table[name].array[first] for name in ("site_id", "name_en", "name_es")},
                "distance_km": away.nominal[first] / 1e3,
                "distance_km_low": away.low[nth].min() / 1e3,
                "distance_km_high": away.high[nth].min() / 1e3,
                "bearing_deg": bearings[first],
                "direction": direction(bearings[first]),
            }
        )
    return pd.DataFrame(rows, columns=list(OUTSIDE))


def _from_outline(region: DemandAreas, placed: LocatedSites) -> DistanceRange:
    places = placed.places
    nominal = _to_region(region, shapely.points(places.centres))
    low, high = np.maximum(nominal - places.radii_m, 0), nominal + places.radii_m
    for row, area in places.areas.items():
        corners = shapely.points(shapely.get_coordinates(shapely.convex_hull(area)))
        low[row] = _to_region(region, np.array([area]))[0]
        high[row] = _to_region(region, corners).max()
    return DistanceRange(low, nominal, high)


def _to_region(region: DemandAreas, places: Any) -> Floats:
    """Return the distance of each of `places` (geometries) to the nearest municipio of the region.

    Only municipios whose circle may hold the nearest point are measured: two or three a place.
    """
    middles, widths = region.circles
    radii = shapely.minimum_bounding_radius(places)
    offsets = middles - shapely.get_coordinates(shapely.centroid(places))[:, None, :]
    between = np.sqrt((offsets**2).sum(axis=2))
    reach = (between + widths).min(axis=1) + radii
    place, row = np.nonzero(between - widths <= (reach + radii)[:, None])
    shapely.prepare(region.shapes)
    found = np.full(len(places), np.inf)
    np.minimum.at(found, place, shapely.distance(region.shapes[row], places[place]))
    return found


def _bearings(region: DemandAreas, placed: LocatedSites) -> Floats:
    weights = shapely.area(region.shapes)
    centre = np.average(shapely.get_coordinates(shapely.centroid(region.shapes)), axis=0, weights=weights)
    points = np.vstack([centre, placed.places.centres])
    longitude, latitude = to_wgs84(*points.T)
    here = np.zeros(len(points) - 1, dtype=int)
    bearings, _, _ = GEOD.inv(longitude[here], latitude[here], longitude[1:], latitude[1:])
    return np.asarray(bearings) % 360
