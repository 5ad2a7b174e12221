"""The next sites: the proven best set, what each adds, and what greed and a plain ranking would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from geo.choices import Model
from geo.siting import tables
from geo.siting.control import Control, Engine, Progress, Stop
from geo.siting.costs import Costs, CoveringCosts
from geo.siting.exact import BestSet, fewest, least_paid
from geo.siting.problem import Instance
from geo.siting.reference import fewest_by_spopt, least_paid_by_spopt

HALF_A_PERSON: Final = 0.5
"""Sets that cover whole people and differ by less do not differ."""
A_MILLIMETRE_KM: Final = 1e-6
"""Mean distances that differ by less do not differ."""


@dataclass(frozen=True, eq=False)
class NextSites:
    """The answer to a `PlanningQuestion`.

    `value`, `before` and `bound` are, for maximal covering, people within the distance, those
    covered already included; for the p-median the mean distance in km (`before` is missing
    where there is no site yet); for set covering the number of new sites.

    chosen
        The best set in the order in which each adds most; see `tables.chosen_table`.

    Methods
    -------
        Greed and the plain ranking, site by site, and the best set; see `tables.methods_table`.
    demand
        What changes for each demand; see `tables.demand_table`.
    unreachable
        The rows of `demand` that no site covers and no candidate can.
    value_low, value_high
        What the set may reach, as the positions of the sites that are there are uncertain:
        people covered (for set covering too), or the mean distance.
    """

    instance: Instance
    engine: Engine
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


def next_sites(
    instance: Instance, control: Control | None = None, engine: Engine = Engine.HIGHS
) -> NextSites:
    """Return where the next sites serve most; `control` bounds the search and hears of it.

    The set holds fewer sites than asked for where one more would serve no one.
    """
    control, costs = control or Control(), instance.costs()
    answer = _answer(instance, costs, _in_reader_units(instance, control), engine)
    order = tables.in_order(costs, answer.chosen)
    demand = tables.demand_table(instance, order)
    low, high = tables.value_range(instance, demand)
    return NextSites(
        instance=instance,
        engine=engine,
        stop=answer.stop,
        before=tables.value_now(instance),
        value=tables.value_of(instance, answer.paid),
        bound=tables.value_of(instance, answer.bound),
        value_low=low,
        value_high=high,
        seconds=control.seconds,
        chosen=tables.chosen_table(instance, costs, order),
        methods=tables.methods_table(instance, costs, order),
        demand=demand,
        unreachable=tables.unreachable(instance, demand),
    )


def gain_curve(instance: Instance, control: Control | None = None) -> Iterator[tuple[int, BestSet]]:
    """Yield the best set for 1, 2, ... as many new sites as were asked for, until `control` stops it.

    Values are `tables.value_of(instance, answer.paid)`: what each further site gains at best.
    """
    control, costs = control or Control(), instance.costs()
    for count in range(1, instance.question.count + 1):
        if control.stop():
            return
        yield count, least_paid(costs, count, _margin(instance), replace(control, on_progress=_unheard))


def _answer(instance: Instance, costs: Costs, control: Control, engine: Engine) -> BestSet:
    if instance.question.model is Model.SET_COVERING and isinstance(costs, CoveringCosts):
        solve = fewest if engine is Engine.HIGHS else fewest_by_spopt
        return solve(costs.covers, control)
    best = least_paid if engine is Engine.HIGHS else least_paid_by_spopt
    return best(costs, instance.question.count, _margin(instance), control)


def _margin(instance: Instance) -> float:
    if instance.question.model is Model.P_MEDIAN:
        return float(A_MILLIMETRE_KM * instance.people.sum())
    return HALF_A_PERSON


def _in_reader_units(instance: Instance, control: Control) -> Control:
    def tell(told: Progress) -> None:
        value, bound = (tables.value_of(instance, paid) for paid in (told.value, told.bound))
        control.on_progress(Progress(value, bound, told.seconds))

    return replace(control, on_progress=tell)


def _unheard(_: Progress) -> None:
    return None
