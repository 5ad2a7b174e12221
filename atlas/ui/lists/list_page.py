"""The page of own lists from top to bottom: upload, confirmation, placement, result.

A list too large for an upload is counted where it is stored, if the administrator allows that place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.lists.list_files import draw_count_files, draw_counts
from atlas.ui.lists.list_map import point_marks, regions_overlay
from atlas.ui.lists.list_upload import draw_privacy, draw_reading, draw_unreadable, draw_upload
from atlas.ui.lists.placed_list import draw_shown
from atlas.ui.state import session
from atlas.ui.state.background_jobs import LISTS, Job, ListJob, watch
from atlas.ui.state.cached_data import view_of
from atlas.ui.state.reader_list import ReaderList, current_list, set_list
from atlas.ui.widgets.browser_frames import draw_sites
from atlas.ui.widgets.markup import draw, h, plain
from atlas.web.list_points import Drawing
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.errors import GeoError
from geo.lists.large_list_sources import allowed, cluster, source_of
from geo.mapping.map_styles import OWN
from geo.mapping.overlay_message import Overlay, legend

if TYPE_CHECKING:
    from geo.lists.large_lists import Large

AT_ONCE_S: Final = 2.0
"""The page waits this long for a job before it shows its progress."""


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
        watch(job, partial(_draw_progress, job, words, t))
    return job.is_running


def _draw_progress(job: ListJob[Any], words: str, t: Translator) -> None:
    st.progress(job.progress or 0.0, t("own.waiting" if job.progress is None else words))


KEY: Final = "own_large_list"
WAYS: Final = (ShowAs.CLUSTERS, ShowAs.HEAT, ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS)


@dataclass(eq=False)
class LargeReaderList:
    """A large list of this session: its place, the job that counts it, and its drawing."""

    where: str
    job: ListJob[Large]
    drawing: list[Drawing] = field(default_factory=list)


def draw_large_request(t: Translator) -> None:
    """Draw the field for the place of a large list; nothing if the administrator allows none."""
    if not (patterns := allowed()):
        return
    with st.expander(t("own.large"), icon=":material/database:", expanded=KEY in st.session_state):
        words = t("own.large_help", patterns=" ".join(patterns))
        where = st.text_input(t("own.large_ask"), key="own_large_where", help=plain(words))
        st.button(t("own.large_go"), key="own_large_go", on_click=_begin, disabled=not where)
        st.caption(t("own.large_note"))


def _begin() -> None:
    where = str(st.session_state.get("own_large_where", ""))

    def count(job: ListJob[Large]) -> Large:
        from geo.lists.large_lists import counted

        job.report(0.0)
        source = source_of(where, allowed())
        return counted(source, country_of(atlas_data()).ground.table, cluster(), job.report)

    st.session_state[KEY] = LargeReaderList(where[:80], Job(LISTS, where, count))


def current_large_list() -> LargeReaderList | None:
    """Return the large list of this session."""
    current: LargeReaderList | None = st.session_state.get(KEY)
    return current


def draw_large(mine: LargeReaderList, t: Translator) -> None:
    """Draw the counts of a large list that has been counted, or why it was not."""
    try:
        large = mine.job.result()
    except GeoError as error:
        draw_unreadable(error, t)
        del st.session_state[KEY]
        return
    count = partial(number_text, language=t.language)
    text = t(
        "own.large_summary", where=mine.where, rows=count(large.rows), inside=count(large.counts.total)
    )
    st.markdown(plain(text))
    st.caption(t("own.large_cluster" if cluster() else "own.large_where"))
    picked = st.pills(
        t("own.show"), list(WAYS), format_func=lambda way: t(f"show_as.{way}"), key="own_large_show",
        default=ShowAs.MUNICIPIOS, required=True,
    )  # fmt: skip
    show = picked or ShowAs.MUNICIPIOS
    left, right = st.columns([3, 2], gap="medium")
    with left:
        view = view_of(session.reader_session().selection)
        draw_sites(view, _overlay(mine, large, show, t))
    with right:
        draw_counts(large.counts, t)
    with st.container(horizontal=True):
        draw_count_files(large.counts, text, t)


def _overlay(mine: LargeReaderList, large: Large, show: ShowAs, t: Translator) -> Overlay:
    if show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
        return regions_overlay(large.counts, (show, ColourBy.ROWS), t)
    if not mine.drawing:
        mine.drawing.append(Drawing(large.points()))
    entries = [(OWN, t("own.points", count=number_text(large.counts.total, t.language)))]
    return Overlay(
        legend=legend(mine.where[-40:], entries, t("own.large_note")),
        points=point_marks(mine.drawing[0], show, t),
    )
