"""Answers that survive the assumptions: the best sites under each, their regret, and the least worst.

An assumption changes what counts as covered: where people live in a municipio, where in their uncertainty
the sites of today are, or whether straight lines or times by road are measured. The same candidates are
decided upon under each. The regret of a set under an assumption is what the best set there covers more. The
set of least worst regret (Savage 1951) minimises its largest regret, by one integer programme over all
assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from geo.analysis.demand_areas import DemandAreas, lattice
from geo.analysis.uncertain_distances import DistanceMeasure, DistanceRange, exactly
from geo.cancellation import Control, Stop
from geo.choices.planning_kinds import Counted, Metric
from geo.crs import Floats
from geo.location.costs import CoveringCosts, total
from geo.location.exact_solver import IntegerProgram, least_paid, merged, minimize
from geo.location.instance import Instance, LocationQuestion
from geo.location.recommendation import margin_of


class Assumption(StrEnum):
    """What an answer takes for granted."""

    ANSWERED = "answered"
    """People at cabeceras, sites at the middle of their uncertainty: the answer itself."""
    ROAD = "road"
    """Travel time by road, where the answer measures straight lines."""
    STRAIGHT = "straight"
    """Straight lines, where the answer measures travel time by road."""
    SPREAD = "spread"
    """People live evenly spread over their municipio."""
    NEAR = "near"
    """Each existing site is as near to everyone as its uncertainty allows, by road at higher speeds."""
    FAR = "far"
    """Each existing site is as far from everyone as its uncertainty allows, by road at lower speeds."""


@dataclass(frozen=True)
class OtherMeasure:
    """Another way to measure than that of the answer, and the limit that it is compared at."""

    by: DistanceMeasure
    limit: float


def _measured(problem: Instance, other: OtherMeasure) -> Instance:
    """Return the same demand, sites and candidates, measured in the other way."""
    question = replace(problem.question, by=other.by, limit=other.limit)
    away = other.by.to_nearest(problem.points, problem.sites.places).nominal
    return replace(
        problem,
        question=question,
        demand=problem.demand.assign(covered=away <= other.limit),
        distances=_ways(question, problem.points, problem.places).nominal,
    )


def _ways(question: LocationQuestion, points: Floats, places: Floats) -> DistanceRange:
    return question.by.span(exactly(points), exactly(places), question.limit)


EQUAL_SHARE: Final = 1e-3
"""Sets whose largest regrets differ by a smaller share of the largest known count as equals."""
SPREAD_CELLS: Final = 9
"""Places in each municipio, about, at which people live who are spread over it."""


def _spread(problem: Instance, ground: DemandAreas) -> Instance | None:
    """Return the people in cells over their municipio; None where no people are counted."""
    if problem.question.counted is not Counted.PEOPLE:
        return None
    cells = lattice(ground.shapes, SPREAD_CELLS, np.inf)
    codes = ground.table[["codigo_muni", "municipio"]].iloc[cells.row].reset_index(drop=True)
    question = problem.question
    away = question.by.to_nearest(cells.points, problem.sites.places).nominal
    demand = codes.assign(weight=ground.people[cells.row] * cells.weight, covered=away <= question.limit)
    distances = _ways(question, cells.points, problem.places).nominal
    return replace(problem, demand=demand, points=cells.points, distances=distances)


def _at_end(problem: Instance, end: str) -> Instance:
    """Return all ways at one end of their range, `low` or `high`."""
    question, metric = problem.question, problem.question.metric
    is_covered = problem.demand[f"{metric.column}_{end}"] <= metric.scale * question.limit
    ways = problem.distances
    if metric is Metric.ROAD:
        ways = getattr(_ways(question, problem.points, problem.places), end)
    return replace(problem, demand=problem.demand.assign(covered=is_covered), distances=ways)


def assumed(
    problem: Instance, ground: DemandAreas, other: OtherMeasure | None = None
) -> Iterator[tuple[Assumption, Instance]]:
    """Yield a problem as each assumption changes it; assumptions that mean nothing for it are left out."""
    yield Assumption.ANSWERED, problem
    if other is not None:
        is_road = other.by.metric is Metric.ROAD
        yield Assumption.ROAD if is_road else Assumption.STRAIGHT, _measured(problem, other)
    if (spread := _spread(problem, ground)) is not None:
        yield Assumption.SPREAD, spread
    yield Assumption.NEAR, _at_end(problem, "low")
    yield Assumption.FAR, _at_end(problem, "high")


@dataclass(frozen=True, eq=False)
class Robustness:
    """The next sites under each assumption.

    sets
        The best set under each assumption, as rows of `Instance.candidates`.
    regrets
        Indexed by `Assumption`, the set that is best there; columns by `Assumption`: what that set
        covers less than the best, in people or km.
    always
        The candidates that are chosen under all of them.
    least_worst
        The set whose largest regret is least, `least_worst_regrets` by assumption, and `stop`, which is
        `Stop.OPTIMAL` when the set is proven.
    """

    sets: dict[Assumption, tuple[int, ...]]
    regrets: pd.DataFrame
    always: tuple[int, ...]
    least_worst: tuple[int, ...]
    least_worst_regrets: pd.Series[float]
    stop: Stop
    margin: float

    @property
    def flipping(self) -> tuple[Assumption, ...]:
        """The assumptions under which another set is better than that of the answer."""
        row = self.regrets.loc[Assumption.ANSWERED]
        return tuple(name for name in self.sets if row[name] > self.margin)


def robustness(
    problem: Instance,
    ground: DemandAreas,
    control: Control | None = None,
    other: OtherMeasure | None = None,
) -> Robustness | None:
    """Return how the best sites of a covering `problem` fare under every assumption; None if stopped.

    `ground` holds the municipios of the demand; `other` is compared with the measure of the answer.
    """
    control, margin = control or Control(), margin_of(problem)
    costs: dict[Assumption, CoveringCosts] = {}
    best: dict[Assumption, float] = {}
    sets: dict[Assumption, tuple[int, ...]] = {}
    for assumption, changed in assumed(problem, ground, other):
        covers, weights, _ = merged(changed.covering())
        # Demand that no candidate reaches is lost under every set and matters to none.
        costs[assumption] = CoveringCosts(covers, weights)
        answer = least_paid(costs[assumption], problem.question.count, margin, control)
        if not answer.is_proven:
            return None
        sets[assumption], best[assumption] = answer.chosen, answer.paid
    regrets = pd.DataFrame(
        {name: [total(costs[name], chosen) - best[name] for chosen in sets.values()] for name in costs},
        index=list(sets),
    ).clip(lower=0.0)
    chosen, stop = _least_worst(costs, best, sets, problem.question.count, margin, control)
    worst = pd.Series({name: max(total(costs[name], chosen) - best[name], 0.0) for name in costs})
    always = set.intersection(*map(set, sets.values()))
    return Robustness(sets, regrets, tuple(sorted(always)), chosen, worst, stop, margin)


def _least_worst(  # noqa: PLR0913, PLR0917 - the problems, their answers, and the terms of the search
    costs: dict[Assumption, CoveringCosts],
    best: dict[Assumption, float],
    sets: dict[Assumption, tuple[int, ...]],
    count: int,
    margin: float,
    control: Control,
) -> tuple[tuple[int, ...], Stop]:
    """Return the set whose largest regret is least.

    The programme chooses x, what stays uncovered y under each assumption, and the largest regret as a
    share of that of the best set known, from 0 to 1.
    """

    def worst(chosen: Sequence[int]) -> float:
        return max(total(costs[name], chosen) - best[name] for name in costs)

    known = min(sets.values(), key=worst)
    scale = worst(known)
    if scale <= margin:
        return known, Stop.OPTIMAL
    candidates = next(iter(costs.values())).count
    sizes = [len(problem.weights) for problem in costs.values()]
    blocks, low, high = [], [], []
    for nth, (name, problem) in enumerate(costs.items()):
        before, after = sum(sizes[:nth]), sum(sizes[nth + 1 :])
        own = sparse.eye_array(sizes[nth])
        empty = (sparse.csr_array((sizes[nth], before)), sparse.csr_array((sizes[nth], after + 1)))
        blocks.append(sparse.hstack([problem.covers, empty[0], own, empty[1]]))
        low += [1.0] * sizes[nth]
        paid = np.concatenate(
            [np.zeros(candidates + before), problem.weights / scale, np.zeros(after), [-1.0]]
        )
        blocks.append(sparse.csr_array(paid[None, :]))
        low.append(-np.inf)
        high += [np.inf] * sizes[nth] + [best[name] / scale]
    width = candidates + sum(sizes) + 1
    at_most = np.concatenate([np.ones(candidates), np.zeros(width - candidates)])
    rows = sparse.vstack([*blocks, sparse.csr_array(at_most[None, :])], format="csr")
    aim = np.zeros(width)
    aim[-1] = 1.0
    programme = IntegerProgram(
        aim, rows, np.array([*low, 0.0]), np.array([*high, float(count)]), candidates
    )
    start = np.isin(np.arange(candidates), known).astype(float)
    solved = minimize(programme, max(margin / scale, EQUAL_SHARE), control, start)
    if solved.values is not None:
        chosen = tuple(np.flatnonzero(solved.values[:candidates] > 0.5).tolist())
        known = min((known, chosen), key=worst)
    return known, solved.stop
