"""The step between reading and placing a list: the reader confirms what each column holds.

Some rows are placed as a trial, which shows the result and the fixes that would place more.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.lists.list_upload import (
    LIST_LABELS,
    any_error_as_fault,
    draw_removal,
    draw_unreadable,
    place_index,
    start_placement,
)
from atlas.ui.state.reader_list import ReaderList, current_list
from atlas.ui.widgets.markup import fitting_width, plain
from atlas.ui.widgets.region_words import place_name
from atlas.web.served_data import atlas_data
from geo.choices.list_kinds import Fix, PlacedAs, ReadBy, System
from geo.errors import GeoError
from geo.lists.column_detection import Offer, offers
from geo.lists.placement import PLACED_AS, REASONS, PlacedRows, place, sample_of
from geo.lists.uploaded_table import ColumnMapping, Table

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


def draw_trial(sample: Table, reading: ColumnMapping, tried: PlacedRows, t: Translator) -> None:
    """Say how many rows the reading places, which names were corrected, and what would place more."""
    count = partial(number_text, language=t.language)
    of = t("own.tried", count=count(len(tried)))
    kinds = [(kind, tried.count(kind)) for kind in PlacedAs]
    parts = [f"{t(f'placed_as.{kind}')}: {count(rows)}" for kind, rows in kinds if rows]
    st.markdown(plain(f"{of} {' · '.join(parts)}"))
    if tried.read_as:
        examples = [f"“{written}” → {place_name(code)}" for written, code, _, _ in tried.read_as[:6]]
        st.info(plain(t("own.read_as", count=len(tried.read_as), examples="; ".join(examples))))
    for offer in offers(sample, reading, tried, place_index(atlas_data())):
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
    table, recognised = mine.reading_job.result()
    reading = mine.reading or recognised
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
            sample = sample_of(table, TRIED)
            tried = place(sample, reading, place_index(atlas_data()))
    except GeoError as error:
        draw_unreadable(error, t)
        draw_removal(t)
        return
    draw_trial(sample, reading, tried, t)
    _draw_preview(sample, tried, t)
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
