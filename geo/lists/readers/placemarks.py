"""KML and KMZ: placemarks one by one, without entities, references or depth without end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import pandas as pd
import shapely
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geo.crs import WGS84
from geo.lists.readers.zip_archive import entries, unfolded
from geo.lists.uploaded_table import (
    MAX_CORNERS,
    MAX_ROWS,
    CellCount,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    points_of,
    require_size,
    table_of,
)

MAX_DEPTH: Final = 60
MAX_ELEMENTS: Final = 50_000
"""Elements of one placemark; a thousand columns are three thousand."""


def read_kmz(name: str, content: bytes) -> Table:
    """Return the placemarks of the first KML file in a KMZ."""
    main = next(
        entry for entry in entries(name, content) if PurePosixPath(entry.filename).suffix.lower() == ".kml"
    )
    return read_kml(name, unfolded(name, content, main))


def read_kml(name: str, content: bytes) -> Table:
    """Return the placemarks: `name`, `description`, `when`, their extended data, their shapes.

    Raises
    ------
    UnreadableFileError
        It is no KML, is damaged, declares entities, or holds more cells than are read.
    """
    columns: dict[str, dict[int, str]] = {}
    shapes: list[Any] = []
    count = CellCount(name)
    try:
        for nth, mark in enumerate(_placemarks(name, content)):
            cells = _cells(mark)
            count.add(cells.values())
            for column, text in cells.items():
                columns.setdefault(column, {})[nth] = text
            require_size(name, nth + 1, len(columns))
            shapes.append(_shape(mark, name))
    except DefusedXmlException as error:
        raise UnreadableFileError(Fault.ENTITIES, name, type(error).__name__) from error
    except (ParseError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error
    count.require(len(shapes) * len(columns))
    rows = range(len(shapes))
    cells_of = {
        column: pd.array([texts.get(nth) for nth in rows], dtype="str") for column, texts in columns.items()
    }
    points = points_of(name, np.array(shapes, dtype=object), WGS84)
    return table_of(name, ListFormat.KML, pd.DataFrame(cells_of, index=rows), points, crs="WGS 84")


def _placemarks(name: str, content: bytes) -> Iterator[Element]:
    above: list[Element] = []
    count, within, elements = 0, 0, 0
    for event, node in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        is_mark = _tag(node) == "Placemark"
        if event == "start":
            if not above and _tag(node) != "kml":
                raise UnreadableFileError(Fault.FORMAT, name, f"XML of <{_tag(node)[:40]}>, not KML")
            above.append(node)
            within += is_mark
            elements = elements + 1 if within else 0
            if len(above) > MAX_DEPTH:
                raise UnreadableFileError(Fault.BOMB, name, f"elements {len(above)} deep")
            if elements > MAX_ELEMENTS:
                raise UnreadableFileError(Fault.BOMB, name, f"a placemark of {elements:,} elements")
            continue
        above.pop()
        within -= is_mark
        if is_mark:
            count += 1
            if count > MAX_ROWS:
                raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_ROWS:,} placemarks")
            yield node
            node.clear()
        if not within:
            elements = 0
        if not within and above:
            # An element that stays in its parent is kept until the end of the file.
            above[-1].remove(node)


def _tag(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _cells(mark: Element) -> dict[str, str]:
    cells: dict[str, str] = {}
    for node in mark.iter():
        tag, text = _tag(node), (node.text or "").strip()
        if tag in {"name", "description", "when"}:
            cells.setdefault(tag, text)
        elif tag == "SimpleData":
            cells[node.get("name") or "data"] = text
        elif tag == "Data":
            value = next((child for child in node if _tag(child) == "value"), None)
            cells[node.get("name") or "data"] = ((value.text if value is not None else "") or "").strip()
    return cells


def _shape(mark: Element, name: str) -> Any:
    """Return the first shape of a placemark; None where it has none that can be read."""
    for node in mark.iter():
        if _tag(node) in {"Point", "LineString", "LinearRing"}:
            points = _coordinates(node, name)
            if _tag(node) == "Point":
                return shapely.Point(points[0]) if points else None
            is_area = _tag(node) == "LinearRing" and len(points) > 3
            return (
                shapely.Polygon(points)
                if is_area
                else shapely.LineString(points)
                if len(points) > 1
                else None
            )
    return None


def _coordinates(node: Element, name: str) -> list[tuple[float, float]]:
    text = next((child.text or "" for child in node.iter() if _tag(child) == "coordinates"), "")
    words = text.split()
    if len(words) > MAX_CORNERS:
        raise UnreadableFileError(Fault.GEOMETRY, name, f"a shape of {len(words):,} corners")
    try:
        pairs = [[float(value) for value in word.split(",")[:2]] for word in words]
    except ValueError:
        return []
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and all(map(np.isfinite, pair))]
