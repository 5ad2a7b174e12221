"""Write layers as one TopoJSON file that contains each shared edge once.

The format is TopoJSON 1.0 with a `transform`; `geo.dataset.topojson` reads it back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import WGS84, require_crs

Point = tuple[int, int]
Path = list[Point]
"""The grid points of a ring (first equals last) or of a line."""


def to_topojson(objects: Mapping[str, gpd.GeoDataFrame], step: float) -> bytes:
    """Return the layers as one TopoJSON file, rounded to a grid of `step` degrees.

    Polygons and lines along the same vertices share their arcs, across layers too.
    Columns other than the geometry become properties. The same input gives the same bytes,
    and as the grid starts at 0, 0, two files of the same step meet exactly.

    Raises
    ------
    ValueError
        The grid is too coarse for an area or a line.
    """
    for layer in objects.values():
        require_crs(layer, WGS84)
    quantised = {
        name: [_QuantisedShape(shape, step) for shape in layer.geometry] for name, layer in objects.items()
    }
    arcs = _Arcs(path for shapes in quantised.values() for shape in shapes for path in shape.paths)
    collections = {
        name: {
            "type": "GeometryCollection",
            "geometries": [
                {"type": shape.type, "properties": properties, "arcs": shape.numbers(arcs)}
                for shape, properties in zip(quantised[name], _properties(layer), strict=True)
            ],
        }
        for name, layer in objects.items()
    }
    topology = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "objects": collections,
        "arcs": [_steps(arc) for arc in arcs.paths],
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()


def _properties(layer: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = layer.drop(columns=layer.geometry.name).to_dict("records")
    return records


def _steps(arc: Path) -> list[list[int]]:
    points = np.array(arc)
    points[1:] -= points[:-1].copy()
    steps: list[list[int]] = points.tolist()
    return steps


class _QuantisedShape:
    """One geometry on the grid: its parts, each a list of paths (rings of a polygon, or one line)."""

    def __init__(self, shape: shapely.Geometry, step: float) -> None:
        self.type: str = shape.geom_type
        self.parts = [
            [_on_grid(path, step) for path in _outlines(part)]
            for part in shapely.get_parts(shapely.normalize(shape))
        ]

    @property
    def paths(self) -> Iterator[Path]:
        return (path for part in self.parts for path in part)

    def numbers(self, arcs: _Arcs) -> list[Any]:
        parts: list[Any] = [[arcs.along(path) for path in part] for part in self.parts]
        if self.type.endswith("LineString"):
            parts = [part[0] for part in parts]
        return parts if self.type.startswith("Multi") else parts[0]


def _outlines(part: shapely.Geometry) -> list[shapely.Geometry]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _on_grid(path: shapely.Geometry, step: float) -> Path:
    grid = np.rint(shapely.get_coordinates(path) / step).astype(int)
    kept = grid[np.r_[True, np.any(grid[1:] != grid[:-1], axis=1)]]
    if len(kept) < (4 if path.geom_type == "LinearRing" else 2):
        raise ValueError(
            f"a {path.geom_type} near {path.coords[0]} vanishes; use a grid finer than {step} degrees"
        )
    return [(x, y) for x, y in kept.tolist()]


class _Arcs:
    """The arcs between nodes: a node is where paths meet or divide, or where a line ends."""

    def __init__(self, paths: Iterable[Path]) -> None:
        neighbours: dict[Point, set[Point]] = defaultdict(set)
        ends: set[Point] = set()
        for path in paths:
            for start, end in pairwise(path):
                neighbours[start].add(end)
                neighbours[end].add(start)
            if path[0] != path[-1]:
                ends |= {path[0], path[-1]}
        self.nodes = ends | {point for point, nexts in neighbours.items() if len(nexts) != 2}
        self.paths: list[Path] = []
        self._number: dict[tuple[Point, ...], int] = {}

    def along(self, path: Path) -> list[int]:
        """Return the numbers of the arcs along `path`; `~n` for a reversed arc."""
        if path[0] == path[-1]:
            start = next((i for i, point in enumerate(path) if point in self.nodes), path.index(min(path)))
            path = path[start:-1] + path[: start + 1]
        cuts = [0, *(i for i in range(1, len(path) - 1) if path[i] in self.nodes), len(path) - 1]
        return [self._numbered(path[a : b + 1]) for a, b in pairwise(cuts)]

    def _numbered(self, arc: Path) -> int:
        forward, backward = tuple(arc), tuple(reversed(arc))
        if forward in self._number:
            return self._number[forward]
        if backward in self._number:
            return ~self._number[backward]
        self._number[forward] = len(self.paths)
        self.paths.append(arc)
        return self._number[forward]


STEP_DEGREES = 1e-7
"""The grid of the stored boundaries, about 1 cm; the grid of the source is 3 m."""
