"""Answers that survive the assumptions: the best sites under each, their regret, and the least worst.

An assumption changes what counts as covered: where people live in a municipio, or where in their
uncertainty the sites of today are. The same candidates are decided upon under each. The regret of a set
under an assumption is what the best set there covers more. The set of least worst regret (Savage 1951)
minimises its largest regret, by one integer programme over all assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial.distance import cdist

from geo.analysis.demand_areas import DemandAreas, lattice
from geo.analysis.uncertain_distances import distances_to_nearest
from geo.choices.planning_kinds import Counted
from geo.crs import to_gtm
from geo.location.costs import CoveringCosts, total
from geo.location.exact_solver import IntegerProgram, least_paid, merged, minimize
from geo.location.instance import Instance
from geo.location.recommendation import margin_of
from geo.location.search_control import Control, Stop


class Assumption(StrEnum):
    """What an answer takes for granted."""

    STRAIGHT = "straight"
    """Straight lines, people at cabeceras, sites at the middle of their uncertainty: the answer itself."""
    SPREAD = "spread"
    """People live evenly spread over their municipio."""
    NEAR = "near"
    """Each existing site is as near to everyone as its uncertainty allows."""
    FAR = "far"
    """Each existing site is as far from everyone as its uncertainty allows."""


def _as_it_is(problem: Instance, ground: DemandAreas) -> Instance | None:
    return problem


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
    away = distances_to_nearest(cells.points, problem.sites.places).nominal
    demand = codes.assign(
        weight=ground.people[cells.row] * cells.weight, covered=away <= problem.question.distance_m
    )
    columns = (problem.candidates[name].to_numpy() for name in ("longitude", "latitude"))
    places = np.column_stack(to_gtm(*columns))
    return replace(problem, demand=demand, points=cells.points, distances_m=cdist(cells.points, places))


def _at_end(column: str) -> Callable[[Instance, DemandAreas], Instance | None]:
    def changed(problem: Instance, ground: DemandAreas) -> Instance | None:
        is_covered = problem.demand[column] * 1e3 <= problem.question.distance_m
        return replace(problem, demand=problem.demand.assign(covered=is_covered))

    return changed


ASSUMED: Final[dict[Assumption, Callable[[Instance, DemandAreas], Instance | None]]] = {
    Assumption.STRAIGHT: _as_it_is,
    Assumption.SPREAD: _spread,
    Assumption.NEAR: _at_end("distance_km_low"),
    Assumption.FAR: _at_end("distance_km_high"),
}
"""How each assumption changes a problem; another way of measuring is one more entry."""


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
        row = self.regrets.loc[Assumption.STRAIGHT]
        return tuple(name for name in self.sets if row[name] > self.margin)


def robustness(problem: Instance, ground: DemandAreas, control: Control | None = None) -> Robustness | None:
    """Return how the best sites of a covering `problem` fare under every assumption; None if stopped.

    `ground` holds the municipios of the demand.
    """
    control, margin = control or Control(), margin_of(problem)
    costs: dict[Assumption, CoveringCosts] = {}
    best: dict[Assumption, float] = {}
    sets: dict[Assumption, tuple[int, ...]] = {}
    for assumption, change in ASSUMED.items():
        changed = change(problem, ground)
        if changed is None:
            continue
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
