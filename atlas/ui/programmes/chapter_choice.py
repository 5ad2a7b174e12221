"""The choice of a chapter, what it is about, and its basis: pillars, programme areas, source."""

from __future__ import annotations

from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.facts.fact_words import citations, pillar_words, text_of
from atlas.ui.facts.summary_lines import summary_list
from atlas.ui.state.cached_data import facts
from atlas.ui.state.session import address_of, page_parameter, set_page_parameters
from atlas.ui.widgets.markup import Html, h, joined, table
from geo.choices import Pillar, Programme
from geo.dataset.schema import Row, rows
from geo.views.programme_chapter import Chapter, ChapterView, chapter_of
from geo.views.summary import Summary

WHOLE: Final = "whole"
"""The choice of no programme area and no pillar."""

KEY: Final = "chapter"

STANDS_UNDER: Final = {
    "pillar": ("pillar_basis", "pillar_reason"),
    "alternative_pillar": ("alternative_basis", "alternative_reason"),
}
"""The columns of a programme area that name a pillar, each with its basis and reason."""


def current_chapter() -> Chapter:
    """Return the chapter of the address, or that of the figure or event it asks for."""
    if programme := page_parameter("programme"):
        return Programme(programme)
    if pillar := page_parameter("pillar"):
        return Pillar(pillar)
    known = facts()
    linked = {name: page_parameter(name) for name in ("figure", "event", "chart")}
    return chapter_of(known, **linked) if known else None


def parameters_of(chapter: Chapter) -> dict[str, str | None]:
    """Return the parameters of the address of a chapter."""
    is_pillar = isinstance(chapter, Pillar)
    return {"programme": None if is_pillar else chapter, "pillar": chapter if is_pillar else None}


def draw_choice(chapter: Chapter, t: Translator) -> None:
    """Draw the chapters to choose from; choosing one closes the sheet of a figure or event."""
    st.session_state[KEY] = str(chapter or WHOLE)
    st.pills(
        t("programmes.choose"),
        [WHOLE, *Programme, *Pillar],
        format_func=lambda choice: _name(choice, t),
        key=KEY,
        required=True,
        on_change=_take_choice,
        label_visibility="collapsed",
    )


def _name(choice: str, t: Translator) -> str:
    if choice in set(Pillar):
        return t("programmes.pillar", name=t(f"pillar.{choice}"))
    return t("programmes.whole") if choice == WHOLE else t(f"programme.{choice}")


def _take_choice() -> None:
    choice = st.session_state[KEY]
    set_page_parameters(
        programme=choice if choice in set(Programme) else None,
        pillar=choice if choice in set(Pillar) else None,
        years=page_parameter("years"),
    )


def chapter_head(view: ChapterView, summary: Summary, t: Translator) -> Html:
    """Return the name of a chapter, its summary and what it is about."""
    if view.chapter is None:
        title, lead = t("programmes.whole_title"), t("programmes.whole_text")
    else:
        row = rows(view.head)[0]
        title, lead = (text_of(row, name, t.language) for name in ("name", "summary"))
    lines = summary_list(summary, t, with_map=False, is_brief=True)
    return h("section", h("h3", title), lines, h("p", lead, class_="a-about"))


def chapter_basis(view: ChapterView, t: Translator) -> Html:
    """Return the pillar of a chapter, according to whom and why, and where its source says so."""
    areas = _areas(view, t) if not view.areas.empty else None
    if view.chapter is None:
        return joined([areas])
    row = rows(view.head)[0]
    return h(
        "div",
        *(_pillar(row, column, t) for column in STANDS_UNDER if areas is None and row[column]),
        citations(row["sources"], t),
        h(
            "p",
            t("programmes.location", where=text_of(row, "source_location", t.language)),
            class_="a-when",
        ),
        areas,
    )


def _pillar(row: Row, column: str, t: Translator) -> Html:
    """Return the pillar of an area, or a possible one, with its basis and reason."""
    basis, reason = STANDS_UNDER[column]
    key = "figures.pillar" if column == "pillar" else "figures.other_pillar"
    said = h("span", pillar_words(row, column, basis, t, key), class_="a-label")
    return h("p", said, " ", text_of(row, reason, t.language), class_="a-pillar")


def _areas(view: ChapterView, t: Translator) -> Html:
    """Return the programme areas with their pillar, its basis and reason."""
    body = []
    for row in rows(view.areas):
        other = view.chapter is not None and row["pillar"] != view.chapter
        column = "alternative_pillar" if other else "pillar"
        basis, reason = STANDS_UNDER[column]
        address = address_of("programmes", programme=row["programme"])
        word = h("span", t(f"basis.{row[basis]}"), class_="a-badge")
        named = None if view.chapter else joined([t(f"pillar.{row[column]}"), h("br")])
        why = h("span", text_of(row, reason, t.language), class_="a-when")
        body.append((h("a", text_of(row, "name", t.language), href=address), joined([named, word]), why))
    heads = (t("programmes.area"), t("programmes.pillar_head"), t("programmes.why"))
    return table(heads, body)
