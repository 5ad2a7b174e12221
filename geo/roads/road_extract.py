"""The roads of an extract of OpenStreetMap (`.osm.pbf`), as its ways: lists of points with tags.

Main roads, motorway to tertiary with their links, are read everywhere. Unclassified roads are read
everywhere and streets only near places, because they may join a place or a part of the network to the
rest; `road_network` keeps those that do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.choices import RoadClass
from geo.crs import Floats
from geo.errors import GeoError

Indices = NDArray[np.int64]
Report = Callable[[str], None]
"""Receives a line on the progress."""

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

CLASSES: Final = tuple(RoadClass)[:-1]
"""The classes of roads; their positions are the codes of `Ways.classes`."""
CODES: Final = {str(road): code for code, road in enumerate(CLASSES)}
MINOR: Final = CLASSES.index(RoadClass.MINOR)
EVERYWHERE: Final = (*(road.value for road in CLASSES[:MINOR]), "unclassified", "road")
"""Values of `highway` that are read wherever they are."""
NEAR_PLACES: Final = ("residential", "living_street", "service")
"""Values of `highway` that are read near places alone: they are most of an extract."""

CELL_DEG: Final = 0.02
"""A street is near a place if it starts or ends in the cell of the place, 2 km wide, or one next to it."""
CLOSED: Final = frozenset({"no", "private"})
LEAST_INSIDE: Final = 0.5
"""Share of the points of main roads that must lie in the bounds of the country."""
UNIT_DEG: Final = 1e-7
"""OpenStreetMap stores degrees as whole numbers of this unit."""
UNKNOWN: Final = 2**31 - 1
"""The coordinate of a point that a way names and the extract lacks."""
REPORT_EVERY: Final = 25_000


class ExtractError(GeoError):
    """An extract of roads cannot be used; the message says why and what to do."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        self.file, self.problem, self.remedy = file, problem, remedy
        super().__init__(f"{file}: {problem}; {remedy}")


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways of an extract, one after the other.

    `node` (m,) names the point of OpenStreetMap and `degrees` (m, 2) are its longitude and latitude;
    `way` (m,) is the row of the way that it belongs to, in rising order, and `part` (m,) rises where a new
    way or, behind a missing point, the rest of one starts. `classes` (n,) are positions in `CLASSES`;
    `direction` (n,) is 1 and -1 for one-way roads along and against their points, else 0. `names` and
    `numbers` are empty where a road has none.
    """

    node: Indices
    degrees: Floats
    way: Indices
    part: Indices
    classes: NDArray[np.uint8]
    direction: NDArray[np.int8]
    names: NDArray[Any]
    numbers: NDArray[Any]
    missing_points: int
    extract_date: date | None


def read_ways(path: Path, bounds: Bounds, places: Floats, report: Report = print) -> Ways:
    """Return the roads of an extract.

    Parameters
    ----------
    path
        The extract, in the format PBF.
    bounds
        The country: at least half of the main roads must lie in it.
    places
        Longitude and latitude (n, 2) of the places to which streets may lead.
    report
        Receives the progress.

    Raises
    ------
    ExtractError
        The file is missing or broken, is no PBF, holds no main road, or is of another country.
    """
    file = path.name
    if not path.is_file():
        raise ExtractError(file, "there is no such file", "check the path")
    if not file.endswith(".pbf"):
        raise ExtractError(file, "is not named .osm.pbf", "download the extract in the format PBF")
    try:
        ways = _read(path, _cells(places), report)
    except RuntimeError as error:
        # libosmium has no exceptions of its own in Python.
        raise ExtractError(
            file, f"is broken ({error})", "download it again and compare its size"
        ) from error
    main = ways.classes[ways.way] != MINOR
    if not main.any():
        raise ExtractError(file, "holds no main road", "download an extract of Guatemala")
    west, south, east, north = bounds
    x, y = ways.degrees[main].T
    share = float(np.mean((x >= west) & (x <= east) & (y >= south) & (y <= north)))
    if share < LEAST_INSIDE:
        problem = f"only {share:.0%} of its main roads lie in Guatemala"
        raise ExtractError(file, problem, "download an extract of Guatemala alone")
    return ways


def _cells(places: Floats) -> frozenset[tuple[int, int]]:
    """Return the cells of places and those around them."""
    own = {(int(x), int(y)) for x, y in np.floor(places / CELL_DEG)}
    steps = (-1, 0, 1)
    return frozenset((x + right, y + up) for x, y in own for right in steps for up in steps)


def _read(path: Path, cells: frozenset[tuple[int, int]], report: Report) -> Ways:
    import osmium

    values = [("highway", value) for value in (*EVERYWHERE, *NEAR_PLACES)]
    processor = (
        osmium.FileProcessor(path)
        .with_locations()
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.TagFilter(*values))
    )
    started = perf_counter()
    points: list[tuple[int, int, int]] = []
    counts: list[int] = []
    kept: list[tuple[int, int, str, str]] = []
    road: Any
    for count, road in enumerate(processor, start=1):
        if count % REPORT_EVERY == 0:
            report(f"{perf_counter() - started:6.1f} s  {count:,} roads read, {len(kept):,} kept")
        tags, nodes = road.tags, road.nodes
        highway = tags["highway"]
        if len(nodes) < 2 or _is_closed(tags):
            continue
        if highway in NEAR_PLACES and not (_cell(nodes[0]) in cells or _cell(nodes[-1]) in cells):
            continue
        code = CODES.get(highway, MINOR)
        points.extend((node.ref, node.x, node.y) for node in nodes)
        counts.append(len(nodes))
        kept.append((code, _direction(tags, highway), _plain(tags, "name"), _plain(tags, "ref")))
    table = np.array(points, dtype=np.int64).reshape(-1, 3)
    way = np.repeat(np.arange(len(kept)), counts)
    known = table[:, 1] != UNKNOWN
    # A way goes on behind a missing point, but not across the gap.
    part = way + np.cumsum(~known)
    report(f"{perf_counter() - started:6.1f} s  {len(kept):,} roads, {int(known.sum()):,} points")
    columns = [*zip(*kept, strict=True)] or [(), (), (), ()]
    return Ways(
        node=table[known, 0],
        degrees=np.asarray(table[known, 1:] * UNIT_DEG, dtype=np.float64),
        way=way[known],
        part=part[known],
        classes=np.array(columns[0], dtype=np.uint8),
        direction=np.array(columns[1], dtype=np.int8),
        names=np.array(columns[2], dtype=object),
        numbers=np.array(columns[3], dtype=object),
        missing_points=int((~known).sum()),
        extract_date=_date_of(processor.header.get("osmosis_replication_timestamp")),
    )


def _cell(node: Any) -> tuple[int, int]:
    return int(node.x * UNIT_DEG // CELL_DEG), int(node.y * UNIT_DEG // CELL_DEG)


def _is_closed(tags: Any) -> bool:
    """Return whether no car may use a road, or it is an area; the most specific tag decides."""
    for key in ("motorcar", "motor_vehicle", "vehicle", "access"):
        if value := tags.get(key):
            return str(value) in CLOSED
    return str(tags.get("area")) == "yes"


def _direction(tags: Any, highway: str) -> int:
    """Return 1 or -1 for a road that is one-way along or against its points, else 0."""
    value = tags.get("oneway")
    if value in {"-1", "reverse"}:
        return -1
    if value in {"yes", "1", "true"}:
        return 1
    is_implied = highway.startswith("motorway") or tags.get("junction") in {"roundabout", "circular"}
    return int(is_implied and value != "no")


_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


def _plain(tags: Any, key: str) -> str:
    """Return a name or number without control characters, at most 80 characters; anyone may write it."""
    return _CONTROLS.sub(" ", tags.get(key) or "")[:80].strip()


def _date_of(text: str) -> date | None:
    """Return the day of the data as the extract's header has it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
