"""Small extracts of OpenStreetMap, written for a test, whose answers can be checked by hand."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from geo.crs import to_wgs84

BOUNDS = (-93.0, 13.0, -88.0, 18.5)
"""A box around Guatemala."""
EAST, NORTH = 500_000.0, 1_700_000.0
"""The origin of the kilometres below, GTM metres: in the middle of the country."""

Points = Mapping[int, tuple[float, float]]
Tags = Mapping[str, str]


def gtm(km: Iterable[tuple[float, float]]) -> np.ndarray:
    """Return points in GTM metres of kilometres east and north of the origin."""
    return np.array([*km], dtype=float).reshape(-1, 2) * 1e3 + (EAST, NORTH)


def degrees(km: Iterable[tuple[float, float]]) -> np.ndarray:
    """Return longitude and latitude of kilometres east and north of the origin."""
    return np.column_stack(to_wgs84(*gtm(km).T))


def write_extract(
    path: Path, points: Points, ways: Iterable[tuple[list[int], Tags]], day: str = "2026-11-01"
) -> Path:
    """Write an extract with `points` in kilometres by number, and ways through them."""
    at = degrees(points.values())
    _write(path, zip(points, at.tolist(), strict=True), ways, day)
    return path


def write_lines(path: Path, lines: Iterable[tuple[list[tuple[float, float]], Tags]]) -> Path:
    """Write an extract with lines of longitude and latitude; equal points are one point."""
    listed = [*lines]
    points = dict.fromkeys(point for line, _ in listed for point in line)
    numbers = {point: number for number, point in enumerate(points, start=1)}
    ways = [([numbers[point] for point in line], tags) for line, tags in listed]
    _write(path, ((number, point) for point, number in numbers.items()), ways, "2026-11-01")
    return path


def _write(
    path: Path, nodes: Iterable[tuple[int, Any]], ways: Iterable[tuple[list[int], Tags]], day: str
) -> None:
    header = osmium.io.Header()
    if day:
        header.set("osmosis_replication_timestamp", f"{day}T00:00:00Z")
    writer = osmium.SimpleWriter(str(path), header=header, overwrite=True)
    for number, (x, y) in nodes:
        writer.add_node(osmium.osm.mutable.Node(id=number, location=(x, y)))
    for number, (through, tags) in enumerate(ways, start=1):
        writer.add_way(osmium.osm.mutable.Way(id=number, nodes=through, tags=dict(tags)))
    writer.close()


CROSS: Points = {1: (0, 0), 2: (10, 0), 3: (20, 0), 4: (10, 10), 5: (10, -10), 6: (20, 10)}
"""A road from 1 over 2 to 3, 20 km; one from 4 over 2 to 5; and 6, north of 3."""


def cross_ways() -> list[tuple[list[int], Tags]]:
    """Return the main road 1-2-3, the secondary road 4-2-5, and the one-way road 3-6-4."""
    return [
        ([1, 2], {"highway": "primary", "ref": "CA-1"}),
        ([2, 3], {"highway": "primary", "ref": "CA-1"}),
        ([4, 2, 5], {"highway": "secondary", "name": "Camino Real"}),
        ([3, 6, 4], {"highway": "tertiary", "oneway": "yes"}),
    ]
