"""Areas by parallel lines: polygons cut into west-east segments once, then measured against discs.

Lengths along each line are exact, so that only the spacing of the lines limits an area. A share
of a municipio is within 0.3 percentage points of the exact overlay and the whole country within
0.01 (measured for 2 to 80 km around the real sites), at a tenth of its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import Floats

Indices = NDArray[np.int64]

LINES: Final = 128
"""Lines through each polygon, at least."""
SPACING_M: Final = 500.0
"""No two lines are further apart."""
_OWN: Final = 1e8
"""Added to y once for each polygon, more than any northing, so that one sorted array holds all lines."""


@dataclass(frozen=True, eq=False)
class Segments:
    """West-east segments: `row` of the polygon they fill, `y`, and from `west` to `east`, in metres."""

    row: Indices
    y: Floats
    west: Floats
    east: Floats

    def of(self, rows: NDArray[np.bool_]) -> Segments:
        """Return the segments of the polygons that `rows` picks."""
        chosen = rows[self.row]
        return Segments(self.row[chosen], self.y[chosen], self.west[chosen], self.east[chosen])

    @property
    def length(self) -> Floats:
        """Length of each segment in metres."""
        return self.east - self.west


def segments(shapes: NDArray[Any]) -> Segments:
    """Return the segments that fill each of `shapes` (polygons, plane coordinates)."""
    south, north = shapely.bounds(shapes)[:, [1, 3]].T
    counts = np.maximum(LINES, np.ceil((north - south) / SPACING_M)).astype(int)
    row = np.repeat(np.arange(len(shapes)), counts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    y = south[row] + (nth + 0.5) * ((north - south) / counts)[row]
    line, x = _crossings(shapes, row, y)
    west, east = x.reshape(-1, 2).T
    line = line[::2]
    return Segments(row[line], y[line], west, east)


def intervals(shape: Any, y: Floats) -> tuple[Floats, Floats]:
    """Return where lines at `y` (n,) run inside `shape`: starts and ends (n, k), padded with empty ones."""
    heights, which = np.unique(y, return_inverse=True)
    line, x = _crossings(np.array([shape]), np.zeros(len(heights), dtype=int), heights)
    nth = np.arange(len(line)) - np.searchsorted(line, line)
    ends = np.zeros((len(heights), int(nth.max(initial=1)) + 1))
    ends[line, nth] = x
    return ends[which, ::2], ends[which, 1::2]


def covered_length(segs: Segments, starts: Floats, stops: Floats) -> Floats:
    """Return how much of each segment the union of its intervals covers, (n,); intervals are (n, k)."""
    west, east = segs.west[:, None], segs.east[:, None]
    starts, stops = np.clip(starts, west, east), np.clip(stops, west, east)
    order = np.argsort(starts, axis=1)
    starts, stops = np.take_along_axis(starts, order, 1), np.take_along_axis(stops, order, 1)
    before = np.concatenate([west, np.maximum.accumulate(stops, axis=1)[:, :-1]], axis=1)
    return np.asarray(np.maximum(stops - np.maximum(starts, before), 0).sum(axis=1))


def _crossings(shapes: NDArray[Any], owner: Indices, y: Floats) -> tuple[Indices, Floats]:
    """Return the line and x of each crossing of an outline, sorted; `owner`, `y` are sorted lines."""
    start, stop, row = _edges(shapes)
    low, high = np.minimum(start[:, 1], stop[:, 1]), np.maximum(start[:, 1], stop[:, 1])
    lines = owner * _OWN + y
    first, last = np.searchsorted(lines, row * _OWN + low), np.searchsorted(lines, row * _OWN + high)
    counts = last - first
    edge = np.repeat(np.arange(len(row)), counts)
    line = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    part = (y[line] - start[edge, 1]) / (stop[edge, 1] - start[edge, 1])
    x = start[edge, 0] + part * (stop[edge, 0] - start[edge, 0])
    order = np.lexsort((x, line))
    return line[order], x[order]


def _edges(shapes: NDArray[Any]) -> tuple[Floats, Floats, Indices]:
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    joined = point_ring[1:] == point_ring[:-1]
    return points[:-1][joined], points[1:][joined], part_owner[ring_part[point_ring[:-1][joined]]]
