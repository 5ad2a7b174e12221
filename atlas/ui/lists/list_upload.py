"""Asking for a list: a file, or a sample that shows how one may look.

Why a list cannot be read, in one sentence that says what to do.

Removing a list for good, asked for twice: nothing keeps it, so nothing could bring it back.

Work on a list beside the page: reading, placing, told as it goes on. Knows nothing of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Final, Generic, Literal, TypeVar

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.state.cached_data import atlas_data
from atlas.ui.state.reader_list import ReaderList, folder_of_copies, hold, keep_copy
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.markup import plain
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.lists.column_detection import recognised
from geo.lists.large_list_sources import LargeListError
from geo.lists.place_index import PlaceIndex, country
from geo.lists.placement import PlacedRows, place
from geo.lists.readers import SUFFIXES, read_table
from geo.lists.sample_lists import FILE_NAMES, sample
from geo.lists.uploaded_table import (
    MAX_BYTES,
    MAX_ROWS,
    ColumnMapping,
    ListFormat,
    Table,
    UnreadableFileError,
)


def draw_unreadable(error: GeoError, t: Translator) -> None:
    """Say what is wrong with a list."""
    if isinstance(error, UnreadableFileError):
        found = t("fault.detail", detail=error.detail)
        words = f"{t(f'fault.{error.fault}', file=error.file)} {found}"
    elif isinstance(error, LargeListError):
        words = t(f"large_fault.{error.fault}", where=error.where, detail=error.detail)
    else:
        words = sentence(error, t)
    st.error(plain(words), icon=":material/report:")


def draw_removal(t: Translator, width: Literal["content", "stretch"] = "content") -> None:
    """Draw the button that asks, and below it the one that removes the list from this visit."""
    with st.popover(t("own.remove"), icon=":material/delete:", width=width):
        st.markdown(t("own.remove_for_good"))
        st.button(
            t("own.remove_now"),
            key="own_remove",
            on_click=partial(hold, None),
            icon=":material/delete_forever:",
            type="primary",
        )


T = TypeVar("T")

WORKERS: Final = 2
"""Lists at work at a time in this process; others wait for their turn."""

_POOL: Final = ThreadPoolExecutor(WORKERS, thread_name_prefix="own")


@dataclass(eq=False)
class Work(Generic[T]):
    """Something that takes its time; `share` says how far it is, from 0 to 1."""

    share: float = 0.0
    future: Future[T] = field(init=False)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.future.done()

    def wait(self, seconds: float) -> None:
        """Wait for the end, but no longer than this."""
        wait((self.future,), seconds)

    def result(self) -> T:
        """Return what came of it; an error is raised here."""
        return self.future.result()

    def told(self, share: float) -> None:
        """Take note of how far it is."""
        self.share = share


def started(act: Callable[[Work[T]], T]) -> Work[T]:
    """Return work that has just begun."""
    work: Work[T] = Work()
    work.future = _POOL.submit(act, work)
    return work


@cache
def country_of(shelf: AtlasData) -> PlaceIndex:
    """Return what rows are placed by, built at the first list: a second."""
    return country(shelf.municipios, shelf.lakes, shelf.gazetteer)


def reading_of(name: str, content: bytes, shelf: AtlasData) -> Work[tuple[Table, ColumnMapping]]:
    """Read a file and recognise its columns."""

    def act(work: Work[tuple[Table, ColumnMapping]]) -> tuple[Table, ColumnMapping]:
        table = read_table(name, content)
        work.told(0.7)
        return table, recognised(table, country_of(shelf))

    return started(act)


def placing_of(table: Table, reading: ColumnMapping, shelf: AtlasData) -> Work[PlacedRows]:
    """Place the rows of a list."""
    return started(lambda work: place(table, reading, country_of(shelf), work.told))


LABELS: Final = {
    ListFormat.CSV: "CSV",
    ListFormat.XLSX: "Excel",
    ListFormat.GEOJSON: "GeoJSON",
    ListFormat.GEOPACKAGE: "GeoPackage",
    ListFormat.KML: "KML",
    ListFormat.SHAPEFILE: "Shapefile",
    ListFormat.PARQUET: "GeoParquet",
}
"""Names of the formats, the same in every language."""


def draw_privacy(t: Translator) -> None:
    """Say where a list is kept: in the memory of this visit, or, if the host wants so, in a folder too."""
    words = "own.kept_by_host" if folder_of_copies() else "own.private"
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
        hold(None)


def _draw_samples(t: Translator) -> None:
    st.session_state.setdefault("own_sample", ListFormat.CSV)
    picked = st.pills(
        t("own.samples"), list(ListFormat), format_func=LABELS.__getitem__, key="own_sample", required=True
    )
    chosen = picked or ListFormat.CSV
    with st.container(horizontal=True):
        st.button(
            t("own.open_sample"),
            key="own_open_sample",
            on_click=partial(_take_sample, chosen),
            icon=":material/play_arrow:",
        )
        st.download_button(
            t("own.download_sample"),
            data=partial(sample, chosen, atlas_data().municipios),
            file_name=FILE_NAMES[chosen],
            mime="application/octet-stream",
            key="own_download_sample",
            on_click="ignore",
            icon=":material/download:",
        )
    st.caption(t("own.samples_note"))


def _take_sample(chosen: ListFormat) -> None:
    _take(FILE_NAMES[chosen], sample(chosen, atlas_data().municipios))


def _take(name: str, content: bytes) -> None:
    hold(ReaderList(name, reading_of(name, content, atlas_data())))
    keep_copy(name, content)
