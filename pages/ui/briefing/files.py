"""A briefing as a file: saved, opened again, or begun anew; a bad file leaves all as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.briefings import BriefingError, unknown_references
from geo.briefings.briefing_files import from_json, to_json
from geo.briefings.scenes import LONGEST_HEADLINE
from geo.dataset.records import data_version
from pages.ui import state
from pages.ui.briefing import desk as on
from pages.ui.briefing.flaws import draw_flaws
from pages.ui.load import atlas_data
from pages.ui.problems import plain

TITLE: Final = "desk_title"
UPLOAD: Final = "desk_upload"
OPENED: Final = "desk_opened"
"""Which file was opened last: the uploader hands it in again with every run."""

SAID: Final = "desk_said"
"""What was wrong with the file that was opened last, or what today's data lack of it."""


def draw_files(t: Translator, language: Language) -> None:
    """Draw title, saving, opening and beginning anew, and what was wrong with a file."""
    at = on.desk()
    with st.popover(t("briefing.file"), icon=":material/folder_open:"):
        st.session_state[TITLE] = at.briefing.title.in_(language)
        st.text_input(t("briefing.name"), key=TITLE, max_chars=LONGEST_HEADLINE, on_change=_take_title)
        st.download_button(
            t("briefing.save"),
            to_json(replace(at.briefing, data_version=data_version(atlas_data().data))),
            file_name=f"{at.name}.briefing.json",
            mime="application/json",
            key="desk_save",
            on_click="ignore",
            icon=":material/save:",
            width="stretch",
        )
        file = st.file_uploader(t("briefing.load"), type="json", key=UPLOAD, help=t("briefing.load_help"))
        if file is not None and file.file_id != st.session_state.get(OPENED):
            st.session_state[OPENED] = file.file_id
            _open(file.name, file.getvalue())
            st.rerun()
        st.button(
            t("briefing.new"),
            key="desk_new",
            on_click=lambda: on.change(on.blank(state.current_translator()), 0),
            icon=":material/note_add:",
            width="stretch",
        )
        _said(t)


def _take_title() -> None:
    at, words = on.desk(), st.session_state[TITLE].strip()
    if words:
        title = at.briefing.title.written(state.reader_session().language, words)
        on.change(replace(at.briefing, title=title))


def _open(name: str, content: bytes) -> None:
    """Open the file that was handed in; one that breaks its promises changes nothing."""
    try:
        briefing = from_json(content, name)
    except BriefingError as error:
        st.session_state[SAID] = ("bad_file", name, error.problems, error.more)
        return
    missing = tuple(unknown_references(briefing, atlas_data()))
    st.session_state[SAID] = ("left_out", name, missing, 0) if missing else None
    on.desk().change(briefing, 0)


def _said(t: Translator) -> None:
    if said := st.session_state.get(SAID):
        kind, file, flaws, more = said
        words = t("briefing.bad_file" if kind == "bad_file" else "briefing.left_out", file=file)
        (st.error if kind == "bad_file" else st.warning)(plain(words), icon=":material/report:")
        draw_flaws(flaws, t, more)
