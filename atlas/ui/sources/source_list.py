"""The parts of the sources page, and its first part: every cited source, searched and listed.

The sheet of a source lists every fact that cites it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.ui.facts.fact_words import fact_link, publication_date, text_of
from atlas.ui.state.cached_data import known_facts
from atlas.ui.state.session import address_of, page_parameter, set_page_parameters
from atlas.ui.widgets.markup import Html, draw, fold, h, joined, labelled, listed, outside, table, terms
from atlas.web.served_data import atlas_data
from geo.choices import FactKind, SourceKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import folded
from geo.dataset.schema import Row, rows
from geo.views.evidence import Fact, facts_of, uses

KEY: Final = "sources_part"


class Part(StrEnum):
    """A part of the sources page."""

    SOURCES = "sources"
    """Every cited source."""
    FOUNDING = "founding"
    """Every statement of the founding documents."""
    TABLES = "tables"
    """Every data set and its tables."""
    INFERENCES = "inferences"
    """What is our own inference."""
    GAPS = "gaps"
    """What could not be found."""


def current_part() -> Part:
    """Return the part of the address, or that of the source or the data set it asks for."""
    if page_parameter("dataset"):
        return Part.TABLES
    if page_parameter("source"):
        return Part.SOURCES
    return Part(page_parameter("part") or Part.SOURCES)


def draw_parts(part: Part, t: Translator) -> None:
    """Draw the choice of a part; choosing one closes the sheet of a source or data set."""
    st.session_state[KEY] = part
    st.segmented_control(
        t("sources.parts"),
        list(Part),
        format_func=lambda part: t(f"sources.{part}"),
        key=KEY,
        required=True,
        on_change=lambda: set_page_parameters(part=st.session_state[KEY]),
        label_visibility="collapsed",
    )


FIRST: Final = 20
"""Sources that are listed before a reader asks for all: on a phone they fill seven screens."""

FIRST_BELOW_SHEET: Final = 5
"""The same below the sheet of a source."""

LISTED: Final = 6
"""Facts of a kind that the sheet of a source lists at once; more are folded."""

COLUMNS: Final = ("id", "publisher", "name", "date", "kind", "reliability", "facts", "link")
"""The columns of the list, by their words."""

SEARCHED: Final = ("title_en", "title_es", "publisher_en", "publisher_es", "published", "url", "locator")
"""The columns that a search looks into, with the identifier and the notes in both languages."""


def draw_sources(t: Translator) -> None:
    """Draw the sheet of the source that is asked for, the search, and the list."""
    sources = atlas_data().or_empty("sources")
    if sources is None:
        st.info(t("sources.broken"), icon=":material/report:")
        return
    linked = page_parameter("source")
    is_sheet = linked in sources.index
    if is_sheet:
        (row,) = rows(sources.loc[[linked]].reset_index())
        draw(source_sheet(row, t))
    matches = _matches(sources, t)
    if matches.empty:
        st.info(t("sources.none_found"), icon=":material/search_off:")
        return
    st.caption(t("sources.count", count=len(matches), total=len(sources)))
    lines = _lines(atlas_data(), t.language)
    first = FIRST_BELOW_SHEET if is_sheet else FIRST
    shown = matches.index if st.session_state.get("source_all") else matches.index[:first]
    # A table of markup: a data grid takes a browser 300 ms more, and a phone cannot be used with it.
    draw(table((t(f"sources.{name}") for name in COLUMNS), (lines[source] for source in shown)))
    if len(shown) < len(matches):
        more = len(matches) - len(shown)
        st.button(t("sources.more", count=more), on_click=_show_all, icon=":material/expand_more:")


def _show_all() -> None:
    st.session_state["source_all"] = True


def _matches(sources: pd.DataFrame, t: Translator) -> pd.DataFrame:
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
    keys = _keys(atlas_data())
    matches = keys.map(lambda key: all(word in key for word in folded(query).split()))
    if chosen:
        matches &= sources["kind"].isin(chosen)
    return sources[matches]


@cache
def _keys(of: AtlasData) -> pd.Series[str]:
    """Return what a search of each source looks into, folded."""
    table = of.sources
    columns = [*SEARCHED, *(column for column in table.columns if "_note_" in column)]
    joint = table[columns].fillna("").agg(" ".join, axis="columns")
    return (table.index.to_series() + " " + joint).map(folded)


@cache
def _lines(of: AtlasData, language: Language) -> dict[str, tuple[str, ...]]:
    """Return each source as a line of the list: who, what, when, of which kind, how good, how used."""
    t, counts = translator(language), uses(known_facts(of))
    return {
        row["source_id"]: (
            row["source_id"],
            text_of(row, "publisher", language),
            h("a", text_of(row, "title", language), href=address_of("sources", source=row["source_id"])),
            h("span", publication_date(row, language), class_="a-when"),
            t(f"source_kind.{row['kind']}"),
            t(f"reliability.{row['reliability']}"),
            str(counts.get(row["source_id"], 0)),
            outside(row["url"], t("sources.open")) if row["url"] else "",
        )
        for row in rows(of.sources.reset_index())
    }


def source_sheet(row: Row, t: Translator) -> Html:
    """Return the details of a source and every fact that cites it."""
    source_id = row["source_id"]
    resting = facts_of(known_facts(atlas_data()), source_id)
    level, note = t(f"reliability.{row['reliability']}"), text_of(row, "reliability_note", t.language)
    day = date_text(row["published"], t.language) if row["published"] else None
    about = {
        "publisher": text_of(row, "publisher", t.language),
        "date": joined([day, text_of(row, "published_note", t.language)], ". "),
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
        h("h4", text_of(row, "title", t.language)),
        terms({t(f"sources.{name}"): text for name, text in about.items()}),
        h("h5", t("sources.resting"), " ", h("small", str(len(resting)))),
        *_by_kind(resting, t),
        None if resting else h("p", t("sources.none_rest")),
        h("p", h("a", t("sheet.row", dataset="sources", row=source_id), href=in_table)),
        class_="a-sheet",
        id=f"source-{source_id}",
    )


def _by_kind(resting: Iterable[Fact], t: Translator) -> Iterable[Html]:
    groups: dict[FactKind, list[Fact]] = {}
    for fact in resting:
        groups.setdefault(fact.kind, []).append(fact)
    for kind, named in groups.items():
        links = [fact_link(fact, t.language) for fact in named]
        title = t(f"fact_kind.{kind}")
        if len(links) > LISTED:
            yield fold(title, h("ul", *(h("li", link) for link in links), class_="a-list"), len(links))
        else:
            yield labelled(f"{title} ({len(links)}):", listed(links))
