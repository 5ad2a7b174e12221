"""The display layers as rings in GTM metres, ready to be drawn; each file is read and projected once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import DATASET, read_layer
from geo.errors import GeoError
from geo.export.extent import Extent
from geo.topojson import features, parse

Ring = NDArray[np.float64]
"""Positions in GTM metres, shape (n, 2)."""

NEAR_KM: Final = 90
"""Below this width a map is drawn from the 50 m outlines of the departamentos that it shows."""

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
    """What a map of one extent is drawn from; a layer whose file is broken is missing from it."""

    neighbours: tuple[OutlineRings, ...]
    border: tuple[OutlineRings, ...]
    municipios: tuple[OutlineRings, ...]
    lakes: tuple[OutlineRings, ...]
    departamentos: tuple[OutlineRings, ...]


def ground(extent: Extent, shelf: AtlasData) -> MapOutlines:
    """Return the outlines that meet `extent`, as finely as its width can show."""
    near = extent.width_km < NEAR_KM
    level = "200m" if extent.width_km < MIDDLE_KM else "500m"

    def found(file: str, name: str) -> tuple[OutlineRings, ...]:
        return tuple(_within(_objects(shelf, file), name, extent))

    files, context = [f"adm2_{level}"], "context_50m" if near else "context"
    if near:
        codes = {int(one.properties["codigo_depto"]) for one in found(files[0], "municipios")}
        files = [f"adm2_50m_{code:02}" for code in sorted(codes)]
    return MapOutlines(
        neighbours=found(context, "neighbours"),
        border=found(context, "border"),
        municipios=tuple(one for file in files for one in found(file, "municipios")),
        lakes=tuple(one for file in files for one in found(file, "lakes")),
        departamentos=() if near else found(f"adm1_{level}", "departamentos"),
    )


def _within(
    objects: Mapping[str, tuple[OutlineRings, ...]], name: str, extent: Extent
) -> Iterator[OutlineRings]:
    return (one for one in objects.get(name, ()) if extent.meets(*one.bounds))


def _objects(shelf: AtlasData, name: str) -> Mapping[str, tuple[OutlineRings, ...]]:
    path = shelf.data / DATASET / f"{name}.topojson"
    return _read(shelf.data, name, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=40)
def _read(data: Path, name: str, modified_ns: int) -> Mapping[str, tuple[OutlineRings, ...]]:
    """Return the objects of a layer; `modified_ns` makes a changed file a new one."""
    del modified_ns
    try:
        topology = parse(read_layer(name, data).content)
    except GeoError:
        return {}
    return {name: tuple(_outlines(features(topology, name))) for name in topology.objects}


def _outlines(gdf: Any) -> Iterator[OutlineRings]:
    for row in gdf.to_dict("records"):
        rings = tuple(_projected(part) for part in shapely.get_parts(row.pop("geometry")))
        points = np.concatenate(rings)
        yield OutlineRings(row, rings, (*points.min(axis=0), *points.max(axis=0)))


def _projected(part: shapely.Geometry) -> Ring:
    line = part.exterior if part.geom_type == "Polygon" else part
    longitude, latitude = shapely.get_coordinates(line).T
    return np.column_stack(to_gtm(longitude, latitude))
