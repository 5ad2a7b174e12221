"""The part of the ground that a map shows: a rectangle in GTM metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Final

import numpy as np

from geo.briefings import MapView
from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.views.sites_view import Region

COUNTRY: Final = (-92.35, 13.6, -88.1, 17.9)
"""West, south, east, north of Guatemala with its coast, WGS 84."""

METRES_PER_PIXEL: Final = 156_543.034
"""Of a web map at zoom 0 on the equator, 256 pixels a tile."""

SCREEN_PX: Final = 900
"""The width of the map on a presenter's screen that a stored view was seen in."""

MARGIN: Final = 0.06
"""Room around a region, as a share of its larger side: pins stand above their place."""


@dataclass(frozen=True)
class Extent:
    """West, south, east and north in GTM metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width_km(self) -> float:
        """The width on the ground."""
        return (self.east - self.west) / 1000

    def shaped(self, aspect: float) -> Extent:
        """Return the smallest extent around this one whose width is `aspect` times its height."""
        width, height = self.east - self.west, self.north - self.south
        across = max(0.0, height * aspect - width) / 2
        up = max(0.0, width / aspect - height) / 2
        return Extent(self.west - across, self.south - up, self.east + across, self.north + up)

    def meets(self, west: float, south: float, east: float, north: float) -> bool:
        """Whether a rectangle in GTM metres lies partly in this extent."""
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south


def extent_of(view: MapView | None, region: Region, shelf: AtlasData) -> Extent:
    """Return what a stored view shows; without one the region, and without a region the country."""
    if view is not None:
        half = METRES_PER_PIXEL * cos(radians(view.latitude)) / 2**view.zoom * SCREEN_PX / 2
        x, y = to_gtm(np.array([view.longitude]), np.array([view.latitude]))
        return Extent(x[0] - half, y[0] - half * 0.6, x[0] + half, y[0] + half * 0.6)
    west, south, east, north = COUNTRY if region.is_whole_country else _bounds(region, shelf)
    x, y = to_gtm(np.array([west, east, west, east]), np.array([south, south, north, north]))
    room = 0.0 if region.is_whole_country else MARGIN * max(np.ptp(x), np.ptp(y))
    return Extent(min(x) - room, min(y) - room, max(x) + room, max(y) + room)


def _bounds(region: Region, shelf: AtlasData) -> tuple[float, float, float, float]:
    places = shelf.municipios
    single = places["codigo_muni"].isin(region.municipios)
    whole = places["codigo_depto"].isin(region.departamentos)
    west, south, east, north = places[single | whole].total_bounds
    return float(west), float(south), float(east), float(north)
