"""One integer programme through HiGHS: sparse in, best answer and bound out, stopped when asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
from scipy import sparse

from geo.crs import Floats
from geo.siting.control import Control, Stop

TELL_EVERY_S: Final = 0.2

_STOPS: Final = {
    highspy.HighsModelStatus.kOptimal: Stop.OPTIMAL,
    highspy.HighsModelStatus.kTimeLimit: Stop.TIME_LIMIT,
    highspy.HighsModelStatus.kInterrupt: Stop.CANCELLED,
}


@dataclass(frozen=True, eq=False)
class IntegerProgram:
    """Minimise `costs` @ x with `rows` @ x between `low` and `high`, x from 0 to 1.

    The first `binaries` variables are whole; `offset` is added to the objective when it is told.
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
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else None
    objective = info.objective_function_value + programme.offset if found else np.inf
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
    told = time.monotonic()

    def heard(event: Any) -> None:
        nonlocal told
        if control.should_stop():
            event.interrupt()
        now = time.monotonic()
        value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        if now - told > TELL_EVERY_S and np.isfinite(value) and np.isfinite(bound):
            told = now
            control.tell(value + offset, bound + offset)

    solver.cbMipInterrupt.subscribe(heard)
    solver.cbSimplexInterrupt.subscribe(heard)
    solver.cbIpmInterrupt.subscribe(heard)
