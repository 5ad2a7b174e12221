"""What a map is given to draw of many points: columns of whole numbers, as many as a screen can show.

Rows counted by municipio and departamento, also per 100,000 people of the census of 2018.

Points counted in hexagons of the H3 grid (Uber, Apache 2.0): cells of nearly one size everywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import Floats

PER: Final = 100_000
"""People that a rate is told for."""

HIGHEST: Final = 10_100
"""More than any code: a lake's, 10,000 and its departamento's, is the greatest."""

Tally = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """How many rows lie where.

    municipios
        One row each: `codigo_muni`, `municipio`, `codigo_depto`, `departamento`,
        `population_2018`, `rows`, `per_100k` (missing where no people are counted).
    departamentos
        One row each: `codigo_depto`, `departamento`, `population_2018`, `rows`, `without_municipio`
        (rows of these on a lake or known no finer), `per_100k`.
    """

    municipios: pd.DataFrame
    departamentos: pd.DataFrame

    @property
    def total(self) -> int:
        """Rows counted in all."""
        return int(self.departamentos["rows"].sum())


def tally(codes: NDArray[Any]) -> Tally:
    """Return how often each code occurs, an array by code; parts of a list may be added up."""
    return np.bincount(codes, minlength=HIGHEST)[:HIGHEST].astype(np.int64)


def counts(municipio: NDArray[Any], departamento: NDArray[Any], people: pd.DataFrame) -> Counts:
    """Return the counts of rows by the code of their municipio and departamento, 0 where unknown.

    `people` has one row a municipio with the columns of `Counts.municipios` but the last two.
    """
    return counts_of(tally(municipio), tally(departamento), people)


def counts_of(municipio: Tally, departamento: Tally, people: pd.DataFrame) -> Counts:
    """Return the counts of two tallies."""
    first = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    table = people[first].reset_index(drop=True)
    table["rows"] = municipio[table["codigo_muni"].to_numpy(dtype=int)]
    table["per_100k"] = _rate(table)
    above = table.groupby(["codigo_depto", "departamento"], sort=True)
    both = above[["population_2018", "rows"]].sum().reset_index()
    within = both["rows"].to_numpy()
    both["rows"] = departamento[both["codigo_depto"].to_numpy(dtype=int)]
    both["without_municipio"] = both["rows"] - within
    both["per_100k"] = _rate(both)
    return Counts(table, both)


def _rate(table: pd.DataFrame) -> Floats:
    people = table["population_2018"].to_numpy(dtype=float)
    rows = table["rows"].to_numpy(dtype=float)
    return np.asarray(np.divide(PER * rows, people, out=np.full(len(rows), np.nan), where=people > 0))


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


WIDTH_KM: Final = {4: 45, 5: 17, 6: 6.5, 7: 2.4}
"""The resolutions offered, and how wide their hexagons are, about."""
CORNERS: Final = 6


@dataclass(frozen=True, eq=False)
class Hexagons:
    """The hexagons that hold a point: `rows` in each, and `rings`, their corners (n, 6, 2) as travelled."""

    rows: NDArray[np.int64]
    rings: NDArray[np.int64]


def hexagons(points: ListPoints, resolution: int) -> Hexagons:
    """Return the hexagons of a resolution (4 to 7) that hold points, a million in about a second."""
    from h3.api import basic_int as h3

    places = zip(points.latitude.tolist(), points.longitude.tolist(), strict=True)
    cells = np.fromiter(
        (h3.latlng_to_cell(*place, resolution) for place in places), dtype=np.uint64, count=len(points)
    )
    distinct, rows = np.unique(cells, return_counts=True)
    # Guatemala lies on none of the grid's twelve pentagons: every cell has six corners.
    rings = [h3.cell_to_boundary(int(cell))[:CORNERS] for cell in distinct]
    corners = np.array(rings, dtype=float).reshape(-1, CORNERS, 2)[:, :, ::-1]
    return Hexagons(rows.astype(np.int64), np.round(corners * SCALE).astype(np.int64))
