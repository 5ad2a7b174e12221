"""The founding documents: each of their statements, by section, with links to where the atlas shows it."""

from __future__ import annotations

from functools import cache

import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.ui.facts.fact_words import claim_badge, fact_address, publication_date, text_of
from atlas.ui.state.cached_data import facts, known_facts
from atlas.ui.state.session import address_of
from atlas.ui.widgets.markup import Html, draw, h, joined, listed, outside, table
from atlas.web.served_data import atlas_data
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts.founding_statements import SECTIONS
from geo.dataset.schema import Row, rows
from geo.views.evidence import Carried, Fact, Section, founding_sections


def draw_founding(t: Translator) -> None:
    """Draw every founding statement, document by document."""
    if facts() is None or any(atlas_data().or_empty(name) is None for name in ("sites", "sources")):
        st.info(t("programmes.broken"), icon=":material/report:")
        return
    draw(_written(atlas_data(), t.language))


@cache
def _written(of: AtlasData, language: Language) -> Html:
    t, statements = translator(language), of.facts.statements
    lead = t("sources.founding_lead", count=len(statements))
    sections = founding_sections(statements, known_facts(of))
    sources = {row["source_id"]: row for row in rows(of.sources.loc[list(SECTIONS)].reset_index())}
    documents = (
        _document(
            sources[document],
            [section for section in sections if section.document == document],
            t,
        )
        for document in SECTIONS
    )
    return joined([h("p", lead), *documents])


def _document(source: Row, sections: list[Section], t: Translator) -> Html:
    """Return a document: what it is, and its sections with their statements, each folded."""
    title = h(
        "a", text_of(source, "title", t.language), href=address_of("sources", source=source["source_id"])
    )
    count = sum(len(section.statements) for section in sections)
    about = (text_of(source, "publisher", t.language), publication_date(source, t.language))
    original = outside(source["url"], t("sheet.open_source"))
    return h(
        "section",
        h("h4", title, " ", h("small", str(count)), class_="a-heading"),
        h("p", joined([*about, original], " · "), class_="a-when a-founding"),
        *(_section(section, t) for section in sections),
        id=f"founding-{source['source_id']}",
    )


def _section(section: Section, t: Translator) -> Html:
    """Return the statements of a section, which a reader opens by its name."""
    heads = (t(f"sources.{name}") for name in ("statement", "claim", "shown"))
    name = t(f"founding_section.{section.section}")
    title = h("h5", name, " ", h("small", str(len(section.statements))))
    statements = table(heads, (_line(statement, t) for statement in section.statements))
    return h("details", h("summary", title), statements, id=f"founding-{section.section}")


def _line(statement: Carried, t: Translator) -> tuple[str, ...]:
    row = statement.row
    lines = row["lines"] and t("sources.lines", lines=row["lines"], count=1 + ("–" in row["lines"]))
    where = h("span", joined([row["statement_id"], lines], ", "), class_="a-when")
    said = joined([text_of(row, "statement", t.language), h("br"), where])
    return said, claim_badge(row["claim"], t), listed(_way(fact, t) for fact in statement.facts)


def _way(fact: Fact, t: Translator) -> Html:
    """Return the link to a fact with its kind: a unit and its site may share a name."""
    return h("a", f"{t(f'fact_kind.{fact.kind}')}: {fact.name(t.language)}", href=fact_address(fact))
