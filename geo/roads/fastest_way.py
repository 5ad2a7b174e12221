"""The fastest way by road between two places: its sections, its line, and the roads it follows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np

from geo.crs import Floats
from geo.roads.road_extract import Indices
from geo.roads.road_network import Entries, RoadNetwork

SHORTEST_KM: Final = 1e-3
"""Shorter parts of a route are not named."""


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


def sections_between(
    network: RoadNetwork, minutes: Floats, ends: tuple[Entries, Entries], away: Floats, before: Indices
) -> list[tuple[int, bool]]:
    """Return the sections of the fastest way in order, each with whether it is travelled backwards.

    `minutes` is the time along each section, `ends` are the points where the way enters and leaves the
    roads, `away` the time from each junction to its end, `before` the next junction on the way there.
    """
    start, end = ends
    sections = network.sections
    first, last = int(start.section[0]), int(end.section[0])
    oneway = sections["oneway"].to_numpy()
    head, tail = int(network.ends[0][first]), int(network.ends[1][first])
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
        rows.append(_fastest(network, junction, following, minutes))
        junction = following
    # A section whose ends are one junction is entered at the nearer one.
    head, tail = (int(junctions[last]) for junctions in network.ends)
    is_turned = end.share[0] > 0.5 and not oneway[last] if head == tail else junction != head
    return [*rows, (last, bool(is_turned))]


def _fastest(network: RoadNetwork, junction: int, following: int, minutes: Floats) -> tuple[int, bool]:
    """Return the fastest section from a junction to the next, and whether it is travelled backwards."""
    start, end = network.ends
    oneway = network.sections["oneway"].to_numpy()
    along = np.flatnonzero((start == junction) & (end == following))
    against = np.flatnonzero((start == following) & (end == junction) & ~oneway)
    rows = np.concatenate([along, against])
    row = int(rows[minutes[rows].argmin()])
    return row, row not in set(along.tolist())


def pieces_of(
    network: RoadNetwork, rows: list[tuple[int, bool]], ends: tuple[Entries, Entries]
) -> list[tuple[int, float, Any]]:
    """Return the section, the km and the line of each part of a route, cut at its start and end."""
    start, end = ends
    lengths = network.sections["length_m"].to_numpy()
    pieces = []
    for nth, (row, is_backwards) in enumerate(rows):
        first, last = (1.0, 0.0) if is_backwards else (0.0, 1.0)
        if nth == 0:
            first = float(start.share[0])
        if nth == len(rows) - 1:
            last = float(end.share[0])
        line = part_of_line(network.lines[row], first, last)
        pieces.append((row, abs(last - first) * float(lengths[row]) / 1e3, line))
    # A junction lies on several roads; which one it is entered by is no part of the way.
    return [piece for piece in pieces if piece[1] > SHORTEST_KM] or pieces


def named_roads(network: RoadNetwork, pieces: list[tuple[int, float, Any]]) -> tuple[RoadOfRoute, ...]:
    """Return the roads of the pieces in order, neighbouring pieces of one road together."""
    table = network.sections
    names = np.where(table["number"] != "", table["number"], table["name"])
    parts = [(str(names[row]), km) for row, km, _ in pieces]
    return tuple(
        RoadOfRoute(road, sum(km for _, km in group))
        for road, group in groupby(parts, key=lambda part: part[0])
    )


def part_of_line(line: Any, first: float, last: float) -> Any:
    """Return the part of a line between two shares of it, turned round if the second is less."""
    from shapely.ops import substring

    return substring(line, first, last, normalized=True)
