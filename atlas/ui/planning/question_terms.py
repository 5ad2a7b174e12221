"""The query of the planning page, read from the address, and the widgets that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.state import session
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.choices import Kind, Layer
from geo.choices.planning_kinds import Metric, OwnAs
from geo.choices.site_kinds import Aim, aim_for, common_aim, measure_of, measures_of
from geo.lists.list_coverage import OWN_KIND
from geo.roads.drawn_roads import imported_roads
from geo.selection import in_order
from geo.views.planning_query import BY_ROAD, MAX_KM, MAX_MINUTES, OWN_QUESTIONS, PlanningQuery, plan_of

PAGE: Final = "regions"
"""The page whose parameters these are."""


def requested_plan() -> PlanningQuery:
    """Return the query as the address has it."""
    return plan_of(session.reader_session().own.get(PAGE, {}))


def current_plan() -> PlanningQuery:
    """Return the query that the page answers now: by road only where it can."""
    plan = requested_plan()
    if plan.measure not in measures_of(plan.kinds, has_roads=has_roads()):
        plan = replace(plan, measure=measure_of(plan.kinds, has_roads=False))
    if plan.metric is Metric.STRAIGHT or (plan.question in BY_ROAD and not uses_list(plan) and has_roads()):
        return plan
    return replace(plan, metric=Metric.STRAIGHT)


def has_roads() -> bool:
    """Return whether travel times can be measured here."""
    return imported_roads(atlas_data().data) is not None


def uses_list(plan: PlanningQuery) -> bool:
    """Return whether the reader's list is part of the query; it is measured in straight lines."""
    return plan.question in OWN_QUESTIONS and plan.own is not OwnAs.NONE and placed_list() is not None


def change_plan(**changes: Any) -> None:
    """Change the query; the address follows at the end of this run."""
    session.reader_session().own[PAGE] = replace(requested_plan(), **changes).to_query()


def bound(attribute: str) -> dict[str, Any]:
    """Return the arguments that tie a widget to an attribute of the plan."""
    key = f"plan_{attribute}"
    value = getattr(current_plan(), attribute)
    st.session_state[key] = list(value) if isinstance(value, tuple) else value
    return {"key": key, "on_change": partial(_take, attribute)}


def _take(attribute: str) -> None:
    value = st.session_state[f"plan_{attribute}"]
    if attribute == "kinds":
        _take_kinds(value)
        return
    change_plan(**{attribute: tuple(value) if isinstance(value, list) else value})


def _take_kinds(chosen: list[str]) -> None:
    kinds = in_order((kind for kind in chosen if kind != OWN_KIND), Kind)
    _show(kinds)
    other = OwnAs.DEMAND if current_plan().own is OwnAs.DEMAND else OwnAs.NONE
    change_plan(
        kinds=tuple(kinds), measure=measure_of(kinds), own=OwnAs.SUPPLY if OWN_KIND in chosen else other
    )


def _show(kinds: Iterable[Kind]) -> None:
    """Switch on the layers of the chosen kinds, so that the map shows what is measured to."""
    sites = atlas_data().sites
    needed = set(sites.loc[sites["kind"].isin(list(kinds)), "layer"])
    session.take_widgets()
    selection = session.reader_session().selection
    layers = in_order({*selection.layers, *needed}, Layer)
    session.choose(replace(selection, layers=layers))


def draw_kinds(t: Translator) -> None:
    """Draw the choice of the kinds of site that are measured to; the reader's list can be one of them."""
    options: list[str] = [*in_order(atlas_data().sites["kind"], Kind)]
    words = {kind: t(f"kind.{kind}") for kind in options}
    arguments, plan, mine = bound("kinds"), current_plan(), placed_list()
    if mine is not None and plan.question in OWN_QUESTIONS and plan.own is not OwnAs.DEMAND:
        options.append(OWN_KIND)
        words[OWN_KIND] = t("ownlist.supply", name=mine.name)
        st.session_state[arguments["key"]] += [OWN_KIND] * (plan.own is OwnAs.SUPPLY)
    st.multiselect(
        t("regions.kinds"),
        options,
        format_func=words.__getitem__,
        placeholder=t("filters.all"),
        **arguments,
    )


