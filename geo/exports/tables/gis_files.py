"""Files for maps: GeoJSON, GeoPackage and KML, in WGS 84, with the attribution next to the features.

GeoJSON (RFC 7946) has one table, with rings the right way round; the API writes its features with the same
functions. A GeoPackage has a layer for each table, KML a folder for each table with geometry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import WGS84
from geo.exports.tables.sheets import (
    UNPRINTABLE,
    Download,
    Sheet,
    column_names,
    first_with_places,
    rows,
    shapes,
)


def to_geojson(download: Download) -> bytes:
    """Return the first sheet of `download` that has geometry; without any, features have none."""
    table = first_with_places(download).table
    geometries = shapes(table) or [None] * len(table)
    lines = [{"what": what, "text": text} for what, text in download.about.lines()]
    features = (
        geojson_feature(geojson_geometry(shape), row)
        for row, shape in zip(rows(table), geometries, strict=True)
    )
    members = f'"name":{json_text(download.name)},"about":{json_text(lines)}'
    return f"{feature_collection(members, features)}\n".encode()


def feature_collection(members: str, features: Iterable[str]) -> str:
    """Return a collection of features, one line each; `members` are its other members as JSON."""
    lines = ",\n".join(features)
    return f'{{"type":"FeatureCollection",{members},"features":[\n{lines}\n]}}'


def geojson_feature(geometry: str, properties: Mapping[str, Any], first: str = "", last: str = "") -> str:
    """Return a feature; `first` and `last` are members to add, as JSON."""
    return f'{{"type":"Feature",{first}"geometry":{geometry},"properties":{json_text(properties)}{last}}}'


def geojson_geometry(shape: Any) -> str:
    """Return a geometry, "null" where there is none."""
    return "null" if shape is None else str(shapely.to_geojson(shape))


def json_text(value: Any) -> str:
    """Return compact JSON with its letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_geopackage(download: Download) -> bytes:
    """Return all sheets of `download` as layers, and `about` as a table without geometry."""
    title = UNPRINTABLE.sub("", download.about.title)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "download.gpkg"
        for sheet in download.sheets:
            _write(_layer(sheet), path, sheet.name, title)
        lines = pd.DataFrame(download.about.lines(), columns=["what", "text"])
        _write(lines, path, "about", title)
        return path.read_bytes()


def _write(table: pd.DataFrame, path: Path, layer: str, title: str) -> None:
    import pyogrio  # GDAL takes 30 MB, and only a GeoPackage needs it here

    types = set(table.geom_type.dropna()) if isinstance(table, gpd.GeoDataFrame) else set()
    pyogrio.write_dataframe(
        table,
        path,
        layer=layer,
        driver="GPKG",
        append=path.exists(),
        promote_to_multi=any(name.startswith("Multi") for name in types),
        # Debian's GDAL reads 1.3 without a warning.
        dataset_options=None if path.exists() else {"VERSION": "1.3"},
        layer_options={"DESCRIPTION": title},
    )


def _layer(sheet: Sheet) -> pd.DataFrame:
    table = pd.DataFrame(rows(sheet.table), columns=column_names(sheet.table))
    geometries = shapes(sheet.table)
    return table if geometries is None else gpd.GeoDataFrame(table, geometry=geometries, crs=WGS84)


KML: Final = "http://www.opengis.net/kml/2.2"
LINE: Final = "ff303030"
FILL: Final = "400072b2"
"""Colours as KML has them: alpha, blue, green, red."""


def to_kml(download: Download) -> bytes:
    """Return the sheets of `download` that have geometry; a row without one is named and has no place."""
    ET.register_namespace("", KML)
    root = ET.Element(f"{{{KML}}}kml")
    document = _add(root, "Document")
    _add(document, "name", download.about.title)
    _add(document, "description", "\n".join(f"{what}: {text}" for what, text in download.about.lines()))
    style = _add(document, "Style")
    style.set("id", "plain")
    for kind, colour in (("LineStyle", LINE), ("PolyStyle", FILL)):
        _add(_add(style, kind), "color", colour)
    for sheet in download.sheets:
        if (geometries := shapes(sheet.table)) is not None:
            _folder(document, sheet, geometries)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _folder(document: ET.Element, sheet: Sheet, geometries: list[Any]) -> None:
    folder = _add(document, "Folder")
    _add(folder, "name", sheet.name)
    for row, shape in zip(rows(sheet.table), geometries, strict=True):
        placemark = _add(folder, "Placemark")
        _add(placemark, "name", str(row.get(sheet.label) or ""))
        _add(placemark, "styleUrl", "#plain")
        data = _add(placemark, "ExtendedData")
        for name, value in row.items():
            if value is not None:
                entry = _add(data, "Data")
                entry.set("name", name)
                _add(entry, "value", str(value))
        if shape is not None:
            _kml_geometry(placemark, shape)


def _kml_geometry(parent: ET.Element, shape: Any) -> None:
    match shape.geom_type:
        case "Point":
            _add(_add(parent, "Point"), "coordinates", _text(shape.coords))
        case "LineString":
            line = _add(parent, "LineString")
            _add(line, "tessellate", "1")
            _add(line, "coordinates", _text(shape.coords))
        case "Polygon":
            polygon = _add(parent, "Polygon")
            for name, rings in (
                ("outerBoundaryIs", [shape.exterior]),
                ("innerBoundaryIs", shape.interiors),
            ):
                for ring in rings:
                    _add(_add(_add(polygon, name), "LinearRing"), "coordinates", _text(ring.coords))
        case _:
            many = _add(parent, "MultiGeometry")
            for part in shapely.get_parts(shape):
                _kml_geometry(many, part)


def _text(points: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{x!r},{y!r}" for x, y, *_ in points)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{KML}}}{name}")
    child.text = None if text is None else UNPRINTABLE.sub("", text)
    return child
