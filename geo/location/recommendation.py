"""The next sites: the proven best set, what each site adds, and what greed or a ranking would give.

The tables of the answer are in what the question counts (people, rows of a list, kilometres of a line)
and in kilometres of distance, with names, as they are shown and downloaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.cancellation import Control, Progress, Stop
from geo.choices import Model
from geo.crs import Floats
from geo.location.costs import Costs, CoveringCosts, greedy, ranked, total
from geo.location.exact_solver import BestSet, fewest, least_paid
from geo.location.instance import Instance


class Method(StrEnum):
    """A way to choose the next sites."""

    OPTIMUM = "optimum"
    """The best set of all of its size."""
    GREEDY = "greedy"
    """One after another, each the best after those before it."""
    RANKING = "ranking"
    """Those that would do most alone: the plain ranking, blind to overlap."""


def value_of(instance: Instance, paid: float) -> float:
    """Return what a set that pays `paid` is worth: weight covered, mean km, or a number of sites."""
    match instance.question.model:
        case Model.MAXIMAL_COVERING:
            return float(instance.weights.sum() - paid)
        case Model.P_MEDIAN:
            weight = float(instance.weights.sum())
            return paid / weight if weight else float("nan")
        case Model.SET_COVERING:
            return float(paid)


def value_now(instance: Instance) -> float:
    """Return what there is before any new site; missing where there is no site and no mean distance."""
    match instance.question.model:
        case Model.MAXIMAL_COVERING:
            return float(instance.weights.sum() - instance.uncovered.sum())
        case Model.P_MEDIAN:
            now = instance.now
            if not np.isfinite(now).all() or not instance.weights.sum():
                return float("nan")
            return float(np.average(now, weights=instance.weights))
        case Model.SET_COVERING:
            return 0.0


def worth(instance: Instance, costs: Costs, chosen: Sequence[int]) -> float:
    """Return what the set `chosen` reaches: weight covered (both coverings) or the mean km."""
    paid = total(costs, chosen)
    if instance.question.model is Model.P_MEDIAN:
        return value_of(instance, paid)
    return float(instance.weights.sum() - paid)


def in_order(costs: Costs, chosen: Sequence[int]) -> list[int]:
    """Return `chosen` in the order in which each adds most; those that add nothing come last."""
    names = np.asarray(chosen, dtype=np.int64)
    first: list[int] = names[greedy(costs.keep(names), len(names))].tolist()
    return first + [name for name in chosen if name not in first]


def chosen_table(instance: Instance, costs: Costs, order: Sequence[int]) -> pd.DataFrame:
    """Return the chosen sites, one row each.

    `order` from 1, the columns of `Instance.candidates`, `value` with it and those before,
    `gain` over those before and `gain_alone` if it were the only one: weight, or km of the
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

    The columns of `Instance.demand`, `distance_after_km` (by road `minutes_after`) with its `_low` and
    `_high`, `covered_after`, and `served_by`: the code of the new site that is nearer than any there was,
    missing where none is.
    """
    metric, ways = instance.question.metric, instance.to_candidates(order)
    after = {}
    for suffix, away in (("", ways.nominal), ("_low", ways.low), ("_high", ways.high)):
        nearest = metric.scale * away.min(axis=1, initial=np.inf)
        now = instance.demand[metric.column + suffix]
        after[metric.column_after + suffix] = np.minimum(now, nearest)
    new = metric.scale * ways.nominal
    nearer = new.min(axis=1, initial=np.inf) < instance.now
    served = pd.array([pd.NA] * len(nearer), dtype="Int64")
    if len(order):
        codes = instance.candidates["codigo_muni"].to_numpy()[list(order)]
        served[nearer] = codes[new[nearer].argmin(axis=1)]
    covered = after[metric.column_after] <= metric.scale * instance.question.limit
    return instance.demand.assign(**after, covered_after=covered, served_by=served)


def value_range(instance: Instance, demand: pd.DataFrame) -> tuple[float, float]:
    """Return the least and the most that `demand` (a `demand_table`) may be worth.

    The locations of existing sites are uncertain, and by road the speeds; new sites are where they are put.
    """
    metric = instance.question.metric
    low, high = (
        demand[f"{metric.column_after}{suffix}"].to_numpy(dtype=float) for suffix in ("_low", "_high")
    )
    weights, limit = instance.weights, metric.scale * instance.question.limit
    if instance.question.model is Model.P_MEDIAN:
        whole = weights.sum() or np.nan
        return float(low @ weights / whole), float(high @ weights / whole)
    return float(weights[high <= limit].sum()), float(weights[low <= limit].sum())


def unreachable(instance: Instance, demand: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `demand` that no site covers and no candidate can."""
    reach = instance.distances.min(axis=1, initial=np.inf) <= instance.question.limit
    asking = ~demand["covered"].to_numpy(dtype=bool) & (instance.weights > 0)
    return demand.iloc[np.flatnonzero(asking & ~reach)]


