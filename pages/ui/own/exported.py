"""The map of the list as a file: PDF, PowerPoint, picture or web page, with the list on it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.briefings import Briefing, MapView, Text
from geo.dataset.records import data_version
from pages.ui.briefing.desk import new_scene
from pages.ui.exporting import OWN_PAGE, draw_export, draw_job
from pages.ui.load import atlas_data, facts
from pages.ui.own.held import ReaderList
from pages.ui.planning.words import region_name


def draw_own_export(mine: ReaderList, t: Translator, language: Language) -> None:
    """Draw the button of the file, and the file that was ordered."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("own.map_file"), width="content")
        draw_export(OWN_PAGE, partial(_this_view, mine, t, language), t, language)
    draw_job(OWN_PAGE, t, language)


def _this_view(mine: ReaderList, t: Translator, language: Language, view: MapView | None) -> Briefing:
    """Return what the reader sees as a briefing of one scene."""
    headline = f"{region_name(t)}: {mine.name}"[:120]
    title = Text().written(language, t("app.title"))
    return Briefing(title, (new_scene(headline, view),), data_version(atlas_data().data))
