"""What a reader who followed a link must be told, on every page: left-out values, other data."""

from __future__ import annotations

import streamlit as st

from geo.provenance import data_date, data_version
from geo.selection import Dropped
from pages.ui import state
from pages.ui.load import shelf
from pages.ui.problems import plain
from pages.ui.text import Translator, date_text


def draw_notices(t: Translator) -> None:
    """Say what of the followed link means nothing here, and whether the data have changed since."""
    _dropped(state.visit().dropped, t)
    if linked := state.visit().linked_version:
        sentence = t("notice.other_version", linked=linked, version=data_version(shelf().data), date=day(t))
        st.info(plain(sentence), icon=":material/history:")


def draw_footer(t: Translator) -> None:
    """Say on which data the page rests."""
    st.caption(plain(t("app.footer", version=data_version(shelf().data), date=day(t))))


def day(t: Translator) -> str:
    """Return the day on which the sources were last looked at, in words."""
    newest = data_date(shelf().data)
    return date_text(newest.isoformat(), state.visit().language) if newest else t("notice.no_date")


def _dropped(dropped: tuple[Dropped, ...], t: Translator) -> None:
    if dropped:
        values = ", ".join(f"{one.parameter}={one.value}" for one in dropped[:8])
        st.warning(plain(t("dropped.one", values=values)), icon=":material/link_off:")
