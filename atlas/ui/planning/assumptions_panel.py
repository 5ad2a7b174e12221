"""Whether the next sites survive the assumptions: the test, its progress, and the answer in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.next_sites_drawing import candidate_name
from atlas.ui.planning.road_measuring import unless_stopped
from atlas.ui.planning.travel_terms import other_ways
from atlas.ui.state.background_jobs import AT_ONCE_S, SEARCHES, WATCH_S, Job
from atlas.ui.widgets.markup import Html, draw, h, plain, table
from atlas.ui.widgets.region_words import limit_text
from geo.analysis.demand_areas import DemandAreas
from geo.cancellation import Control, Stop
from geo.choices.planning_kinds import Metric
from geo.location.assumptions import Assumption, OtherMeasure, Robustness, robustness
from geo.location.instance import Instance
from geo.views.planning_query import PlanningQuery

ASSUMPTIONS_KEY: Final = "assumptions_search"
"""The key of this session's test of the assumptions."""

Test = Job[tuple[Instance, float, OtherMeasure | None], float, "Robustness | None"]
"""A test of the assumptions; its result is None where it was stopped before the sites of each are known."""


def start_test(
    instance: Instance, ground: DemandAreas, seconds: float, other: OtherMeasure | None = None
) -> Test:
    """Start to compare the best sites under each assumption."""

    def search(job: Test) -> Robustness | None:
        control = Control(seconds, should_stop=lambda: job.is_cancelled)
        return unless_stopped(job, lambda: robustness(instance, ground, control, other))

    return Job(SEARCHES, (instance, seconds, other), search)


def draw_assumptions(instance: Instance, ground: DemandAreas, plan: PlanningQuery, t: Translator) -> None:
    """Draw the button that tests the assumptions, then which of them would change the sites."""
    st.markdown(f"##### {t('assumptions.title')}")
    test: Test | None = st.session_state.get(ASSUMPTIONS_KEY)
    other = other_ways(plan)
    if test is None or test.task != (instance, plan.seconds, other):
        if test is not None:
            test.cancel()

        def start() -> None:
            started = st.session_state[ASSUMPTIONS_KEY] = start_test(instance, ground, plan.seconds, other)
            started.wait(AT_ONCE_S)

        st.session_state.pop(ASSUMPTIONS_KEY, None)
        st.caption(t("assumptions.lead"))
        st.button(t("assumptions.test"), key="assumptions_test", on_click=start, icon=":material/balance:")
    elif test.is_running:
        _watch_test(test, t)
    elif (result := test.result()) is None:
        st.warning(t("assumptions.stopped"), icon=":material/timer:")
    else:
        for text in assumptions_in_words(result, instance, plan, t):
            st.markdown(plain(text))
        draw(h("div", regrets_table(result, instance, plan, t), class_="p-figures p-sets"))
        if Assumption.SPREAD in result.sets:
            st.caption(plain(t("assumptions.spread_method")))
        st.caption(plain(t("assumptions.method")))
        if other is None:
            st.caption(plain(t("assumptions.straight_only")))


@st.fragment(run_every=WATCH_S)
def _watch_test(test: Test, t: Translator) -> None:
    """Show that the assumptions are tested until the end; only this part of the page runs meanwhile."""
    if not test.is_running:
        st.rerun()
    st.caption(t("assumptions.searching"))
    st.button(
        t("next.cancel"), key="assumptions_cancel", on_click=test.cancel, icon=":material/stop_circle:"
    )


def _assumption(name: Assumption, plan: PlanningQuery, t: Translator) -> str:
    """Return an assumption in words, with the limit of the other measure."""
    limit = plan.minutes if name is Assumption.ROAD else plan.km
    metric = Metric.ROAD if name is Assumption.ROAD else Metric.STRAIGHT
    return t(f"assumption.{name}", limit=limit_text(limit, metric, t))


def assumptions_in_words(
    result: Robustness, instance: Instance, plan: PlanningQuery, t: Translator
) -> list[str]:
    """Return which assumptions flip the choice, which sites stay, and the set of least worst regret."""
    flips = [_assumption(name, plan, t) for name in result.flipping]
    first = t("assumptions.flip", names="; ".join(flips)) if flips else t("assumptions.survives")
    always = _names(result.always, instance, t)
    stay = t("assumptions.always", names=always) if always else t("assumptions.none_always")
    texts = [first, stay]
    if flips:
        unit, worst = t(f"find_out_unit.{instance.question.counted}"), result.least_worst_regrets.max()
        key = "assumptions.least_worst" if result.stop is Stop.OPTIMAL else "assumptions.not_proven"
        regret = number_text(worst, t.language, 1 if instance.question.counted.is_line else 0)
        texts.append(t(key, names=_names(result.least_worst, instance, t), regret=regret, unit=unit))
    return texts


def _names(chosen: Iterable[int], instance: Instance, t: Translator) -> str:
    rows = instance.candidates.iloc[list(chosen)].to_dict("records")
    return "; ".join(candidate_name(row, t) for row in rows)


def regrets_table(result: Robustness, instance: Instance, plan: PlanningQuery, t: Translator) -> Html:
    """Return what each best set, and that of least worst regret, covers less under each assumption."""
    decimals = 1 if instance.question.counted.is_line else 0
    columns = list(result.sets)
    rows = [
        (
            _assumption(name, plan, t),
            _names(chosen, instance, t),
            result.regrets.loc[[name], columns].to_numpy()[0].tolist(),
        )
        for name, chosen in result.sets.items()
    ]
    rows.append(
        (
            t("assumptions.all"),
            _names(result.least_worst, instance, t),
            result.least_worst_regrets[columns].tolist(),
        )
    )
    unit = t(f"find_out_unit.{instance.question.counted}")
    heads = [
        t("assumptions.best"),
        t("assumptions.sites"),
        *(t("assumptions.regret", name=_assumption(name, plan, t), unit=unit) for name in columns),
    ]
    cells = (
        (
            first,
            names,
            *(number_text(value, t.language, decimals) for value in regrets),
        )
        for first, names, regrets in rows
    )
    return table(heads, cells)
