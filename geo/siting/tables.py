"""The tables of an answer: in people and kilometres, with names, as they are shown and downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from geo.choices import Model
from geo.crs import Floats
from geo.siting.costs import Costs, total
from geo.siting.problem import Instance
from geo.siting.search import greedy, ranked


class Method(StrEnum):
    """A way to choose the next sites."""

    OPTIMUM = "optimum"
    """The best set of all of its size."""
    GREEDY = "greedy"
    """One after another, each the best after those before it."""
    RANKING = "ranking"
    """Those that would do most alone: the plain ranking, blind to overlap."""


def value_of(instance: Instance, paid: float) -> float:
    """Return what a set that pays `paid` is worth: people covered, mean km, or a number of sites."""
    match instance.question.model:
        case Model.MAXIMAL_COVERING:
            return float(instance.people.sum() - paid)
        case Model.P_MEDIAN:
            people = float(instance.people.sum())
            return paid / people if people else float("nan")
        case Model.SET_COVERING:
            return float(paid)


def value_now(instance: Instance) -> float:
    """Return what there is before any new site; missing where there is no site and no mean distance."""
    match instance.question.model:
        case Model.MAXIMAL_COVERING:
            return float(instance.people.sum() - instance.uncovered.sum())
        case Model.P_MEDIAN:
            now = instance.demand["distance_km"].to_numpy(dtype=float)
            if not np.isfinite(now).all() or not instance.people.sum():
                return float("nan")
            return float(np.average(now, weights=instance.people))
        case Model.SET_COVERING:
            return 0.0


def worth(instance: Instance, costs: Costs, chosen: Sequence[int]) -> float:
    """Return what the set `chosen` reaches: people covered (both coverings) or the mean km."""
    paid = total(costs, chosen)
    if instance.question.model is Model.P_MEDIAN:
        return value_of(instance, paid)
    return float(instance.people.sum() - paid)


def in_order(costs: Costs, chosen: Sequence[int]) -> list[int]:
    """Return `chosen` in the order in which each adds most; those that add nothing come last."""
    names = np.asarray(chosen, dtype=np.int64)
    first: list[int] = names[greedy(costs.keep(names), len(names))].tolist()
    return first + [name for name in chosen if name not in first]


def chosen_table(instance: Instance, costs: Costs, order: Sequence[int]) -> pd.DataFrame:
    """Return the chosen sites, one row each.

    `order` from 1, the columns of `Instance.candidates`, `value` with it and those before,
    `gain` over those before and `gain_alone` if it were the only one: people, or km of the
    mean distance (gains are then positive as well).
    """
    rows = instance.candidates.iloc[list(order)].reset_index(drop=True)
    values = _steps(instance, costs, order)
    alone = [abs(worth(instance, costs, [nth]) - values[0]) for nth in order]
    rows.insert(0, "order", np.arange(1, len(rows) + 1))
    return rows.assign(value=values[1:], gain=np.abs(np.diff(values)), gain_alone=alone)


def methods_table(instance: Instance, costs: Costs, order: Sequence[int]) -> pd.DataFrame:
    """Return `method`, `count`, `codigo_muni` of the site added, `value`, `gain`, step by step.

    Greed and the plain ranking go as far as the best set is large; for set covering as far as
    greed needs to cover everyone.
    """
    codes = instance.candidates["codigo_muni"].to_numpy()
    wanted = len(order)
    if instance.question.model is Model.SET_COVERING:
        wanted = max(wanted, len(greedy(costs, costs.count)))
    sets = {
        Method.OPTIMUM: list(order),
        Method.GREEDY: greedy(costs, wanted),
        Method.RANKING: ranked(costs, wanted),
    }
    rows: list[dict[str, Any]] = []
    for method, chosen in sets.items():
        values = _steps(instance, costs, chosen)
        for nth, candidate in enumerate(chosen):
            gain = abs(values[nth + 1] - values[nth])
            code, value = int(codes[candidate]), values[nth + 1]
            rows.append(
                {"method": method, "count": nth + 1, "codigo_muni": code, "value": value, "gain": gain}
            )
    return pd.DataFrame(rows, columns=["method", "count", "codigo_muni", "value", "gain"])


def demand_table(instance: Instance, order: Sequence[int]) -> pd.DataFrame:
    """Return the demand with what changes for it.

    The columns of `Instance.demand`, `distance_after_km` with its `_low` and `_high`,
    `covered_after`, and `served_by`: the code of the new site that is nearer than any there
    was, missing where none is.
    """
    new = instance.distances_m[:, list(order)] / 1e3
    nearest = new.min(axis=1, initial=np.inf)
    after = {
        f"distance_after_km{suffix}": np.minimum(instance.demand[f"distance_km{suffix}"], nearest)
        for suffix in ("", "_low", "_high")
    }
    nearer = nearest < instance.demand["distance_km"].to_numpy(dtype=float)
    served = pd.array([pd.NA] * len(nearest), dtype="Int64")
    if len(order):
        codes = instance.candidates["codigo_muni"].to_numpy()[list(order)]
        served[nearer] = codes[new[nearer].argmin(axis=1)]
    covered = after["distance_after_km"] * 1e3 <= instance.question.distance_m
    return instance.demand.assign(**after, covered_after=covered, served_by=served)


def value_range(instance: Instance, demand: pd.DataFrame) -> tuple[float, float]:
    """Return the least and the most that `demand` (a `demand_table`) may be worth.

    The positions of the sites that are there are uncertain; new sites stand where they are put.
    """
    low, high = (demand[f"distance_after_km{suffix}"].to_numpy(dtype=float) for suffix in ("_low", "_high"))
    people, limit = instance.people, instance.question.distance_m / 1e3
    if instance.question.model is Model.P_MEDIAN:
        everyone = people.sum() or np.nan
        return float(low @ people / everyone), float(high @ people / everyone)
    return float(people[high <= limit].sum()), float(people[low <= limit].sum())


def unreachable(instance: Instance, demand: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `demand` that no site covers and no candidate can."""
    reach = instance.distances_m.min(axis=1, initial=np.inf) <= instance.question.distance_m
    asking = ~demand["covered"].to_numpy(dtype=bool) & (instance.people > 0)
    return demand.iloc[np.flatnonzero(asking & ~reach)]


def _steps(instance: Instance, costs: Costs, order: Sequence[int]) -> Floats:
    return np.array([worth(instance, costs, order[:nth]) for nth in range(len(order) + 1)])
