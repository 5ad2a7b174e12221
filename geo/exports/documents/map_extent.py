"""Find the extent of a printed map in GTM metres and the outlines that meet it.

Each display layer is read and projected once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.briefings import MapView
from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import DATASET, layer_objects
from geo.drawn_area import from_text
from geo.errors import GeoError
from geo.views.sites_view import Region

COUNTRY: Final = (-92.35, 13.6, -88.1, 17.9)
"""West, south, east, north of Guatemala with its coast, WGS 84."""

METRES_PER_PIXEL: Final = 156_543.034
"""Metres per pixel of a web map at zoom 0 on the equator, with tiles of 256 pixels."""

SCREEN_PX: Final = 900
"""The assumed width in pixels of the map in which a view was stored."""

MARGIN: Final = 0.06
"""Margin around a region, as a share of its larger side: pins extend above their place."""


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
        """Return whether a rectangle in GTM metres overlaps this extent."""
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south


def extent_of(view: MapView | None, region: Region, atlas: AtlasData) -> Extent:
    """Return the extent of a stored view, else of the region, else of the country."""
    if view is not None:
        half = METRES_PER_PIXEL * cos(radians(view.latitude)) / 2**view.zoom * SCREEN_PX / 2
        x, y = to_gtm(np.array([view.longitude]), np.array([view.latitude]))
        return Extent(x[0] - half, y[0] - half * 0.6, x[0] + half, y[0] + half * 0.6)
    west, south, east, north = COUNTRY if region.is_whole_country else _bounds(region, atlas)
    x, y = to_gtm(np.array([west, east, west, east]), np.array([south, south, north, north]))
    room = 0.0 if region.is_whole_country else MARGIN * max(np.ptp(x), np.ptp(y))
    return Extent(min(x) - room, min(y) - room, max(x) + room, max(y) + room)


def _bounds(region: Region, atlas: AtlasData) -> tuple[float, float, float, float]:
    places = atlas.municipios
    single = places["codigo_muni"].isin(region.municipios)
    whole = places["codigo_depto"].isin(region.departamentos)
    shapes = [*places[single | whole].geometry]
    if region.area:
        shapes.append(shapely.Polygon(from_text(region.area).ring))
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


Ring = NDArray[np.float64]
"""Positions in GTM metres, shape (n, 2)."""

NEAR_KM: Final = 90
"""Below this width a map is drawn from the 50 m outlines of its departamentos."""

MIDDLE_KM: Final = 250
"""Below this width from the 200 m outlines, above it from the 500 m ones."""


@dataclass(frozen=True)
class OutlineRings:
    """One feature: its properties, its rings (shells, or the parts of a line) and their bounds."""

    properties: Mapping[str, Any]
    rings: tuple[Ring, ...]
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class MapOutlines:
    """The outlines of a map; a layer is empty if its file is damaged."""

    neighbours: tuple[OutlineRings, ...]
    border: tuple[OutlineRings, ...]
    municipios: tuple[OutlineRings, ...]
    lakes: tuple[OutlineRings, ...]
    departamentos: tuple[OutlineRings, ...]


def ground(extent: Extent, atlas: AtlasData) -> MapOutlines:
    """Return the outlines that meet `extent`, in the detail that its width can show."""
    near = extent.width_km < NEAR_KM
    level = "200m" if extent.width_km < MIDDLE_KM else "500m"

    def outlines(file: str, name: str) -> tuple[OutlineRings, ...]:
        return tuple(_within(_objects(atlas, file), name, extent))

    files, context = [f"adm2_{level}"], "context_50m" if near else "context"
    if near:
        codes = {int(outline.properties["codigo_depto"]) for outline in outlines(files[0], "municipios")}
        files = [f"adm2_50m_{code:02}" for code in sorted(codes)]
    return MapOutlines(
        neighbours=outlines(context, "neighbours"),
        border=outlines(context, "border"),
        municipios=tuple(outline for file in files for outline in outlines(file, "municipios")),
        lakes=tuple(outline for file in files for outline in outlines(file, "lakes")),
        departamentos=() if near else outlines(f"adm1_{level}", "departamentos"),
    )


def _within(
    objects: Mapping[str, tuple[OutlineRings, ...]], name: str, extent: Extent
) -> Iterator[OutlineRings]:
    return (outline for outline in objects.get(name, ()) if extent.meets(*outline.bounds))


def _objects(atlas: AtlasData, name: str) -> Mapping[str, tuple[OutlineRings, ...]]:
    path = atlas.data / DATASET / f"{name}.topojson"
    return _read(atlas.data, name, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=40)
def _read(data: Path, name: str, modified_ns: int) -> Mapping[str, tuple[OutlineRings, ...]]:
    """Return the objects of a layer; `modified_ns` is part of the key of the cache."""
    del modified_ns
    try:
        objects = layer_objects(name, data)
    except GeoError:
        return {}
    return {key: tuple(_outlines(table)) for key, table in objects.items()}


def _outlines(gdf: Any) -> Iterator[OutlineRings]:
    for row in gdf.to_dict("records"):
        rings = tuple(_projected(part) for part in shapely.get_parts(row.pop("geometry")))
        points = np.concatenate(rings)
        yield OutlineRings(row, rings, (*points.min(axis=0), *points.max(axis=0)))


def _projected(part: shapely.Geometry) -> Ring:
    line = part.exterior if part.geom_type == "Polygon" else part
    longitude, latitude = shapely.get_coordinates(line).T
    return np.column_stack(to_gtm(longitude, latitude))
