"""TopoJSON reader: areas and lines that share edges, each edge stored once as whole-number steps.

An arc is a list of steps `[dx, dy]` from the corner `translate` in units of `scale`;
a negative arc number `n` means the arc `~n` walked backwards. `geo.build.topojson_writer` writes
these files. GDAL reads them too, but parses the whole file again for each object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84

Arc = NDArray[np.float64]
"""The positions of one arc in degrees, shape (n, 2), order longitude, latitude."""


@dataclass(frozen=True)
class Topology:
    """The arcs of a file and the raw geometries of its objects."""

    arcs: tuple[Arc, ...]
    objects: Mapping[str, Sequence[Mapping[str, Any]]]


def parse(content: bytes) -> Topology:
    """Return the topology that `content` holds.

    Raises
    ------
    ValueError
        `content` is not JSON, or not a quantised topology.
    """
    raw = json.loads(content)
    try:
        scale, translate = np.array(raw["transform"]["scale"]), np.array(raw["transform"]["translate"])
        return Topology(
            tuple(np.cumsum(np.array(arc), axis=0) * scale + translate for arc in raw["arcs"]),
            {name: tuple(collection["geometries"]) for name, collection in raw["objects"].items()},
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a quantised topology: {error!r}") from error


def features(topology: Topology, name: str) -> gpd.GeoDataFrame:
    """Return the object `name` as a table in WGS 84: one row a geometry, its properties as columns.

    Raises
    ------
    ValueError
        The topology has no such object.
    """
    if name not in topology.objects:
        raise ValueError(f"no object {name!r}; there are: {', '.join(topology.objects)}")
    geometries = topology.objects[name]
    return gpd.GeoDataFrame(
        [geometry["properties"] for geometry in geometries],
        geometry=[_shape(topology.arcs, geometry) for geometry in geometries],
        crs=WGS84,
    )


def _shape(arcs: Sequence[Arc], geometry: Mapping[str, Any]) -> shapely.Geometry:
    parts = geometry["arcs"]
    match geometry["type"]:
        case "Polygon":
            return _polygon(arcs, parts)
        case "MultiPolygon":
            return shapely.MultiPolygon([_polygon(arcs, part) for part in parts])
        case "LineString":
            return shapely.LineString(_path(arcs, parts))
        case "MultiLineString":
            return shapely.MultiLineString([_path(arcs, part) for part in parts])
        case other:
            raise ValueError(f"cannot read a geometry of type {other!r}")


def _polygon(arcs: Sequence[Arc], rings: Sequence[Sequence[int]]) -> shapely.Polygon:
    shell, *holes = (_path(arcs, ring) for ring in rings)
    return shapely.Polygon(shell, holes)


def _path(arcs: Sequence[Arc], numbers: Sequence[int]) -> Arc:
    walked = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([walked[0], *(arc[1:] for arc in walked[1:])])
