"""The button that adds what a page shows to the briefing, as a scene, and what it asks before that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.ui.briefing import draft
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts, view_of
from atlas.ui.widgets.browser_frames import has_view, live_view
from atlas.ui.widgets.export_dialog import draw_export, draw_job
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import region_name
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, MapView, Scene, SceneKind, Text
from geo.briefings.scenes import LONGEST_HEADLINE
from geo.dataset.records import data_version

HEADLINE: Final = "take_headline"


@dataclass(frozen=True)
class Addable:
    """A view of a page that can become a scene.

    `make` returns the scene, from the view of the map where the page has one. A scene `of_list` holds
    counts of the reader's own list, which the reader must confirm, because a briefing is passed on.
    """

    headline: Text
    make: Callable[[MapView | None], Scene]
    has_map: bool = True
    of_list: bool = False


def in_both(write: Callable[[Translator], str]) -> Text:
    """Return a text in both languages, cut to the length of a headline."""
    return Text(**{str(code): write(translator(code))[:LONGEST_HEADLINE] for code in Language})


Offers = Callable[[], Mapping[str, Addable]]
"""What a page can add, each with its name; called when the reader presses the button."""


def draw_add_scene(page: str, offers: Offers, t: Translator, key: str = "") -> None:
    """Draw the button that adds one of `offers` to the briefing; `key` tells two on a page apart."""
    name = f"{page}{key}"
    if st.button(t("briefing.add"), key=f"take_{name}", icon=":material/add_photo_alternate:"):
        st.dialog(t("briefing.add"))(_dialog)(page, name, offers, t)


def _dialog(page: str, name: str, offers: Offers, t: Translator) -> None:
    at, offered = draft.current_draft(), offers()
    chosen = first = next(iter(offered))
    if len(offered) > 1:
        chosen = st.radio(t("briefing.what"), list(offered), key=f"take_what_{name}") or first
    offer = offered[chosen]
    view, is_known = None, True
    if offer.has_map:
        view = live_view(f"take_view_{page}")
        # Until the browser has sent the view, a scene would be kept without it.
        is_known = has_view(f"take_view_{page}")
    suggested = offer.headline.in_(t.language)
    headline = st.text_input(
        t("briefing.headline"), suggested, key=f"{HEADLINE}_{chosen}", max_chars=LONGEST_HEADLINE
    ).strip()
    is_own = at.name == draft.OWN or page == draft.PAGE
    title = at.briefing.title.in_(t.language) if is_own else t("briefing.untitled")
    st.caption(plain(t("briefing.goes_into", title=title)))
    is_confirmed = not offer.of_list or st.checkbox(
        t("briefing.confirm_list"), key=f"take_confirm_{name}", help=t("briefing.confirm_list_help")
    )
    if at.is_full:
        st.warning(t("briefing.full"), icon=":material/report:")
    with st.container(horizontal=True):
        can = bool(headline) and is_known and is_confirmed and not at.is_full
        if st.button(t("briefing.as_new"), key="take_new", type="primary", disabled=not can):
            written = offer.headline if headline == suggested else Text().written(t.language, headline)
            _add(page, replace(offer.make(view), headline=written), t)
            st.rerun()
        if (
            page == draft.PAGE
            and at.scene
            and at.scene.kind.has_map
            and st.button(t("briefing.in_place"), key="take_in_place", disabled=not is_known)
        ):
            _put(view)
            st.rerun()


def draw_take_view(page: str, t: Translator) -> None:
    """Draw the button that takes what is on the map of `page` into the briefing."""
    draw_add_scene(page, lambda: {"map": Addable(in_both(suggested_headline), map_scene)}, t)


def suggested_headline(t: Translator) -> str:
    """Return a headline for what is shown: the region, and the layers with a site there."""
    view = view_of(session.reader_session().selection)
    there = set(view.shown["layer"])
    named = [t(f"layer.{layer}") for layer in view.selection.layers if layer in there]
    layers = ", ".join(named[:4])
    return f"{region_name(t)}: {layers}" if layers else region_name(t)


def map_scene(view: MapView | None) -> Scene:
    """Return what the map shows as a scene."""
    return Scene(in_both(suggested_headline), selection=session.reader_session().selection, view=view)


def alone(scene: Scene) -> Briefing:
    """Return a briefing of a single scene, for a file of a page."""
    return Briefing(in_both(lambda t: t("app.title")), (scene,), data_version(atlas_data().data))


def _add(page: str, scene: Scene, t: Translator) -> None:
    """Add a scene; what comes with the atlas is not added to from another page."""
    if page != draft.PAGE and draft.current_draft().name != draft.OWN:
        draft.current_draft().change(draft.blank(t), 0)
    draft.add(scene)
    if page != draft.PAGE:
        st.toast(t("briefing.added"), icon=":material/check:")


def _put(view: MapView | None) -> None:
    """Show what the map shows in the scene at hand; an answer about another view is no longer in it."""
    scene = draft.current_draft().scene
    if scene is not None:
        selection = session.reader_session().selection
        now = replace(scene, selection=selection, view=view)
        if scene.answer and selection != session.known_selection(scene.selection):
            now = replace(now, kind=SceneKind.MAP, address=(), answer=None)
        draft.current_draft().change(draft.with_scene_at_hand(now))


def draw_view_tools(t: Translator) -> None:
    """Draw the buttons next to the title, and the requested file."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    with st.container(key="view_tools"), st.container(horizontal=True, horizontal_alignment="right"):
        draw_take_view("explore", t)
        draw_export("explore", lambda view: alone(map_scene(view)), t)
    draw_job("explore", t)
