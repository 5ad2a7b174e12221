"""How good any set of new sites can be, and which candidates no better set can hold.

Lagrangian relaxation (Cornuejols, Fisher and Nemhauser 1977): each demand offers to pay its
level a person; candidates that would save most at these levels are taken whether or not they
share demand, which gives a bound below every real cost. The levels are moved towards a single
user for each demand (subgradient). A candidate that would lift the bound above the best
known set cannot be in a better one and is dropped for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.crs import Floats
from geo.location.costs import Costs, Indices, Mask, exchanged, greedy, total
from geo.location.search_control import Control, Stop

MAX_STEPS: Final = 800
PATIENCE: Final = 20
"""Steps without a better bound before they are halved."""
SMALLEST_STEP: Final = 1e-3
OVERSHOOT: Final = 1.01
"""Steps aim a little past the best known set, as the bound can come no higher."""
MOSTLY_ALIVE: Final = 0.8
SEARCH_EVERY: Final = 40
"""Steps between attempts to turn the relaxed choice into a better real one."""


@dataclass(frozen=True, eq=False)
class Bounded:
    """The best set found, what it pays, a bound below what any set pays, and what is left to try.

    `alive` are the candidates of which any set that saves at least the margin more must
    consist, together with the best set itself. `stop` is missing where something is left to try.
    """

    chosen: list[int]
    paid: float
    bound: float
    alive: Indices
    stop: Stop | None


def bounded(costs: Costs, count: int, margin: float, control: Control) -> Bounded:
    """Return the best set of up to `count` candidates that bounding finds, and how good it is.

    `margin` is the saving that matters: sets closer than that count as equals.
    """
    chosen = exchanged(costs, greedy(costs, count))
    paid = total(costs, chosen)
    if len(chosen) < count:
        return Bounded(chosen, paid, paid, np.array(chosen, dtype=np.int64), Stop.OPTIMAL)
    search = _Search(costs, np.arange(costs.count), chosen, paid)
    stop = None
    for nth in range(MAX_STEPS):
        top, value, alive = search.relaxed(margin)
        if nth % SEARCH_EVERY == 0:
            search.try_exchanging(top)
            control.tell(search.paid, search.bound)
            stop = control.stop()
        if search.bound >= search.paid - margin or alive.sum() == count:
            stop = Stop.OPTIMAL
        if stop or search.step < SMALLEST_STEP:
            break
        search.move(top, value)
        search.drop(alive)
    bound = search.paid if stop is Stop.OPTIMAL else search.bound
    return Bounded(search.names[search.chosen].tolist(), search.paid, bound, search.names, stop)


class _Search:
    """The state of bounding: the candidates left, the best set of them, the best bound, the levels."""

    def __init__(self, costs: Costs, names: Indices, chosen: list[int], paid: float) -> None:
        self.costs, self.names, self.chosen, self.paid = costs, names, chosen, paid
        self.bound = total(costs, range(costs.count))
        self.levels = self.best_levels = _first_levels(costs, chosen)
        self.step, self.waited = 1.0, 0

    def relaxed(self, margin: float) -> tuple[Indices, float, Mask]:
        """Return who is taken at these levels, the bound they give, and who may be in a better set."""
        count, savings = len(self.chosen), self.costs.savings(self.levels)
        top = np.argpartition(-savings, count - 1)[:count]
        value = float(self.costs.weights @ self.levels - savings[top].sum())
        self.waited = 0 if value > self.bound * (1 + 1e-7) else self.waited + 1
        if value > self.bound:
            self.bound, self.best_levels = value, self.levels
        alive = value + savings[top].min() - savings < self.paid - margin
        alive[top] = alive[self.chosen] = True
        return top, value, alive

    def try_exchanging(self, top: Indices) -> None:
        """Make the relaxed choice a real one, better it, and keep it if it is the best."""
        chosen = exchanged(self.costs, top.tolist())
        paid = total(self.costs, chosen)
        if paid < self.paid:
            self.chosen, self.paid = chosen, paid

    def move(self, top: Indices, value: float) -> None:
        """Move the levels so that each demand comes nearer to one user."""
        if self.waited >= PATIENCE:
            self.step, self.waited, self.levels = self.step / 2, 0, self.best_levels
        slope = 1 - self.costs.users(self.levels, top)
        slope[(self.levels >= self.costs.base) & (slope > 0)] = 0
        length = float(self.costs.weights @ slope**2)
        if length:
            far = self.step * (OVERSHOOT * self.paid - value) / length
            self.levels = np.clip(self.levels + far * slope, 0, self.costs.base)

    def drop(self, alive: Mask) -> None:
        """Leave the dead candidates out once there are enough of them to be worth a copy."""
        if alive.mean() > MOSTLY_ALIVE:
            return
        place, kept = np.cumsum(alive) - 1, np.flatnonzero(alive)
        self.costs, self.names = self.costs.keep(kept), self.names[kept]
        self.chosen = place[self.chosen].tolist()


def _first_levels(costs: Costs, chosen: list[int]) -> Floats:
    """Return levels between the nearest and the second nearest of a good set."""
    nearest = costs.least(chosen)
    without = [costs.least([other for other in chosen if other != left]) for left in chosen]
    return np.asarray((nearest + np.maximum.reduce(without)) / 2)
