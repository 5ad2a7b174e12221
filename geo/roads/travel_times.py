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

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.uncertain_distances import DistanceRange, Places, exactly, overlaps
from geo.cancellation import raise_if_stopped, report_step
from geo.choices import RoadClass
from geo.choices.planning_kinds import Metric
from geo.crs import GTM, Floats
from geo.roads.fastest_way import Journey, named_roads, part_of_line, pieces_of, sections_between
from geo.roads.road_extract import Indices
from geo.roads.road_network import Entries, RoadNetwork
from geo.roads.road_store import ClassSpeed, Roads, kmh, with_speeds

AROUND: Final = 3
"""Points on a quarter of the circle around an uncertain location that are tried besides its middle."""
INSIDE: Final = 24
"""Points of a municipio that are tried, about, besides its middle."""
AT_ONCE: Final = 32
"""Trees that are worked out at a time; of 100,000 junctions they take 26 MB."""
CUTOFF_STEP_MIN: Final = 30.0
"""Cutoffs are rounded up to this, so that a slightly longer time needs no new table."""
SMALLEST_MIN: Final = 1e-9
"""In place of 0: a sparse matrix holds no zeros."""


class TravelTimes:
    """Times by road between places; one object for a network and its speeds, used by many threads.

    It is a `DistanceMeasure` in minutes. Before each target, or `AT_ONCE` of them, it reports how many are
    measured and looks whether to go on (`geo.cancellation`). What is kept is looked up without either.
    """

    metric: Final = Metric.ROAD

    def __init__(self, network: RoadNetwork, speeds: pd.DataFrame) -> None:
        self.network, self.speeds = network, speeds
        self.low_kmh, self.high_kmh = kmh(speeds, "low_kmh"), kmh(speeds, "high_kmh")
        self._key = tuple(self.low_kmh.items()), tuple(self.high_kmh.items())
        self._kept = network.times

    def __eq__(self, other: object) -> bool:
        """Return whether the times are by the same roads at the same speeds."""
        return isinstance(other, TravelTimes) and (self.network, self._key) == (other.network, other._key)

    def __hash__(self) -> int:
        return hash((self.network, self._key))

    @property
    def departing(self) -> TravelTimes:
        """The times of journeys in the other direction: from the targets to the origins."""
        return TravelTimes(self.network.turned, self.speeds)

    def _minutes(self, speeds: Mapping[RoadClass, float]) -> Floats:
        """Return the time along each section in minutes."""
        sections = self.network.sections
        speed = sections["road_class"].map({str(road): value for road, value in speeds.items()}).to_numpy()
        return np.asarray(sections["length_m"].to_numpy() * 0.06 / speed)

    @property
    def _graphs(self) -> dict[bool, tuple[Any, Floats]]:
        return self._kept.graphs.get(self._key, self._made_graphs)

    def _made_graphs(self) -> dict[bool, tuple[Any, Floats]]:
        """Return the reversed graph and the minutes of each section, by whether the speeds are the higher.

        Of parallel sections the fastest is in the graph.
        """
        from scipy.sparse import coo_array

        start, end = self.network.ends
        two_way = ~self.network.sections["oneway"].to_numpy()
        rows, columns = np.concatenate([end, start[two_way]]), np.concatenate([start, end[two_way]])
        size = len(self.network.junctions)
        graphs = {}
        for is_fast, speeds in ((True, self.high_kmh), (False, self.low_kmh)):
            minutes = self._minutes(speeds)
            values = np.maximum(np.concatenate([minutes, minutes[two_way]]), SMALLEST_MIN)
            order = np.lexsort((values, columns, rows))
            is_first = np.r_[True, (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)]
            kept = order[is_first]
            graph = coo_array((values[kept], (rows[kept], columns[kept])), shape=(size, size)).tocsr()
            graphs[is_fast] = graph, minutes
        return graphs

    def _walk(self, is_fast: bool) -> float:
        """Return the minutes on foot of a metre."""
        return 0.06 / (self.high_kmh if is_fast else self.low_kmh)[RoadClass.FOOT]

    def is_connected(self, points: Floats) -> NDArray[np.bool_]:
        """Return which of `points` (n, 2) in GTM metres are near enough to a road."""
        return np.isfinite(self.network.entries(points).leg_m)

    def span(self, origins: Places, targets: Places, cutoff: float = np.inf) -> DistanceRange:
        """Return the minutes from each origin to each target, arrays (n, m); infinite out of reach.

        `nominal` is the middle of the range. Those above `cutoff` may be infinite: with it the times to
        many targets take a fraction of the time.
        """
        if np.isfinite(cutoff):
            cutoff = CUTOFF_STEP_MIN * np.ceil(cutoff / CUTOFF_STEP_MIN)
        are_exact = targets.are_exact and origins.are_exact
        between = self._between_points if are_exact else self._between_places
        key = (self._key, *_key_of(origins), *_key_of(targets), float(cutoff))
        ends = self._kept.tables.get(key, lambda: between(origins, targets, cutoff))
        low, high = ends.astype(np.float64)
        return DistanceRange(low, (low + high) / 2, high)

    def _between_places(self, origins: Places, targets: Places, _: float) -> NDArray[np.float32]:
        """Return the shortest and the longest times, (2, n, m)."""
        ends = np.empty((2, len(origins), len(targets)), dtype=np.float32)
        for column, (shortest, longest) in enumerate(self._columns(origins, targets)):
            ends[0, :, column], ends[1, :, column] = shortest, longest
        return ends

    def _columns(self, origins: Places, targets: Places) -> Iterator[tuple[Floats, Floats]]:
        """Yield the shortest and the longest time from each origin to one target after another."""
        report_step(0, len(targets))
        is_there = overlaps(origins, targets)
        samples, first = self._sampled(origins)
        middles = samples.at(first[:-1])
        own = self._spreads(origins)
        for column in range(len(targets)):
            report_step(column, len(targets))
            at_target = self.network.entries(self._samples(targets, column))
            fast = self._from(samples, at_target, self._tree(at_target, True), is_fast=True)
            low = np.minimum.reduceat(fast, first[:-1])
            low[is_there[:, column]] = 0
            middle = at_target.at(np.array([0]))
            slow = self._from(middles, middle, self._tree(middle, False), is_fast=False)
            yield low, slow + own + self._spread(at_target)

    def to_nearest(self, points: Floats, targets: Places) -> DistanceRange:
        """Return the minutes from each of `points` (n, 2) to the nearest of `targets`, arrays (n,)."""

        def measured() -> NDArray[np.float32]:
            low, nominal, high = (np.full(len(points), np.inf) for _ in range(3))
            for shortest, longest in self._columns(exactly(points), targets):
                np.minimum(low, shortest, out=low)
                np.minimum(nominal, (shortest + longest) / 2, out=nominal)
                np.minimum(high, longest, out=high)
            return np.array([low, nominal, high], dtype=np.float32)

        kept = self._kept.nearest.get((self._key, points.tobytes(), *_key_of(targets)), measured)
        return DistanceRange(*kept.astype(np.float64))

    def _between_points(self, origins: Places, targets: Places, cutoff: float) -> NDArray[np.float32]:
        """Return the shortest and the longest times, (2, n, m)."""
        # Before the roads near the places are found, which takes a second the first time.
        report_step(0, len(targets))
        entries = self.network.entries(origins.centres)
        at_targets = self.network.entries(targets.centres)
        single = [at_targets.at(np.array([row])) for row in range(len(targets))]
        ends = np.empty((2, len(origins), len(targets)), dtype=np.float32)
        for half, (is_fast, table) in enumerate(zip((True, False), ends, strict=True)):
            for first in range(0, len(targets), AT_ONCE):
                report_step((half * len(targets) + first) // 2, len(targets))
                chunk = single[first : first + AT_ONCE]
                trees = self._shortest(chunk, is_fast, cutoff if is_fast else 2 * cutoff)
                for column, (target, tree) in enumerate(zip(chunk, trees, strict=True), start=first):
                    table[:, column] = self._from(entries, target, tree, is_fast=is_fast)
        np.maximum(ends[0], ends[1], out=ends[1])
        # A place is reached from itself, even far from every road.
        ends[:, overlaps(origins, targets)] = 0
        return ends

    def _sampled(self, places: Places) -> tuple[Entries, Indices]:
        """Return the entries of the points at which places may be, and where those of each begin."""
        if places.are_exact:
            return self.network.entries(places.centres), np.arange(len(places) + 1)
        around = [self._samples(places, row) for row in range(len(places))]
        return self.network.entries(np.concatenate(around)), np.cumsum([0, *map(len, around)])

    def _spreads(self, places: Places) -> Floats:
        if places.are_exact:
            return np.zeros(len(places))
        spreads = np.zeros(len(places))
        for row in {*places.areas, *np.flatnonzero(places.radii_m).tolist()}:
            spreads[row] = self._spread(self.network.entries(self._samples(places, row)))
        return spreads

    def _spread(self, entries: Entries) -> float:
        """Return the longest journey from the middle of a location to one of its points, at low speed."""
        if len(entries.section) == 1:
            return 0.0
        middle = entries.at(np.array([0]))
        minutes = self._from(entries, middle, self._tree(middle, False), is_fast=False)
        return float(minutes[1:].max())

    def _from(self, origins: Entries, target: Entries, tree: NDArray[Any], *, is_fast: bool) -> Floats:
        """Return the minutes from each of `origins` to the nearest of the points of `target`, (n,)."""
        minutes = self._graphs[is_fast][1][origins.section]
        start, end = (junctions[origins.section] for junctions in self.network.ends)
        oneway = self.network.sections["oneway"].to_numpy()[origins.section]
        back = np.where(oneway, np.inf, origins.share * minutes)
        by_road = np.minimum(back + tree[start], (1 - origins.share) * minutes + tree[end])
        walk = self._walk(is_fast)
        near = np.flatnonzero(np.isin(origins.section, target.section))
        for section, share, leg in zip(target.section, target.share, target.leg_m, strict=True):
            # Both on one section: along it, and not round by its ends.
            is_behind = oneway[near] & (share < origins.share[near])
            rows = near[(origins.section[near] == section) & ~is_behind]
            along = np.abs(share - origins.share[rows]) * minutes[rows] + leg * walk
            by_road[rows] = np.minimum(by_road[rows], along)
        return np.asarray(by_road + origins.leg_m * walk)

    def _tree(self, target: Entries, is_fast: bool) -> NDArray[np.float32]:
        """Return the minutes from each junction to the nearest of the points of `target`."""
        at = target.section.tobytes(), target.share.tobytes(), target.leg_m.tobytes()
        return self._kept.trees.get(
            (self._key, is_fast, *at), lambda: self._shortest([target], is_fast)[0].astype(np.float32)
        )

    def _shortest(self, targets: Sequence[Entries], is_fast: bool, cutoff: float = np.inf) -> Floats:
        """Return the minutes from each junction to each of `targets`, (m, k)."""
        from scipy.sparse.csgraph import dijkstra

        raise_if_stopped()
        graph, size = self._with_targets(targets, is_fast)
        nodes = np.arange(size, size + len(targets))
        return np.asarray(dijkstra(graph, indices=nodes, limit=cutoff)[:, :size])

    def _with_targets(self, targets: Sequence[Entries], is_fast: bool) -> tuple[Any, int]:
        """Return the reversed graph with one more node a target, and the row of the first of them."""
        from scipy.sparse import coo_array, csr_array, vstack

        graph, minutes = self._graphs[is_fast]
        size = graph.shape[0]
        oneway = self.network.sections["oneway"].to_numpy()
        away, node, junction = list[Floats](), list[Indices](), list[Indices]()
        for number, everywhere in enumerate(targets):
            target = everywhere.at(np.flatnonzero(np.isfinite(everywhere.leg_m)))
            two_way = ~oneway[target.section]
            start, end = (junctions[target.section] for junctions in self.network.ends)
            whole, walk = minutes[target.section], target.leg_m * self._walk(is_fast)
            away += [target.share * whole + walk, ((1 - target.share) * whole + walk)[two_way]]
            junction += [start, end[two_way]]
            node += [np.full(len(ends), number) for ends in junction[-2:]]
        columns: dict[str, list[Any]] = {"node": node, "junction": junction, "away": away}
        edges = pd.DataFrame({name: np.concatenate(parts) for name, parts in columns.items()})
        nearest_ends = edges.groupby(["node", "junction"], as_index=False)["away"].min()
        values = np.maximum(nearest_ends["away"].to_numpy(), SMALLEST_MIN)
        at = (nearest_ends["node"].to_numpy(), nearest_ends["junction"].to_numpy())
        rows = coo_array((values, at), shape=(len(targets), size)).tocsr()
        wider = csr_array((graph.data, graph.indices, graph.indptr), shape=(size, size))
        both = vstack([wider, rows]).tocsr()
        both.resize((size + len(targets), size + len(targets)))
        return both, size

    def journey(self, origins: Places, targets: Places) -> Journey | None:
        """Return the fastest way from the first of `origins` to the first of `targets`, if there is one."""
        from scipy.sparse.csgraph import dijkstra

        times = self.span(origins, targets)
        entries = self.network.entries
        start, end = entries(origins.centres[:1]), entries(targets.centres[:1])
        if not np.isfinite([start.leg_m[0], end.leg_m[0], times.low[0, 0]]).all():
            return None
        graph, node = self._with_targets([end], is_fast=True)
        away, before = dijkstra(graph, indices=node, return_predecessors=True)
        rows = sections_between(self.network, self._graphs[True][1], (start, end), away, before)
        pieces = pieces_of(self.network, rows, (start, end))
        km = sum(length for _, length, _ in pieces)
        legs = float(start.leg_m[0]) / 1e3, float(end.leg_m[0]) / 1e3
        points = np.vstack([shapely.get_coordinates(part) for _, _, part in pieces])
        line = shapely.remove_repeated_points(shapely.linestrings(points))
        drawn = gpd.GeoSeries([line], crs=GTM).to_crs(self.network.sections.crs).iloc[0]
        minutes = float(times.low[0, 0]), float(times.high[0, 0])
        return Journey(km, legs, minutes, named_roads(self.network, pieces), drawn)

    def reach(self, targets: Places, minutes: float) -> gpd.GeoDataFrame:
        """Return the isochrone of the first of `targets`: the roads from which it is reached in time.

        Returns
        -------
        GeoDataFrame
            `is_sure` and `geometry` (LineString, WGS 84). The rows that are sure are in time even at the
            lower speeds; the others, at the higher speeds, contain them.
        """
        middle = self.network.entries(targets.centres[:1])
        usable = self.network.usable
        start, end = (junctions[usable] for junctions in self.network.ends)
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
                line = self.network.lines[usable[row]]
                parts += [part_of_line(line, first, last) for first, last in _united(stretches)]
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
        inner = self.network.index.query(area, predicate="intersects")
        lines = self.network.lines[self.network.usable[inner]]
        crossings = shapely.get_coordinates(shapely.intersection(lines, shapely.boundary(area)))
        return np.vstack([centre, inside, crossings])


def travel_times(roads: Roads, speeds: tuple[ClassSpeed, ...] = ()) -> TravelTimes:
    """Return the times by the imported roads at their speeds, or those of a reader in their place."""
    return TravelTimes(roads.network, with_speeds(roads.speeds, speeds))


def _key_of(places: Places) -> tuple[Hashable, ...]:
    areas = tuple((row, area.wkb) for row, area in places.areas.items())
    return places.centres.tobytes(), places.radii_m.tobytes(), areas


def _united(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the union of stretches of a line, without empty ones."""
    united: list[tuple[float, float]] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if united and first <= united[-1][1]:
            united[-1] = united[-1][0], max(last, united[-1][1])
        else:
            united.append((first, last))
    return united
