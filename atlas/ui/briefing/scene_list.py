"""The list of scenes: choose, move and remove them, and undo changes."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.briefing import draft
from atlas.ui.briefing.view_capture import draw_take_view
from atlas.ui.widgets.markup import plain
from geo.briefings import Scene, SceneKind, Text
from geo.briefings.scene_content import WORDED
from geo.briefings.scenes import LONGEST_HEADLINE, LONGEST_TEXT


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
    with st.container(horizontal=True):
        draw_take_view("briefing", t)
        if st.button(t("briefing.words"), key="scene_words", icon=":material/title:"):
            st.dialog(t("briefing.words"))(_words)(t)


def _words(t: Translator) -> None:
    """Draw the fields of a title, a section or a closing, and the button that adds it."""
    at = draft.current_draft()
    kind = st.segmented_control(
        t("briefing.words_kind"),
        list(WORDED),
        default=WORDED[0],
        format_func=lambda kind: t(f"scene_kind.{kind}"),
        required=True,
        key="words_kind",
    )
    headline = st.text_input(
        t("briefing.headline"), key="words_headline", max_chars=LONGEST_HEADLINE
    ).strip()
    text = st.text_area(
        t("briefing.text"), key="words_text", max_chars=LONGEST_TEXT, help=t("briefing.text_help")
    ).strip()
    if at.is_full:
        st.warning(t("briefing.full"), icon=":material/report:")
    # A button that waits for the headline would lose the click that ends its typing.
    if not st.button(t("briefing.as_new"), key="words_add", type="primary", disabled=at.is_full):
        return
    if not headline:
        st.error(t("briefing.needs_headline"), icon=":material/report:")
        return
    scene = Scene(Text().written(t.language, headline), Text().written(t.language, text), kind=kind)
    last = len(at.briefing.scenes)
    to = {SceneKind.TITLE: 0, SceneKind.CLOSING: last}.get(kind, at.number + bool(last))
    draft.change(at.briefing.with_scene(scene).moved(last, to), to)
    st.rerun()


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
