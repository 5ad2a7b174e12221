"""Files of what is shown: one module a format, each with citation, licence, filters, version and date."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from geo.downloads.about import MEASURED, About, Download, Sheet, about
from geo.downloads.csv import to_csv
from geo.downloads.geojson import to_geojson
from geo.downloads.geopackage import to_geopackage
from geo.downloads.kml import to_kml
from geo.downloads.xlsx import to_xlsx


class Format(StrEnum):
    """A file format, by its suffix."""

    CSV = "csv"
    """One table, for any program."""
    XLSX = "xlsx"
    """All tables, for Excel and LibreOffice."""
    GEOJSON = "geojson"
    """One table with its geometry."""
    GEOPACKAGE = "gpkg"
    """All tables with their geometry, for QGIS."""
    KML = "kml"
    """All places, for Google Earth."""


MEDIA_TYPES: Final = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
    Format.GEOPACKAGE: "application/geopackage+sqlite3",
    Format.KML: "application/vnd.google-earth.kml+xml",
}

_WRITERS: Final[dict[Format, Callable[[Download], bytes]]] = {
    Format.CSV: to_csv,
    Format.XLSX: to_xlsx,
    Format.GEOJSON: to_geojson,
    Format.GEOPACKAGE: to_geopackage,
    Format.KML: to_kml,
}


def written(download: Download, file_format: Format) -> bytes:
    """Return `download` as a file."""
    return _WRITERS[file_format](download)


def file_name(download: Download, file_format: Format) -> str:
    """Return the name of the file: what it holds and from which data."""
    return f"{download.name}-{download.about.data_version}.{file_format}"


__all__ = [
    "MEASURED",
    "MEDIA_TYPES",
    "About",
    "Download",
    "Format",
    "Sheet",
    "about",
    "file_name",
    "to_csv",
    "to_geojson",
    "to_geopackage",
    "to_kml",
    "to_xlsx",
    "written",
]
