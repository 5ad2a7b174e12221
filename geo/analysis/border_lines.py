"""The land border, the coasts and roads as measured lines: where each kilometre is, in which municipio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.demand_areas import DemandAreas
from geo.choices.planning_kinds import Counted
from geo.crs import GTM, WGS84, Floats, require_crs, to_wgs84

TOUCH_M: Final = 1.0
"""A municipio within a metre of a stretch of the line owns it; both come from the same arcs."""

NO_MUNICIPIO: Final = 0
"""The code of a stretch along a lake or another gap between municipios."""


@dataclass(frozen=True, eq=False)
class Line:
    """One land border or coast, from its western end to its eastern end, or a part of a main road.

    `name` is the neighbour (ISO 3166-1 alpha-3), the sea or the road; `points` (n, 2) its corners in GTM;
    `along_m` (n,) their distance from the start; `codigo_muni` (n - 1,) the municipio of each
    stretch between corners.
    """

    name: str
    is_coast: bool
    points: Floats
    along_m: Floats
    codigo_muni: NDArray[np.int64]
    is_road: bool = False

    @property
    def counted(self) -> Counted:
        """The demand that its kilometres are."""
        if self.is_road:
            return Counted.MAIN_ROAD_KM
        return Counted.COAST_KM if self.is_coast else Counted.LAND_BORDER_KM

    @property
    def length_m(self) -> float:
        """Length in metres at the full detail of the boundaries."""
        return float(self.along_m[-1])

    def at(self, along_m: Floats) -> Floats:
        """Return the points (m, 2) at distances from the start, in GTM."""
        columns = (np.interp(along_m, self.along_m, self.points[:, axis]) for axis in (0, 1))
        return np.column_stack(tuple(columns))

    def stretch(self, start_m: float, end_m: float) -> shapely.LineString:
        """Return the part of the line between two distances from its start, in WGS 84."""
        between = self.along_m[(self.along_m > start_m) & (self.along_m < end_m)]
        points = self.at(np.concatenate([[start_m], between, [end_m]]))
        return shapely.LineString(np.column_stack(to_wgs84(*points.T)))

    def km_by_municipio(self, start_m: float = 0.0, end_m: float = np.inf) -> dict[int, float]:
        """Return the kilometres of each municipio between two distances, in order along the line."""
        lengths = np.diff(np.clip(self.along_m, start_m, end_m)) / 1e3
        km: dict[int, float] = {}
        for index in np.flatnonzero(lengths > 0):
            code = int(self.codigo_muni[index])
            km[code] = km.get(code, 0.0) + float(lengths[index])
        return km


UNNAMED: Final = "unnamed"


def part_name(road: str, number: int) -> str:
    """Return the name of a part of a road, which may have none; `road_name` reverses it."""
    return f"{road or UNNAMED}#{number}"


def road_name(line: str) -> str:
    """Return the number or name of the road that a line is a part of; empty if the road has none."""
    road = line.rpartition("#")[0]
    return "" if road == UNNAMED else road


def lines(border: gpd.GeoDataFrame, coast: gpd.GeoDataFrame, ground: DemandAreas) -> tuple[Line, ...]:
    """Return every land border (`neighbour`) and coast (`sea`) of WGS 84 tables as measured lines."""
    require_crs(border, WGS84)
    require_crs(coast, WGS84)
    tree = shapely.STRtree(ground.shapes)
    measured = []
    for table, column in ((border, "neighbour"), (coast, "sea")):
        for name, shape in zip(table[column], table.geometry.to_crs(GTM), strict=True):
            points = _from_the_west(shapely.get_coordinates(shape))
            codes = _owners(points, tree, ground)
            steps = np.hypot(*np.diff(points, axis=0).T)
            along = np.concatenate([[0.0], np.cumsum(steps)])
            measured.append(Line(str(name), column == "sea", points, along, codes))
    return tuple(measured)


def lengths_km(measured: Sequence[Line], part: DemandAreas | None = None) -> pd.DataFrame:
    """Return how long border and coast are in each municipio: `line`, `is_coast`, `codigo_muni`, `km`.

    With `part`, only what lies in it counts; a stretch across the outline of its area is cut there.
    """
    rows = []
    for line in measured:
        km = np.diff(line.along_m) / 1e3
        if part is not None:
            starts, ends = (
                part.holds(line.codigo_muni, points) for points in (line.points[:-1], line.points[1:])
            )
            cut = np.flatnonzero(starts != ends)
            stretches = shapely.linestrings(np.stack([line.points[cut], line.points[cut + 1]], axis=1))
            km = np.where(starts & ends, km, 0.0)
            km[cut] = shapely.length(shapely.intersection(stretches, part.area)) / 1e3
        lengths = pd.Series(km).groupby(line.codigo_muni).sum()
        rows += [
            (line.name, line.is_coast, code, length)
            for code, length in zip(lengths.index.tolist(), lengths.tolist(), strict=True)
            if length > 0 and code != NO_MUNICIPIO
        ]
    return pd.DataFrame(rows, columns=["line", "is_coast", "codigo_muni", "km"])


@dataclass(frozen=True, eq=False)
class LinePieces:
    """Border or coast cut into pieces that each lie in one municipio.

    `table` has one row each: `line`, `is_coast`, `codigo_muni`, `along_km` of the middle and `km`,
    the length; `points` (n, 2) are the middles in GTM.
    """

    table: pd.DataFrame
    points: Floats


def pieces(measured: Sequence[Line], longest_m: float) -> LinePieces:
    """Return lines cut into pieces of at most `longest_m`, equal within each stretch of a municipio.

    Stretches without a municipio (3 km of the coast, at river mouths) are left out, as in profiles.
    """
    tables, points = [], []
    for line in measured:
        turns = np.flatnonzero(np.diff(line.codigo_muni)) + 1
        ends = line.along_m[np.concatenate([[0], turns, [-1]])]
        counts = np.maximum(np.ceil(np.diff(ends) / longest_m), 1).astype(int)
        owners = line.codigo_muni[np.concatenate([[0], turns])]
        stretch = np.repeat(np.arange(len(counts)), counts)
        nth = np.arange(len(stretch)) - np.repeat(np.cumsum(counts) - counts, counts)
        length = (np.diff(ends) / counts)[stretch]
        middle = ends[stretch] + (nth + 0.5) * length
        columns = {"codigo_muni": owners[stretch], "along_km": middle / 1e3, "km": length / 1e3}
        is_owned = owners[stretch] != NO_MUNICIPIO
        tables.append(pd.DataFrame({"line": line.name, "is_coast": line.is_coast, **columns})[is_owned])
        points.append(line.at(middle)[is_owned])
    if not tables:
        columns = dict.fromkeys(("along_km", "km"), np.empty(0)) | {"line": [], "is_coast": []}
        return LinePieces(pd.DataFrame(columns | {"codigo_muni": np.empty(0, dtype=int)}), np.empty((0, 2)))
    return LinePieces(pd.concat(tables, ignore_index=True), np.concatenate(points))


def _from_the_west(points: Floats) -> Floats:
    return points if points[0, 0] <= points[-1, 0] else points[::-1]


def _owners(points: Floats, tree: shapely.STRtree, ground: DemandAreas) -> NDArray[np.int64]:
    middles = shapely.points((points[1:] + points[:-1]) / 2)
    # Prepared, the shapes answer ten times faster than the tree's own predicate.
    shapely.prepare(ground.shapes)
    stretch, row = tree.query(shapely.buffer(middles, TOUCH_M, quad_segs=1))
    near = shapely.dwithin(ground.shapes[row], middles[stretch], TOUCH_M)
    stretch, row = stretch[near], row[near]
    codes = np.full(len(middles), NO_MUNICIPIO)
    owned, first = np.unique(stretch, return_index=True)
    codes[owned] = ground.table["codigo_muni"].to_numpy()[row[first]]
    return codes
