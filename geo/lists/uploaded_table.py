"""A list as it was read: its cells, its shapes as points, and what was noticed while reading.

Why a file cannot be read at all, as a closed choice that the interface words.

How a list is read: which column holds what, in which system, corrected how. A person confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.choices.list_kinds import Fix, ReadBy, System
from geo.crs import Floats
from geo.errors import GeoError


class Fault(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    """There is nothing in it, or a header alone."""
    FORMAT = "format"
    """It is none of the formats that can be read, or not the one that its name says."""
    DAMAGED = "damaged"
    """Its format is known, its content cannot be read."""
    ENCODING = "encoding"
    """It is text in no encoding that is tried."""
    TOO_LARGE = "too_large"
    """It holds more bytes, rows or columns than are read."""
    BOMB = "bomb"
    """It is small and unfolds into very much: made to exhaust the reader."""
    ARCHIVE = "archive"
    """The archive names files outside of itself, holds other archives, or not what it should."""
    ENTITIES = "entities"
    """Its XML declares entities or refers to other files."""
    GEOMETRY = "geometry"
    """A shape has more corners than are read."""
    CRS = "crs"
    """The coordinate reference system that it names is unknown."""
    COSTLY = "costly"
    """Reading it takes more memory or time than a list may."""
    CANCELLED = "cancelled"
    """The reader left the page, or chose another file, before it was read."""


class UnreadableFileError(GeoError):
    """A list cannot be read; `detail` is the technical reason, shown below the sentence to the reader."""

    def __init__(self, fault: Fault, file: str, detail: str) -> None:
        self.fault, self.file, self.detail = fault, file, detail
        super().__init__(f"{file}: {fault}: {detail}; {_REMEDIES[fault]}")


_REMEDIES = {
    Fault.EMPTY: "give a file with a header and rows",
    Fault.FORMAT: "give CSV, XLSX, GeoJSON, GeoPackage, KML, KMZ, a zipped Shapefile or Parquet",
    Fault.DAMAGED: "save it again from the program it comes from",
    Fault.ENCODING: "save it as UTF-8",
    Fault.TOO_LARGE: "divide it, or give it as partitioned GeoParquet",
    Fault.BOMB: "save it again from the program it comes from",
    Fault.ARCHIVE: "put the files of one layer into a new zip",
    Fault.ENTITIES: "save it without a document type declaration",
    Fault.GEOMETRY: "simplify the shapes, or give points",
    Fault.CRS: "save it in WGS 84 (EPSG:4326)",
    Fault.COSTLY: "divide it, or save it as CSV or Parquet",
    Fault.CANCELLED: "upload it again",
}


@dataclass(frozen=True)
class ColumnMapping:
    """The columns of a list by what they hold; None where there is none.

    `x` and `y` are longitude and latitude or metres; with `ReadBy.PAIR` `x` holds both. Rows whose
    coordinates are empty are placed by `municipio` and `departamento`, where those are set. `fixes`
    are applied to the rows that lie outside without them, and to no others.
    """

    method: ReadBy
    x: str | None = None
    y: str | None = None
    system: System = System.WGS84
    municipio: str | None = None
    departamento: str | None = None
    date: str | None = None
    label: str | None = None
    fixes: frozenset[Fix] = field(default=frozenset())

    @property
    def is_complete(self) -> bool:
        """Whether it names the columns that its method needs."""
        match self.method:
            case ReadBy.GEOMETRY:
                return True
            case ReadBy.COORDINATES:
                return self.x is not None and self.y is not None and self.x != self.y
            case ReadBy.PAIR:
                return self.x is not None
        return self.municipio is not None or self.departamento is not None


MAX_BYTES: Final = 200_000_000
"""More is not taken as an upload: a million rows are 30 to 100 MB."""
MAX_UNFOLDED: Final = 1_000_000_000
"""Bytes that a compressed file may unfold into."""
MAX_ROWS: Final = 3_000_000
"""Rows of an upload; a longer list comes as partitioned GeoParquet."""
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 30_000_000
"""Cells of a list: ten columns of three million rows, or thirty of a million."""
MAX_OBJECTS: Final = 5_000_000
"""Cells that are read one by one (XLSX, KML): each takes 60 to 100 bytes and some microseconds."""
MAX_CHARACTERS: Final = 100_000_000
"""Characters of such cells together."""
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
    """The shapes of a list as one point each, in `crs` (any that pyproj reads; None if unknown).

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

    `details` say how it was read, pairs of a key (`encoding`, `separator`, `sheet`, `layer`, `layers`,
    `crs`) and its value.
    """

    name: str
    format: ListFormat
    cells: pd.DataFrame = field(repr=False)
    numbers: NDArray[np.int64] = field(repr=False)
    points: ShapePoints | None = None
    bad: tuple[BadRow, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.cells)


def table_of(
    name: str,
    file_format: ListFormat,
    cells: pd.DataFrame,
    points: ShapePoints | None = None,
    **details: str,
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
    return Table(name, file_format, cells, numbers, points, details=tuple(details.items()))


def file_name(name: str) -> str:
    """Return the last part of a path as browsers of any system send it, not longer than a heading."""
    return PurePath(name.replace("\\", "/")).name[:120]


def require_size(name: str, rows: int, columns: int) -> None:
    """Raise `UnreadableFileError` if there are more rows, columns or cells than are read."""
    if rows > MAX_ROWS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{rows:,} rows, at most {MAX_ROWS:,}")
    if columns > MAX_COLUMNS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{columns:,} columns, at most {MAX_COLUMNS}")
    if rows * columns > MAX_CELLS:
        raise UnreadableFileError(Fault.TOO_LARGE, name, f"{rows * columns:,} cells, at most {MAX_CELLS:,}")


class CellCount:
    """Counts cells while they are read and ends the reading beyond `MAX_OBJECTS` or `MAX_CHARACTERS`."""

    def __init__(self, name: str) -> None:
        self.name, self.cells, self.characters = name, 0, 0

    def add(self, cells: Iterable[Any]) -> None:
        """Count the cells of a row.

        Raises
        ------
        UnreadableFileError
            There are more cells or characters than are read.
        """
        for cell in cells:
            self.cells += 1
            if isinstance(cell, str):
                self.characters += len(cell)
        self.require()

    def require(self, cells: int = 0) -> None:
        """Raise `UnreadableFileError` if there are too many, or would be with `cells` in all."""
        if max(self.cells, cells) > MAX_OBJECTS:
            raise UnreadableFileError(Fault.TOO_LARGE, self.name, f"more than {MAX_OBJECTS:,} cells")
        if self.characters > MAX_CHARACTERS:
            detail = f"more than {MAX_CHARACTERS:,} characters"
            raise UnreadableFileError(Fault.TOO_LARGE, self.name, detail)


def unique_names(names: list[str]) -> list[str]:
    """Return the names of columns, none empty, none twice, none longer than a heading."""
    unique: dict[str, None] = {}
    for nth, name in enumerate(names, start=1):
        base = " ".join(name.split())[:80] or f"column {nth}"
        free = base
        count = 2
        while free in unique:
            free, count = f"{base} {count}", count + 1
        unique[free] = None
    return list(unique)


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
    # A shape without a corner is no place, and GEOS raises an error for its x.
    shapes = shapes.copy()
    shapes[corners == 0] = None
    kinds = shapely.get_type_id(shapes)
    is_shape = ~np.isin(kinds, (-1, 0))
    middles = shapes.copy()
    if is_shape.any():
        middles[is_shape] = shapely.point_on_surface(shapes[is_shape])
        middles[shapely.is_empty(middles)] = None
    return ShapePoints(shapely.get_x(middles), shapely.get_y(middles), is_shape, crs)


def crs_name(crs: str) -> str:
    """Return what a coordinate reference system is called; a question mark if pyproj does not know it."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return str(CRS.from_user_input(crs).name)
    except CRSError:
        return "?"
