"""Travel time in the questions of planning: the speeds of roads, and measuring by road in the background.

An answer says of its roads what they are and who has none. Measuring by road is shown, stopped by the
reader, and begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.publishing.journey_text import extract_sentence
from atlas.ui.facts.fact_words import source_links
from atlas.ui.planning.question_terms import change_plan, current_plan
from atlas.ui.state.background_jobs import SEARCHES, Job, current_job, watch
from atlas.ui.widgets.markup import Html, draw, h, plain, table
from atlas.ui.widgets.region_words import municipio_list, span_text
from atlas.web.served_data import atlas_data
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import STRAIGHT_LINES, DistanceMeasure, seats
from geo.cancellation import StoppedError, reported_to, stopped_by
from geo.choices import RoadClass
from geo.choices.planning_kinds import Counted, Metric, PlanningQuestion
from geo.dataset.facts.main_routes import FASTEST_KMH
from geo.location.assumptions import OtherMeasure
from geo.roads.drawn_roads import imported_roads
from geo.roads.road_network import FURTHEST_LEG_M
from geo.roads.road_store import ClassSpeed, Roads, kmh
from geo.roads.travel_times import TravelTimes
from geo.views.planning_answers import measure_by, roads_for
from geo.views.planning_query import BY_ROAD, PlanningQuery

WITH_LINES: Final = frozenset(
    {
        PlanningQuestion.COVERAGE,
        PlanningQuestion.NEXT,
        PlanningQuestion.WHATIF,
        PlanningQuestion.FIND_OUT,
    }
)
"""The questions that count kilometres of what the kinds serve."""
LONG_LEG_M: Final = 1000.0
"""A longer way to the nearest road is named."""
FIELDS_IN_A_ROW: Final = 4
"""Both speeds of two classes."""
SHOWN: Final = "speeds_shown"
"""The key of the speeds that the fields were filled with."""
WRONG: Final = "speeds_wrong"
"""The key of the first class whose speeds cannot be used."""


def ways_of(plan: PlanningQuery) -> DistanceMeasure:
    """Return what measures the ways of a query."""
    return measure_by(atlas_data(), plan.metric, plan.speeds)


def other_ways(plan: PlanningQuery) -> OtherMeasure | None:
    """Return the measure that the answer does not use, with its limit; None where no roads are imported."""
    if plan.metric is Metric.ROAD:
        return OtherMeasure(STRAIGHT_LINES, plan.km * 1e3)
    by = measure_by(atlas_data(), Metric.ROAD, plan.speeds)
    return OtherMeasure(by, plan.minutes) if by.metric is Metric.ROAD else None


def method_of(plan: PlanningQuery) -> str:
    """Return the key of the sentence that says what is measured."""
    return "regions.straight" if plan.metric is Metric.STRAIGHT else "road.method"


def missing_roads(plan: PlanningQuery, t: Translator) -> Iterator[str]:
    """Yield how a question by road can be asked here where no roads are imported."""
    if plan.question in BY_ROAD and imported_roads(atlas_data().data) is None:
        yield t("road.none")


def road_terms(plan: PlanningQuery, t: Translator) -> Iterator[str]:
    """Yield the speeds and the roads that a query uses, line by line, as a file holds them."""
    roads = imported_roads(atlas_data().data)
    if roads is not None and plan.metric is Metric.ROAD:
        yield _speeds_text(plan, roads, t)
    elif plan.question not in WITH_LINES or (roads := roads_for(atlas_data(), plan.kinds)) is None:
        return
    yield extract_sentence(roads.record, t)


def _speeds_text(plan: PlanningQuery, roads: Roads, t: Translator) -> str:
    changed = "; ".join(
        t(
            "road.speed",
            road=t(f"road_class.{speed.road_class}"),
            low=str(speed.low_kmh),
            high=str(speed.high_kmh),
        )
        for speed in plan.speeds
    )
    basis = t("road.host_speeds") if roads.has_own_speeds else t("road.cited_speeds")
    return f"{t('road.speeds')}: {t('road.changed', speeds=changed, basis=basis) if changed else basis}"


def access_texts(by: DistanceMeasure, ground: DemandAreas, t: Translator) -> Iterator[str]:
    """Yield which cabeceras no road reaches, and for how many the way to the nearest road is long."""
    if not isinstance(by, TravelTimes):
        return
    legs = by.network.entries(seats(ground).centres).leg_m
    cut_off = ground.table[np.isinf(legs)]
    if len(cut_off):
        people = number_text(cut_off["population_2018"].sum(), t.language)
        names = municipio_list(cut_off["codigo_muni"].tolist(), t)
        km = number_text(FURTHEST_LEG_M / 1e3, t.language)
        yield t("road.cut_off", count=len(cut_off), names=names, people=people, km=km)
    long = legs[np.isfinite(legs) & (legs > LONG_LEG_M)]
    if len(long):
        speed = number_text(by.high_kmh[RoadClass.FOOT], t.language)
        yield t("road.legs", count=len(long), km=number_text(long.max() / 1e3, t.language, 1), speed=speed)


def left_out_text(off_road: pd.DataFrame, counted: Counted, t: Translator) -> str | None:
    """Return what a mean time leaves out, because no road leads there; None where it leaves out nothing."""
    if off_road.empty:
        return None
    amount = number_text(off_road["weight"].sum(), t.language, 1 if counted.is_line else 0)
    names = municipio_list(off_road["codigo_muni"].unique().tolist(), t)
    return t("road.mean_without", amount=amount, unit=t(f"find_out_unit.{counted}"), names=names)


def draw_speeds(t: Translator) -> None:
    """Draw the speeds of each class of road, to be changed together, and where the cited ones are from."""
    roads, plan = imported_roads(atlas_data().data), current_plan()
    if roads is None or plan.metric is not Metric.ROAD:
        return
    cited = _cited(roads)
    _fill(cited, plan)
    wrong: RoadClass | None = st.session_state.get(WRONG)
    label = t("road.speeds_changed", count=len(plan.speeds)) if plan.speeds else t("road.speeds")
    with st.expander(label, expanded=wrong is not None, icon=":material/speed:"):
        st.caption(plain(t("road.speeds_lead")))
        with st.form("plan_speeds", border=False):
            _draw_fields(t)
            if wrong is not None:
                words = t("road.wrong_speed", road=t(f"road_class.{wrong}"), fastest=f"{FASTEST_KMH:g}")
                st.error(plain(words), icon=":material/error:")
            st.form_submit_button(t("road.use_speeds"), on_click=_take_speeds, args=(cited,))
        st.button(
            t("road.reset_speeds"),
            key="plan_speeds_reset",
            on_click=_reset_speeds,
            disabled=not plan.speeds,
            icon=":material/restart_alt:",
        )
        draw(_cited_table(roads, t))


def _cited(roads: Roads) -> dict[RoadClass, tuple[int, int]]:
    low, high = kmh(roads.speeds, "low_kmh"), kmh(roads.speeds, "high_kmh")
    return {road: (round(low[road]), round(high[road])) for road in RoadClass}


def _keys(road: RoadClass) -> tuple[str, str]:
    return f"speed_low_{road}", f"speed_high_{road}"


def _fill(cited: dict[RoadClass, tuple[int, int]], plan: PlanningQuery) -> None:
    """Fill the fields, unless they hold what a reader has written into them since."""
    is_drawn = _keys(RoadClass.FOOT)[0] in st.session_state
    if is_drawn and st.session_state.get(SHOWN) == plan.speeds:
        return
    own = {speed.road_class: (speed.low_kmh, speed.high_kmh) for speed in plan.speeds}
    for road, speeds in cited.items():
        for key, value in zip(_keys(road), own.get(road, speeds), strict=True):
            st.session_state[key] = value
    st.session_state[SHOWN] = plan.speeds
    st.session_state.pop(WRONG, None)


def _draw_fields(t: Translator) -> None:
    fields = [
        (key, t(f"road.{label}", road=t(f"road_class.{road}")))
        for road in RoadClass
        for key, label in zip(_keys(road), ("low_speed", "high_speed"), strict=True)
    ]
    for first in range(0, len(fields), FIELDS_IN_A_ROW):
        row = fields[first : first + FIELDS_IN_A_ROW]
        for place, (key, label) in zip(st.columns(FIELDS_IN_A_ROW), row, strict=True):
            with place:
                st.number_input(label, min_value=1, max_value=int(FASTEST_KMH), step=1, key=key)


def _take_speeds(cited: dict[RoadClass, tuple[int, int]]) -> None:
    written = {road: tuple(int(st.session_state[key]) for key in _keys(road)) for road in RoadClass}
    wrong = next((road for road, (low, high) in written.items() if low > high), None)
    st.session_state[WRONG] = wrong
    if wrong is None:
        speeds = tuple(
            ClassSpeed(road, low, high)
            for road, (low, high) in written.items()
            if (low, high) != cited[road]
        )
        st.session_state[SHOWN] = speeds
        change_plan(speeds=speeds)


def _reset_speeds() -> None:
    change_plan(speeds=())


def _cited_table(roads: Roads, t: Translator) -> Html:
    """Return the speeds that hold without a change, with their reasons and sources."""
    heads = [t(f"road.{head}") for head in ("class", "cited", "reason", "sources")]
    rows = (
        (
            t(f"road_class.{row['road_class']}"),
            span_text(row["low_kmh"], row["high_kmh"], lambda kmh: f"{kmh:g}") + " km/h",
            row[f"note_{t.language}"] or "",
            source_links(row["sources"] or (), t.language),
        )
        for row in roads.speeds.astype(object).where(roads.speeds.notna(), None).to_dict("records")
    )
    return h("div", table(heads, rows), class_="p-figures p-speeds")


ResultT = TypeVar("ResultT")

MEASURING_KEY: Final = "road_measuring"
"""The key of this session's measuring."""

