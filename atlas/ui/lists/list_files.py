"""Files of a placed list: every row with its place, the rows without one, and the counts.

The map of the list as a file: PDF, PowerPoint, picture or web page, with the list on it.

Counts of a list in tables and over time.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.ui.briefing.draft import new_scene
from atlas.ui.state.cached_data import departamento_names, facts, municipio_names
from atlas.ui.state.reader_list import ReaderList
from atlas.ui.widgets.export_dialog import LABELS, OWN_PAGE, draw_export, draw_job
from atlas.ui.widgets.region_words import region_name
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, MapView, Text
from geo.dataset.records import data_version
from geo.exports.documents.document_layers import statement
from geo.exports.tables import MEDIA_TYPES, Download, Sheet, TableFormat, about, written
from geo.exports.tables.list_tables import placed_rows, unplaced_rows
from geo.exports.tables.spreadsheets import table_csv
from geo.lists.placement import PlacedRows
from geo.lists.point_aggregation import Counts
from geo.lists.uploaded_table import Table
from geo.mapping.map_styles import OWN
from geo.views.list_view import ListView


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
    return table_csv(
        placed_rows(table, placed, municipio_names(atlas_data()) | departamento_names(atlas_data()))
    )


def unplaced_file(table: Table, placed: PlacedRows) -> bytes:
    """Return every row without a place, with its reason, as CSV."""
    return table_csv(unplaced_rows(table, placed))


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


FITTING: Final = 7
"""More rows than these scroll inside the table."""


def draw_counts(counts: Counts, t: Translator) -> None:
    """Draw the counts by municipio and by departamento, most first."""
    first, second = st.tabs([t("show_as.municipios"), t("show_as.departamentos")])
    with first:
        _draw(counts.municipios, ("municipio", "departamento"), "own_municipios", t)
    with second:
        _draw(counts.departamentos, ("departamento",), "own_departamentos", t)


def _draw(table: pd.DataFrame, names: tuple[str, ...], key: str, t: Translator) -> None:
    rows = table[table["rows"] > 0].sort_values(["rows", *names], ascending=[False, *(True for _ in names)])
    shown = {t(f"level.{name}"): rows[name].tolist() for name in names}
    shown[t("own.count")] = rows["rows"].tolist()
    shown[t("own.per_head")] = rows["per_100k"].round(1).tolist()
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key=key,
        height=300 if len(rows) > FITTING else "auto",
        alt=t("own.counts"),
        column_config={t("own.per_head"): st.column_config.NumberColumn(format="%.1f")},
    )


def draw_time(table: pd.DataFrame, t: Translator, language: Language) -> None:
    """Draw how many rows fall into each day, month or year; nothing where no row has a date."""
    if table.empty:
        return
    st.markdown(f"##### {t('own.over_time')}")
    names = [date_text(period, language) for period in table["period"]]
    bars = (
        alt.Chart(table.assign(period=names))
        .mark_bar(color=OWN)
        .encode(
            x=alt.X("period:O", sort=None, title=None, axis=alt.Axis(labelAngle=-45, labelOverlap=True)),
            y=alt.Y("rows:Q", title=t("own.count"), axis=alt.Axis(tickMinStep=1, format=",d")),
            tooltip=[
                alt.Tooltip("period:O", title=t("own.time")),
                alt.Tooltip("rows:Q", title=t("own.count")),
            ],
        )
        .properties(height=170)
    )
    most = int(table["rows"].to_numpy().argmax())
    ends = f"{names[0]} – {names[-1]}"
    described = t("own.over_time_alt", ends=ends, period=names[most], count=table["rows"].iloc[most])
    st.altair_chart(bars, key="own_over_time", alt=described)
