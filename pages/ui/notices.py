"""What a reader who followed a link must be told, on every page: left-out values, other data."""

from __future__ import annotations

import streamlit as st

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Translator
from geo.dataset.records import data_version
from geo.exports.documents.document_text import dates
from geo.selection import Dropped
from pages.ui import state
from pages.ui.changes import draw_changes
from pages.ui.load import atlas_data
from pages.ui.problems import plain


def draw_notices(t: Translator) -> None:
    """Say what of the followed link means nothing here, and whether the data have changed since."""
    _dropped(state.reader_session().dropped, t)
    if linked := state.reader_session().linked_version:
        draw_changes(linked, t, state.reader_session().language)


def draw_footer(t: Translator) -> None:
    """Say on which data the page rests, and how current they are."""
    st.caption(plain(footer_text(t)))


def footer_text(t: Translator) -> str:
    """Return the data version, the date of the newest fact, and when sources were last consulted."""
    data = atlas_data().data
    return t(
        "app.footer",
        version=data_version(data),
        **dates(data, ExportWords(state.reader_session().language)),
    )


def _dropped(dropped: tuple[Dropped, ...], t: Translator) -> None:
    if dropped:
        values = ", ".join(f"{one.parameter}={one.value}" for one in dropped[:8])
        st.warning(plain(t("dropped.one", values=values, count=len(dropped))), icon=":material/link_off:")
