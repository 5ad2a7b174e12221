"""The upload of a list or a sample, the jobs that read and place it, its errors and its removal."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache, partial
from typing import Any, Final, Literal

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.streamlit_compat.sessions import connection_of_reader
from atlas.ui.state.background_jobs import LISTS, Job, ListJob
from atlas.ui.state.reader_list import ReaderList, folder_of_copies, keep_copy, set_list
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.export_dialog import LABELS, draw_download
from atlas.ui.widgets.markup import plain
from atlas.web.logs import FIELDS, LOG
from atlas.web.served_data import atlas_data
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.lists.column_detection import recognised
from geo.lists.large_list_sources import LargeListError
from geo.lists.place_index import PlaceIndex, country
from geo.lists.placement import PlacedRows, place
from geo.lists.readers import SUFFIXES
from geo.lists.reading_process import errors_as_faults, read_apart
from geo.lists.sample_lists import FILE_NAMES, sample
from geo.lists.uploaded_table import (
    MAX_BYTES,
    MAX_ROWS,
    ColumnMapping,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
)


def draw_unreadable(error: GeoError, t: Translator) -> None:
    """Say what is wrong with a list."""
    if isinstance(error, UnreadableFileError):
        words = t(f"fault.{error.fault}", file=error.file)
        if error.detail:
            words = f"{words} {t('fault.detail', detail=error.detail)}"
    elif isinstance(error, LargeListError):
        words = t(f"large_fault.{error.fault}", where=error.where, detail=error.detail)
    else:
        words = sentence(error, t)
    st.error(plain(words), icon=":material/report:")


def any_error_as_fault(name: str) -> AbstractContextManager[None]:
    """Turn whatever a reader's file makes fail into `UnreadableFileError`, with its place in the log."""

    def note_error(fields: dict[str, Any]) -> None:
        LOG.error("list not read: %s at %s", fields["error"], fields["where"], extra={FIELDS: fields})

    return errors_as_faults(name, note_error)


def draw_removal(t: Translator, width: Literal["content", "stretch"] = "content") -> None:
    """Draw the button that removes the list from this session, behind one that asks first."""
    with st.popover(t("own.remove"), icon=":material/delete:", width=width):
        st.markdown(t("own.remove_for_good"))
        st.button(
            t("own.remove_now"),
            key="own_remove",
            on_click=partial(set_list, None),
            icon=":material/delete_forever:",
            type="primary",
        )


@cache
def place_index(data: AtlasData) -> PlaceIndex:
    """Return the index that rows are placed with; the first list waits a second for it."""
    return country(data.municipios, data.lakes, data.gazetteer)


def start_reading(name: str, content: bytes, data: AtlasData) -> ListJob[tuple[Table, ColumnMapping]]:
    """Start to read a file and to recognise its columns; it ends early if the reader leaves."""
    is_connected = connection_of_reader()

    def read(job: ListJob[tuple[Table, ColumnMapping]]) -> tuple[Table, ColumnMapping]:
        with any_error_as_fault(name):
            table = read_apart(
                name,
                content,
                is_wanted=lambda: not job.is_cancelled and is_connected(),
                on_start=partial(job.report, 0.0),
            )
            job.report(0.7)
            return table, recognised(table, place_index(data))

    return Job(LISTS, name, read)


def start_placement(table: Table, mapping: ColumnMapping, data: AtlasData) -> ListJob[PlacedRows]:
    """Start to place the rows of a list."""

    def placed(job: ListJob[PlacedRows]) -> PlacedRows:
        def report(share: float) -> None:
            if job.is_cancelled:
                raise UnreadableFileError(Fault.CANCELLED, table.name, "")
            job.report(share)

        with any_error_as_fault(table.name):
            report(0.0)
            return place(table, mapping, place_index(data), report)

    return Job(LISTS, table.name, placed)


LIST_LABELS: Final = {
    **{ListFormat(kind): label for kind, label in LABELS.items()},
    ListFormat.SHAPEFILE: "Shapefile",
    ListFormat.PARQUET: "GeoParquet",
}
"""Names of the formats, the same in every language."""


def draw_privacy(t: Translator) -> None:
    """Say where a list is kept: in memory for this session, and in a folder if the server keeps copies."""
    words = "own.kept_by_server" if folder_of_copies() else "own.private"
    st.caption(f":material/lock: {t(words)}")


def draw_upload(mine: ReaderList | None, t: Translator) -> None:
    """Draw the place to drop a file, and the samples."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        file = st.file_uploader(
            t("own.upload"), type=list(SUFFIXES), key="own_file", help=t("own.upload_help")
        )
        limits = t("own.limits", megabytes=round(MAX_BYTES / 1e6), rows=f"{MAX_ROWS:,}")
        st.caption(limits)
    with right:
        _draw_samples(t)
    if file is not None and st.session_state.get("own_seen") != file.file_id:
        _take(file.name, file.getvalue())
        st.session_state["own_seen"] = file.file_id
    elif file is None and mine is not None and st.session_state.get("own_seen"):
        # The reader took the file away again.
        set_list(None)


def _draw_samples(t: Translator) -> None:
    st.session_state.setdefault("own_sample", ListFormat.CSV)
    picked = st.pills(
        t("own.samples"),
        list(ListFormat),
        format_func=LIST_LABELS.__getitem__,
        key="own_sample",
        required=True,
    )
    chosen = picked or ListFormat.CSV
    with st.container(horizontal=True):
        st.button(
            t("own.open_sample"),
            key="own_open_sample",
            on_click=partial(_take_sample, chosen),
            icon=":material/play_arrow:",
        )
        draw_download(
            t("own.download_sample"),
            partial(sample, chosen, atlas_data().municipios),
            (FILE_NAMES[chosen], "application/octet-stream"),
            "own_download_sample",
        )
    st.caption(t("own.samples_note"))


def _take_sample(chosen: ListFormat) -> None:
    _take(FILE_NAMES[chosen], sample(chosen, atlas_data().municipios))


def _take(name: str, content: bytes) -> None:
    set_list(ReaderList(name, start_reading(name, content, atlas_data())))
    keep_copy(name, content)
