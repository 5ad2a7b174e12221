"""What a map is given to draw of many points: columns of whole numbers, as many as a screen can show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.crs import Floats

MOST: Final = 15_000
"""Marks in one answer: 300 kB, drawn in 50 ms; more points in view are drawn together."""
ACROSS: Final = 160
"""Cells over the width of the view that points are drawn together in: some eight pixels each."""
SCALE: Final = 100_000
"""Positions travel as whole hundred-thousandths of a degree, about a metre."""
LONGEST: Final = 80
"""Characters of a label."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, eq=False)
class ListPoints:
    """Points in WGS 84, arrays (n,); `labels` are their names, empty where there are too many.

    `weights` say how many rows each stands for; None where each is one.
    """

    longitude: Floats
    latitude: Floats
    labels: tuple[str, ...] = field(default=(), repr=False)
    weights: NDArray[np.int64] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.longitude)

    @property
    def is_whole(self) -> bool:
        """Whether all of them travel at once."""
        return len(self) <= MOST


def marks(points: ListPoints, view: Bounds | None = None) -> dict[str, Any]:
    """Return what is drawn of `points` in `view` (None: everywhere).

    Few enough points travel as they are, `n` is None; else those in one cell of the view are one
    mark at their mean position, `n` how many. `whole` says that nothing lies outside of the answer.
    """
    if points.is_whole:
        return _columns(points.longitude, points.latitude, points.weights) | {
            "whole": True,
            "labels": [label[:LONGEST] for label in points.labels],
        }
    west, south, east, north = view or _bounds(points)
    longitude, latitude = points.longitude, points.latitude
    inside = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
    longitude, latitude = longitude[inside], latitude[inside]
    weights = None if points.weights is None else points.weights[inside]
    if len(longitude) <= MOST:
        return _columns(longitude, latitude, weights) | {"whole": False}
    step = max(east - west, (north - south) * 2) / ACROSS
    return _columns(*together(longitude, latitude, (west, south, step), weights)) | {"whole": False}


def together(
    longitude: Floats,
    latitude: Floats,
    grid: tuple[float, float, float],
    weights: NDArray[np.int64] | None = None,
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return the mean position and the number of the points in each cell of a grid: west, south, step."""
    west, south, step = grid
    column = np.floor((longitude - west) / step).astype(np.int64)
    row = np.floor((latitude - south) / step).astype(np.int64)
    width = int(column.max(initial=0)) + 1
    cells = row * width + column
    each = np.ones(len(cells)) if weights is None else weights.astype(float)
    count = np.bincount(cells, each)
    filled = np.flatnonzero(count)
    count = count[filled]
    x, y = (np.asarray(np.bincount(cells, axis * each)[filled] / count) for axis in (longitude, latitude))
    return x, y, count.astype(np.int64)


def _bounds(points: ListPoints) -> Bounds:
    return (
        float(points.longitude.min()),
        float(points.latitude.min()),
        float(points.longitude.max()),
        float(points.latitude.max()),
    )


def _columns(longitude: Floats, latitude: Floats, count: NDArray[np.int64] | None) -> dict[str, Any]:
    return {
        "x": np.round(longitude * SCALE).astype(int).tolist(),
        "y": np.round(latitude * SCALE).astype(int).tolist(),
        "n": None if count is None else count.tolist(),
    }


def as_json(value: dict[str, Any]) -> bytes:
    """Return an answer as it travels."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
