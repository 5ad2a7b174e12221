"""Files of tables: CSV, XLSX, GeoJSON, GeoPackage and KML, each with its attribution, filters and date."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from geo.exports.tables.gis_files import to_geojson, to_geopackage, to_kml
from geo.exports.tables.sheets import MEASURED, About, Download, Sheet, about, to_csv, to_xlsx


class TableFormat(StrEnum):
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
    TableFormat.CSV: "text/csv",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.GEOJSON: "application/geo+json",
    TableFormat.GEOPACKAGE: "application/geopackage+sqlite3",
    TableFormat.KML: "application/vnd.google-earth.kml+xml",
}

_WRITERS: Final[dict[TableFormat, Callable[[Download], bytes]]] = {
    TableFormat.CSV: to_csv,
    TableFormat.XLSX: to_xlsx,
    TableFormat.GEOJSON: to_geojson,
    TableFormat.GEOPACKAGE: to_geopackage,
    TableFormat.KML: to_kml,
}


def written(download: Download, file_format: TableFormat) -> bytes:
    """Return `download` as a file."""
    return _WRITERS[file_format](download)


__all__ = [
    "MEASURED",
    "MEDIA_TYPES",
    "About",
    "Download",
    "Sheet",
    "TableFormat",
    "about",
    "to_csv",
    "to_geojson",
    "to_geopackage",
    "to_kml",
    "to_xlsx",
    "written",
]
