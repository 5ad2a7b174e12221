"""A list as it was read: its cells, its shapes as points, and what was noticed while reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import Floats
from geo.placing.errors import Fault, UnreadableFileError

MAX_BYTES: Final = 200_000_000
"""More is not taken as an upload: a million rows are 30 to 100 MB."""
MAX_UNFOLDED: Final = 1_000_000_000
"""Bytes that a compressed file may unfold into."""
MAX_ROWS: Final = 3_000_000
"""Rows of an upload; a longer list comes as partitioned GeoParquet."""
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 60_000_000
MAX_CORNERS: Final = 500_000
"""Corners of one shape; a departamento at full resolution has some thousands."""


class ListFormat(StrEnum):
    """What a list came as."""

    CSV = "csv"
    """Text, a row a line."""
    XLSX = "xlsx"
    """A sheet of Excel or LibreOffice."""
    GEOJSON = "geojson"
    """Features in WGS 84."""
    GEOPACKAGE = "gpkg"
    """A layer of a GeoPackage."""
    KML = "kml"
    """Placemarks of Google Earth, also zipped (KMZ)."""
    SHAPEFILE = "shp"
    """A Shapefile in a zip."""
    PARQUET = "parquet"
    """Columns, with or without geometry (GeoParquet)."""


@dataclass(frozen=True)
class BadRow:
    """A row that has not as many cells as the header: its number in the file and its text."""

    number: int
    text: str


@dataclass(frozen=True, eq=False)
class ShapePoints:
    """The shapes of a list as one point each, in `crs` (any that pyproj reads; None where none is told).

    `x`, `y` are NaN where a row has no shape; `is_shape` marks lines and areas, whose point lies on
    or inside them.
    """

    x: Floats
    y: Floats
    is_shape: NDArray[np.bool_]
    crs: str | None


@dataclass(frozen=True, eq=False)
class Table:
    """A list: `cells` (text, numbers or dates), the `numbers` of its rows in the file from 1.

    `told` says how it was read, pairs of a key (`encoding`, `separator`, `sheet`, `layer`, `layers`,
    `crs`) and what was found.
    """

    name: str
    format: ListFormat
    cells: pd.DataFrame = field(repr=False)
    numbers: NDArray[np.int64] = field(repr=False)
    points: ShapePoints | None = None
    bad: tuple[BadRow, ...] = ()
    told: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.cells)


def table_of(
    name: str, file_format: ListFormat, cells: pd.DataFrame, points: ShapePoints | None = None, **told: str
) -> Table:
    """Return a table whose rows are all there.

    Raises
    ------
    UnreadableFileError
        It is empty or larger than is read.
    """
    require_size(name, len(cells), len(cells.columns))
    if not len(cells):
        raise UnreadableFileError(Fault.EMPTY, name, "no rows")
    cells.columns = pd.Index(unique_names([str(column) for column in cells.columns]))
    numbers = np.arange(1, len(cells) + 1)
    return Table(name, file_format, cells, numbers, points, told=tuple(told.items()))


def require_size(name: str, rows: int, columns: int) -> None:
    """Raise `UnreadableFileError` if there are more rows, columns or cells than are read."""
    if rows > MAX_ROWS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{rows:,} rows, at most {MAX_ROWS:,}")
    if columns > MAX_COLUMNS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{columns:,} columns, at most {MAX_COLUMNS}")
    if rows * columns > MAX_CELLS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{rows * columns:,} cells, at most {MAX_CELLS:,}")


def unique_names(names: list[str]) -> list[str]:
    """Return the names of columns, none empty, none twice, none longer than a heading."""
    found: dict[str, None] = {}
    for nth, name in enumerate(names, start=1):
        base = " ".join(name.split())[:80] or f"column {nth}"
        free = base
        count = 2
        while free in found:
            free, count = f"{base} {count}", count + 1
        found[free] = None
    return list(found)


def points_of(name: str, shapes: NDArray[Any], crs: str | None) -> ShapePoints:
    """Return one point for each shape: itself, the middle of a line, a point inside an area.

    Raises
    ------
    UnreadableFileError
        A shape has more than `MAX_CORNERS`.
    """
    corners = shapely.get_num_coordinates(shapes)
    if len(corners) and corners.max() > MAX_CORNERS:
        detail = f"a shape of {corners.max():,} corners, at most {MAX_CORNERS:,}"
        raise UnreadableFileError(Fault.GEOMETRY, name, detail)
    kinds = shapely.get_type_id(shapes)
    is_shape = ~np.isin(kinds, (-1, 0))
    middles = shapes.copy()
    if is_shape.any():
        middles[is_shape] = shapely.point_on_surface(shapes[is_shape])
    return ShapePoints(shapely.get_x(middles), shapely.get_y(middles), is_shape, crs)