def _steps(instance: Instance, costs: Costs, order: Sequence[int]) -> Floats:
    return np.array([worth(instance, costs, order[:nth]) for nth in range(len(order) + 1)])


HALF_A_PERSON: Final = 0.5
"""Sets that cover whole people and differ by less do not differ."""
A_METRE_KM: Final = 1e-3
"""Sets whose kilometres of a line differ by less do not differ."""
A_MILLIMETRE_KM: Final = 1e-6
"""Mean distances that differ by less do not differ."""


@dataclass(frozen=True, eq=False)
class NextSites:
    """The answer to a `PlanningQuestion`.

    `value`, `before` and `bound` are, for maximal covering, the people (or rows, or km of a line) within
    the distance, those covered already included; for the p-median the mean distance in km (`before` is
    missing where there is no site yet); for set covering the number of new sites.

    chosen
        The best set in the order in which each adds most; see `chosen_table`.

    Methods
    -------
        Greed and the plain ranking, site by site, and the best set; see `methods_table`.
    demand
        What changes for each demand; see `demand_table`.
    unreachable
        The rows of `demand` that no site covers and no candidate can.
    value_low, value_high
        What the set may reach, as the locations of existing sites are uncertain:
        weight covered (for set covering too), or the mean distance.
    """

    instance: Instance
    stop: Stop
    before: float
    value: float
    bound: float
    value_low: float
    value_high: float
    seconds: float
    chosen: pd.DataFrame
    methods: pd.DataFrame
    demand: pd.DataFrame
    unreachable: pd.DataFrame

    @property
    def is_proven(self) -> bool:
        """Whether no other set is better."""
        return self.stop is Stop.OPTIMAL

    @property
    def gap(self) -> float:
        """How far the value may be from the best possible, as a share of it; 0 when proven."""
        return Progress(self.value, self.bound, self.seconds).gap


def next_sites(instance: Instance, control: Control | None = None) -> NextSites:
    """Return where the next sites serve most; `control` limits the search and hears of its progress.

    The set has fewer sites than requested where one more would serve no one.
    """
    control, costs = control or Control(), instance.costs()
    answer = _best_set(instance, costs, _in_reader_units(instance, control))
    order = in_order(costs, answer.chosen)
    demand = demand_table(instance, order)
    low, high = value_range(instance, demand)
    return NextSites(
        instance=instance,
        stop=answer.stop,
        before=value_now(instance),
        value=value_of(instance, answer.paid),
        bound=value_of(instance, answer.bound),
        value_low=low,
        value_high=high,
        seconds=control.seconds,
        chosen=chosen_table(instance, costs, order),
        methods=methods_table(instance, costs, order),
        demand=demand,
        unreachable=unreachable(instance, demand),
    )


def gain_curve(instance: Instance, control: Control | None = None) -> Iterator[tuple[int, BestSet]]:
    """Yield the best set for 1, 2, ... as many new sites as were asked for, until `control` stops it.

    Values are `value_of(instance, answer.paid)`: what each further site gains at best.
    """
    control, costs = control or Control(), instance.costs()
    for count in range(1, instance.question.count + 1):
        if control.stop():
            return
        yield count, least_paid(costs, count, margin_of(instance), replace(control, on_progress=_unheard))


def _best_set(instance: Instance, costs: Costs, control: Control) -> BestSet:
    if instance.question.model is Model.SET_COVERING and isinstance(costs, CoveringCosts):
        return fewest(costs.covers, control)
    return least_paid(costs, instance.question.count, margin_of(instance), control)


def margin_of(instance: Instance) -> float:
    """Return the difference in what is paid below which two sets count as equals."""
    if instance.question.model is Model.P_MEDIAN:
        return float(A_MILLIMETRE_KM * instance.weights.sum())
    return A_METRE_KM if instance.question.counted.is_line else HALF_A_PERSON


def _in_reader_units(instance: Instance, control: Control) -> Control:
    def tell(progress: Progress) -> None:
        value, bound = (value_of(instance, paid) for paid in (progress.value, progress.bound))
        control.on_progress(Progress(value, bound, progress.seconds))

    return replace(control, on_progress=tell)


def _unheard(_: Progress) -> None:
    return None


@dataclass(frozen=True, eq=False)
class SearchResult:
    """An answer, and the best value for one new site, two, ... as far as the time went."""

    answer: NextSites
    best: tuple[tuple[int, float], ...]
