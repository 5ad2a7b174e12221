"""The tools of a scenario: what a click on the map does, the chosen site, and the changes to undo."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.planning.question_terms import change_plan, current_plan
from atlas.ui.state import session
from atlas.ui.state.cached_data import site_names
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import km_text, place_name
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.analysis.scenarios import Added, Moved, Scenario, nearest_land, off_land
from geo.choices import Kind
from geo.selection import in_order
from geo.views.planning_answers import place_of
from geo.views.planning_query import PlanningQuery

TOOL: Final = "whatif_tool"
KIND: Final = "whatif_kind"
SITE: Final = "whatif_site"
OFF_LAND: Final = "whatif_off_land"
"""The key of the change that the last click asked for where there is no land."""


class Tool(StrEnum):
    """What a click on the map does."""

    ADD = "add"
    """Adds a site."""
    MOVE = "move"
    """Moves the chosen site."""
    LOOK = "look"
    """Opens what is there, as on the other pages."""


def take_click(plan: PlanningQuery) -> bool:
    """Take a place named on the map into the scenario; False where it cannot be.

    A place at sea, on a lake or abroad is kept for `draw_off_land`, which offers the nearest land.
    """
    point, tool = session.take_point(), st.session_state.get(TOOL, Tool.ADD)
    if point is None or tool == Tool.LOOK:
        return True
    st.session_state.pop(OFF_LAND, None)
    try:
        change = _changed(plan, point)
    except ValueError:
        return False
    if change is None:
        return True
    if place_of(atlas_data(), *point) is None:
        st.session_state[OFF_LAND] = change
        return True
    return _with_change(plan.scenario, change)


def _changed(plan: PlanningQuery, point: tuple[float, float]) -> Added | Moved | None:
    """Return what a click at a point means for the tool; None where no site is chosen to move."""
    if st.session_state.get(TOOL, Tool.ADD) == Tool.ADD:
        return Added(_kind(plan), *point)
    site = session.reader_session().selection.site
    return None if site is None else Moved(site, *point)


def _with_change(was: Scenario, change: Added | Moved) -> bool:
    """Make a change part of the scenario; False where the scenario is full."""
    try:
        if isinstance(change, Added):
            now = replace(was, added=(*was.added, change))
        else:
            others = (move for move in was.moved if move.site_id != change.site_id)
            now = replace(was, moved=(*others, change))
    except ValueError:
        return False
    change_plan(scenario=now)
    return True


def draw_off_land(t: Translator) -> None:
    """Say that the place of the last click is not on land, and offer the nearest land."""
    refused: Added | Moved | None = st.session_state.get(OFF_LAND)
    if refused is None:
        return
    words, button = st.columns([3, 1], vertical_alignment="center")
    on_land, text = _on_land(refused, t)
    words.warning(plain(f"{t('whatif.off_land')} {text}"), icon=":material/wrong_location:")
    button.button(
        t("whatif.use_land"),
        key="whatif_use_land",
        on_click=partial(_take_land, on_land),
        icon=":material/where_to_vote:",
    )


def _on_land(change: Added | Moved, t: Translator) -> tuple[Added | Moved, str]:
    """Return a change at the nearest land, and where that is in words."""
    at = (change.longitude, change.latitude)
    longitude, latitude, metres = nearest_land(*at, country_of(atlas_data()).ground)
    code = place_of(atlas_data(), longitude, latitude)
    where = place_name(code) if code else t("whatif.at_sea")
    text = t("whatif.nearest_land", where=where, km=km_text(metres / 1e3, t.language))
    return replace(change, longitude=longitude, latitude=latitude), text


def _take_land(change: Added | Moved) -> None:
    st.session_state.pop(OFF_LAND, None)
    _with_change(current_plan().scenario, change)


def draw_tools(plan: PlanningQuery, t: Translator) -> bool:
    """Draw the tools; return whether a click on the map names a place."""
    tool, kind, site, button = st.columns([5, 3, 4, 2], vertical_alignment="bottom")
    with tool:
        st.session_state.setdefault(TOOL, Tool.ADD)
        chosen = st.segmented_control(
            t("whatif.tool"),
            list(Tool),
            format_func=lambda name: t(f"tool.{name}"),
            required=True,
            key=TOOL,
        )
    with kind:
        kinds = _kinds(plan)
        st.session_state[KIND] = _kind(plan)
        st.selectbox(t("whatif.added_kind"), kinds, format_func=lambda name: t(f"kind.{name}"), key=KIND)
    with site:
        _draw_site(plan, t)
    with button:
        at_hand = session.reader_session().selection.site
        gone = at_hand is None or at_hand in plan.scenario.removed
        st.button(
            t("whatif.remove"),
            key="whatif_remove",
            disabled=gone,
            on_click=partial(_remove, at_hand),
            icon=":material/location_off:",
        )
    if chosen == Tool.MOVE and session.reader_session().selection.site is None:
        st.caption(t("whatif.move_first"))
    return chosen == Tool.ADD or (
        chosen == Tool.MOVE and session.reader_session().selection.site is not None
    )


def _draw_site(plan: PlanningQuery, t: Translator) -> None:
    sites = atlas_data().sites
    offered = sites[sites["kind"].isin(_kinds(plan))]
    names = {site: site_names(atlas_data(), t.language)[site] for site in offered.index}
    at_hand = session.reader_session().selection.site
    st.session_state[SITE] = at_hand if at_hand in names else None
    st.selectbox(
        t("whatif.chosen"),
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("whatif.none_chosen"),
        key=SITE,
        on_change=lambda: session.choose_site(st.session_state[SITE]),
    )


def _kinds(plan: PlanningQuery) -> tuple[Kind, ...]:
    return plan.kinds or in_order(atlas_data().sites["kind"], Kind)


def _kind(plan: PlanningQuery) -> Kind:
    kinds, kind = _kinds(plan), st.session_state.get(KIND)
    return kind if kind in kinds else kinds[0]


def _remove(site: str | None) -> None:
    was = current_plan().scenario
    if site is not None:
        change_plan(scenario=replace(was, removed=(*was.removed, site)))


def draw_changes(plan: PlanningQuery, t: Translator) -> None:
    """Draw the changes, each with a button that undoes it."""
    scenario = plan.scenario
    lines = _lines(scenario, t)
    if not lines:
        return
    st.markdown(f"##### {t('whatif.changes', count=len(lines))}")
    for nth, (text, without) in enumerate(lines):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(text), width="content")
            if (moved := _with_land(scenario, nth)) is not None:
                st.button(
                    t("whatif.to_land"),
                    key=f"whatif_to_land_{nth}",
                    on_click=partial(change_plan, scenario=moved),
                    icon=":material/where_to_vote:",
                    type="tertiary",
                )
            st.button(
                t("whatif.undo"),
                key=f"whatif_undo_{nth}",
                on_click=partial(change_plan, scenario=without),
                icon=":material/undo:",
                type="tertiary",
            )
    st.button(
        t("whatif.clear"),
        key="whatif_clear",
        on_click=partial(change_plan, scenario=Scenario()),
        icon=":material/undo:",
    )
    st.caption(t("whatif.share"))


def _with_land(scenario: Scenario, nth: int) -> Scenario | None:
    """Return the scenario with its change `nth` on the nearest land; None where it is on land."""
    placed: tuple[Added | Moved, ...] = (*scenario.added, *scenario.moved)
    ground = country_of(atlas_data()).ground
    if nth >= len(placed) or placed[nth] not in off_land(scenario, ground):
        return None
    longitude, latitude, _ = nearest_land(placed[nth].longitude, placed[nth].latitude, ground)
    now = replace(placed[nth], longitude=longitude, latitude=latitude)
    if isinstance(now, Added):
        return replace(scenario, added=(*scenario.added[:nth], now, *scenario.added[nth + 1 :]))
    others = (move for move in scenario.moved if move.site_id != now.site_id)
    return replace(scenario, moved=(*others, now))


def changes(scenario: Scenario, t: Translator) -> tuple[str, ...]:
    """Return each change in words."""
    return tuple(text for text, _ in _lines(scenario, t))


def _lines(scenario: Scenario, t: Translator) -> list[tuple[str, Scenario]]:
    """Return each change in words, and the scenario without it."""
    names = site_names(atlas_data(), t.language)
    lines = []
    for nth, addition in enumerate(scenario.added, start=1):
        text = t("whatif.added", number=nth, kind=t(f"kind.{addition.kind}"), where=_where(addition, t))
        kept = tuple(other for n, other in enumerate(scenario.added, start=1) if n != nth)
        lines.append((text, replace(scenario, added=kept)))
    for move in scenario.moved:
        text = t("whatif.moved", name=names.get(move.site_id, move.site_id), where=_where(move, t))
        others = tuple(other for other in scenario.moved if other != move)
        lines.append((text, replace(scenario, moved=others)))
    for site in scenario.removed:
        left = tuple(other for other in scenario.removed if other != site)
        lines.append((t("whatif.removed", name=names.get(site, site)), replace(scenario, removed=left)))
    return lines


def _where(at: Added | Moved, t: Translator) -> str:
    code = place_of(atlas_data(), at.longitude, at.latitude)
    return place_name(code) if code else t("whatif.at_sea")
