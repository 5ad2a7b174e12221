"""The proven best set of new sites: what the bounds leave undecided, decided by HiGHS.

Maximal covering: Church and ReVelle (1974). Set covering: Toregas and others (1971).
p-median: Hakimi (1964) in the form of ReVelle and Swain (1970).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

import numpy as np
from scipy import sparse

from geo.crs import Floats
from geo.siting.bound import bounded
from geo.siting.control import Control, Stop
from geo.siting.costs import Costs, CoveringCosts, DistanceCosts, total
from geo.siting.highs import IntegerProgram, minimize
from geo.siting.search import greedy


@dataclass(frozen=True, eq=False)
class BestSet:
    """The candidates chosen, what they pay, a bound below what any set pays, and why the search ended."""

    chosen: tuple[int, ...]
    paid: float
    bound: float
    stop: Stop

    @property
    def is_proven(self) -> bool:
        """Whether no set is better."""
        return self.stop is Stop.OPTIMAL


def least_paid(costs: Costs, count: int, margin: float, control: Control) -> BestSet:
    """Return the set of up to `count` candidates that pays least.

    A set that would pay less by under `margin` is not looked for.
    """
    first = bounded(costs, count, margin, control)
    if first.stop:
        return BestSet(tuple(sorted(first.chosen)), first.paid, first.bound, first.stop)
    left = costs.keep(first.alive)
    start = np.isin(first.alive, first.chosen).astype(float)
    solved = minimize(programme(left, count), margin, control, start)
    chosen, paid = first.chosen, first.paid
    if solved.values is not None and solved.objective < paid:
        chosen = first.alive[solved.values[: left.count] > 0.5].tolist()
        paid = total(costs, chosen)
    bound = paid if solved.stop is Stop.OPTIMAL else min(max(first.bound, solved.bound), paid)
    return BestSet(tuple(sorted(chosen)), paid, bound, solved.stop)


@singledispatch
def programme(costs: Costs, count: int) -> IntegerProgram:
    """Return the integer programme that chooses up to `count` candidates; the first variables are they."""
    raise TypeError(f"no programme for {type(costs).__name__}")


@programme.register
def _(costs: CoveringCosts, count: int) -> IntegerProgram:
    covers, weights, lost = merged(costs)
    demands = len(weights)
    whole = np.concatenate([np.zeros(costs.count), weights])
    rows = sparse.vstack(
        [
            sparse.hstack([covers, sparse.eye_array(demands)]),
            _at_most(costs.count, demands),
        ],
        format="csr",
    )
    low = np.concatenate([np.ones(demands), [0]])
    high = np.concatenate([np.full(demands, np.inf), [count]])
    return IntegerProgram(whole, rows, low, high, costs.count, lost)


@programme.register
def _(costs: DistanceCosts, count: int) -> IntegerProgram:
    demand, candidate = np.nonzero(costs.distances < costs.base[:, None])
    links = len(demand)
    saved = costs.weights[demand] * (costs.base[demand] - costs.distances[demand, candidate])
    link, one = np.arange(links), np.ones(links)
    demands = len(costs.weights)
    served = sparse.csr_array((one, (demand, link)), shape=(demands, links))
    opened = sparse.csr_array((-one, (link, candidate)), shape=(links, costs.count))
    rows = sparse.vstack(
        [
            sparse.hstack([sparse.csr_array((demands, costs.count)), served]),
            sparse.hstack([opened, sparse.eye_array(links)]),
            _at_most(costs.count, links),
        ],
        format="csr",
    )
    whole = np.concatenate([np.zeros(costs.count), -saved])
    high = np.concatenate([np.ones(demands), np.zeros(links), [count]])
    low = np.full(len(high), -np.inf)
    return IntegerProgram(whole, rows, low, high, costs.count, float(costs.weights @ costs.base))


def merged(costs: CoveringCosts) -> tuple[sparse.csr_array, Floats, float]:
    """Return the covering with demand of the same candidates added up, and the weight that none covers."""
    packed = np.packbits(costs.covers.toarray() > 0, axis=1)
    _, first, group = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    weights = np.bincount(group.ravel(), costs.weights)
    covers = costs.covers[first]
    reached = covers.sum(axis=1) > 0
    return covers[reached], weights[reached], float(weights[~reached].sum())


def _at_most(candidates: int, others: int) -> sparse.csr_array:
    row = np.concatenate([np.ones(candidates), np.zeros(others)])
    return sparse.csr_array(row[None, :])


def fewest(covers: sparse.csr_array, control: Control) -> BestSet:
    """Return the fewest candidates that cover every demand that any of them covers; each pays 1."""
    costs = CoveringCosts(covers, np.ones(covers.shape[0]))
    rows, _, _ = merged(costs)
    greedy_set = greedy(costs, costs.count)
    if not greedy_set:
        return BestSet((), 0.0, 0.0, Stop.OPTIMAL)
    start = np.zeros(costs.count)
    start[greedy_set] = 1
    ones = np.ones(rows.shape[0])
    asked = IntegerProgram(np.ones(costs.count), rows, ones, np.full(len(ones), np.inf), costs.count)
    solved = minimize(asked, 0.999, control, start)
    chosen = greedy_set
    if solved.values is not None and round(solved.objective) < len(greedy_set):
        chosen = np.flatnonzero(solved.values > 0.5).tolist()
    bound = np.ceil(solved.bound - 1e-6)
    return BestSet(tuple(sorted(chosen)), len(chosen), min(bound, len(chosen)), solved.stop)
