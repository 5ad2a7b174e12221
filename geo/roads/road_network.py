"""The road network: the ways of an extract, repaired, joined at their junctions and simplified.

A section runs from junction to junction and has one class, name and number. What is done:

- a way is cut where another one meets it, and where the extract lacks a point;
- sections that repeat another or lead back to their start at once are dropped;
- of the minor roads only those stay that join a place, or a part of the main network, to the rest, by the
  shortest way;
- sections are joined where nothing but the next one begins;
- lines are simplified to `DETAIL_M`, after their length was measured.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import GTM, WGS84, Floats, to_gtm, to_wgs84
from geo.roads.road_extract import CLASSES, MINOR, Indices, Report, Ways

DETAIL_M: Final = 10.0
"""No simplified line is further from the original."""
SHORTEST_M: Final = 0.1
"""A section of no length has this, because a sparse matrix holds no zeros."""
NEAR_M: Final = 5000.0
"""A minor road joins a place if it comes as near as this and nearer than the main roads."""
COLUMNS: Final = ("start", "end", "road_class", "name", "number", "oneway", "length_m")
FURTHEST_LEG_M: Final = 10_000.0
"""A location further from every road than this cannot be reached."""
MANY: Final = 1000
"""Entries of more points are kept apart, so that those of single places do not drive them out."""
ENTRIES_KEPT: Final = {True: 8, False: 512}
"""Sets of points whose entries stay in memory, by whether they are many; 60,000 points take 2.5 MB."""


Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The latest `size` results by their key; many threads may ask at once."""

    def __init__(self, size: int) -> None:
        self._size, self._values, self._lock = size, OrderedDict[Hashable, Value](), Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._values)


TREES_KEPT: Final = 256
"""Trees of shortest paths in memory; one of 100,000 junctions takes 0.4 MB."""
TABLES_KEPT: Final = 8
"""Tables of times in memory; one of 340 by 340 places takes 1 MB, one of a border and its candidates 25."""


@dataclass(frozen=True, eq=False)
class Entries:
    """Where points reach the network: on which section, at which share of it, and how far from it.

    `leg_m` is infinite where no road is within `FURTHEST_LEG_M`.
    """

    section: Indices
    share: Floats
    leg_m: Floats

    def at(self, rows: Indices) -> Entries:
        """Return the entries of some of the points."""
        return Entries(self.section[rows], self.share[rows], self.leg_m[rows])