Measuring = Job[Hashable, tuple[int, int], Any]
"""Work whose ways are measured by road; it has no result if it was stopped.

It reports how many places are measured, and of how many.
"""


def measured(
    plan: PlanningQuery, task: Hashable, make: Callable[[], ResultT], t: Translator
) -> ResultT | None:
    """Return what `make` measures for a task, or draw why there is nothing yet: it runs, or was stopped.

    What needs no new travel time is returned at once: straight lines, and what was measured before.
    """
    try:
        with stopped_by(lambda: True):
            result: ResultT | None = make()
    except StoppedError:
        pass
    else:
        _end_unneeded()
        return result
    job = current_job(MEASURING_KEY, task, partial(start_measuring, task, make))
    if job.is_running:
        watch(job, partial(_draw_measuring, job, t))
        return None
    result = job.result()
    if result is None:
        draw_stopped(MEASURING_KEY, plan, t)
    return result


def _end_unneeded() -> None:
    """End this session's measuring, and forget that it was stopped, as the page needs no result of it."""
    job: Measuring | None = st.session_state.get(MEASURING_KEY)
    if job is not None and (job.is_running or job.is_cancelled):
        job.cancel()
        _forget(MEASURING_KEY)


def start_measuring(task: Hashable, make: Callable[[], ResultT]) -> Measuring:
    """Start to measure in the background; cancelling ends it before the next tree of shortest paths."""

    def measure(job: Measuring) -> ResultT | None:
        def report(done: int, total: int) -> None:
            # Kinds of demand are measured one after another; from the second on, the ways are kept.
            if job.progress is None or done * job.progress[1] >= job.progress[0] * total:
                job.report((done, total))

        with reported_to(report):
            return unless_stopped(job, make)

    return Job(SEARCHES, task, measure)


