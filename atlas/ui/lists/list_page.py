"""The page of own lists from top to bottom: upload, confirmation, placement, result."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.lists.column_confirmation import draw_reading
from atlas.ui.lists.large_list_page import current_large_list, draw_large, draw_large_request
from atlas.ui.lists.list_upload import draw_privacy, draw_unreadable, draw_upload
from atlas.ui.lists.placed_list import draw_shown
from atlas.ui.state import session
from atlas.ui.state.background_jobs import ListJob
from atlas.ui.state.cached_data import view_of
from atlas.ui.state.reader_list import ReaderList, current_list, set_list
from atlas.ui.widgets.browser_frames import draw_sites
from atlas.ui.widgets.markup import draw, h
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.errors import GeoError

AT_ONCE_S: Final = 2.0
"""The page waits this long for a job before it shows its progress."""

WATCH_S: Final = 0.4
"""How often the page looks at the progress of a job."""


def draw_own(t: Translator) -> None:
    """Draw the page."""
    draw(h("h2", t("own.title"), class_="a-title"), h("p", t("own.lead"), class_="a-when"))
    if not _is_ready():
        st.info(t("own.broken"), icon=":material/report:")
        return
    mine = current_list()
    draw_privacy(t)
    if mine is None or mine.placement is None:
        draw_upload(mine, t)
        draw_large_request(t)
    mine, large = current_list(), current_large_list()
    if mine is not None:
        _draw_list(mine, t)
    elif large is None:
        draw_sites(view_of(session.reader_session().selection))
    elif not _waits(large.job, "own.large_working", t):
        draw_large(large, t)


def _is_ready() -> bool:
    try:
        return bool(
            len(atlas_data().municipios)
            and len(atlas_data().lakes)
            and atlas_data().gazetteer
            and country_of(atlas_data())
        )
    except GeoError:
        return False


def _draw_list(mine: ReaderList, t: Translator) -> None:
    try:
        if _waits(mine.reading_job, "own.reading", t):
            return
        mine.reading_job.result()
    except GeoError as error:
        # The list stays, or the file in the uploader would be read again in every run of the page.
        draw_unreadable(error, t)
        return
    try:
        if mine.placement_job is not None and mine.placement is None:
            if _waits(mine.placement_job, "own.placing", t):
                return
            mine.placement = mine.placement_job.result()
            # The uploader leaves the page and comes back empty: the reader has not removed the file.
            st.session_state.pop("own_seen", None)
            # The elements above were drawn for a list that is not placed yet.
            st.rerun()
    except GeoError as error:
        draw_unreadable(error, t)
        set_list(None)
        return
    if mine.placement is None:
        draw_reading(mine, t)
    else:
        draw_shown(mine, mine.placement, t)


def _waits(job: ListJob[Any], words: str, t: Translator) -> bool:
    """Show the progress of a job that takes longer; return whether it is still running."""
    job.wait(AT_ONCE_S)
    if job.is_running:
        _watch(job, t(words), t("own.waiting"))
    return job.is_running


@st.fragment(run_every=WATCH_S)
def _watch(job: ListJob[Any], words: str, waiting: str) -> None:
    if not job.is_running:
        st.rerun()
    st.progress(job.progress or 0.0, waiting if job.progress is None else words)