class KeptTimes:
    """What was worked out for a network: graphs, trees of shortest paths and tables, by their speeds."""

    def __init__(self) -> None:
        self.graphs: Kept[dict[bool, tuple[Any, Floats]]] = Kept(4)
        self.trees: Kept[NDArray[np.float32]] = Kept(TREES_KEPT)
        self.tables: Kept[NDArray[np.float32]] = Kept(TABLES_KEPT)
        self.nearest: Kept[NDArray[np.float32]] = Kept(TABLES_KEPT)


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """Sections of road between junctions.

    `sections` has `COLUMNS` and `geometry` (LineString, WGS 84), which runs from `start` to `end`, the rows
    of their junctions; a one-way section is travelled in this direction alone.
    """

    sections: gpd.GeoDataFrame

    @cached_property
    def ends(self) -> tuple[Indices, Indices]:
        """The junctions at which each section starts and ends."""
        return self.sections["start"].to_numpy(), self.sections["end"].to_numpy()

    @cached_property
    def lines(self) -> Any:
        """The lines of the sections in GTM."""
        return self.sections.geometry.to_crs(GTM).to_numpy()

    @cached_property
    def usable(self) -> Indices:
        """The sections between junctions from which every other can be reached, and the other way round."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        start, end = self.ends
        two_way = ~self.sections["oneway"].to_numpy()
        rows, columns = np.concatenate([start, end[two_way]]), np.concatenate([end, start[two_way]])
        size = len(self.junctions)
        graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
        _, part = connected_components(graph, directed=True, connection="strong")
        inner = part[start] == part[end]
        return np.flatnonzero(inner & (part[start] == np.bincount(part[start[inner]]).argmax()))

    @cached_property
    def turned(self) -> RoadNetwork:
        """The same roads travelled the other way: the time to a place is then the time from it."""
        turned = RoadNetwork(self.sections.rename(columns={"start": "end", "end": "start"}))
        turned.__dict__.update(
            lines=shapely.reverse(self.lines),
            usable=self.usable,
            index=self.index,
            junctions=self.junctions,
        )
        return turned

    @cached_property
    def index(self) -> Any:
        """A spatial index of the lines of the usable sections."""
        return shapely.STRtree(self.lines[self.usable])

    @cached_property
    def _entries(self) -> dict[bool, Kept[Entries]]:
        return {are_many: Kept(size) for are_many, size in ENTRIES_KEPT.items()}

    @cached_property
    def times(self) -> KeptTimes:
        """The travel times kept, with one limit for all speeds together."""
        return KeptTimes()

    def entries(self, points: Floats) -> Entries:
        """Return where points (n, 2) in GTM metres reach the network."""
        kept = self._entries[len(points) > MANY]
        return kept.get(points.tobytes(), lambda: self._nearest(points))

    def _nearest(self, points: Floats) -> Entries:
        shapes = shapely.points(points)
        section = self.usable[self.index.nearest(shapes)]
        lines = self.lines[section]
        share = shapely.line_locate_point(lines, shapes, normalized=True)
        leg = shapely.distance(lines, shapes)
        return Entries(section, share, np.where(leg <= FURTHEST_LEG_M, leg, np.inf))

    @cached_property
    def junctions(self) -> Floats:
        """The position of each junction, (n, 2) in GTM metres."""
        lines = self.sections.geometry.to_numpy()
        count = int(self.sections[["start", "end"]].to_numpy().max(initial=-1)) + 1
        degrees = np.full((count, 2), np.nan)
        for column, nth in (("start", 0), ("end", -1)):
            degrees[self.sections[column].to_numpy()] = shapely.get_coordinates(
                shapely.get_point(lines, nth)
            )
        return np.column_stack(to_gtm(*degrees.T))

    @property
    def km_by_class(self) -> dict[str, float]:
        """The length of the sections of each class in km, both carriageways of a divided road counted."""
        lengths = self.sections.groupby("road_class")["length_m"].sum() / 1e3
        return {str(road): float(lengths[road]) for road in CLASSES if road in lengths.index}


@dataclass(frozen=True)
class Repairs:
    """What was done to the ways of an extract, for its record."""

    missing_points: int
    repeated_sections: int
    loops: int
    minor_sections_left_out: int
    joined_sections: int


@dataclass(frozen=True, eq=False)
class _Sections:
    """Sections while the network is made: junctions, lengths, and their first and last point."""

    start: Indices
    end: Indices
    length_m: Floats
    first: Indices
    last: Indices
    way: Indices

    def __getitem__(self, rows: NDArray[Any]) -> _Sections:
        return _Sections(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def road_network(ways: Ways, places: Floats, report: Report = print) -> tuple[RoadNetwork, Repairs]:
    """Return the network of the ways of an extract, and what was repaired.

    Parameters
    ----------
    ways
        As `read_ways` returns them.
    places
        Positions (n, 2) in GTM metres that minor roads may join to the network.
    report
        Receives the progress.
    """
    from scipy.spatial import KDTree

    x, y = to_gtm(*ways.degrees.T)
    cut, junction_of = _cuts(ways)
    raw = _sections(ways, cut, junction_of, x, y)
    unique, repeated, loops = _without_repeats(raw, ways.classes)
    at = np.empty((int(junction_of.max(initial=-1)) + 1, 2))
    at[junction_of[cut]] = np.column_stack((x, y))[cut]
    is_main = ways.classes[ways.way] != MINOR
    to_main = np.full(len(places), np.inf)
    if len(places):
        to_main, _ = KDTree(np.column_stack((x, y))[is_main]).query(places)
    stays = _joining(unique, ways.classes[unique.way] == MINOR, at, places, to_main)
    kept = unique[np.flatnonzero(stays)]
    report(f"{len(kept.start):,} sections of road; {int((~stays).sum()):,} minor ones left out")
    chains = _chains(kept, ways)
    table = _table(kept, chains, ways, x, y)
    repairs = Repairs(
        ways.missing_points, repeated, loops, int((~stays).sum()), len(kept.start) - len(chains)
    )
    report(f"{len(table):,} sections after joining those in a row")
    return RoadNetwork(table), repairs


def _cuts(ways: Ways) -> tuple[NDArray[np.bool_], Indices]:
    """Return which points are junctions or ends of a part, and the row of each one's junction."""
    _, junction, uses = np.unique(ways.node, return_inverse=True, return_counts=True)
    is_new = np.diff(ways.part, prepend=-1) != 0
    is_last = np.roll(is_new, -1)
    return is_new | is_last | (uses[junction] > 1), junction


