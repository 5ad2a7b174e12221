"""What every table file holds: its sheets, their plain cells, and the attribution.

`About` has the citations, licences, filters and dates that accompany a result; `rows` and `shapes` turn a
table into cells and geometries that every program reads alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.dataset.recency import Recency, recency
from geo.dataset.records import DATA, data_version, read_record

UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither XML nor a spreadsheet may hold."""

UNKNOWN: Final = "unknown"
"""What is written for a date that the tables do not have."""

MEASURED: Final = ("boundaries", "municipios", "sites")
"""The data sets that every analysis is based on."""


@dataclass(frozen=True)
class About:
    """The text that accompanies a result; `title`, `filters` and `notes` are in the reader's language."""

    title: str
    citations: tuple[str, ...]
    licences: tuple[str, ...]
    data_version: str
    created: date
    recency: Recency
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return (what, text) line by line, as a sheet or a table of a file holds them."""
        lines = (
            ("title", self.title),
            *(("filters", text) for text in self.filters),
            *(("note", text) for text in self.notes),
            *(("citation", text) for text in self.citations),
            *(("licence", text) for text in self.licences),
            ("data_version", self.data_version),
            *self._dates().items(),
            ("created", self.created.isoformat()),
        )
        return tuple((what, UNPRINTABLE.sub("", text)) for what, text in lines)

    def columns(self) -> dict[str, str]:
        """Return the same as one value a column, for a format whose rows stand alone."""
        columns = {
            "filters": "; ".join(self.filters),
            "citation": "; ".join(self.citations),
            "licence": "; ".join(self.licences),
            "data_version": self.data_version,
            **self._dates(),
            "created": self.created.isoformat(),
        }
        return {name: UNPRINTABLE.sub("", text) for name, text in columns.items()}

    def _dates(self) -> dict[str, str]:
        """Return how current the tables are; a date that a broken table hides is `UNKNOWN`."""
        newest, consulted = self.recency.newest, self.recency.consulted
        return {"newest_fact": newest or UNKNOWN, "sources_consulted": consulted or UNKNOWN}


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, with or without geometry in WGS 84; `label` is the column that names a row."""

    name: str
    table: pd.DataFrame
    label: str


@dataclass(frozen=True, eq=False)
class Download:
    """The sheets of a file; a format with one table holds the first, or the first with geometry."""

    name: str
    about: About
    sheets: tuple[Sheet, ...]


def about(
    title: str,
    filters: Sequence[str] = (),
    notes: Sequence[str] = (),
    data: Path = DATA,
    language: str = "en",
) -> About:
    """Return the text of today's result from the `MEASURED` data sets, in "en" or "es".

    Raises
    ------
    DataFileError
        A record of a data set is missing or unreadable.
    """
    records = [read_record(dataset, data) for dataset in MEASURED]
    return About(
        title=title,
        citations=tuple(dict.fromkeys(record.words("citation", language) for record in records)),
        licences=tuple(f"{record.dataset}: {record.words('licence', language)}" for record in records),
        data_version=data_version(data),
        created=date.today(),
        recency=recency(data),
        filters=tuple(filters),
        notes=tuple(notes),
    )


DECIMALS: Final = 6
"""Digits after the point of a coordinate (0.1 m) and of a number."""


def cell(value: Any) -> str | float | int | bool | None:
    """Return a cell as text, number, boolean or None; an infinite or missing number is None.

    A list becomes its members with spaces between them.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, tuple | list):
        return " ".join(str(cell(member)) for member in value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) if math.isfinite(value) else None
    return UNPRINTABLE.sub("", str(value))


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `table` as plain cells, its index as the first columns, its geometry left out."""
    flat = pd.DataFrame(table).reset_index() if _has_names(table.index) else pd.DataFrame(table)
    names = [name for name in flat.columns if name != "geometry"]
    columns = [[cell(value) for value in flat[name].tolist()] for name in names]
    return [dict(zip(map(str, names), values, strict=True)) for values in zip(*columns, strict=True)]


def column_names(table: pd.DataFrame) -> list[str]:
    """Return the names that `rows` has, also where there is no row."""
    names = [*table.index.names, *table.columns] if _has_names(table.index) else list(table.columns)
    return [str(name) for name in names if name != "geometry"]


def shapes(table: pd.DataFrame) -> list[Any] | None:
    """Return the geometry of each row, rounded, rings the right way round; None where a table has none."""
    if not isinstance(table, gpd.GeoDataFrame):
        return None
    rounded = shapely.transform(table.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    return list(shapely.orient_polygons(rounded))


def first_with_places(download: Download) -> Sheet:
    """Return the first sheet that has geometry, or the first of all."""
    with_places = (sheet for sheet in download.sheets if isinstance(sheet.table, gpd.GeoDataFrame))
    return next(with_places, download.sheets[0])


def _has_names(index: pd.Index) -> bool:
    return any(name is not None for name in index.names)
