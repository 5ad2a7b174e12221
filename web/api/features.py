"""The rows of a collection, ready to send: properties as plain cells, geometry as GeoJSON text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.dataset.atlas_data import AtlasData
from geo.exports.tables.sheets import column_names, harmless, rows, shapes
from web.api.catalogue import BY_NAME, Collection

DECIMALS = 6
"""Digits after the point of a coordinate: 0.1 m."""


@dataclass(frozen=True, eq=False)
class Features:
    """The features of a collection in its order.

    `geometry` holds GeoJSON text, "null" without geometry; `boxes` (n, 4) west, south, east, north,
    NaN without; `nth` the position of a feature by its identifier.
    """

    collection: Collection
    columns: tuple[str, ...]
    properties: tuple[dict[str, Any], ...]
    geometry: tuple[str, ...]
    boxes: NDArray[np.float64]
    nth: dict[str, int]

    @property
    def has_geometry(self) -> bool:
        """Whether any feature has a place."""
        return bool(np.isfinite(self.boxes).any())

    def extent(self) -> list[float]:
        """Return the box around all features; only where there is geometry."""
        west, south = np.nanmin(self.boxes[:, :2], axis=0).tolist()
        east, north = np.nanmax(self.boxes[:, 2:], axis=0).tolist()
        return [round(edge, DECIMALS) for edge in (west, south, east, north)]

    def identifier(self, nth: int) -> str:
        """Return the identifier of a feature."""
        return str(self.properties[nth][self.collection.key])

    def feature(self, nth: int, more: str = "") -> str:
        """Return a feature as GeoJSON text; `more` are members to add."""
        identifier, properties = _json(self.identifier(nth)), _json(self.properties[nth])
        return (
            f'{{"type":"Feature","id":{identifier},"geometry":{self.geometry[nth]},'
            f'"properties":{properties}{more}}}'
        )


@lru_cache(maxsize=32)
def features_of(shelf: AtlasData, name: str) -> Features:
    """Return the features of the collection `name`, made once.

    Raises
    ------
    GeoError
        Its table is broken.
    """
    collection = BY_NAME[name]
    table = collection.table(shelf)
    found = shapes(table)
    properties = tuple(rows(table))
    empty = np.full((len(properties), 4), np.nan)
    return Features(
        collection=collection,
        columns=tuple(column_names(table)),
        properties=properties,
        geometry=tuple(_geometry(shape) for shape in found) if found else ("null",) * len(properties),
        boxes=shapely.bounds(np.array(found, dtype=object)) if found else empty,
        nth={str(row[collection.key]): nth for nth, row in enumerate(properties)},
    )


def _geometry(shape: Any) -> str:
    return "null" if shape is None else str(shapely.to_geojson(shape))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def as_csv(features: Features, chosen: Sequence[int]) -> bytes:
    """Return features as CSV: UTF-8 with the mark that Excel needs, points as two columns, no formulas."""
    columns = [*features.columns]
    with_points = features.has_geometry and "longitude" not in columns
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*columns, *(("longitude", "latitude") if with_points else ())])
    for nth in chosen:
        row = features.properties[nth]
        cells = [_cell(row.get(column)) for column in columns]
        writer.writerow([*cells, *(_middle(features.boxes[nth]) if with_points else ())])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value


def _middle(box: NDArray[np.float64]) -> list[Any]:
    """Return the middle of a feature's box: a point's own position."""
    if not np.isfinite(box).all():
        return ["", ""]
    return [round(float(box[0] + box[2]) / 2, DECIMALS), round(float(box[1] + box[3]) / 2, DECIMALS)]
