"""A placed list: what came of it, the map with how it is drawn, the counts, and what follows."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.messages import Language, Translator, date_text, number_text
from geo.lists.placement import PlacedRows
from geo.views.list_view import ListView, ShowAs, ToldBy, by_period, own_view, periods
from geo.views.planning_answers import region_codes
from geo.views.sites_view import sites_view
from pages.ui import state
from pages.ui.load import atlas_data
from pages.ui.map import draw_map, map_state
from pages.ui.own import drawing
from pages.ui.own.compare import draw_compare
from pages.ui.own.files import draw_files
from pages.ui.own.held import ReaderList
from pages.ui.own.layer import layer_of
from pages.ui.own.outcome import draw_summary, draw_unplaced
from pages.ui.own.tables import draw_counts, draw_time
from pages.ui.planning.words import region_name
from pages.ui.problems import plain


def draw_shown(mine: ReaderList, placed: PlacedRows, t: Translator, language: Language) -> None:
    """Draw the list: summary, rows without a place, map, counts, comparison, files."""
    draw_summary(mine, placed, t, language)
    draw_unplaced(mine, placed, t, language)
    if not placed.is_placed.any():
        return
    show, told = _draw_controls(placed, t)
    time = _draw_slider(placed, t, language)
    selection = state.reader_session().selection
    view = own_view(placed, atlas_data().country.ground.table, region_codes(atlas_data(), selection), time)
    if view.undated:
        st.caption(plain(t("own.undated", count=number_text(view.undated, language))))
    overlay = drawing.overlay_of(mine, view, (show, told), t, language)
    mine.layer = layer_of(mine, view, show, told)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        sites = sites_view(selection, atlas_data().sites)
        draw_map(map_state(sites, state.reader_session(), len(atlas_data().sites), overlay))
    with right:
        _draw_answer(placed, view, t, language)
    draw_compare(placed, view, t, language)
    draw_files(mine, placed, view, t, language)


def _draw_controls(placed: PlacedRows, t: Translator) -> tuple[ShowAs, ToldBy]:
    has_points = bool(placed.has_point.any())
    offered = [one for one in ShowAs if has_points or one in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS)]
    first = drawing.first_choice(placed)
    if st.session_state.get("own_show") not in offered:
        st.session_state["own_show"] = first
    left, right = st.columns([3, 2])
    with left:
        picked = st.pills(
            t("own.show"),
            offered,
            format_func=lambda one: t(f"show_as.{one}"),
            key="own_show",
            required=True,
        )
    show = picked or first
    with right:
        if show is ShowAs.HEXAGONS:
            drawing.draw_width(t)
            return show, ToldBy.ROWS
        if show not in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
            return show, ToldBy.ROWS
        told = st.segmented_control(
            t("own.told"), list(ToldBy), format_func=lambda one: t(f"told_by.{one}"), key="own_told",
            default=ToldBy.ROWS, required=True,
        )  # fmt: skip
    return show, told


def _draw_slider(placed: PlacedRows, t: Translator, language: Language) -> tuple[str, str] | None:
    """Draw the slider of time; None while it spans everything, so that undated rows stay."""
    known = periods(placed)
    if len(known) < 2:
        return None
    names = [period.name for period in known]
    ends = (names[0], names[-1])
    now = st.session_state.get("own_time", ends)
    if not set(now) <= set(names):
        st.session_state["own_time"] = ends
    first, last = st.select_slider(
        t("own.time"), names, value=ends if "own_time" not in st.session_state else None,
        format_func=partial(date_text, language=language), key="own_time",
    )  # fmt: skip
    if (first, last) == ends:
        return None
    return known[names.index(first)].first, known[names.index(last)].last


def _draw_answer(placed: PlacedRows, view: ListView, t: Translator, language: Language) -> None:
    st.markdown(plain(t("own.rows_in", count=number_text(view.total, language), region=region_name(t))))
    draw_counts(view.counts, t)
    known = periods(placed)
    if len(known) > 1:
        draw_time(by_period(placed, placed.is_placed, known), t, language)