def _sections(ways: Ways, cut: NDArray[np.bool_], junction: Indices, x: Floats, y: Floats) -> _Sections:
    steps = np.hypot(np.diff(x), np.diff(y)) * (np.diff(ways.part) == 0)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    cuts = np.flatnonzero(cut)
    same = ways.part[cuts[1:]] == ways.part[cuts[:-1]]
    first, last = cuts[:-1][same], cuts[1:][same]
    length = np.maximum(along[last] - along[first], SHORTEST_M)
    # A road that is one-way against its points is turned round.
    is_against = ways.direction[ways.way[first]] < 0
    first, last = np.where(is_against, last, first), np.where(is_against, first, last)
    return _Sections(junction[first], junction[last], length, first, last, ways.way[first])


def _without_repeats(raw: _Sections, classes: NDArray[np.uint8]) -> tuple[_Sections, int, int]:
    """Return the sections without loops and repeats, and how many of each there were."""
    is_loop = raw.start == raw.end
    kept = raw[np.flatnonzero(~is_loop)]
    keys = np.column_stack((kept.start, kept.end, np.rint(kept.length_m).astype(int), classes[kept.way]))
    _, first = np.unique(keys, axis=0, return_index=True)
    return kept[np.sort(first)], len(kept.start) - len(first), int(is_loop.sum())


