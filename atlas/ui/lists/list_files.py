"""Counts of a placed list in tables and over time, and its files: its map, its rows, its counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text, number_text, period_text
from atlas.ui.briefing.view_capture import Addable, alone, draw_add_scene, in_both, map_scene
from atlas.ui.lists import list_map
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, facts, municipio_names
from atlas.ui.state.reader_list import ReaderList
from atlas.ui.widgets.export_dialog import OWN_PAGE, draw_download, draw_export, draw_job, draw_table_files
from atlas.ui.widgets.region_words import place_name, region_name
from atlas.web.served_data import atlas_data
from geo.briefings import MapView, Scene, SceneKind
from geo.briefings.scene_content import AnswerText, answer_of
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.dataset.records import data_version
from geo.exports.documents.document_layers import statement
from geo.exports.tables import Download, Sheet, about
from geo.exports.tables.list_tables import placed_rows, unplaced_rows
from geo.exports.tables.sheets import table_csv
from geo.lists.placement import PlacedRows
from geo.lists.point_aggregation import Counts
from geo.lists.uploaded_table import Table
from geo.mapping.map_styles import OWN
from geo.mapping.overlay_message import to_message
from geo.views.list_view import ListView

Span = tuple[str, str] | None
"""The first and the last day of the rows that are counted; None means all rows."""


def draw_own_export(mine: ReaderList, view: ListView, time: Span, t: Translator) -> None:
    """Draw the buttons of the briefing and of the file, and the file that was ordered."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("own.map_file"), width="content")
        draw_add_scene(OWN_PAGE, lambda: {"list": _offer(mine, view, time)}, t)
        named = in_both(lambda t: f"{region_name(t)}: {mine.name}")
        draw_export(OWN_PAGE, lambda view: alone(replace(map_scene(view), headline=named)), t)
    draw_job(OWN_PAGE, t)


def _offer(mine: ReaderList, view: ListView, time: Span) -> Addable:
    headline = in_both(partial(_headline, mine))
    return Addable(headline, partial(list_scene, mine, view.counts, time), of_list=True)


def _headline(mine: ReaderList, t: Translator) -> str:
    return t("briefing.list_headline", name=mine.name, region=region_name(t))


MOST_NAMED: Final = 5
"""Municipios with the most rows that a scene of a list names."""


def list_scene(mine: ReaderList, counts: Counts, time: Span, view: MapView | None) -> Scene:
    """Return a list as a scene: its rows by municipio in classes, and no row, cell or point of it."""
    codes = sorted(atlas_data().municipios["codigo_muni"].tolist())
    words, messages = {}, {}
    for t in map(translator, Language):
        overlay = list_map.regions_overlay(counts, (ShowAs.MUNICIPIOS, ColourBy.ROWS), t)
        messages[str(t.language)] = to_message(overlay, codes)
        words[str(t.language)] = AnswerText(
            tuple(_list_lines(mine, counts, time, t)), methods=(t("briefing.list_holds"),)
        )
    return Scene(
        in_both(partial(_headline, mine)),
        selection=session.reader_session().selection,
        view=view,
        kind=SceneKind.LIST,
        answer=answer_of(date.today().isoformat(), data_version(atlas_data().data), messages, words),
    )


def _list_lines(mine: ReaderList, counts: Counts, time: Span, t: Translator) -> Iterator[str]:
    table = counts.municipios[counts.municipios["rows"] > 0].sort_values("rows", ascending=False)
    number = partial(number_text, language=t.language)
    total = int(table["rows"].sum())
    yield t("briefing.list_rows", count=total, name=mine.name, region=region_name(t))
    if time:
        yield t("briefing.list_period", period=period_text(*time, t.language))
    most = zip(table["codigo_muni"][:MOST_NAMED], table["rows"][:MOST_NAMED], strict=True)
    if named := "; ".join(f"{place_name(int(code))} ({number(rows)})" for code, rows in most):
        yield t("briefing.list_most", places=named)


def draw_files(mine: ReaderList, placement: PlacedRows, view: ListView, time: Span, t: Translator) -> None:
    """Draw the buttons; a file is made when it is asked for."""
    st.markdown(f"##### {t('own.files')}")
    draw_own_export(mine, view, time, t)
    with st.container(horizontal=True):
        draw_download(
            t("own.download_placed"),
            partial(placed_file, mine.table, placement),
            ("placed.csv", "text/csv"),
            "own_download_placed",
        )
        rows = statement(mine.layer, ExportWords(t.language)) if mine.layer else mine.name
        draw_count_files(view.counts, rows, t)
    st.caption(t("own.files_note"))


def draw_count_files(counts: Counts, rows: str, t: Translator) -> None:
    """Draw a button for the counts in each format; `rows` says in the file which rows are counted."""
    make = partial(counts_download, counts, (t("own.counts"), rows))
    draw_table_files(make, "counts", "own_download", lambda name: t("own.download_counts", format=name))


def placed_file(table: Table, placement: PlacedRows) -> bytes:
    """Return every row with its place as CSV."""
    return table_csv(
        placed_rows(table, placement, municipio_names(atlas_data()) | departamento_names(atlas_data()))
    )


def unplaced_file(table: Table, placement: PlacedRows) -> bytes:
    """Return every row without a place, with its reason, as CSV."""
    return table_csv(unplaced_rows(table, placement))


def counts_download(counts: Counts, words: tuple[str, str]) -> Download:
    """Return the counts by municipio, with outlines where the format has any, and by departamento.

    `words` are the title, and which rows are counted.
    """
    title, rows = words
    outlines = (
        atlas_data().municipios[["codigo_muni", "geometry"]].merge(counts.municipios, on="codigo_muni")
    )
    sheets = (
        Sheet("municipios", outlines, "municipio"),
        Sheet("departamentos", counts.departamentos, "departamento"),
    )
    return Download("counts", about(title, (rows,), data=atlas_data().data), sheets)


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


def draw_time(table: pd.DataFrame, t: Translator) -> None:
    """Draw how many rows fall into each day, month or year; nothing where no row has a date."""
    if table.empty:
        return
    st.markdown(f"##### {t('own.over_time')}")
    names = [date_text(period, t.language) for period in table["period"]]
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
