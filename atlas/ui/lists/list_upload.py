"""The upload of a list or a sample, the jobs that read and place it, its errors and its removal.

Between reading and placing, the reader confirms what each column holds. Some rows are placed as a trial,
which shows the result and the fixes that would place more.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.streamlit_compat.sessions import connection_of_reader
from atlas.ui.state.background_jobs import LISTS, Job, ListJob
from atlas.ui.state.reader_list import ReaderList, current_list, folder_of_copies, keep_copy, set_list
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.export_dialog import LABELS, draw_download
from atlas.ui.widgets.markup import fitting_width, plain
from atlas.ui.widgets.region_words import place_name
from atlas.web.logs import FIELDS, LOG
from atlas.web.served_data import atlas_data
from geo.choices.list_kinds import Fix, PlacedAs, ReadBy, System
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.lists.column_detection import Offer, offers, recognised
from geo.lists.large_list_sources import LargeListError
from geo.lists.place_index import PlaceIndex, country
from geo.lists.placement import PLACED_AS, REASONS, PlacedRows, place, sample_of
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


COLUMNS: Final = ("x", "y", "municipio", "departamento", "date", "label")


def draw_choices(table: Table, reading: ColumnMapping, t: Translator) -> ColumnMapping:
    """Draw the choice of what each column holds; return the reading that is chosen."""
    methods = [choice for choice in ReadBy if choice is not ReadBy.GEOMETRY or table.points is not None]
    first, second, third = st.columns([2, 1, 1])
    with first:
        method = _select(
            "method", t("own.method"), methods, reading.method, lambda choice: t(f"read_by.{choice}")
        )
    chosen = replace(reading, method=method)
    systems = [choice for choice in System if choice is not System.FILE or table.points is not None]
    if method in (ReadBy.COORDINATES, ReadBy.PAIR):
        systems = [choice for choice in systems if choice is not System.FILE]
    if method is not ReadBy.PLACE:
        with second:
            fitting = reading.system if reading.system in systems else systems[0]
            system = _select(
                "system", t("own.system"), systems, fitting, lambda choice: t(f"system.{choice}")
            )
        chosen = replace(chosen, system=system)
    wanted = [name for name in COLUMNS if name not in _without(method)]
    for name, box in zip(wanted, st.columns(len(wanted)), strict=True):
        with box:
            label = t("own.pair") if name == "x" and method is ReadBy.PAIR else t(f"own_column.{name}")
            column = _column(name, label, table, getattr(reading, name), t)
        change: dict[str, Any] = {name: column}
        chosen = replace(chosen, **change)
    del third
    return chosen


def _without(method: ReadBy) -> frozenset[str]:
    match method:
        case ReadBy.COORDINATES:
            return frozenset()
        case ReadBy.PAIR:
            return frozenset({"y"})
    return frozenset({"x", "y"})


def _select(name: str, label: str, options: list[Any], now: Any, words: Any) -> Any:
    key = f"own_{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = now
    return st.selectbox(label, options, format_func=words, key=key)


def _column(name: str, label: str, table: Table, now: str | None, t: Translator) -> str | None:
    options = [None, *map(str, table.cells.columns)]
    key = f"own_column_{name}"
    if key not in st.session_state or st.session_state[key] not in options:
        st.session_state[key] = now
    column: str | None = st.selectbox(
        label,
        options,
        format_func=lambda name: name or t("own.no_column"),
        placeholder=t("own.no_column"),
        key=key,
    )
    return column


def draw_trial(trial: Table, reading: ColumnMapping, tried: PlacedRows, t: Translator) -> None:
    """Say how many rows the reading places, which names were corrected, and what would place more."""
    count = partial(number_text, language=t.language)
    of = t("own.tried", count=count(len(tried)))
    kinds = [(kind, tried.count(kind)) for kind in PlacedAs]
    parts = [f"{t(f'placed_as.{kind}')}: {count(rows)}" for kind, rows in kinds if rows]
    st.markdown(plain(f"{of} {' · '.join(parts)}"))
    if tried.read_as:
        examples = [f"“{written}” → {place_name(code)}" for written, code, _, _ in tried.read_as[:6]]
        st.info(plain(t("own.read_as", count=len(tried.read_as), examples="; ".join(examples))))
    for offer in offers(trial, reading, tried, place_index(atlas_data())):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.warning(plain(_offered(offer, t)), icon=":material/build:")
        button.button(
            t("own.apply"), key=f"own_offer_{offer.fix or offer.system}", on_click=partial(_apply, offer)
        )
    for fix in sorted(reading.fixes):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.success(
            plain(t("own.corrected", fix=t(f"fix.{fix}"), count=count(tried.fixes().get(fix, 0))))
        )
        button.button(t("own.undo"), key=f"own_undo_{fix}", on_click=partial(_undo, fix))


def _offered(offer: Offer, t: Translator) -> str:
    what = t(f"fix.{offer.fix}") if offer.fix else t("own.other_system", system=t(f"system.{offer.system}"))
    return t("own.offer", count=number_text(offer.rows, t.language), what=what)


def _apply(offer: Offer) -> None:
    if (mine := current_list()) is None or mine.reading is None:
        return
    if offer.fix:
        mine.reading = replace(mine.reading, fixes=mine.reading.fixes | {offer.fix})
    elif offer.system:
        st.session_state["own_system"] = offer.system


def _undo(fix: Fix) -> None:
    if (mine := current_list()) is not None and mine.reading is not None:
        mine.reading = replace(mine.reading, fixes=mine.reading.fixes - {fix})


TRIED: Final = 5_000
"""Rows that a reading is tried on before it is confirmed, spread over the list."""
SHOWN: Final = 8
"""Rows shown as they are read."""


def draw_reading(mine: ReaderList, t: Translator) -> None:
    """Draw the reading with what it would place, and the buttons that confirm it or give up."""
    table, suggested = mine.reading_job.result()
    reading = mine.reading or suggested
    st.markdown(f"#### {t('own.confirm')}")
    st.markdown(plain(_description(table, t)))
    reading = draw_choices(table, reading, t)
    mine.reading = reading
    if not reading.is_complete:
        st.warning(t("own.choose_columns"), icon=":material/rule:")
        _draw_preview(table, None, t)
        draw_removal(t)
        return
    try:
        with any_error_as_fault(table.name):
            trial = sample_of(table, TRIED)
            tried = place(trial, reading, place_index(atlas_data()))
    except GeoError as error:
        draw_unreadable(error, t)
        draw_removal(t)
        return
    draw_trial(trial, reading, tried, t)
    _draw_preview(trial, tried, t)
    _draw_buttons(mine, table, reading, t)


def _description(table: Table, t: Translator) -> str:
    rows = number_text(len(table) + len(table.bad), t.language)
    parts = [f"{table.name}: {LIST_LABELS[table.format]}, {t('own.rows', count=rows)}"]
    parts += [f"{t(f'detail.{what}')}: {text}" for what, text in table.details]
    return " · ".join(parts)


def _draw_preview(table: Table, tried: PlacedRows | None, t: Translator) -> None:
    rows = table.cells.head(SHOWN).astype("str").replace({"nan": "", "None": "", "NaT": ""})
    if tried is not None:
        kinds = [t(f"placed_as.{PLACED_AS[code]}") for code in tried.placed_as[:SHOWN]]
        why = [t(f"reason.{REASONS[code]}") if code else "" for code in tried.reason[:SHOWN]]
        codes = (tried.municipio + (tried.municipio == 0) * tried.departamento)[:SHOWN].tolist()
        where = [place_name(code) if code else "" for code in codes]
        columns = (kinds, where, why)
        for nth, (name, values) in enumerate(zip(("placed", "where", "why"), columns, strict=True)):
            rows.insert(nth, f"→ {t(f'own.{name}')}", values)
    why_head = f"→ {t('own.why')}"
    widths = {why_head: st.column_config.TextColumn(width=fitting_width(rows[why_head]))} if tried else {}
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key="own_preview", alt=t("own.preview"), column_config=widths
    )


def _draw_buttons(mine: ReaderList, table: Table, reading: ColumnMapping, t: Translator) -> None:
    with st.container(horizontal=True):
        st.button(
            t("own.place", count=number_text(len(table), t.language)),
            key="own_place",
            type="primary",
            on_click=partial(_place, mine, table, reading),
            icon=":material/check:",
        )
        draw_removal(t)


def _place(mine: ReaderList, table: Table, reading: ColumnMapping) -> None:
    mine.reading = reading
    mine.placement_job = start_placement(table, reading, atlas_data())