def _joining(
    sections: _Sections, is_minor: NDArray[np.bool_], at: Floats, places: Floats, to_main: Floats
) -> NDArray[np.bool_]:
    """Return which sections stay: all main ones, and the minor ones that join something to the rest.

    `at` (k, 2) is where the junctions are, `to_main` (n,) how far the main roads are from `places`.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components, dijkstra
    from scipy.spatial import KDTree

    size = len(at)
    stays = ~is_minor
    main = sections[np.flatnonzero(stays)]
    graph = coo_array((np.ones(len(main.start)), (main.start, main.end)), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    used = np.unique(np.concatenate([main.start, main.end]))
    if not len(used):
        return stays
    largest = np.bincount(part[used]).argmax()
    rest = used[part[used] == largest]
    weights, row_of = _lightest(sections)
    pairs = np.array([*row_of]).T
    everything = coo_array((weights, (pairs[0], pairs[1])), shape=(size, size)).tocsr()
    away, before, _ = dijkstra(
        everything, directed=False, indices=rest, min_only=True, return_predecessors=True
    )
    others = used[part[used] != largest]
    nearest_of: dict[int, int] = {}
    for junction in others[np.argsort(away[others], kind="stable")]:
        nearest_of.setdefault(int(part[junction]), int(junction))
    goals = [*nearest_of.values()]
    minor = np.unique(np.concatenate([sections.start[is_minor], sections.end[is_minor]]))
    if len(minor) and len(places):
        to_minor, which = KDTree(at[minor]).query(places)
        goals += minor[which[(to_minor < to_main) & (to_minor < NEAR_M)]].tolist()
    for goal in goals:
        junction = goal
        while (previous := int(before[junction])) >= 0:
            stays[row_of[(min(previous, junction), max(previous, junction))]] = True
            junction = previous
    return np.asarray(stays)


def _lightest(sections: _Sections) -> tuple[Floats, dict[tuple[int, int], int]]:
    """Return the length of the shortest section of each pair of junctions, and its row by the pair."""
    row_of: dict[tuple[int, int], int] = {}
    for row in np.argsort(-sections.length_m, kind="stable").tolist():
        start, end = int(sections.start[row]), int(sections.end[row])
        row_of[(min(start, end), max(start, end))] = row
    return sections.length_m[[*row_of.values()]], row_of


def _chains(sections: _Sections, ways: Ways) -> list[list[tuple[int, bool]]]:
    """Return the sections in rows that nothing else meets, each with whether it is travelled backwards."""
    touching: dict[int, list[int]] = defaultdict(list)
    for row, (start, end) in enumerate(zip(sections.start.tolist(), sections.end.tolist(), strict=True)):
        touching[start].append(row)
        touching[end].append(row)
    way = sections.way.tolist()
    kind = [
        (int(ways.classes[w]), ways.names[w], ways.numbers[w], abs(int(ways.direction[w]))) for w in way
    ]
    starts, ends = sections.start.tolist(), sections.end.tolist()

    def following(row: int, junction: int) -> int | None:
        """Return the section that alone goes on behind `junction`, in the same direction if one-way."""
        rows = touching[junction]
        if len(rows) != 2 or rows[0] == rows[1]:
            return None
        other = rows[0] if rows[1] == row else rows[1]
        if kind[other] != kind[row]:
            return None
        if kind[row][3] and (starts[other] == junction) == (starts[row] == junction):
            return None
        return other

    seen = [False] * len(way)
    chains = []
    for row in range(len(way)):
        if seen[row]:
            continue
        seen[row] = True
        chain = [(row, False)]
        for is_behind in (True, False):
            current, junction = row, ends[row] if is_behind else starts[row]
            while (other := following(current, junction)) is not None and not seen[other]:
                seen[other] = True
                is_backwards = (ends if is_behind else starts)[other] == junction
                junction = starts[other] if ends[other] == junction else ends[other]
                chain.insert(len(chain) if is_behind else 0, (other, is_backwards))
                current = other
        chains.append(chain)
    return chains


def _table(
    sections: _Sections, chains: list[list[tuple[int, bool]]], ways: Ways, x: Floats, y: Floats
) -> gpd.GeoDataFrame:
    """Return one row per chain, with renumbered junctions."""
    points = np.column_stack((x, y))
    lines, ends, lengths, way = [], [], [], []
    for chain in chains:
        runs = []
        for row, is_backwards in chain:
            first, last = int(sections.first[row]), int(sections.last[row])
            run = points[first : last + 1] if first < last else points[last : first + 1][::-1]
            runs.append(run[::-1] if is_backwards else run)
        lines.append(shapely.linestrings(np.vstack(runs)))
        (head, turned), (tail, tail_turned) = chain[0], chain[-1]
        ends.append(
            (
                int((sections.end if turned else sections.start)[head]),
                int((sections.start if tail_turned else sections.end)[tail]),
            )
        )
        lengths.append(float(sections.length_m[[row for row, _ in chain]].sum()))
        way.append(int(sections.way[head]))
    simple = shapely.simplify(np.array(lines, dtype=object), DETAIL_M)
    degrees = shapely.transform(simple, lambda xy: np.round(np.column_stack(to_wgs84(*xy.T)), 6))
    _, junction = np.unique(np.array(ends, dtype=np.int64).reshape(-1, 2), return_inverse=True)
    start, end = junction.reshape(-1, 2).T
    table = pd.DataFrame(
        {
            "start": start,
            "end": end,
            "road_class": np.array([str(road) for road in CLASSES], dtype=object)[ways.classes[way]],
            "name": ways.names[way],
            "number": ways.numbers[way],
            "oneway": ways.direction[way] != 0,
            "length_m": np.round(lengths, 1),
        }
    )
    return gpd.GeoDataFrame(table, geometry=degrees, crs=WGS84)
