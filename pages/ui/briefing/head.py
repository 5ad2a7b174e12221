"""Above the scenes: which briefing lies on the desk, how it is presented, saved and left behind."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.briefings import Briefing, MapView
from geo.dataset.records import data_version
from geo.errors import GeoError
from pages.ui.briefing import desk as on
from pages.ui.briefing.files import draw_files
from pages.ui.exporting import draw_export, draw_job
from pages.ui.facts.html import draw, h
from pages.ui.load import atlas_data
from pages.ui.problems import plain
from web.presenting import page_address

CHOICE: Final = "desk_choice"


def is_ready() -> bool:
    """Whether the tables that briefings speak of, and the briefings themselves, are whole."""
    try:
        return bool(
            len(atlas_data().sites) and len(atlas_data().facts.figures) and on.ready_made(atlas_data())
        )
    except GeoError:
        return False


def draw_head(t: Translator, language: Language) -> None:
    """Draw the choice of the briefing and what can be done with the whole of it."""
    at = on.desk()
    draw(h("h2", t("briefing.title"), class_="a-title"), h("p", t("briefing.lead"), class_="a-when"))
    choice, tools = st.columns([3, 5], vertical_alignment="bottom")
    with choice:
        _choice(t, language)
    with tools, st.container(horizontal=True, horizontal_alignment="right"):
        st.link_button(
            t("briefing.present"),
            page_address(on.page_name(), language, at.number + 1),
            type="primary",
            icon=":material/slideshow:",
            disabled=not at.briefing.scenes,
            help=t("briefing.present_help"),
        )
        draw_export("briefing", partial(_whole, at), t, language)
        draw_files(t, language)
    draw_job("briefing", t, language)
    if at.name == on.OWN:
        st.caption(plain(t("briefing.own_note")))


def _choice(t: Translator, language: Language) -> None:
    at, known = on.desk(), on.ready_made(atlas_data())
    titles = {name: one.title.in_(language) for name, one in known.items()}
    if at.name == on.OWN:
        titles[on.OWN] = t("briefing.own", title=at.briefing.title.in_(language))
    st.session_state[CHOICE] = at.name
    st.selectbox(
        t("briefing.choose"),
        list(titles),
        format_func=titles.__getitem__,
        key=CHOICE,
        on_change=_open_chosen,
    )


def _open_chosen() -> None:
    name = st.session_state[CHOICE]
    if name != on.OWN:
        on.change(on.ready_made(atlas_data())[name], 0, name)


def _whole(at: on.Draft, _view: MapView | None) -> Briefing:
    """Return the briefing as it goes into a file, made with today's data."""
    return replace(at.briefing, data_version=data_version(atlas_data().data))
