"""Travel times along the imported roads, as ranges.

A journey goes on foot along the straight line from its start to the nearest road, along the roads, and on
foot from the nearest road to its end. The shortest time is that at the higher speed of each class between
the nearest points of both locations; the longest that at the lower speed between their middles, with the
longest journeys inside both locations added. Ferries, turns, traffic and the hour are not part of
it, nor the speed limits that a section has of its own.

The times from all junctions to a target are one tree of shortest paths (Dijkstra), kept until the speeds
change; other questions about the same targets only look them up.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from threading import Lock
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.uncertain_distances import DistanceRange, Places, span
from geo.choices import RoadClass
from geo.crs import GTM, Floats
from geo.roads.road_extract import Indices
from geo.roads.road_network import RoadNetwork
from geo.roads.road_store import Roads, kmh

FURTHEST_LEG_M: Final = 10_000.0
"""A location further from every road than this cannot be reached."""
AROUND: Final = 3
"""Points on a quarter of the circle around an uncertain location that are tried besides its middle."""
INSIDE: Final = 24
"""Points of a municipio that are tried, about, besides its middle."""
TREES_KEPT: Final = 512
"""Trees of shortest paths in memory; one of 100,000 junctions takes 0.4 MB."""
SHORTEST_KM: Final = 1e-3
"""Shorter parts of a route are not named."""
SMALLEST_MIN: Final = 1e-9
"""In place of 0: a sparse matrix holds no zeros."""


@dataclass(frozen=True, eq=False)
class Entries:
    """Where points reach the network: on which section, at which share of it, and how far from it.

    `leg_m` is infinite where no road is within `FURTHEST_LEG_M`.
    """

    section: Indices
    share: Floats
    leg_m: Floats


@dataclass(frozen=True)
class RoadOfRoute:
    """A road along a route, by its number or name (empty without one), and for how many km."""

    road: str
    km: float


@dataclass(frozen=True, eq=False)
class Journey:
    """The fastest way by road between two places.

    `km` is its length by road, `legs_km` the straight ways on foot at its start and end, `minutes` the
    shortest and the longest time, legs included. `line` runs along the roads, WGS 84.
    """

    km: float
    legs_km: tuple[float, float]
    minutes: tuple[float, float]
    roads: tuple[RoadOfRoute, ...]
    line: Any


class TravelTimes:
    """Times by road between places; one object for a network and its speeds, used by many threads."""

    def __init__(self, network: RoadNetwork, speeds: pd.DataFrame) -> None:
        self.network = network
        self.low_kmh, self.high_kmh = kmh(speeds, "low_kmh"), kmh(speeds, "high_kmh")
        self._trees: OrderedDict[tuple[Any, ...], NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def _ends(self) -> tuple[Indices, Indices]:
        sections = self.network.sections
        return sections["start"].to_numpy(), sections["end"].to_numpy()

    @cached_property
    def _lines(self) -> Any:
        """The lines of the sections in GTM."""
        return self.network.sections.geometry.to_crs(GTM).to_numpy()

    @cached_property
    def _usable(self) -> Indices:
        """The sections between junctions from which every other can be reached, and the other way round."""
        from scipy.sparse.csgraph import connected_components

        _, part = connected_components(self._matrix(self.high_kmh), directed=True, connection="strong")
        start, end = self._ends
        inner = part[start] == part[end]
        return np.flatnonzero(inner & (part[start] == np.bincount(part[start[inner]]).argmax()))

    @cached_property
    def _index(self) -> Any:
        return shapely.STRtree(self._lines[self._usable])

    def _minutes(self, speeds: Mapping[RoadClass, float]) -> Floats:
        """Return the time along each section in minutes."""
        sections = self.network.sections
        speed = sections["road_class"].map({str(road): value for road, value in speeds.items()}).to_numpy()
        return np.asarray(sections["length_m"].to_numpy() * 0.06 / speed)

    def _matrix(self, speeds: Mapping[RoadClass, float]) -> Any:
        """Return the minutes from junction to junction, of parallel sections the fastest."""
        from scipy.sparse import coo_array

        start, end = self._ends
        minutes = self._minutes(speeds)
        two_way = ~self.network.sections["oneway"].to_numpy()
        rows, columns = np.concatenate([start, end[two_way]]), np.concatenate([end, start[two_way]])
        values = np.maximum(np.concatenate([minutes, minutes[two_way]]), SMALLEST_MIN)
        size = len(self.network.junctions)
        order = np.lexsort((values, columns, rows))
        rows, columns, values = rows[order], columns[order], values[order]
        is_first = np.r_[True, (np.diff(rows) != 0) | (np.diff(columns) != 0)]
        return coo_array(
            (values[is_first], (rows[is_first], columns[is_first])), shape=(size, size)
        ).tocsr()

    @cached_property
    def _graphs(self) -> dict[bool, tuple[Any, Floats]]:
        """By whether the higher speeds are used: the reversed graph, and the minutes of each section."""
        return {
            is_fast: (self._matrix(speeds).T.tocsr(), self._minutes(speeds))
            for is_fast, speeds in ((True, self.high_kmh), (False, self.low_kmh))
        }

    def _walk(self, is_fast: bool) -> float:
        """Return the minutes on foot of a metre."""
        return 0.06 / (self.high_kmh if is_fast else self.low_kmh)[RoadClass.FOOT]

    def entries(self, points: Floats) -> Entries:
        """Return where points (n, 2) in GTM metres reach the network."""
        shapes = shapely.points(points)
        rows = self._index.nearest(shapes)
        section = self._usable[rows]
        lines = self._lines[section]
        share = shapely.line_locate_point(lines, shapes, normalized=True)
        leg = shapely.distance(lines, shapes)
        return Entries(section, share, np.where(leg <= FURTHEST_LEG_M, leg, np.inf))

    def times(self, origins: Places, targets: Places) -> DistanceRange:
        """Return the minutes from each origin to each target, arrays (n, m); infinite out of reach.

        `nominal` is the middle of the range.
        """
        shape = len(origins), len(targets)
        low, high = np.full(shape, np.inf), np.full(shape, np.inf)
        around = [self._samples(origins, row) for row in range(len(origins))]
        samples = self.entries(np.concatenate(around))
        first = np.cumsum([0, *(len(points) for points in around)])
        middles = _at(samples, first[:-1])
        own = np.array([self._spread(points) for points in around])
        for column in range(len(targets)):
            points = self._samples(targets, column)
            at_target = self.entries(points)
            fast = self._from(samples, at_target, is_fast=True)
            low[:, column] = np.minimum.reduceat(fast, first[:-1])
            slow = self._from(middles, _at(at_target, np.array([0])), is_fast=False)
            high[:, column] = slow + own + self._spread(points)
        low[span(origins, targets).low == 0] = 0
        return DistanceRange(low, (low + high) / 2, high)

    def _spread(self, points: Floats) -> float:
        """Return the longest journey from the middle of a location to one of its points, at low speed."""
        if len(points) == 1:
            return 0.0
        entries = self.entries(points)
        return float(self._from(entries, _at(entries, np.array([0])), is_fast=False)[1:].max())

    def _from(self, origins: Entries, target: Entries, *, is_fast: bool) -> Floats:
        """Return the minutes from each of `origins` to the nearest of the points of `target`, (n,)."""
        minutes = self._graphs[is_fast][1][origins.section]
        tree = self._tree(target, is_fast)
        start, end = (junctions[origins.section] for junctions in self._ends)
        oneway = self.network.sections["oneway"].to_numpy()[origins.section]
        back = np.where(oneway, np.inf, origins.share * minutes)
        by_road = np.minimum(back + tree[start], (1 - origins.share) * minutes + tree[end])
        walk = self._walk(is_fast)
        for section, share, leg in zip(target.section, target.share, target.leg_m, strict=True):
            # Both on one section: along it, and not round by its ends.
            same = (origins.section == section) & ~(oneway & (share < origins.share))
            along = np.abs(share - origins.share) * minutes + leg * walk
            by_road = np.where(same, np.minimum(by_road, along), by_road)
        return np.asarray(by_road + origins.leg_m * walk)

    def _tree(self, target: Entries, is_fast: bool) -> NDArray[np.float32]:
        """Return the minutes from each junction to the nearest of the points of `target`."""
        key = (is_fast, target.section.tobytes(), target.share.tobytes(), target.leg_m.tobytes())
        with self._lock:
            if key in self._trees:
                self._trees.move_to_end(key)
                return self._trees[key]
        tree = self._shortest(target, is_fast).astype(np.float32)
        with self._lock:
            self._trees[key] = tree
            while len(self._trees) > TREES_KEPT:
                self._trees.popitem(last=False)
        return tree

    def _shortest(self, target: Entries, is_fast: bool) -> Floats:
        from scipy.sparse.csgraph import dijkstra

        graph, size = self._with_target(target, is_fast)
        return np.asarray(dijkstra(graph, indices=size)[:size])

    def _with_target(self, target: Entries, is_fast: bool) -> tuple[Any, int]:
        """Return the reversed graph with one more node, the target, and the row of this node."""
        from scipy.sparse import coo_array, csr_array, vstack

        graph, minutes = self._graphs[is_fast]
        size = graph.shape[0]
        reached = np.isfinite(target.leg_m)
        section, share = target.section[reached], target.share[reached]
        walk = target.leg_m[reached] * self._walk(is_fast)
        two_way = ~self.network.sections["oneway"].to_numpy()[section]
        ends = np.concatenate([self._ends[0][section], self._ends[1][section][two_way]])
        away = np.concatenate(
            [share * minutes[section] + walk, ((1 - share) * minutes[section] + walk)[two_way]]
        )
        nearest = pd.Series(np.maximum(away, SMALLEST_MIN)).groupby(ends).min()
        columns = nearest.index.to_numpy(dtype=np.int64)
        row = coo_array(
            (nearest.to_numpy(), (np.zeros(len(columns), dtype=np.int64), columns)), shape=(1, size)
        )
        wider = csr_array((graph.data, graph.indices, graph.indptr), shape=(size, size))
        both = vstack([wider, row.tocsr()]).tocsr()
        both.resize((size + 1, size + 1))
        return both, size

    def journey(self, origins: Places, targets: Places) -> Journey | None:
        """Return the fastest way from the first of `origins` to the first of `targets`, if there is one."""
        from scipy.sparse.csgraph import dijkstra

        times = self.times(origins, targets)
        start, end = self.entries(origins.centres[:1]), self.entries(targets.centres[:1])
        if not np.isfinite([start.leg_m[0], end.leg_m[0], times.low[0, 0]]).all():
            return None
        graph, node = self._with_target(end, is_fast=True)
        away, before = dijkstra(graph, indices=node, return_predecessors=True)
        rows = self._sections_between(start, end, away, before)
        pieces = self._pieces(rows, start, end)
        km = sum(length for _, length, _ in pieces)
        legs = float(start.leg_m[0]) / 1e3, float(end.leg_m[0]) / 1e3
        points = np.vstack([shapely.get_coordinates(part) for _, _, part in pieces])
        line = shapely.remove_repeated_points(shapely.linestrings(points))
        drawn = gpd.GeoSeries([line], crs=GTM).to_crs(self.network.sections.crs).iloc[0]
        minutes = float(times.low[0, 0]), float(times.high[0, 0])
        return Journey(km, legs, minutes, self._named(pieces), drawn)

    def _sections_between(
        self, start: Entries, end: Entries, away: Floats, before: Indices
    ) -> list[tuple[int, bool]]:
        """Return the sections of the fastest way in order, each with whether it is travelled backwards."""
        sections = self.network.sections
        minutes = self._graphs[True][1]
        first, last = int(start.section[0]), int(end.section[0])
        oneway = sections["oneway"].to_numpy()
        head, tail = int(self._ends[0][first]), int(self._ends[1][first])
        ahead = (1 - start.share[0]) * minutes[first] + away[tail]
        back = np.inf if oneway[first] else start.share[0] * minutes[first] + away[head]
        if first == last and not (oneway[first] and end.share[0] < start.share[0]):
            along = abs(end.share[0] - start.share[0]) * minutes[first]
            if along <= min(ahead, back):
                return [(first, bool(end.share[0] < start.share[0]))]
        rows = [(first, bool(back < ahead))]
        junction, target = head if back < ahead else tail, len(before) - 1
        while before[junction] != target:
            following = int(before[junction])
            rows.append(self._fastest(junction, following, minutes))
            junction = following
        # A section whose ends are one junction is entered at the nearer one.
        is_round = self._ends[0][last] == self._ends[1][last]
        is_turned = end.share[0] > 0.5 and not oneway[last] if is_round else junction != self._ends[0][last]
        return [*rows, (last, bool(is_turned))]

    def _fastest(self, junction: int, following: int, minutes: Floats) -> tuple[int, bool]:
        """Return the fastest section from a junction to the next, and whether it is travelled backwards."""
        start, end = self._ends
        oneway = self.network.sections["oneway"].to_numpy()
        along = np.flatnonzero((start == junction) & (end == following))
        against = np.flatnonzero((start == following) & (end == junction) & ~oneway)
        rows = np.concatenate([along, against])
        row = int(rows[minutes[rows].argmin()])
        return row, row not in set(along.tolist())

    def _pieces(
        self, rows: list[tuple[int, bool]], start: Entries, end: Entries
    ) -> list[tuple[int, float, Any]]:
        """Return the section, the km and the line of each part of a route, cut at its start and end."""
        lengths = self.network.sections["length_m"].to_numpy()
        pieces = []
        for nth, (row, is_backwards) in enumerate(rows):
            first, last = (1.0, 0.0) if is_backwards else (0.0, 1.0)
            if nth == 0:
                first = float(start.share[0])
            if nth == len(rows) - 1:
                last = float(end.share[0])
            line = _cut(self._lines[row], first, last)
            pieces.append((row, abs(last - first) * float(lengths[row]) / 1e3, line))
        # A junction lies on several roads; which one it is entered by is no part of the way.
        return [piece for piece in pieces if piece[1] > SHORTEST_KM] or pieces

    def _named(self, pieces: list[tuple[int, float, Any]]) -> tuple[RoadOfRoute, ...]:
        table = self.network.sections
        names = np.where(table["number"] != "", table["number"], table["name"])
        parts = [(str(names[row]), km) for row, km, _ in pieces]
        return tuple(
            RoadOfRoute(road, sum(km for _, km in group))
            for road, group in groupby(parts, key=lambda part: part[0])
        )

    def reach(self, targets: Places, minutes: float) -> gpd.GeoDataFrame:
        """Return the isochrone of the first of `targets`: the roads from which it is reached in time.

        Returns
        -------
        GeoDataFrame
            `is_sure` and `geometry` (LineString, WGS 84). The rows that are sure are in time even at the
            lower speeds; the others, at the higher speeds, contain them.
        """
        middle = _at(self.entries(targets.centres[:1]), np.array([0]))
        usable = self._usable
        start, end = (junctions[usable] for junctions in self._ends)
        oneway = self.network.sections["oneway"].to_numpy()[usable]
        own, at = int(np.flatnonzero(usable == middle.section[0])[0]), float(middle.share[0])
        lines: list[Any] = []
        sure: list[bool] = []
        for is_fast in (True, False):
            tree, needed = self._tree(middle, is_fast), self._graphs[is_fast][1][usable]
            from_start = np.where(oneway, 0, np.clip((minutes - tree[start]) / needed, 0, 1))
            from_end = np.clip((minutes - tree[end]) / needed, 0, 1)
            left = minutes - float(middle.leg_m[0]) * self._walk(is_fast)
            along = max(left, 0.0) / float(needed[own])
            parts = []
            for row in np.flatnonzero(
                (from_start + from_end > 0) | ((usable == middle.section[0]) & (left > 0))
            ):
                stretches = [(0.0, from_start[row]), (1 - from_end[row], 1.0)]
                if row == own:
                    stretches.append((max(at - along, 0), at if oneway[row] else min(at + along, 1)))
                line = self._lines[usable[row]]
                parts += [_cut(line, first, last) for first, last in _united(stretches)]
            lines += parts
            sure += [not is_fast] * len(parts)
        shapes = gpd.GeoSeries(lines, crs=GTM).to_crs(self.network.sections.crs)
        return gpd.GeoDataFrame({"is_sure": sure}, geometry=shapes)

    def _samples(self, places: Places, row: int) -> Floats:
        """Return points (k, 2) at which a place may be, its middle first.

        Where a road enters an area or a circle is among them: no journey into it reaches it earlier.
        """
        centre, radius = places.centres[row], float(places.radii_m[row])
        if row not in places.areas and not radius:
            return np.array([centre])
        area = places.areas.get(row)
        if area is None:
            area = shapely.buffer(shapely.Point(centre), radius, quad_segs=AROUND)
            inside = shapely.get_coordinates(area)[:-1]
        else:
            west, south, east, north = shapely.bounds(area)
            step = np.sqrt(shapely.area(area) / INSIDE)
            x, y = np.meshgrid(
                np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
            )
            within = shapely.contains_xy(area, x, y)
            inside = np.column_stack((x[within], y[within]))
        lines = self._lines[self._usable[self._index.query(area, predicate="intersects")]]
        crossings = shapely.get_coordinates(shapely.intersection(lines, shapely.boundary(area)))
        return np.vstack([centre, inside, crossings])


def travel_times(roads: Roads) -> TravelTimes:
    """Return the times by the imported roads at their speeds."""
    return TravelTimes(roads.network, roads.speeds)


def _at(entries: Entries, rows: Indices) -> Entries:
    return Entries(entries.section[rows], entries.share[rows], entries.leg_m[rows])


def _united(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the union of stretches of a line, without empty ones."""
    united: list[tuple[float, float]] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if united and first <= united[-1][1]:
            united[-1] = united[-1][0], max(last, united[-1][1])
        else:
            united.append((first, last))
    return united


def _cut(line: Any, first: float, last: float) -> Any:
    """Return the part of a line between two shares of it, turned round if the second is less."""
    from shapely.ops import substring

    return substring(line, first, last, normalized=True)
