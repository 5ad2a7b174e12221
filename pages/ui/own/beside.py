"""A reader's own list on the pages of the atlas: how many of its rows a region has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.views.list_view import own_view
from pages.ui.load import atlas_data
from pages.ui.own.held import ReaderList, placed_list
from pages.ui.problems import plain


def draw_own_rows(codes: Collection[int], t: Translator, language: Language) -> None:
    """Say how many rows of this visit's list lie in the municipios `codes`; nothing without a list."""
    if (mine := placed_list()) is None:
        return
    count = partial(number_text, language=language)
    rows, rate = _counted(mine, codes, t, language)
    text = t(
        "own.in_profile",
        name=mine.name,
        count=rows,
        rate=rate,
        placed=count(int(mine.placing().is_placed.sum())),
        total=count(mine.total),
    )
    st.markdown(f":material/upload_file: {plain(text)}")


def own_rows(
    regions: Sequence[Collection[int]], t: Translator, language: Language
) -> list[tuple[str, ...]]:
    """Return the rows of this visit's list in regions side by side, and per 100,000 people, as a table."""
    if (mine := placed_list()) is None:
        return []
    counted = [_counted(mine, codes, t, language) for codes in regions]
    numbers, rates = zip(*counted, strict=True)
    return [(t("ownlist.row_count", name=mine.name), *numbers), (t("ownlist.row_rate"), *rates)]


def _counted(
    mine: ReaderList, codes: Collection[int], t: Translator, language: Language
) -> tuple[str, str]:
    """Return the rows in a region and the rate, in words."""
    people = atlas_data().country.ground.table
    total = mine.kept(("total", *codes), lambda: own_view(mine.placing(), people, codes).total)
    around = people.loc[people["codigo_muni"].isin(list(codes)), "population_2018"].sum()
    rate = number_text(100_000 * total / around, language, 1) if around else t("regions.no_data")
    return number_text(total, language), rate
