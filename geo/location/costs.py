"""What a set of new sites costs, and good sets found quickly.

In every location problem each demand i of weight w pays w times the least of its base cost and the costs
of the chosen candidates. Covering pays 1 where nothing within the distance is chosen and 0 elsewhere; the
p-median pays the distance itself. Choosing well lowers both, and both have the Lagrangian bound of
`geo.location.exact_solver`. `greedy` adds one site after another; `exchanged` swaps one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.crs import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Costs(Protocol):
    """Demand with `weights` (n,) that pays at most its `base` (n,), and `count` candidates."""

    @property
    def weights(self) -> Floats:
        """People of each demand."""

    @property
    def base(self) -> Floats:
        """What each demand pays a person when nothing is chosen."""

    @property
    def count(self) -> int:
        """The number of candidates."""

    def savings(self, levels: Floats) -> Floats:
        """Return what each candidate (k,) would save if demand paid `levels` (n,) a person now."""

    def least(self, chosen: Sequence[int]) -> Floats:
        """Return what demand (n,) pays a person with the candidates `chosen`."""

    def users(self, levels: Floats, chosen: Indices) -> Floats:
        """Return how many of `chosen` cost each demand (n,) less than its level."""

    def keep(self, candidates: Indices) -> Costs:
        """Return the same with these candidates only, in this order."""


@dataclass(frozen=True, eq=False)
class CoveringCosts:
    """Demand pays 1 a person unless a chosen candidate covers it; `covers` (n, k) is sparse."""

    covers: csr_array
    weights: Floats

    @cached_property
    def base(self) -> Floats:
        """One for each demand."""
        return np.ones(len(self.weights))

    @property
    def count(self) -> int:
        """The number of candidates."""
        return int(self.covers.shape[1])

    @cached_property
    def _by_candidate(self) -> csr_array:
        return self.covers.T.tocsr()

    def savings(self, levels: Floats) -> Floats:
        """Return what each candidate would save."""
        return np.asarray(self._by_candidate @ (self.weights * levels))

    def least(self, chosen: Sequence[int]) -> Floats:
        """Return 0 where demand is covered and 1 elsewhere."""
        users = self.users(self.base, np.asarray(chosen, dtype=np.int64))
        return np.where(users == 0, 1.0, 0.0)

    def users(self, levels: Floats, chosen: Indices) -> Floats:
        """Return how many of `chosen` cover each demand that pays anything."""
        picked = np.zeros(self.count)
        picked[chosen] = 1
        return np.asarray(np.where(levels > 0, self.covers @ picked, 0.0))

    def keep(self, candidates: Indices) -> CoveringCosts:
        """Return the same with these candidates only."""
        return CoveringCosts(self._by_candidate[candidates].T.tocsr(), self.weights)


@dataclass(frozen=True, eq=False)
class DistanceCosts:
    """Demand pays its distance to the nearest chosen candidate, `distances` (n, k), or its base."""

    distances: Floats
    weights: Floats
    base: Floats

    @property
    def count(self) -> int:
        """The number of candidates."""
        return int(self.distances.shape[1])

    @cached_property
    def _scratch(self) -> Floats:
        return np.empty(self.distances.shape)

    def savings(self, levels: Floats) -> Floats:
        """Return what each candidate would save."""
        np.subtract(levels[:, None], self.distances, out=self._scratch)
        np.maximum(self._scratch, 0, out=self._scratch)
        return np.asarray(self.weights @ self._scratch)

    def least(self, chosen: Sequence[int]) -> Floats:
        """Return the distance to the nearest."""
        return np.asarray(
            np.minimum(self.base, self.distances[:, list(chosen)].min(axis=1, initial=np.inf))
        )

    def users(self, levels: Floats, chosen: Indices) -> Floats:
        """Return how many of `chosen` are nearer than the level."""
        return np.asarray((self.distances[:, chosen] < levels[:, None]).sum(axis=1), dtype=float)

    def keep(self, candidates: Indices) -> DistanceCosts:
        """Return the same with these candidates only."""
        return DistanceCosts(np.ascontiguousarray(self.distances[:, candidates]), self.weights, self.base)


def total(costs: Costs, chosen: Sequence[int]) -> float:
    """Return what all demand pays with `chosen`."""
    return float(costs.weights @ costs.least(chosen))


def covering_costs(distances: Floats, weights: Floats, limit: float) -> CoveringCosts:
    """Return the covering of demand by candidates within `limit`, in the unit of `distances`."""
    from scipy.sparse import csr_array

    covers: Any = csr_array(distances <= limit, dtype=float)
    return CoveringCosts(covers, weights)


WORTH_IT = 1e-9
"""An exchange must save more than this share of the whole, so that rounding never goes round in circles."""


def greedy(costs: Costs, count: int) -> list[int]:
    """Return up to `count` candidates, each the one that saves most after those before it.

    Between equals the first is taken; a candidate that would save nothing never is.
    """
    levels, chosen = costs.base, list[int]()
    for _ in range(min(count, costs.count)):
        savings = costs.savings(levels)
        best = int(savings.argmax())
        if savings[best] <= 0:
            break
        chosen.append(best)
        levels = np.minimum(levels, costs.least([best]))
    return chosen


def exchanged(costs: Costs, chosen: Sequence[int]) -> list[int]:
    """Return `chosen` after exchanging one of them as long as that saves anything.

    Teitz and Bart (1968): the best exchange of all is made each time.
    """
    chosen = list(chosen)
    paid = total(costs, chosen)
    while True:
        best = (paid * (1 - WORTH_IT), -1, -1)
        for place in range(len(chosen)):
            levels = costs.least(chosen[:place] + chosen[place + 1 :])
            savings = costs.savings(levels)
            candidate = int(savings.argmax())
            best = min(best, (float(costs.weights @ levels - savings[candidate]), place, candidate))
        if best[1] < 0:
            return chosen
        paid, place, candidate = best
        chosen[place] = candidate


def ranked(costs: Costs, count: int) -> list[int]:
    """Return the `count` candidates that save most taken alone: the plain ranking, blind to overlap."""
    best_first: list[int] = np.argsort(-costs.savings(costs.base), kind="stable").tolist()
    return best_first[:count]