def unless_stopped(job: Job[Any, Any, Any], make: Callable[[], ResultT]) -> ResultT | None:
    """Return what `make` returns, or None where the job is cancelled while it measures by road."""
    try:
        with stopped_by(lambda: job.is_cancelled):
            return make()
    except StoppedError:
        return None


def _draw_measuring(job: Measuring, t: Translator) -> None:
    done, total = job.progress or (0, 0)
    words = t("road.measured", done=done, total=total) if total > 1 else t("road.measuring")
    st.progress(done / total if total else 0.0, text=plain(words))
    st.button(t("road.stop"), key="road_stop", on_click=job.cancel, icon=":material/stop_circle:")


def draw_stopped(key: str, plan: PlanningQuery, t: Translator) -> None:
    """Draw that the work under a key of the session was stopped, and buttons that answer all the same."""
    st.info(plain(t("road.stopped")), icon=":material/timer:")
    with st.container(horizontal=True):
        st.button(
            t("road.again"),
            key="road_again",
            on_click=_forget,
            args=(key,),
            icon=":material/restart_alt:",
        )
        if plan.metric is Metric.ROAD:
            st.button(
                t("road.use_straight"),
                key="road_use_straight",
                on_click=partial(change_plan, metric=Metric.STRAIGHT),
                icon=":material/straighten:",
            )


def _forget(key: str) -> None:
    st.session_state.pop(key, None)
