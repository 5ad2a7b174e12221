"""Asking for a list: a file, or a sample that shows how one may look."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from geo.lists.readers import SUFFIXES
from geo.lists.sample_lists import FILE_NAMES, sample
from geo.lists.uploaded_table import MAX_BYTES, MAX_ROWS, ListFormat
from pages.ui.load import atlas_data
from pages.ui.own.held import ReaderList, folder_of_copies, hold, keep_copy
from pages.ui.own.work import reading_of

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
