"""Files of a placed list: every row with its place, the rows without one, and the counts."""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language, Translator
from geo.exports.documents.document_layers import statement
from geo.exports.tables import MEDIA_TYPES, Download, Sheet, TableFormat, about, written
from geo.exports.tables.list_tables import as_csv, placed_rows, unplaced_rows
from geo.lists.placement import PlacedRows
from geo.lists.point_aggregation import Counts
from geo.lists.uploaded_table import Table
from geo.views.list_view import ListView
from pages.ui.load import atlas_data, departamento_names, municipio_names
from pages.ui.own.exported import draw_own_export
from pages.ui.own.held import ReaderList
from pages.ui.planning.downloads import LABELS


def draw_files(
    mine: ReaderList, placed: PlacedRows, view: ListView, t: Translator, language: Language
) -> None:
    """Draw the buttons; a file is made when it is asked for."""
    st.markdown(f"##### {t('own.files')}")
    draw_own_export(mine, t, language)
    with st.container(horizontal=True):
        st.download_button(
            t("own.download_placed"), data=partial(placed_file, mine.table, placed), file_name="placed.csv",
            mime="text/csv", key="own_download_placed", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        told = statement(mine.layer, ExportWords(language)) if mine.layer else mine.name
        draw_count_files(view.counts, told, t)
    st.caption(t("own.files_note"))


def draw_count_files(counts: Counts, told: str, t: Translator) -> None:
    """Draw a button for the counts in each format; `told` says in the file whose rows are counted."""
    words = (t("own.counts"), told)
    for one in TableFormat:
        st.download_button(
            t("own.download_counts", format=LABELS[one]),
            data=partial(counts_file, counts, words, one),
            file_name=f"counts.{one}",
            mime=MEDIA_TYPES[one],
            key=f"own_download_{one}",
            on_click="ignore",
            icon=":material/download:",
        )


def placed_file(table: Table, placed: PlacedRows) -> bytes:
    """Return every row with its place as CSV."""
    return as_csv(
        placed_rows(table, placed, municipio_names(atlas_data()) | departamento_names(atlas_data()))
    )


def unplaced_file(table: Table, placed: PlacedRows) -> bytes:
    """Return every row without a place, with its reason, as CSV."""
    return as_csv(unplaced_rows(table, placed))


def counts_file(counts: Counts, words: tuple[str, str], file_format: TableFormat) -> bytes:
    """Return the counts by municipio, with outlines where the format has any, and by departamento.

    `words` are the title, and whose rows are counted.
    """
    title, told = words
    rows = counts.municipios
    outlines = atlas_data().municipios[["codigo_muni", "geometry"]].merge(rows, on="codigo_muni")
    sheets = (
        Sheet("municipios", outlines, "municipio"),
        Sheet("departamentos", counts.departamentos, "departamento"),
    )
    found = about(title, (told,), data=atlas_data().data)
    return written(Download("counts", found, sheets), file_format)
