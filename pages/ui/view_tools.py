"""What can be done with the view on the map page: taken into a briefing, or into a file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.briefings import Briefing, MapView, Text
from geo.dataset.records import data_version
from pages.ui.briefing.desk import new_scene
from pages.ui.briefing.take_view import draw_take_view, suggested
from pages.ui.exporting import draw_export, draw_job
from pages.ui.load import atlas_data, facts


def draw_view_tools(t: Translator, language: Language) -> None:
    """Draw the buttons beside the title, and the file that was ordered."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    with st.container(key="view_tools"), st.container(horizontal=True, horizontal_alignment="right"):
        draw_take_view("explore", t, language)
        draw_export("explore", partial(_this_view, t, language), t, language)
    draw_job("explore", t, language)


def _this_view(t: Translator, language: Language, view: MapView | None) -> Briefing:
    """Return what the reader sees as a briefing of one scene."""
    title = Text().written(language, t("app.title"))
    return Briefing(title, (new_scene(suggested(t), view),), data_version(atlas_data().data))
