"""Every cited source: a search, a table, and the sheet of one with all that rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo.gazetteer import folded
from geo.shelf import Shelf
from geo.views.citations import Fact, every_fact, facts_of, uses
from geo.views.rows import Row, rows
from geo.vocabulary import FactKind, SourceKind
from pages.ui.facts.cite import fact_link
from pages.ui.facts.html import Html, draw, h, joined, labelled, outside, terms
from pages.ui.facts.words import here, published
from pages.ui.here import address_of, choose_here, chosen_here
from pages.ui.load import facts, shelf
from pages.ui.text import Language, Translator, date_text

TABLE: Final = "source_table"
SEARCHED: Final = ("title", "publisher", "published", "url", "locator")
"""The columns that a search looks into, with the identifier and the notes in both languages."""


def draw_sources(t: Translator, language: Language) -> None:
    """Draw the sheet of the source that is asked for, the search, and the table."""
    sources = shelf().or_empty("sources")
    if sources is None:
        st.info(t("sources.broken"), icon=":material/report:")
        return
    asked = chosen_here("source")
    if asked in sources.index:
        (row,) = rows(sources.loc[[asked]].reset_index())
        draw(source_sheet(row, t, language))
    found = _found(sources, t)
    if found.empty:
        st.info(t("sources.none_found"), icon=":material/search_off:")
        return
    st.caption(t("sources.count", count=len(found), total=len(sources)))
    ids = found.index.tolist()
    drawn = [ids.index(asked)] if asked in ids else []
    st.session_state[TABLE] = {"selection": {"rows": drawn}}
    st.dataframe(
        table_of(found, t, language),
        key=TABLE,
        hide_index=True,
        height=560,
        on_select=lambda: _take_row(ids, drawn),
        selection_mode="single-row",
        column_config=_columns(t),
    )


def _columns(t: Translator) -> dict[str, Any]:
    """Return the widths of the columns, in pixels, which together fit a laptop's window."""
    widths = {
        "id": 55,
        "publisher": 165,
        "name": 270,
        "date": 120,
        "kind": 115,
        "reliability": 90,
        "facts": 60,
    }
    columns: dict[str, Any] = {
        t(f"sources.{name}"): st.column_config.Column(width=w) for name, w in widths.items()
    }
    columns[t("sources.link")] = st.column_config.LinkColumn(display_text=t("sources.open"), width=75)
    return columns


def _found(sources: pd.DataFrame, t: Translator) -> pd.DataFrame:
    search, kinds = st.columns([3, 2])
    query = search.text_input(
        t("sources.search"),
        key="source_search",
        icon=":material/search:",
        placeholder=t("sources.search_hint"),
    )
    chosen = kinds.multiselect(
        t("sources.kind"),
        list(SourceKind),
        format_func=lambda kind: t(f"source_kind.{kind}"),
        key="source_kinds",
        placeholder=t("filters.all"),
    )
    keys = _keys(shelf())
    found = keys.map(lambda key: all(word in key for word in folded(query).split()))
    if chosen:
        found &= sources["kind"].isin(chosen)
    return sources[found]


@cache
def _keys(of: Shelf) -> pd.Series[str]:
    """Return what a search of each source looks into, folded."""
    table = of.sources
    columns = [*SEARCHED, *(column for column in table.columns if "_note_" in column)]
    joint = table[columns].fillna("").agg(" ".join, axis="columns")
    return (table.index.to_series() + " " + joint).map(folded)


def table_of(sources: pd.DataFrame, t: Translator, language: Language) -> pd.DataFrame:
    """Return sources in words, one row each."""
    counts = uses(known_facts(shelf()))
    return pd.DataFrame(
        {
            t("sources.id"): sources.index,
            t("sources.publisher"): sources["publisher"].tolist(),
            t("sources.name"): sources["title"].tolist(),
            t("sources.date"): [published(row, language) for row in rows(sources)],
            t("sources.kind"): [t(f"source_kind.{kind}") for kind in sources["kind"]],
            t("sources.reliability"): [t(f"reliability.{level}") for level in sources["reliability"]],
            t("sources.facts"): counts.reindex(sources.index, fill_value=0).tolist(),
            t("sources.link"): sources["url"].fillna("").tolist(),
        }
    )


@cache
def known_facts(of: Shelf) -> tuple[Fact, ...]:
    """Return every fact; none where a table of them is broken."""
    known, sites = facts(), of.or_empty("sites")
    return () if known is None or sites is None else every_fact(known, sites)


def source_sheet(row: Row, t: Translator, language: Language) -> Html:
    """Return all that is known of a source, and every fact that rests on it."""
    source_id = row["source_id"]
    resting = facts_of(known_facts(shelf()), source_id)
    level, note = t(f"reliability.{row['reliability']}"), here(row, "reliability_note", language)
    day = date_text(row["published"], language) if row["published"] else None
    about = {
        "publisher": row["publisher"],
        "date": joined([day, here(row, "published_note", language)], ". "),
        "kind": t(f"source_kind.{row['kind']}"),
        "reliability": joined([level, note], ". "),
        "seen": t(f"seen.{row['seen']}"),
        "link": outside(row["url"], row["url"]) if row["url"] else None,
        "locator": row["locator"],
    }
    in_table = address_of("sources", dataset="sources", row=source_id)
    return h(
        "section",
        h("a", t("sheet.close"), href=address_of("sources", part="sources"), class_="a-close"),
        h("p", h("span", source_id, class_="a-badge"), class_="a-badges"),
        h("h4", row["title"]),
        terms({t(f"sources.{name}"): text for name, text in about.items()}),
        h("h5", t("sources.resting"), " ", h("small", str(len(resting)))),
        *_by_kind(resting, t, language),
        None if resting else h("p", t("sources.none_rest")),
        h("p", h("a", t("sheet.row", dataset="sources", row=source_id), href=in_table)),
        class_="a-sheet",
        id=f"source-{source_id}",
    )


def _by_kind(resting: Iterable[Fact], t: Translator, language: Language) -> Iterable[Html]:
    groups: dict[FactKind, list[Fact]] = {}
    for fact in resting:
        groups.setdefault(fact.kind, []).append(fact)
    for kind, named in groups.items():
        links = joined((fact_link(fact, language) for fact in named), " · ")
        yield labelled(f"{t(f'fact_kind.{kind}')} ({len(named)}):", links)


def _take_row(ids: list[str], drawn: list[int]) -> None:
    """Take in a selected row; the table also calls when it only repeats what was `drawn`."""
    selected = st.session_state[TABLE]["selection"]["rows"]
    if selected != drawn:
        choose_here(part="sources", source=ids[selected[0]] if selected else None)
