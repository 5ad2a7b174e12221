"""The imported roads as maps draw them: by class, with their numbers and names, simplified.

They take the place of the schematic main routes. Ramps and minor roads are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.choices import RoadClass
from geo.crs import GTM
from geo.dataset.records import DATA
from geo.errors import GeoError
from geo.roads.road_network import RoadNetwork
from geo.roads.road_store import RECORD_NAME, Roads, read_roads, roads_folder

DETAIL_M: Final = 60.0
"""No drawn line is further from the road; at the closest zoom of the whole screen this is a few pixels."""
STEPS_PER_DEGREE: Final = 10_000
"""Browsers get coordinates as whole numbers of 11 m."""


@dataclass(frozen=True)
class RoadStyle:
    """How a class is drawn: its width in pixels, and the zooms from which it is drawn and named."""

    width: float
    drawn_from: float
    named_from: float


STYLES: Final = {
    RoadClass.MOTORWAY: RoadStyle(2.6, 0, 7.5),
    RoadClass.TRUNK: RoadStyle(2.2, 0, 7.5),
    RoadClass.PRIMARY: RoadStyle(1.8, 0, 8),
    RoadClass.SECONDARY: RoadStyle(1.3, 8, 9.5),
    RoadClass.TERTIARY: RoadStyle(0.9, 9.5, 11),
}
"""The classes that are drawn, the most important first."""
STREETS_NAMED_FROM: Final = 12.0
"""From this zoom a road without a number is named."""


def imported_roads(data: Path = DATA) -> Roads | None:
    """Return the roads in the folder of the administrator; None without any, or if they cannot be read.

    Roads that were imported meanwhile are read at once.
    """
    folder = roads_folder()
    if folder is None:
        return None
    try:
        changed = max((path.stat().st_mtime_ns for path in folder.iterdir()), default=0)
        return _read(folder, data, changed)
    except (GeoError, OSError):
        return None


@lru_cache(maxsize=1)
def _read(folder: Path, data: Path, changed: int) -> Roads | None:
    """Return the roads as they were when the folder last changed."""
    del changed
    return read_roads(folder, data) if (folder / RECORD_NAME).is_file() else None


@lru_cache(maxsize=2)
def drawn_roads(network: RoadNetwork) -> gpd.GeoDataFrame:
    """Return one row a road that is drawn, the most important first.

    Returns
    -------
    GeoDataFrame
        `road_class`, `number`, `name` and `geometry` (MultiLineString, GTM), simplified to `DETAIL_M`. A
        road with a number has an empty name, so that it is one row.
    """
    table = network.sections[network.sections["road_class"].isin(STYLES)]
    table = table[["road_class", "number", "name", "geometry"]].to_crs(GTM)
    table["name"] = np.where(table["number"] != "", "", table["name"])
    rows: list[dict[str, Any]] = []
    for (road, number, name), group in table.groupby(["road_class", "number", "name"], sort=True):
        merged = shapely.line_merge(shapely.multilinestrings(group.geometry.to_numpy()))
        parts = shapely.get_parts(shapely.simplify(merged, DETAIL_M))
        shape = shapely.multilinestrings(parts)
        rows.append({"road_class": road, "number": number, "name": name, "geometry": shape})
    columns = ["road_class", "number", "name", "geometry"]
    drawn = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=GTM)
    order = drawn["road_class"].map({str(road): rank for rank, road in enumerate(STYLES)})
    return drawn.iloc[np.argsort(order.to_numpy(), kind="stable")].reset_index(drop=True)


def roads_message(roads: Roads) -> dict[str, Any]:
    """Return what a browser draws: per road its class, number, name and lines.

    A line lists its first point and the steps to the next ones, in whole numbers of `STEPS_PER_DEGREE`.
    """
    drawn = drawn_roads(roads.network).to_crs(roads.network.sections.crs)
    return {
        "date": roads.record.extract_date,
        "steps": STEPS_PER_DEGREE,
        "streets": STREETS_NAMED_FROM,
        "styles": {
            road: {"width": style.width, "drawn": style.drawn_from, "named": style.named_from}
            for road, style in STYLES.items()
        },
        "roads": [
            {"class": road, "text": number or name, "is_number": bool(number), "lines": [*_steps(shape)]}
            for road, number, name, shape in zip(
                *(drawn[column] for column in ("road_class", "number", "name", "geometry")), strict=True
            )
        ],
    }


def _steps(shape: Any) -> Iterator[list[int]]:
    for part in shapely.get_parts(shape):
        whole = np.rint(shapely.get_coordinates(part) * STEPS_PER_DEGREE).astype(int)
        steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int))
        moved = np.r_[True, np.any(steps[1:] != 0, axis=1)]
        if moved.sum() > 1:
            yield steps[moved].ravel().tolist()
