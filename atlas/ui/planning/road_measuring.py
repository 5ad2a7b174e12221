"""Measuring by road in the background: shown, stopped by the reader, and begun again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.state.background_jobs import AT_ONCE_S, SEARCHES, WATCH_S, Job
from atlas.ui.widgets.markup import plain
from geo.cancellation import StoppedError, stopped_by
from geo.choices.planning_kinds import Metric
from geo.views.planning_query import PlanningQuery

ResultT = TypeVar("ResultT")

MEASURING_KEY: Final = "road_measuring"
"""The key of this session's measuring."""

Measuring = Job[Hashable, None, Any]
"""Work whose ways are measured by road; it has no result if it was stopped."""


def measured(
    plan: PlanningQuery, task: Hashable, make: Callable[[], ResultT], t: Translator
) -> ResultT | None:
    """Return what `make` measures for a task, or draw why there is nothing yet: it runs, or was stopped.

    Straight lines take no time, so that they are measured at once.
    """
    if plan.metric is Metric.STRAIGHT:
        return make()
    job: Measuring | None = st.session_state.get(MEASURING_KEY)
    if job is None or job.task != task:
        if job is not None:
            job.cancel()
        job = st.session_state[MEASURING_KEY] = start_measuring(task, make)
        job.wait(AT_ONCE_S)
    if job.is_running:
        _watch(job, t)
        return None
    result: ResultT | None = job.result()
    if result is None:
        draw_stopped(MEASURING_KEY, t)
    return result


def start_measuring(task: Hashable, make: Callable[[], ResultT]) -> Measuring:
    """Start to measure in the background; cancelling ends it before the next tree of shortest paths."""
    return Job(SEARCHES, task, lambda job: unless_stopped(job, make))


def unless_stopped(job: Job[Any, Any, Any], make: Callable[[], ResultT]) -> ResultT | None:
    """Return what `make` returns, or None where the job is cancelled while it measures by road."""
    try:
        with stopped_by(lambda: job.is_cancelled):
            return make()
    except StoppedError:
        return None


@st.fragment(run_every=WATCH_S)
def _watch(job: Measuring, t: Translator) -> None:
    """Show that ways are measured until the end; only this part of the page runs meanwhile."""
    if not job.is_running:
        st.rerun()
    st.caption(t("road.measuring"))
    st.button(t("road.stop"), key="road_stop", on_click=job.cancel, icon=":material/stop_circle:")


def draw_stopped(key: str, t: Translator) -> None:
    """Draw that the work under a key of the session was stopped, and a button that begins it again."""
    st.info(plain(t("road.stopped")), icon=":material/timer:")
    st.button(
        t("road.again"), key="road_again", on_click=_forget, args=(key,), icon=":material/restart_alt:"
    )


def _forget(key: str) -> None:
    st.session_state.pop(key, None)
