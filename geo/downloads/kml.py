"""KML 2.2 for Google Earth: a folder for each table, a placemark for each row that has a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from xml.etree import ElementTree as ET

import shapely

from geo.downloads.about import UNPRINTABLE, Download, Sheet
from geo.downloads.plain import rows, shapes

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
        if (found := shapes(sheet.table)) is not None:
            _folder(document, sheet, found)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _folder(document: ET.Element, sheet: Sheet, found: list[Any]) -> None:
    folder = _add(document, "Folder")
    _add(folder, "name", sheet.name)
    for row, shape in zip(rows(sheet.table), found, strict=True):
        placemark = _add(folder, "Placemark")
        _add(placemark, "name", str(row.get(sheet.label) or ""))
        _add(placemark, "styleUrl", "#plain")
        data = _add(placemark, "ExtendedData")
        for name, value in row.items():
            if value is not None:
                one = _add(data, "Data")
                one.set("name", name)
                _add(one, "value", str(value))
        if shape is not None:
            _geometry(placemark, shape)


def _geometry(parent: ET.Element, shape: Any) -> None:
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
                _geometry(many, part)


def _text(points: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{x!r},{y!r}" for x, y, *_ in points)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{KML}}}{name}")
    child.text = None if text is None else UNPRINTABLE.sub("", text)
    return child
