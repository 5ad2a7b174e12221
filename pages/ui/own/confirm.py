"""How the list was read, to be confirmed or changed before anything is drawn."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.errors import GeoError
from geo.lists.placement import PLACED_AS, REASONS, PlacedRows, place, sample_of
from geo.lists.uploaded_table import ColumnMapping, Table
from pages.ui.load import atlas_data
from pages.ui.own.choices import draw_choices
from pages.ui.own.held import ReaderList
from pages.ui.own.problems import draw_unreadable
from pages.ui.own.removal import draw_removal
from pages.ui.own.trial import draw_trial
from pages.ui.own.upload import LABELS
from pages.ui.own.work import country_of, placing_of
from pages.ui.planning.words import place_name
from pages.ui.problems import plain

TRIED: Final = 5_000
"""Rows that a reading is tried on before it is confirmed, spread over the list."""
SHOWN: Final = 8
"""Rows shown as they are read."""


def draw_reading(mine: ReaderList, t: Translator, language: Language) -> None:
    """Draw the reading with what it would place, and the buttons that confirm it or give up."""
    table, recognised = mine.reading_work.result()
    reading = mine.reading or recognised
    st.markdown(f"#### {t('own.confirm')}")
    st.markdown(plain(_told(table, t, language)))
    reading = draw_choices(table, reading, t)
    mine.reading = reading
    if not reading.is_complete:
        st.warning(t("own.choose_columns"), icon=":material/rule:")
        _draw_preview(table, None, t)
        draw_removal(t)
        return
    try:
        sample = sample_of(table, TRIED)
        tried = place(sample, reading, country_of(atlas_data()))
    except GeoError as error:
        draw_unreadable(error, t)
        draw_removal(t)
        return
    draw_trial(sample, reading, tried, t, language)
    _draw_preview(sample, tried, t)
    _draw_buttons(mine, table, reading, t, language)


def _told(table: Table, t: Translator, language: Language) -> str:
    rows = number_text(len(table) + len(table.bad), language)
    parts = [f"{table.name}: {LABELS[table.format]}, {t('own.rows', count=rows)}"]
    parts += [f"{t(f'told.{what}')}: {found}" for what, found in table.told]
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
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="own_preview", alt=t("own.preview"))


def _draw_buttons(
    mine: ReaderList, table: Table, reading: ColumnMapping, t: Translator, language: Language
) -> None:
    with st.container(horizontal=True):
        st.button(
            t("own.place", count=number_text(len(table), language)),
            key="own_place",
            type="primary",
            on_click=partial(_place, mine, table, reading),
            icon=":material/check:",
        )
        draw_removal(t)


def _place(mine: ReaderList, table: Table, reading: ColumnMapping) -> None:
    mine.reading = reading
    mine.placing_work = placing_of(table, reading, atlas_data())
