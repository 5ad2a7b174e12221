"""The proven best set of new sites: HiGHS decides what the bounds leave undecided.

Maximal covering: Church and ReVelle (1974). Set covering: Toregas and others (1971).
p-median: Hakimi (1964) in the form of ReVelle and Swain (1970). `minimize` solves one integer programme: it
takes sparse matrices, returns the best answer and the bound, and stops on request.

The bound is a Lagrangian relaxation (Cornuejols, Fisher and Nemhauser 1977): each demand offers to pay its
level per person; the candidates that would save most at these levels are taken, sharing demand or not,
which gives a bound below every real cost. The levels move towards a single user for each demand
(subgradient). A candidate that would lift the bound above the best known set cannot be in a better one, and
is dropped.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Final

import highspy
import numpy as np
from scipy import sparse

from geo.cancellation import Control, Stop
from geo.crs import Floats
from geo.location.costs import Costs, CoveringCosts, DistanceCosts, Indices, Mask, exchanged, greedy, total

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


TELL_EVERY_S: Final = 0.2

_STOPS: Final = {
    highspy.HighsModelStatus.kOptimal: Stop.OPTIMAL,
    highspy.HighsModelStatus.kTimeLimit: Stop.TIME_LIMIT,
    highspy.HighsModelStatus.kInterrupt: Stop.CANCELLED,
}


@dataclass(frozen=True, eq=False)
class IntegerProgram:
    """Minimise `costs` @ x with `rows` @ x between `low` and `high`, x from 0 to 1.

    The first `binaries` variables are whole; `offset` is added to the objective when it is reported.
    """

    costs: Floats
    rows: sparse.csr_array
    low: Floats
    high: Floats
    binaries: int
    offset: float = 0.0


@dataclass(frozen=True, eq=False)
class Solution:
    """The best variables found (None when there are none), their objective, a bound, and why it ended."""

    values: Floats | None
    objective: float
    bound: float
    stop: Stop


def minimize(
    programme: IntegerProgram, margin: float, control: Control, start: Floats | None = None
) -> Solution:
    """Return the answer to `programme`, optimal to within `margin` unless it was stopped.

    `start` gives the binaries of a known answer.

    Raises
    ------
    ValueError
        The programme has no answer at all.
    """
    solver = _solver(programme, margin, control)
    if start is not None:
        solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    _listen(solver, programme.offset, control)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status not in _STOPS:
        raise ValueError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    has_answer = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if has_answer else None
    objective = info.objective_function_value + programme.offset if has_answer else np.inf
    return Solution(values, objective, info.mip_dual_bound + programme.offset, _STOPS[status])


def _solver(programme: IntegerProgram, margin: float, control: Control) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": margin,
        "time_limit": max(control.seconds_left, 0.01),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = programme.rows.shape
    model.col_cost_, model.row_lower_, model.row_upper_ = programme.costs, programme.low, programme.high
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = programme.rows.indptr
    model.a_matrix_.index_ = programme.rows.indices
    model.a_matrix_.value_ = programme.rows.data
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole] * programme.binaries + [real] * (model.num_col_ - programme.binaries)
    solver.passModel(model)
    return solver


def _listen(solver: Any, offset: float, control: Control) -> None:
    last_told = time.monotonic()

    def heard(event: Any) -> None:
        nonlocal last_told
        if control.should_stop():
            event.interrupt()
        now = time.monotonic()
        value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        if now - last_told > TELL_EVERY_S and np.isfinite(value) and np.isfinite(bound):
            last_told = now
            control.tell(value + offset, bound + offset)

    solver.cbMipInterrupt.subscribe(heard)
    solver.cbSimplexInterrupt.subscribe(heard)
    solver.cbIpmInterrupt.subscribe(heard)


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
    link, ones = np.arange(links), np.ones(links)
    demands = len(costs.weights)
    served = sparse.csr_array((ones, (demand, link)), shape=(demands, links))
    opened = sparse.csr_array((-ones, (link, candidate)), shape=(links, costs.count))
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
    is_covered = covers.sum(axis=1) > 0
    return covers[is_covered], weights[is_covered], float(weights[~is_covered].sum())


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
    problem = IntegerProgram(np.ones(costs.count), rows, ones, np.full(len(ones), np.inf), costs.count)
    solved = minimize(problem, 0.999, control, start)
    chosen = greedy_set
    if solved.values is not None and round(solved.objective) < len(greedy_set):
        chosen = np.flatnonzero(solved.values > 0.5).tolist()
    bound = np.ceil(solved.bound - 1e-6)
    return BestSet(tuple(sorted(chosen)), len(chosen), min(bound, len(chosen)), solved.stop)
