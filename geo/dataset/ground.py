"""The ground of the map: relief, rivers, lakes, towns, main routes and airfields; WGS 84.

All of it is for orientation and nothing is measured on it. `geo.build` makes the files of `data/ground`
from packages; the routes are a table of this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import Neighbour
from geo.crs import WGS84
from geo.dataset.records import DATA, require_file
from geo.dataset.schema import Column, TableSpec, number, one_of, whole_number
from geo.dataset.topojson import features, parse
from geo.errors import DataFileError

DATASET: Final = "ground"
WATER: Final = "water.topojson"
TOWNS: Final = "towns.csv"
AIRFIELDS: Final = "airfields.csv"
THEMES: Final = ("light", "dark")

RELIEF_WINDOW: Final = (-95.5, 11.5, -85.0, 20.0)
"""West, south, east, north of the relief and of all water, in degrees."""


class TownKind(StrEnum):
    """What a town is to Guatemala, the most important first."""

    CAPITAL = "capital"
    """The capital."""
    SEAT = "seat"
    """The seat of a departamento."""
    TOWN = "town"
    """The seat of a municipio."""
    ABROAD = "abroad"
    """A town of a neighbouring country near the border, or a large one."""


COUNTRIES: Final = ("GTM", *Neighbour)


def country_code(cell: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of Guatemala or a neighbour."""
    if cell not in COUNTRIES:
        raise ValueError(
            f"{cell!r} is neither Guatemala nor a neighbour; write one of {', '.join(COUNTRIES)}"
        )
    return cell


TOWNS_TABLE: Final = TableSpec(
    name=DATASET,
    key="town_id",
    columns=(
        Column("town_id"),
        Column("name_en"),
        Column("name_es"),
        Column("kind", one_of(TownKind)),
        Column("country", country_code),
        Column("population", whole_number, dtype="int64"),
        Column("longitude", number, dtype="float64"),
        Column("latitude", number, dtype="float64"),
    ),
)

AIRFIELDS_TABLE: Final = TableSpec(
    name=DATASET,
    key="icao",
    columns=(
        Column("icao"),
        Column("iata", optional=True),
        Column("name"),
        Column("longitude", number, dtype="float64"),
        Column("latitude", number, dtype="float64"),
    ),
)


@dataclass(frozen=True)
class Ground:
    """What the map shows for orientation, each table in WGS 84.

    `rivers` (`name`, `is_border`), `lakes`, `towns` (`name_en`, `name_es`, `kind`, `country`, `population`,
    `rank` from 1 within its kind), `airfields` (`icao`, `iata`, `name`).
    """

    rivers: gpd.GeoDataFrame
    lakes: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame
    airfields: gpd.GeoDataFrame
    water: bytes
    """The TopoJSON of rivers and lakes, as a browser reads it."""


def read_ground(data: Path = DATA) -> Ground:
    """Return the ground without its relief.

    Raises
    ------
    DataFileError, SchemaError
        A file is missing or altered; a row violates a rule.
    """
    content = require_file(DATASET, WATER, data).read_bytes()
    try:
        topology = parse(content)
        rivers, lakes = features(topology, "rivers"), features(topology, "lakes")
    except ValueError as error:
        raise DataFileError(
            f"data/{DATASET}/{WATER}", "TopoJSON of rivers and lakes", str(error)
        ) from error
    towns = _points(TOWNS_TABLE.read_recorded(f"data/{DATASET}/{TOWNS}", data))
    # The table is in order of importance.
    towns["rank"] = towns.groupby("kind").cumcount() + 1
    airfields = AIRFIELDS_TABLE.read_recorded(f"data/{DATASET}/{AIRFIELDS}", data)
    return Ground(rivers, lakes, towns, _points(airfields), content)


def _points(table: pd.DataFrame) -> gpd.GeoDataFrame:
    at = gpd.points_from_xy(table["longitude"], table["latitude"])
    return gpd.GeoDataFrame(table.drop(columns=["longitude", "latitude"]), geometry=at, crs=WGS84)


def relief_name(theme: str) -> str:
    """Return the name of the file with the relief for "light" or "dark"."""
    return f"relief_{theme}.webp"


def relief(theme: str, data: Path = DATA) -> Path:
    """Return the path of the shaded relief of `RELIEF_WINDOW` for "light" or "dark", rows in Mercator.

    Raises
    ------
    DataFileError
        The file is missing or altered.
    """
    return require_file(DATASET, relief_name(theme), data)
