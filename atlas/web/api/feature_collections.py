"""The collections of the API, one for each layer or table, and their features ready to send.

Properties are plain cells; geometry is GeoJSON text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_border, read_coast
from geo.dataset.records import read_record
from geo.exports.tables.sheets import column_names, harmless, rows, shapes


@dataclass(frozen=True)
class Collection:
    """A layer or a table: its name and title, the column that identifies a row, its data set."""

    name: str
    title: str
    key: str
    dataset: str
    read: Callable[[AtlasData], pd.DataFrame]

    def table(self, data: AtlasData) -> pd.DataFrame:
        """Return its rows, with the key as a column.

        Raises
        ------
        GeoError
            The table is broken.
        """
        table = self.read(data)
        return table if self.key in table.columns else table.reset_index()

    def description(self, data: AtlasData) -> str:
        """Return its citation and licence.

        Raises
        ------
        DataFileError
            The record is broken.
        """
        record = read_record(self.dataset, data.data)
        return f"{record.citation} Licence: {record.licence}."


COLLECTIONS: Final = tuple(
    Collection(*fields)
    for fields in (
        ("sites", "Sites", "site_id", "sites", lambda data: data.sites),
        ("municipios", "Municipios (ADM2)", "codigo_muni", "boundaries", lambda data: data.municipios),
        (
            "departamentos",
            "Departamentos (ADM1)",
            "codigo_depto",
            "boundaries",
            lambda data: data.departamentos,
        ),
        ("lakes", "Lakes in no municipio", "lake", "boundaries", lambda data: data.lakes),
        (
            "border",
            "Land border by neighbour",
            "neighbour",
            "boundaries",
            lambda data: read_border(data.data),
        ),
        ("coast", "Coast by sea", "sea", "boundaries", lambda data: read_coast(data.data)),
        (
            "population",
            "People of each municipio, 2018",
            "codigo_muni",
            "municipios",
            lambda data: data.population,
        ),
        (
            "regions",
            "Departamentos: regions, areas",
            "codigo_depto",
            "departamentos",
            lambda data: data.regions,
        ),
        ("programmes", "Programme areas", "programme", "programmes", lambda data: data.facts.programmes),
        ("pillars", "Pillars of the dialogue", "pillar", "programmes", lambda data: data.facts.pillars),
        (
            "components",
            "Components of programmes",
            "component_id",
            "components",
            lambda data: data.facts.components,
        ),
        ("figures", "Figures", "figure_id", "figures", lambda data: data.facts.figures),
        ("events", "Events", "event_id", "events", lambda data: data.facts.events),
        ("series", "Series", "series_id", "series", lambda data: data.facts.series),
        ("points", "Points of series", "point_id", "series", lambda data: data.facts.points),
        (
            "conflicts",
            "Sources that disagree",
            "conflict_id",
            "conflicts",
            lambda data: data.facts.conflicts,
        ),
        (
            "statements",
            "Statements of the founding documents",
            "statement_id",
            "founding",
            lambda data: data.facts.statements,
        ),
        ("sources", "Cited sources", "source_id", "sources", lambda data: data.sources),
        ("names", "Other spellings of places", "name_id", "names", lambda data: data.names),
    )
)
"""Every collection, the layers first."""

BY_NAME: Final = {collection.name: collection for collection in COLLECTIONS}

DECIMALS: Final = 6
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
def features_of(data: AtlasData, name: str) -> Features:
    """Return the features of the collection `name`, made at its first use.

    Raises
    ------
    GeoError
        Its table is broken.
    """
    collection = BY_NAME[name]
    table = collection.table(data)
    geometries = shapes(table)
    properties = tuple(rows(table))
    empty = np.full((len(properties), 4), np.nan)
    return Features(
        collection=collection,
        columns=tuple(column_names(table)),
        properties=properties,
        geometry=tuple(_geometry(shape) for shape in geometries)
        if geometries
        else ("null",) * len(properties),
        boxes=shapely.bounds(np.array(geometries, dtype=object)) if geometries else empty,
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
