"""Measure the import of roads, travel times and planning by road on a network of 200,000 sections."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import networkx as nx
import numpy as np
import osmium
from playwright.sync_api import Browser

from bench.planning import timed
from bench.rows import Row, at_most, at_most_times
from geo.analysis.indicators import country_of
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import Places, exactly, seats
from geo.cancellation import Control
from geo.choices import Kind, Model
from geo.crs import Floats, to_wgs84
from geo.dataset.atlas_data import AtlasData
from geo.location.instance import LocationQuestion, instance
from geo.location.recommendation import HALF_A_PERSON, next_sites
from geo.roads.road_store import read_roads
from geo.roads.travel_times import TravelTimes, travel_times
from tests.geo.location.spopt_reference import least_paid_by_spopt

SIDE = 317
"""Junctions along a side of the grid: 2 x 317 x 316 sections."""
STEP_M = 800.0
WEST, SOUTH = 370_000.0, 1_560_000.0
"""A corner of the grid in GTM: it covers the middle of Guatemala."""
ORIGINS, TARGETS = 340, 61
MINUTES = 60
SPOPT_S = 600.0
"""Time for spopt, so that it also ends on a busy machine."""
COMPARED = 3
"""Targets to which networkx measures; its time for all is in proportion."""


def rows(_browser: Browser) -> Iterator[Row]:
    """Yield the rows of imported roads."""
    with TemporaryDirectory() as name:
        extract, folder = Path(name) / "grid.osm.pbf", Path(name) / "roads"
        write_grid(extract)
        command = [
            sys.executable,
            "-m",
            "atlas.cli.main",
            "roads",
            "import",
            str(extract),
            "--folder",
            str(folder),
        ]
        started = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = perf_counter() - started
        peak_gb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        roads = read_roads(folder)
    count = f"{len(roads.network.sections):,} sections"
    yield at_most(f"import of {count}, {extract.name}", seconds, "s", 300)
    yield at_most("greatest memory of the import", peak_gb, "GB", 4)
    times, random = travel_times(roads), np.random.default_rng(21)
    origins, targets = _places(random, ORIGINS), _places(random, TARGETS)
    started = perf_counter()
    times.span(origins, targets)
    first = perf_counter() - started
    again = timed(lambda: times.span(origins, targets)) / 1000
    yield at_most(f"travel times {ORIGINS} x {TARGETS}, after the first", again, "s", 1.5)
    label = f"networkx, both speeds, {TARGETS} as {COMPARED}"
    name = f"travel times {ORIGINS} x {TARGETS}, first"
    yield at_most_times(name, first, "s", (label, plain_seconds(times, targets)), 0.5)
    yield from planning_by_road(times)


def planning_by_road(times: TravelTimes) -> Iterator[Row]:
    """Yield the rows of planning questions by road, next to networkx and spopt's own model."""
    atlas = AtlasData()
    ground, sites = country_of(atlas).ground, atlas.sites
    kinds = (Kind.MODEL_PRECINCT,)
    cover = partial(coverage, ground, sites, kinds, MINUTES, by=times)
    started = perf_counter()
    cover()
    yield Row("coverage of the country by road, first", round(perf_counter() - started, 2), "s")
    yield at_most("coverage of the country by road, after the first", timed(cover), "ms", 150)
    question = LocationQuestion(Model.MAXIMAL_COVERING, kinds, MINUTES, 5, by=times)
    started = perf_counter()
    problem = instance(ground, sites, question)
    first = perf_counter() - started
    size = f"{len(problem.demand)} x {len(problem.candidates)}"
    plain = plain_seconds(times, exactly(problem.places))
    label = f"networkx, both speeds, {len(problem.candidates)} as {COMPARED}"
    yield at_most_times(f"ways to candidates {size}, first", first, "s", (label, plain), 0.5)
    again = timed(lambda: next_sites(instance(ground, sites, question)), 3) / 1000
    proof = "proven" if next_sites(problem).is_proven else "not proven"
    yield at_most(f"next sites by road {size}, p = 5, after the first, {proof}", again, "s", 1.5)
    costs = problem.costs()
    by_spopt = timed(lambda: least_paid_by_spopt(costs, 5, HALF_A_PERSON, Control(SPOPT_S)), 1) / 1000
    yield Row(f"the same by spopt's MCLP, {size}, ways given", round(by_spopt, 2), "s")
    place = ground.seats[:1]
    spread = timed(lambda: times.departing.span(seats(ground), exactly(place)), 3) / 1000
    yield at_most("isochrone of a place over all cabeceras, after the first", spread, "s", 1.5)


def write_grid(path: Path) -> None:
    """Write an extract with a grid of primary roads."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    steps: Floats = STEP_M * np.arange(SIDE, dtype=np.float64)
    x, y = np.meshgrid(WEST + steps, SOUTH + steps)
    longitude, latitude = to_wgs84(*np.array([x.ravel(), y.ravel()]))
    for number, at in enumerate(zip(longitude.tolist(), latitude.tolist(), strict=True), start=1):
        writer.add_node(osmium.osm.mutable.Node(id=number, location=at))
    numbers = 1 + np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    for way, nodes in enumerate([*numbers.tolist(), *numbers.T.tolist()], start=1):
        tags = {"highway": ("primary", "tertiary")[way % 2], "ref": str(way)}
        writer.add_way(osmium.osm.mutable.Way(id=way, nodes=nodes, tags=tags))
    writer.close()


def _places(random: np.random.Generator, count: int) -> Places:
    centres: Floats = random.uniform(0, STEP_M * (SIDE - 1), (count, 2)) + np.array([WEST, SOUTH])
    return Places(centres, np.zeros(count))


def plain_seconds(times: TravelTimes, targets: Places) -> float:
    """Return how long networkx takes for the trees of all targets, in proportion to a few."""
    sections = times.network.sections
    graph = nx.Graph()
    minutes = sections["length_m"] * 0.06 / 53
    graph.add_weighted_edges_from(zip(sections["start"], sections["end"], minutes, strict=True))
    nearest = sections["start"].to_numpy()[times.network.entries(targets.centres[:COMPARED]).section]
    started = perf_counter()
    for junction in nearest.tolist():
        nx.single_source_dijkstra_path_length(graph, junction)
    return 2 * (perf_counter() - started) * len(targets) / COMPARED
