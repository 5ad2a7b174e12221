"""The main roads of the imported network, measured like the border: each kilometre in its municipio."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from geo.analysis.border_lines import NO_MUNICIPIO, Line, part_name
from geo.analysis.demand_areas import DemandAreas
from geo.choices import RoadClass
from geo.roads.road_network import RoadNetwork

MAIN_CLASSES: Final = (RoadClass.MOTORWAY, RoadClass.TRUNK, RoadClass.PRIMARY)
"""The classes whose kilometres count; ramps and lesser roads do not."""
STEP_M: Final = 100.0
"""A stretch is at most so long, so that its middle says in which municipio it is."""


@lru_cache(maxsize=2)
def main_roads(network: RoadNetwork, ground: DemandAreas) -> tuple[Line, ...]:
    """Return the main roads as lines; each carriageway is a line of its own.

    A line is called after the number of its road, or else its name, and numbered: "CA-9#2" is the second
    part of CA-9. What lies outside of `ground` is in no municipio.
    """
    is_main = network.sections["road_class"].isin(MAIN_CLASSES).to_numpy()
    table, shapes = network.sections[is_main], network.lines[is_main]
    names = np.where(table["number"] != "", table["number"], table["name"])
    parts: list[tuple[str, Any]] = []
    for name, rows in sorted(pd.Series(names).groupby(names).indices.items()):
        merged = shapely.line_merge(shapely.multilinestrings(shapes[rows]))
        parts += [
            (part_name(str(name), nth), part) for nth, part in enumerate(shapely.get_parts(merged), start=1)
        ]
    tree = shapely.STRtree(ground.shapes)
    shapely.prepare(ground.shapes)
    return tuple(_line(name, shapely.segmentize(part, STEP_M), tree, ground) for name, part in parts)


def _line(name: str, shape: Any, tree: shapely.STRtree, ground: DemandAreas) -> Line:
    points = shapely.get_coordinates(shape)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    stretch, row = tree.query(shapely.points((points[1:] + points[:-1]) / 2), predicate="intersects")
    codes = np.full(len(points) - 1, NO_MUNICIPIO)
    codes[stretch] = ground.table["codigo_muni"].to_numpy()[row]
    return Line(name, is_coast=False, points=points, along_m=along, codigo_muni=codes, is_road=True)
