"""From bytes to a `Table`: one module a format, each within limits of size, time and memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geo.lists.readers import delimited_text, parquet, placemarks, vector, workbook, zip_archive
from geo.lists.uploaded_table import MAX_BYTES, Fault, Table, UnreadableFileError, file_name

SUFFIXES: Final = ("csv", "tsv", "txt", "xlsx", "geojson", "json", "gpkg", "kml", "kmz", "zip", "parquet")
"""The suffixes that are offered for upload; what a file is, its content decides."""

_SQLITE: Final = b"SQLite format 3\0"
_ZIP: Final = b"PK\x03\x04"
_PARQUET: Final = b"PAR1"
_BINARY: Final = (
    b"\x89PNG",
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"MZ",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"Rar!",
    b"7z",
)
"""How files begin that no reader here is for: pictures, documents, programs, the old Excel, archives."""


def read_table(name: str, content: bytes) -> Table:
    """Return the list in a file.

    Raises
    ------
    UnreadableFileError
        It is too large, damaged, hostile, or of another format.
    """
    name = file_name(name)
    if len(content) > MAX_BYTES:
        detail = f"{len(content) / 1e6:,.0f} MB, at most {MAX_BYTES / 1e6:,.0f} MB"
        raise UnreadableFileError(Fault.TOO_LARGE, name, detail)
    if not content.strip():
        raise UnreadableFileError(Fault.EMPTY, name, "no content")
    return _reader(name, content)(name, content)


def _reader(name: str, content: bytes) -> Callable[[str, bytes], Table]:
    """Return the reader for what the content is, whatever its name says."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(_ZIP):
        return _reader_of_archive(name, content)
    if content.startswith(_SQLITE):
        return vector.read_geopackage
    if content.startswith(_PARQUET):
        return parquet.read_parquet
    if start.startswith(b"<") or start.startswith(b"\x00<") or b"<\x00" in start[:4]:
        return placemarks.read_kml
    if start.startswith((b"{", b"[")):
        return vector.read_geojson
    if content.startswith(_BINARY):
        raise UnreadableFileError(Fault.FORMAT, name, f"begins with {content[:4].hex(' ')}")
    return delimited_text.read_text


def _reader_of_archive(name: str, content: bytes) -> Callable[[str, bytes], Table]:
    names = [entry.filename.lower() for entry in zip_archive.entries(name, content)]
    if "[content_types].xml" in names and any(entry.startswith("xl/") for entry in names):
        return workbook.read_sheet
    if any(entry.endswith(".shp") for entry in names):
        return vector.read_shapefile
    if any(entry.endswith(".kml") for entry in names):
        return placemarks.read_kmz
    raise UnreadableFileError(Fault.ARCHIVE, name, "holds no Shapefile, no KML and no workbook")


__all__ = ["SUFFIXES", "read_table"]
