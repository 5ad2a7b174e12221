"""The list of scenes: choose, move and remove them, and undo changes."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.briefing import draft
from atlas.ui.briefing.view_capture import draw_take_view
from atlas.ui.widgets.markup import plain


def draw_scenes(t: Translator) -> None:
    """Draw the list, the tools for the scene at hand, and the way back."""
    at = draft.current_draft()
    with st.container(key="scenes"):
        for number, scene in enumerate(at.briefing.scenes):
            st.button(
                plain(f"{number + 1}. {scene.headline.in_(t.language)}"),
                key=f"scene_{number}",
                type="primary" if number == at.number else "secondary",
                on_click=partial(draft.go, number),
                width="stretch",
            )
    if not at.briefing.scenes:
        st.info(t("briefing.empty"), icon=":material/add_photo_alternate:")
    with st.container(horizontal=True):
        _tools(at, t)
    draw_take_view("briefing", t)


def _tools(at: draft.Draft, t: Translator) -> None:
    last = len(at.briefing.scenes) - 1
    moves = (
        ("up", -1, ":material/arrow_upward:", at.number <= 0),
        ("down", 1, ":material/arrow_downward:", at.number >= last),
    )
    # A button without words is called by the name of its icon; the page's style shows the icon alone.
    for name, by, icon, disabled in moves:
        st.button(
            t(f"briefing.{name}"),
            key=f"scene_{name}",
            icon=icon,
            help=t(f"briefing.{name}"),
            disabled=disabled,
            on_click=partial(_move, by),
        )
    st.button(
        t("briefing.remove"),
        key="scene_remove",
        icon=":material/delete:",
        help=t("briefing.remove"),
        disabled=at.scene is None,
        on_click=_remove,
    )
    st.button(
        t("briefing.undo"),
        key="scene_undo",
        icon=":material/undo:",
        disabled=not at.past,
        on_click=draft.undo,
    )


def _move(by: int) -> None:
    at = draft.current_draft()
    draft.change(at.briefing.moved(at.number, at.number + by), at.number + by)


def _remove() -> None:
    at = draft.current_draft()
    draft.change(at.briefing.without(at.number))
