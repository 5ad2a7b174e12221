"""A reader's own list on the pages of the atlas: how many of its rows a region has."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from geo.views.own import own_view
from pages.ui.load import shelf
from pages.ui.own.held import held
from pages.ui.problems import plain
from pages.ui.text import Language, Translator, number_text


def draw_own_rows(codes: Collection[int], t: Translator, language: Language) -> None:
    """Say how many rows of this visit's list lie in the municipios `codes`; nothing without a list."""
    mine = held()
    if mine is None or mine.placed is None:
        return
    people = shelf().country.ground.table
    total = own_view(mine.placed, people, codes).total
    around = people.loc[people["codigo_muni"].isin(list(codes)), "population_2018"].sum()
    rate = number_text(100_000 * total / around, language, 1) if around else t("regions.no_data")
    text = t("own.in_profile", name=mine.name, count=number_text(total, language), rate=rate)
    st.markdown(f":material/upload_file: {plain(text)}")
