"""The collections of the API, one for each layer or table, and their features ready to send.

Properties are plain cells; geometry is GeoJSON text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.choices import FactKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_border, read_coast
from geo.dataset.facts.states import Subject
from geo.dataset.records import read_record
from geo.dataset.route_lines import schematic_lines
from geo.dataset.schema import first_day, last_day
from geo.exports.tables.gis_files import geojson_feature, geojson_geometry, json_text
from geo.exports.tables.sheets import DECIMALS, column_names, rows, shapes, table_csv
from geo.views.atlas_at_date import timeline_of


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
        ("lakes", "Lakes outside every municipio", "lake", "boundaries", lambda data: data.lakes),
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
            "Population of each municipio, 2018 census",
            "codigo_muni",
            "municipios",
            lambda data: data.population,
        ),
        (
            "regions",
            "Regions and areas of departamentos",
            "codigo_depto",
            "departamentos",
            lambda data: data.regions,
        ),
        ("programmes", "Programme areas", "programme", "programmes", lambda data: data.facts.programmes),
        ("pillars", "Pillars of the dialogue", "pillar", "programmes", lambda data: data.facts.pillars),
        (
            "components",
            "Units, partners and measures",
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
            "Where sources disagree",
            "conflict_id",
            "conflicts",
            lambda data: data.facts.conflicts,
        ),
        ("states", "States over time", "state_id", "states", lambda data: data.facts.states),
        (
            "statements",
            "Statements of the founding documents",
            "statement_id",
            "founding",
            lambda data: data.facts.statements,
        ),
        (
            "routes",
            "Main routes, schematic: smooth lines through their stops, not the course of the roads",
            "route_id",
            "routes",
            lambda data: schematic_lines(data.facts, data.population, data.sites),
        ),
        ("stops", "Stops of the main routes", "stop_id", "routes", lambda data: data.facts.stops),
        (
            "lengths",
            "Sections of the main routes with a known length",
            "length_id",
            "routes",
            lambda data: data.facts.lengths,
        ),
        ("sources", "Sources", "source_id", "sources", lambda data: data.sources),
        ("names", "Other spellings of place names", "name_id", "names", lambda data: data.names),
    )
)
"""Every collection, the layers first."""

BY_NAME: Final = {collection.name: collection for collection in COLLECTIONS}


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
    days: tuple[tuple[tuple[date, date], ...], ...] | None = None
    """The spans of days of each feature, both ends included; None where features have no time."""

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
        identifier = f'"id":{json_text(self.identifier(nth))},'
        return geojson_feature(self.geometry[nth], self.properties[nth], identifier, more)


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
        geometry=tuple(map(geojson_geometry, geometries or [None] * len(properties))),
        boxes=shapely.bounds(np.array(geometries, dtype=object)) if geometries else empty,
        nth={str(row[collection.key]): nth for nth, row in enumerate(properties)},
        days=_days(data, name),
    )


def _days(data: AtlasData, name: str) -> tuple[tuple[tuple[date, date], ...], ...] | None:
    """Return the days on which sites, components and events are there or may be, and figures are valid."""
    if name == "events":
        events = data.facts.events
        ends = zip(events["date"], events["date_end"].fillna(events["date"]), strict=True)
        return tuple(((first_day(start), last_day(end)),) for start, end in ends)
    kinds = {"sites": FactKind.SITE, "components": FactKind.COMPONENT}
    if name not in {*kinds, "figures"}:
        return None
    timeline = timeline_of(data)
    if name == "figures":
        return tuple((timeline.days_of_figure(figure),) for figure in data.facts.figures["figure_id"])
    identifiers = BY_NAME[name].table(data)[BY_NAME[name].key]
    return tuple(timeline.days_of(Subject(kinds[name], str(identifier))) for identifier in identifiers)


def as_csv(features: Features, chosen: Sequence[int]) -> bytes:
    """Return features as CSV, with the middle of each feature's box where the collection has geometry."""
    properties = [features.properties[nth] for nth in chosen]
    table = pd.DataFrame(properties, columns=list(features.columns), dtype=object)
    if features.has_geometry and "longitude" not in table:
        boxes = features.boxes[list(chosen)]
        middles = ((boxes[:, :2] + boxes[:, 2:]) / 2).tolist()
        for nth, name in enumerate(("longitude", "latitude")):
            table[name] = [round(middle[nth], DECIMALS) for middle in middles]
    return table_csv(table)
