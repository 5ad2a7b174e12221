"""Measure the server time of each planning analysis after the first call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser

from bench.reader import median
from bench.rows import Row, at_most
from geo.analysis.border_gaps import gaps
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import country_of
from geo.analysis.region_profile import profile
from geo.analysis.site_coverage import coverage
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Counted
from geo.choices.site_kinds import Standing
from geo.dataset.atlas_data import AtlasData
from geo.location import Candidates, Control, LocationQuestion, NextSites, instance, next_sites
from geo.location.assumptions import robustness
from geo.location.open_facts import open_facts
from geo.location.recommendation import A_METRE_KM
from tests.geo.location.spopt_reference import least_paid_by_spopt

CHECKPOINTS = (Kind.BORDER_CHECKPOINT,)
GROWTH = (10, 100)
"""Demand points per municipio, for the growth of the time."""


def rows(_browser: Browser) -> Iterator[Row]:
    """Yield the rows of planning."""
    atlas = AtlasData()
    country, sites = country_of(atlas), atlas.sites
    ground, everywhere = country.ground, country.codes(tuple(range(1, 23)))

    def ask(model: Model, pieces: int = 1) -> NextSites:
        demand = ground if pieces == 1 else in_pieces(ground, pieces)
        return next_sites(instance(ground, sites, LocationQuestion(model, CHECKPOINTS, 30_000, 5), demand))

    yield at_most("profile of the country", timed(lambda: profile(country, sites, everywhere)), "ms", 150)
    yield at_most(
        "coverage of the country", timed(lambda: coverage(ground, sites, CHECKPOINTS, 30_000)), "ms", 150
    )
    yield at_most(
        "border and coast gaps", timed(lambda: gaps(country.lines, ground, sites, 30_000)), "ms", 300
    )
    for model, bar in ((Model.MAXIMAL_COVERING, 1.5), (Model.P_MEDIAN, 15)):
        seconds = timed(partial(ask, model), 3) / 1000
        yield at_most(f"{model}, 340 x 340, p = 5, {_proof(ask(model))}", seconds, "s", bar)
    for pieces in GROWTH:
        answer = ask(Model.MAXIMAL_COVERING, pieces)
        name = f"maximal_covering, {len(answer.demand):,} demand points, {_proof(answer)}"
        yield Row(name, round(answer.seconds, 2), "s")
    yield from along_the_border(atlas)


def along_the_border(atlas: AtlasData) -> Iterator[Row]:
    """Yield the rows of questions whose demand is kilometres of border, next to spopt's own model."""
    country, sites = country_of(atlas), atlas.sites
    question = LocationQuestion(
        Model.MAXIMAL_COVERING,
        CHECKPOINTS,
        25_000,
        3,
        Candidates(standing=Standing.BORDER),
        Counted.LAND_BORDER_KM,
    )
    problem = instance(country.ground, sites, question, lines=country.lines)
    costs = problem.costs()
    size = f"{len(costs.weights):,} x {costs.count}, p = 3"
    seconds = timed(lambda: next_sites(problem), 3) / 1000
    yield at_most(f"km of border covered, {size}, {_proof(next_sites(problem))}", seconds, "s", 1.5)
    by_spopt = timed(lambda: least_paid_by_spopt(costs, 3, A_METRE_KM, Control()), 1) / 1000
    yield Row(f"the same by spopt's MCLP, {size}", round(by_spopt, 2), "s")
    seconds = timed(lambda: open_facts(country.ground, sites, question, country.lines), 1) / 1000
    yield at_most("what to find out, border of the country", seconds, "s", 20)
    seconds = timed(lambda: robustness(problem, country.ground), 1) / 1000
    yield Row("next border sites under each assumption, and least worst regret", round(seconds, 2), "s")


def _proof(answer: NextSites) -> str:
    return "proven" if answer.is_proven else f"stopped at its limit, gap {answer.gap:.2%}"


def in_pieces(ground: DemandAreas, pieces: int) -> DemandAreas:
    """Return demand areas with each municipio cut into about `pieces` strips."""
    table, shapes = [], []
    for row, shape in zip(ground.table.to_dict("records"), ground.shapes, strict=True):
        west, south, east, north = shape.bounds
        edges = np.linspace(west, east, pieces + 1)
        strips = shapely.intersection(shape, shapely.box(edges[:-1], south, edges[1:], north))
        for strip in strips[~shapely.is_empty(strips)]:
            table.append(row | {"population_2018": row["population_2018"] * strip.area / shape.area})
            shapes.append(strip)
    seats = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return DemandAreas(
        pd.DataFrame(table), np.array(shapes, dtype=object), seats, ground.outlines, np.ones(len(shapes))
    )


def timed(act: Callable[[], object], times: int = 5) -> float:
    """Return the median milliseconds of `act` after one uncounted run."""
    act()
    taken = []
    for _ in range(times):
        started = perf_counter()
        act()
        taken.append(1000 * (perf_counter() - started))
    return median(taken)
