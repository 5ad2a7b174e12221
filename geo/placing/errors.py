"""Why a file cannot be read at all, as a closed choice that the interface words."""

from __future__ import annotations

from enum import StrEnum

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


class UnreadableFileError(GeoError):
    """A list cannot be read; `detail` is what was found, for the one sentence to the reader."""

    def __init__(self, fault: Fault, file: str, detail: str) -> None:
        self.fault, self.file, self.detail = fault, file, detail
        super().__init__(f"{file}: {fault}: {detail}; {_REMEDIES[fault]}")


_REMEDIES = {
    Fault.EMPTY: "give a file with a header and rows",
    Fault.FORMAT: "give CSV, XLSX, GeoJSON, GeoPackage, KML, KMZ, a zipped Shapefile or Parquet",
    Fault.DAMAGED: "save it anew from the program it comes from",
    Fault.ENCODING: "save it as UTF-8",
    Fault.TOO_LARGE: "divide it, or give it as partitioned GeoParquet",
    Fault.BOMB: "save it anew from the program it comes from",
    Fault.ARCHIVE: "put the files of one layer into a new zip",
    Fault.ENTITIES: "save it without a document type declaration",
    Fault.GEOMETRY: "simplify the shapes, or give points",
    Fault.CRS: "save it in WGS 84 (EPSG:4326)",
}
