"""What a reading would place, tried on some rows; which fixes are offered, applied and taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.choices.list_kinds import Fix, PlacedAs
from geo.lists.column_detection import Offer, offers
from geo.lists.placement import PlacedRows
from geo.lists.uploaded_table import ColumnMapping, Table
from pages.ui.load import atlas_data
from pages.ui.own.held import held
from pages.ui.own.work import country_of
from pages.ui.planning.words import place_name
from pages.ui.problems import plain


def draw_trial(
    sample: Table, reading: ColumnMapping, tried: PlacedRows, t: Translator, language: Language
) -> None:
    """Say how many rows the reading places, which names were mended, and what would place more."""
    count = partial(number_text, language=language)
    of = t("own.tried", count=count(len(tried)))
    kinds = [(kind, tried.count(kind)) for kind in PlacedAs]
    parts = [f"{t(f'placed_as.{kind}')}: {count(rows)}" for kind, rows in kinds if rows]
    st.markdown(plain(f"{of} {' · '.join(parts)}"))
    if tried.read_as:
        examples = [f"“{written}” → {place_name(code)}" for written, code, _, _ in tried.read_as[:6]]
        st.info(plain(t("own.read_as", count=len(tried.read_as), examples="; ".join(examples))))
    for offer in offers(sample, reading, tried, country_of(atlas_data())):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.warning(plain(_offered(offer, t, language)), icon=":material/build:")
        button.button(
            t("own.apply"), key=f"own_offer_{offer.fix or offer.system}", on_click=partial(_apply, offer)
        )
    for fix in sorted(reading.fixes):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.success(plain(t("own.mended", fix=t(f"fix.{fix}"), count=count(tried.fixes().get(fix, 0)))))
        button.button(t("own.undo"), key=f"own_undo_{fix}", on_click=partial(_undo, fix))


def _offered(offer: Offer, t: Translator, language: Language) -> str:
    what = t(f"fix.{offer.fix}") if offer.fix else t("own.other_system", system=t(f"system.{offer.system}"))
    return t("own.offer", count=number_text(offer.rows, language), what=what)


def _apply(offer: Offer) -> None:
    if (mine := held()) is None or mine.reading is None:
        return
    if offer.fix:
        mine.reading = replace(mine.reading, fixes=mine.reading.fixes | {offer.fix})
    elif offer.system:
        st.session_state["own_system"] = offer.system


def _undo(fix: Fix) -> None:
    if (mine := held()) is not None and mine.reading is not None:
        mine.reading = replace(mine.reading, fixes=mine.reading.fixes - {fix})
