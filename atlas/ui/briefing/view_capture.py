"""The buttons that take what the map shows into a briefing, as a scene, or into a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.briefing import draft
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts, view_of
from atlas.ui.widgets.browser_frames import has_view, live_view
from atlas.ui.widgets.export_dialog import draw_export, draw_job
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import region_name
from atlas.web.served_data import atlas_data
from geo.briefings import MapView
from geo.briefings.scenes import LONGEST_HEADLINE

HEADLINE: Final = "take_headline"


def draw_take_view(page: str, t: Translator) -> None:
    """Draw the button that takes what is on the map of `page` into the briefing."""
    if st.button(t("briefing.add"), key=f"take_{page}", icon=":material/add_photo_alternate:"):
        st.dialog(t("briefing.add"))(_dialog)(page, t)


def _dialog(page: str, t: Translator) -> None:
    view, at = live_view(f"take_view_{page}"), draft.current_draft()
    # Until the browser has sent the view, a scene would be kept without it.
    is_known = has_view(f"take_view_{page}")
    headline = st.text_input(
        t("briefing.headline"), suggested_headline(t), key=HEADLINE, max_chars=LONGEST_HEADLINE
    ).strip()
    is_own = at.name == draft.OWN or page == draft.PAGE
    title = at.briefing.title.in_(t.language) if is_own else t("briefing.untitled")
    st.caption(plain(t("briefing.goes_into", title=title)))
    if at.is_full:
        st.warning(t("briefing.full"), icon=":material/report:")
    with st.container(horizontal=True):
        can = bool(headline) and is_known and not at.is_full
        if st.button(t("briefing.as_new"), key="take_new", type="primary", disabled=not can):
            _add(page, headline, view, t)
            st.rerun()
        if (
            page == draft.PAGE
            and at.scene
            and st.button(t("briefing.in_place"), key="take_in_place", disabled=not is_known)
        ):
            _put(view)
            st.rerun()


def suggested_headline(t: Translator) -> str:
    """Return a headline for what is shown: the region, and the layers with a site there."""
    view = view_of(session.reader_session().selection)
    there = set(view.shown["layer"])
    named = [t(f"layer.{layer}") for layer in view.selection.layers if layer in there]
    layers = ", ".join(named[:4])
    return f"{region_name(t)}: {layers}"[:LONGEST_HEADLINE] if layers else region_name(t)


def _add(page: str, headline: str, view: MapView | None, t: Translator) -> None:
    """Add a scene; what comes with the atlas is not added to from another page."""
    if page != draft.PAGE and draft.current_draft().name != draft.OWN:
        draft.current_draft().change(draft.blank(t), 0)
    draft.add(draft.new_scene(headline, view))
    if page != draft.PAGE:
        st.toast(t("briefing.added"), icon=":material/check:")


def _put(view: MapView | None) -> None:
    scene = draft.current_draft().scene
    if scene is not None:
        now = replace(scene, selection=session.reader_session().selection, view=view)
        draft.current_draft().change(draft.with_scene_at_hand(now))


def draw_view_tools(t: Translator) -> None:
    """Draw the buttons next to the title, and the requested file."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    with st.container(key="view_tools"), st.container(horizontal=True, horizontal_alignment="right"):
        draw_take_view("explore", t)
        draw_export("explore", lambda view: draft.single_scene(suggested_headline(t), t, view), t)
    draw_job("explore", t)
