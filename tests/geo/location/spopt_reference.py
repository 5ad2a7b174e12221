"""The same problems through PySAL's spopt, whole and unreduced: slow, to check our answers by.

Importing spopt takes seconds and some 130 MB, so it is imported at its first use.
"""

from __future__ import annotations

import warnings
from typing import Any, Final

import highspy
import numpy as np
from scipy import sparse

from geo.cancellation import Control, Stop
from geo.location.costs import Costs, CoveringCosts, DistanceCosts, total
from geo.location.exact_solver import BestSet

OLD_PULP: Final = DeprecationWarning
"""spopt 0.7 builds its variables in a way that PuLP 4 will drop; the lock keeps PuLP 3."""

NEAR: Final = 1.0
FAR: Final = 2.0
"""Costs that stand for covered and not covered where spopt wants distances."""


def least_paid_by_spopt(costs: Costs, count: int, margin: float, control: Control) -> BestSet:
    """Return the result of `geo.location.exact_solver.least_paid`, by spopt's `MCLP` or `PMedian`."""
    count = min(count, costs.count)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OLD_PULP)
        model, everyone = _model(costs, count)
        model.solve(_solver(margin, control), results=False)
    chosen = tuple(nth for nth in _opened(model) if nth < costs.count)
    paid = total(costs, chosen)
    info = model.problem.solverModel.getInfo()
    return BestSet(chosen, paid, min(everyone + info.mip_dual_bound, paid), _stop(model))


def fewest_by_spopt(covers: sparse.csr_array, control: Control) -> BestSet:
    """Return the result of `geo.location.exact_solver.fewest`, by spopt's `LSCP`."""
    from spopt.locate import LSCP

    dense = covers.toarray() > 0
    distances = np.where(dense[dense.any(axis=1)], NEAR, FAR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OLD_PULP)
        model = LSCP.from_cost_matrix(distances, NEAR)
        model.solve(_solver(0.999, control), results=False)
    chosen = _opened(model)
    bound = np.ceil(model.problem.solverModel.getInfo().mip_dual_bound - 1e-6)
    return BestSet(chosen, len(chosen), min(bound, len(chosen)), _stop(model))


def _model(costs: Costs, count: int) -> tuple[Any, float]:
    """Return spopt's model and what is to be added to its bound to have what is paid."""
    from spopt.locate import MCLP, PMedian

    if isinstance(costs, CoveringCosts):
        distances = np.where(costs.covers.toarray() > 0, NEAR, FAR)
        return MCLP.from_cost_matrix(distances, costs.weights, NEAR, count), float(costs.weights.sum())
    if isinstance(costs, DistanceCosts):
        # The sites that are there already serve as one that is always open, at the base cost.
        distances = np.column_stack([costs.distances, costs.base])
        there = np.append(np.zeros(costs.count, dtype=int), 1)
        return PMedian.from_cost_matrix(
            distances, costs.weights, count + 1, predefined_facilities_arr=there
        ), 0.0
    raise TypeError(f"spopt has no model for {type(costs).__name__}")


def _solver(margin: float, control: Control) -> Any:
    import pulp

    def heard(_kind: Any, _message: str, _out: Any, answer: Any, _data: Any) -> None:
        if answer is not None and control.should_stop():
            answer.user_interrupt = True

    kinds = highspy.cb.HighsCallbackType
    return pulp.HiGHS(
        msg=False,
        gapRel=0.0,
        gapAbs=margin,
        threads=1,
        timeLimit=max(control.seconds_left, 0.01),
        callbackTuple=(heard, None),
        callbacksToActivate=[kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt],
    )


def _opened(model: Any) -> tuple[int, ...]:
    return tuple(nth for nth, variable in enumerate(model.fac_vars) if variable.varValue > 0.5)


def _stop(model: Any) -> Stop:
    return {
        highspy.HighsModelStatus.kTimeLimit: Stop.TIME_LIMIT,
        highspy.HighsModelStatus.kInterrupt: Stop.CANCELLED,
    }.get(model.problem.solverModel.getModelStatus(), Stop.OPTIMAL)
