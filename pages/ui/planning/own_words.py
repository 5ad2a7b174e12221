"""A reader's own list in words: which list, how many rows, what is left out; rows in place of people."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.location.instance import Counted
from geo.views.planning_query import PlanningQuestion
from pages.ui.planning.own_list import ListUse
from pages.ui.planning.words import region_name
from pages.ui.problems import plain

IN_ROWS: Final = {
    "model.maximal_covering": "ownlist.most_rows",
    "model.set_covering": "ownlist.every_row",
    "next.terms": "ownlist.next_terms",
    "next.nothing_to_gain": "ownlist.no_row_to_gain",
    "next.unreachable": "ownlist.unreachable",
    "next.fewest": "ownlist.fewest",
    "next.within": "ownlist.next_within",
    "next.from_people": "ownlist.from_rows",
}
"""What is said in place of a sentence about people where rows of a list are counted."""


def in_rows(key: str, counted: Counted) -> str:
    """Return the key of the words for what is counted."""
    return IN_ROWS.get(key, key) if counted is Counted.ROWS else key


def told(own: ListUse, question: PlanningQuestion, t: Translator, language: Language) -> str:
    """Return which list stands for what, how many of its rows are placed, and how many are left out."""
    count, mine = partial(number_text, language=language), own.held
    everywhere, here = own.rows(()).total, own.rows(own.codes).total
    if question is PlanningQuestion.NEXT and own.is_demand:
        # Counted by municipio: a row on a lake has a point but no municipio.
        everywhere, here = (int(own.view(part).counts.municipios["rows"].sum()) for part in ((), own.codes))
    placed = {
        "name": mine.name,
        "placed": count(int(mine.placing().is_placed.sum())),
        "total": count(mine.total),
        "left": count(mine.total - everywhere),
    }
    if own.is_demand:
        return t("ownlist.told_demand", region=region_name(t), counted=count(here), **placed)
    areas = len(own.rows(()).areas)
    return t("ownlist.told_supply", places=count(len(own.places)), areas=count(areas), **placed)


def draw_told(words: str) -> None:
    """Say above an answer what the list is taken for."""
    st.info(plain(words), icon=":material/upload_file:")
