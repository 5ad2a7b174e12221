"""How far it is between two places by the main routes: a range, because the routes are lists of stops.

Between two stops the road is at least as long as the straight line, in GTM, less what each stop lies off
the road; and at most that line times the largest ratio of a known length to the straight lines of its
section, found separately for mountain roads. A known length takes the place of the upper bound. The
shortest way under each bound is taken, so that both are metrics: symmetric, and no detour is shorter.

The upper bound is as good as its ratio: no known section of the table exceeds it, a short one may.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.choices import LengthBasis, PostPlace
from geo.crs import Floats
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.dataset.facts.main_routes import stop_key
from geo.dataset.route_lines import stop_positions
from geo.dataset.schema import Row, rows
from geo.errors import GeoError

Key = int | str
"""A place: the INE code of a municipio, for its cabecera, or the identifier of a site."""

SMALLEST_KM: Final = 1e-9
"""In place of 0: a sparse matrix holds no zeros."""


KNOWN_SLACK: Final = 1.2
"""How much more than a known length the upper bound of a way through its section counts.

Known lengths are rounded, their posts are some way from the towns, and two reports on RN-9 North disagree.
With a fifth more, no known length of the table exceeds the upper bound.
"""


class UnknownPositionError(GeoError):
    """A place has no position from which a distance could be measured."""

    def __init__(self, place: Key) -> None:
        self.place = place
        super().__init__(f"the location of {place} is not known; name a place with a location")


@dataclass(frozen=True)
class KnownLength:
    """The length of a section between two stops of one route: from posts, or as a source reports it."""

    route: str
    basis: LengthBasis
    km: float
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Access:
    """A place, the stop where it reaches the main routes, and the straight way there; 0 at a stop."""

    place: Key
    stop: Key
    km: float


@dataclass(frozen=True)
class RouteRange:
    """The distance by the main routes between the stops of two places, without the ways to the stops.

    `low_km` and `high_km` are the bounds. `known` is set where the length between both stops on one route
    is known and is not less than the lower bound, as that of two posts near each other may be. `routes`
    are those of the way with the least upper bound, in order.
    """

    start: Access
    end: Access
    low_km: float
    high_km: float
    known: KnownLength | None
    routes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RouteNetwork:
    """The stops of all routes as a graph; made by `route_network`.

    `places` are the distinct stops and `points` (n, 2) their positions in GTM metres. `stretches` join
    consecutive stops; `ratios` are the largest ratio of a known length to the straight lines, by whether
    the route is a mountain road.
    """

    places: tuple[Key, ...]
    points: Floats
    stretches: tuple[Stretch, ...]
    known: Mapping[tuple[Key, Key], KnownLength]
    ratios: Mapping[bool, float]

    @cached_property
    def position(self) -> dict[Key, int]:
        """The row of each place."""
        return {place: row for row, place in enumerate(self.places)}

    @cached_property
    def low_km(self) -> Floats:
        """The least distance between any two places, (n, n) in km."""
        straight = _straight_km(self.points, self.points)
        count = len(self.places)
        return np.maximum(_shortest([*self._low_edges()])[0][:count, :count], straight)

    @cached_property
    def high_km(self) -> Floats:
        """The greatest distance between any two places, (n, n) in km."""
        return self._high[0]

    @cached_property
    def _high(self) -> tuple[Floats, NDArray[np.int32]]:
        """The upper bounds, and the place before the last on the way of each."""
        return _shortest([(start, end, km) for start, end, km, _ in self._high_edges()])

    @property
    def cut_off(self) -> tuple[Key, ...]:
        """The places that no chain of stops joins to the first."""
        neighbours: dict[Key, set[Key]] = {}
        for stretch in self.stretches:
            neighbours.setdefault(stretch.start, set()).add(stretch.end)
            neighbours.setdefault(stretch.end, set()).add(stretch.start)
        joined, waiting = set(), [*self.places[:1]]
        while waiting:
            place = waiting.pop()
            if place not in joined:
                joined.add(place)
                waiting += neighbours[place]
        return tuple(place for place in self.places if place not in joined)

    def routes_between(self, start: Key, end: Key) -> tuple[str, ...]:
        """Return the routes of the way with the least upper bound, each once in a row."""
        by_pair: dict[frozenset[int], str] = {}
        for first, last, _, route in sorted(self._high_edges(), key=itemgetter(2)):
            by_pair.setdefault(frozenset((first, last)), route)
        before = self._high[1][self.position[start]]
        row, chain = self.position[end], []
        while before[row] >= 0:
            chain.append(by_pair[frozenset((int(before[row]), row))])
            row = int(before[row])
        return tuple(route for route, _ in groupby(reversed(chain)))

    def _high_edges(self) -> Iterator[tuple[int, int, float, str]]:
        """Yield the stretches by their ratio, and the sections whose length is known."""
        place = self.position
        for stretch in self.stretches:
            km = self.ratios[stretch.is_mountain] * stretch.km
            yield place[stretch.start], place[stretch.end], km, stretch.route
        for (first, last), length in self.known.items():
            start, end = place[first], place[last]
            yield start, end, max(KNOWN_SLACK * length.km, float(self.low_km[start, end])), length.route

    def _low_edges(self) -> Iterator[tuple[int, int, float]]:
        """Yield the stretches, shortened by what their ends lie off the road.

        A way that passes a stop on one route misses it by its own `off_km`. One that changes routes at
        a place misses it by the largest of its stops. One that ends there comes to the place itself.
        """
        count = len(self.places)
        largest = np.zeros(count)
        for stretch in self.stretches:
            for key, off in ((stretch.start, stretch.start_off_km), (stretch.end, stretch.end_off_km)):
                largest[self.position[key]] = max(largest[self.position[key]], off)
        stops: dict[tuple[str, Key], int] = {}
        for stretch in self.stretches:
            sides = []
            for key, off in ((stretch.start, stretch.start_off_km), (stretch.end, stretch.end_off_km)):
                row = self.position[key]
                stop = stops.setdefault((stretch.route, key), 2 * count + len(stops))
                sides.append(((row, 0.0), (count + row, float(largest[row])), (stop, off)))
            for first, first_off in sides[0]:
                for last, last_off in sides[1]:
                    yield first, last, max(stretch.km - first_off - last_off, SMALLEST_KM)


@dataclass(frozen=True)
class Stretch:
    """Two consecutive stops of a route, the straight line between them, and what they lie off the road."""

    route: str
    is_mountain: bool
    start: Key
    end: Key
    start_off_km: float
    end_off_km: float
    km: float


@lru_cache(maxsize=2)
def main_routes_of(atlas: AtlasData) -> RouteNetwork:
    """Return the main routes of an atlas as a network.

    Raises
    ------
    GeoError
        A table of routes, people or sites cannot be read, or a stop has no position.
    """
    return route_network(atlas.facts, atlas.population, atlas.sites)


def route_network(facts: Facts, municipios: pd.DataFrame, sites: gpd.GeoDataFrame) -> RouteNetwork:
    """Return the graph of the main routes.

    Parameters
    ----------
    facts
        As `read_facts` returns them.
    municipios
        As `read_population` returns them, with the position of each cabecera.
    sites
        As `read_sites` returns them: WGS 84, indexed by `site_id`.

    Raises
    ------
    UnknownPositionError
        A stop has no position.
    """
    stops = rows(facts.stops)
    keys = [stop_key(stop) for stop in stops]
    positions = stop_positions(facts.stops, municipios, sites)
    if unknown := [key for key, point in zip(keys, positions, strict=True) if not np.isfinite(point).all()]:
        raise UnknownPositionError(unknown[0])
    first: dict[Key, int] = {}
    for row, key in enumerate(keys):
        first.setdefault(key, row)
    is_mountain = dict(zip(facts.routes["route_id"], facts.routes["mountain"], strict=True))
    off = facts.stops["off_km"].fillna(0.0).to_numpy()
    stretches = tuple(
        Stretch(
            str(stop["route_id"]),
            bool(is_mountain[stop["route_id"]]),
            keys[row],
            keys[row + 1],
            float(off[row]),
            float(off[row + 1]),
            float(np.hypot(*(positions[row + 1] - positions[row]))) / 1e3,
        )
        for row, stop in enumerate(stops[:-1])
        if stop["route_id"] == stops[row + 1]["route_id"]
    )
    return RouteNetwork(
        places=tuple(first),
        points=positions[list(first.values())],
        stretches=stretches,
        known=dict(_known_lengths(facts)),
        ratios=largest_ratios(facts, stretches),
    )


def largest_ratios(facts: Facts, stretches: Sequence[Stretch]) -> dict[bool, float]:
    """Return the largest ratio of a known length to its straight lines, by `mountain`, rounded up to 0.1.

    The known lengths are those of `lengths.csv` and those between two posts at their stops.
    """
    columns = ["route_id", "from_order", "to_order", "km"]
    sections = [*facts.lengths[columns].itertuples(index=False, name=None)]
    for route, stops in facts.stops[facts.stops["km_at"] == PostPlace.STOP].groupby("route_id"):
        pairs = combinations(zip(stops["stop_order"], stops["km"], strict=True), 2)
        sections += [(route, start, end, abs(to_km - from_km)) for (start, from_km), (end, to_km) in pairs]
    largest = {False: 1.0, True: 1.0}
    for route, start, end, km in sections:
        section = [stretch for stretch in stretches if stretch.route == route][start - 1 : end - 1]
        ratio = km / sum(stretch.km for stretch in section)
        largest[section[0].is_mountain] = max(largest[section[0].is_mountain], ratio)
    return {kind: math.ceil(10 * ratio) / 10 for kind, ratio in largest.items()}


def route_range(network: RouteNetwork, start: Access, end: Access) -> RouteRange:
    """Return the distance by the main routes between the stops of two places; `access` gives these."""
    row, column = network.position[start.stop], network.position[end.stop]
    low_km = float(network.low_km[row, column])
    known = network.known.get((start.stop, end.stop)) or network.known.get((end.stop, start.stop))
    return RouteRange(
        start=start,
        end=end,
        low_km=low_km,
        high_km=float(network.high_km[row, column]),
        known=known if known and known.km >= low_km else None,
        routes=network.routes_between(start.stop, end.stop),
    )


def access(network: RouteNetwork, place: Key, point: Floats) -> Access:
    """Return how a place at `point` (GTM metres) reaches the main routes: at the nearest stop.

    Raises
    ------
    UnknownPositionError
        The place is no stop and has no position.
    """
    if place in network.position:
        return Access(place, place, 0.0)
    if not np.isfinite(point).all():
        raise UnknownPositionError(place)
    away = _straight_km(network.points, np.asarray(point).reshape(1, 2))[:, 0]
    nearest = int(away.argmin())
    return Access(place, network.places[nearest], float(away[nearest]))


def _known_lengths(facts: Facts) -> Iterator[tuple[tuple[Key, Key], KnownLength]]:
    """Yield the lengths between two posts at their stops, and those of `lengths.csv` from stop to stop.

    A length from posts that are at a junction or elsewhere is not that between the stops.
    """
    for route, own in facts.stops.groupby("route_id", sort=False):
        stops = rows(own)
        posts = [stop for stop in stops if stop["km_at"] == PostPlace.STOP]
        for first, last in combinations(posts, 2):
            sources = tuple(dict.fromkeys((*first["sources"], *last["sources"])))
            km = abs(float(first["km"]) - float(last["km"]))
            yield (stop_key(first), stop_key(last)), KnownLength(str(route), LengthBasis.POSTS, km, sources)
        for length in rows(facts.lengths[facts.lengths["route_id"] == route]):
            ends = [stops[int(length[name]) - 1] for name in ("from_order", "to_order")]
            if length["basis"] == LengthBasis.REPORTED or all(map(_has_no_other_post, ends)):
                known = KnownLength(str(route), length["basis"], float(length["km"]), length["sources"])
                yield (stop_key(ends[0]), stop_key(ends[1])), known


def _has_no_other_post(stop: Row) -> bool:
    """Return whether a post that is counted for a stop is at the stop itself; the capital has none."""
    return pd.isna(stop["off_km"]) and stop["km_at"] in {PostPlace.STOP, None}


def _straight_km(origins: Floats, targets: Floats) -> Floats:
    offsets = origins[:, None, :] - targets[None, :, :]
    return np.asarray(np.hypot(offsets[..., 0], offsets[..., 1]) / 1e3)


Edges = Sequence[tuple[int, int, float]]


def _matrix(edges: Edges) -> Any:
    """Return a sparse matrix of the shortest edge of each pair."""
    from scipy.sparse import coo_array

    shortest: dict[tuple[int, int], float] = {}
    for start, end, km in edges:
        pair = (min(start, end), max(start, end))
        shortest[pair] = min(km, shortest.get(pair, math.inf))
    pairs = np.array([*shortest]).T
    size = int(pairs.max()) + 1
    return coo_array((np.array([*shortest.values()]), (pairs[0], pairs[1])), shape=(size, size)).tocsr()


def _shortest(edges: Edges) -> tuple[Floats, NDArray[np.int32]]:
    """Return the length of the shortest way between any two nodes, and its node before the last."""
    from scipy.sparse.csgraph import dijkstra

    km, before = dijkstra(_matrix(edges), directed=False, return_predecessors=True)
    return km, before
