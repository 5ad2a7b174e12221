"""A stored table, cell for cell, and the way from one of its rows to the fact and its sources."""

from __future__ import annotations

from functools import cache, partial

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.choices import FactKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import read_rows
from geo.dataset.schema import Row, rows
from geo.errors import GeoError
from geo.views.evidence import Fact, by_identifier, kind_of
from pages.ui.facts.cite import citations, fact_link
from pages.ui.facts.html import Html, draw, h, labelled, terms
from pages.ui.here import address_of, choose_here, chosen_here
from pages.ui.load import atlas_data
from pages.ui.problems import plain, sentence
from pages.ui.sources.source_list import known_facts

TALLEST = 420
"""The height of a table in pixels, beyond which it scrolls."""


def draw_table(dataset: str, name: str, t: Translator, language: Language) -> None:
    """Draw a table; of a table of facts, above it the row that is selected or asked for."""
    try:
        table = _rows(atlas_data(), dataset, name)
    except GeoError as error:
        st.error(plain(sentence(error, t)))
        return
    if dataset != "sources" and kind_of(name) is None:
        st.dataframe(table, hide_index=True, height=_height(table))
        return
    key, ids, asked = f"rows_{dataset}_{name}", table.iloc[:, 0].tolist(), chosen_here("row")
    drawn = [ids.index(asked)] if asked in ids else []
    for row in rows(table.iloc[drawn]):
        draw(_row(dataset, name, row, t, language))
    st.caption(t("sources.rows_help"))
    st.session_state[key] = {"selection": {"rows": drawn}}
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=_height(table),
        on_select=partial(_take_row, dataset, key, ids, drawn),
        selection_mode="single-row",
    )


def _height(table: pd.DataFrame) -> int:
    return min(TALLEST, 37 + 35 * len(table))


@cache
def _rows(of: AtlasData, dataset: str, name: str) -> pd.DataFrame:
    return read_rows(dataset, name, of.data)


def _row(dataset: str, name: str, row: Row, t: Translator, language: Language) -> Html:
    """Return where a row is shown, on what it rests, and all its cells."""
    identifier = str(next(iter(row.values())))
    cells = {column: text for column, text in row.items() if text}
    return h(
        "div",
        h("h5", t("sources.row", row=identifier)),
        *_ways(dataset, name, identifier, t, language),
        h("details", h("summary", t("sources.cells")), terms(cells, "a-cells")),
        class_="a-caution-box",
    )


def _ways(dataset: str, name: str, identifier: str, t: Translator, language: Language) -> list[Html]:
    """Return the ways from a row to where it is shown and to its sources."""
    kind = kind_of(name)
    if dataset == "sources":
        address = address_of("sources", source=identifier)
        return [h("p", h("a", t("sources.to_source", source=identifier), href=address))]
    if kind is None or (kind, identifier) not in _facts(atlas_data()):
        return []
    fact = _facts(atlas_data())[kind, identifier]
    return [labelled(t("sources.to_fact"), fact_link(fact, language)), citations(fact.sources, t, language)]


@cache
def _facts(of: AtlasData) -> dict[tuple[FactKind, str], Fact]:
    return by_identifier(known_facts(of))


def _take_row(dataset: str, key: str, ids: list[str], drawn: list[int]) -> None:
    """Take in a selected row; the table also calls when it only repeats what was `drawn`."""
    selected = st.session_state[key]["selection"]["rows"]
    if selected != drawn:
        choose_here(dataset=dataset, row=ids[selected[0]] if selected else None)