def draw_segments(
    attribute: str, label: str, options: Iterable[str], words: Callable[[str], str], **arguments: Any
) -> None:
    """Draw the choice of an attribute of the query as buttons next to each other."""
    st.segmented_control(
        label, list(options), format_func=words, required=True, **arguments, **bound(attribute)
    )


def draw_reach(t: Translator, *, with_measure: bool = True) -> None:
    """Draw the choice of the kinds of site, of the distance, and of what is counted within it."""
    draw_metric(t)
    kinds, limit, measure = st.columns([4, 2, 5])
    with kinds:
        draw_kinds(t)
    with limit:
        draw_limit(t)
    if with_measure:
        with measure:
            options = measures_of(current_plan().kinds, has_roads=has_roads())
            draw_segments("measure", t("regions.measure"), options, lambda name: t(f"measure.{name}"))
        st.caption(plain(aim_text(current_plan().kinds, t)))


def aim_of(plan: PlanningQuery) -> Aim:
    """Return what the kinds of a query serve, and where a new one may stand, with or without roads here."""
    return aim_for(plan.kinds, has_roads=has_roads())


def aim_text(kinds: Iterable[Kind], t: Translator) -> str:
    """Return what the kinds serve, where a new one may stand, and why; or that they differ."""
    aim = common_aim(kinds, has_roads=has_roads())
    return t("aims.mixed") if aim is None else t(f"aim_reason.{aim.reason}")


def draw_metric(t: Translator) -> None:
    """Draw the choice between straight lines and travel time, or why a link or a list has none."""
    if uses_list(current_plan()):
        st.caption(plain(t("road.not_with_list")))
    elif has_roads():
        draw_segments("metric", t("road.metric"), Metric, lambda name: t(f"metric.{name}"))
    elif requested_plan().metric is Metric.ROAD:
        st.info(plain(t("road.none_for_link")), icon=":material/route:")


def draw_no_travel_time(reason: str, t: Translator) -> None:
    """Say why a question has no travel time, where the reader measures it in other questions."""
    if requested_plan().metric is Metric.ROAD and has_roads():
        st.caption(plain(t(reason)))


def draw_limit(t: Translator) -> None:
    """Draw the choice of the distance, or by road of the time."""
    if current_plan().metric is Metric.STRAIGHT:
        draw_km(t)
    else:
        st.number_input(t("road.minutes"), min_value=1, max_value=MAX_MINUTES, step=5, **bound("minutes"))


def draw_km(t: Translator) -> None:
    """Draw the choice of the distance."""
    st.number_input(
        t("regions.km"),
        min_value=1.0,
        max_value=float(MAX_KM),
        step=5.0,
        format="%.0f",
        help=t("regions.straight"),
        **bound("km"),
    )


DEMAND: Final = "plan_demand"
"""The key of the choice of what is counted."""


def draw_demand(plan: PlanningQuery, t: Translator) -> None:
    """Draw the choice of what is counted; without a list, say if the link needs one."""
    mine = placed_list()
    if mine is None:
        if plan.own is not OwnAs.NONE:
            words = t("ownlist.no_demand" if plan.own is OwnAs.DEMAND else "ownlist.no_supply")
            st.info(plain(words), icon=":material/upload_file:")
        return
    names = {OwnAs.NONE: t("ownlist.people"), OwnAs.DEMAND: t("ownlist.rows", name=mine.name)}
    st.session_state[DEMAND] = OwnAs.DEMAND if plan.own is OwnAs.DEMAND else OwnAs.NONE
    st.segmented_control(
        t("ownlist.demand"),
        list(names),
        format_func=lambda demand: plain(names[demand]),
        required=True,
        key=DEMAND,
        on_change=_take_demand,
    )


def _take_demand() -> None:
    change_plan(own=OwnAs(st.session_state[DEMAND]))
