"""Cells that every program reads alike, and that no program runs."""

from __future__ import annotations

import math
from enum import Enum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.downloads.about import UNPRINTABLE, Download, Sheet

FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width signs of it included."""

DECIMALS: Final = 6
"""Digits after the point of a coordinate (0.1 m) and of a number."""


def cell(value: Any) -> str | float | int | bool | None:
    """Return a cell as text, number, truth or nothing; an infinite or missing number is nothing.

    A list becomes its members with spaces between them.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, tuple | list):
        return " ".join(str(cell(one)) for one in value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) if math.isfinite(value) else None
    return UNPRINTABLE.sub("", str(value))


def harmless(text: str) -> str:
    """Return text that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) else text


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
    found = shapely.transform(table.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    return list(shapely.orient_polygons(found))


def first_with_places(download: Download) -> Sheet:
    """Return the first sheet that has geometry, or the first of all."""
    with_places = (sheet for sheet in download.sheets if isinstance(sheet.table, gpd.GeoDataFrame))
    return next(with_places, download.sheets[0])


def _has_names(index: pd.Index) -> bool:
    return any(name is not None for name in index.names)
