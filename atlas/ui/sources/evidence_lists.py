"""Founding statements, our inferences, and what could not be found, as lists with links to the facts."""

from __future__ import annotations

from functools import cache

import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.ui.facts.fact_words import (
    attribute_of,
    claim_badge,
    fact_address,
    fact_link,
    publication_date,
    text_of,
)
from atlas.ui.state.cached_data import facts, known_facts
from atlas.ui.state.session import address_of
from atlas.ui.widgets.markup import Html, draw, fold, h, joined, listed, outside, table
from atlas.web.served_data import atlas_data
from geo.choices import FactKind, Gap
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts.founding_statements import SECTIONS
from geo.dataset.schema import Row, rows
from geo.views.evidence import (
    Carried,
    DataGap,
    Fact,
    Inference,
    Section,
    founding_sections,
    inferences,
    unknowns,
)


def draw_founding(t: Translator) -> None:
    """Draw every founding statement, document by document."""
    if not _is_broken(t, "sites", "sources"):
        draw(_written(atlas_data(), t.language))


def _is_broken(t: Translator, *tables: str) -> bool:
    """Return whether the tables of facts or one of `tables` are broken, and say so."""
    is_broken = facts() is None or any(atlas_data().or_empty(name) is None for name in tables)
    if is_broken:
        st.info(t("programmes.broken"), icon=":material/report:")
    return is_broken


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


Lines = list[tuple[Fact, str, str]]
"""Facts, each with what is inferred or missing, and with the reason or what is known."""


def draw_inferences(t: Translator) -> None:
    """Draw every inference of ours, by what it is about."""
    if _is_broken(t, "sites"):
        return
    groups: dict[str, Lines] = {t(f"fact_kind.{kind}"): [] for kind in FactKind}
    for inference in _inferences(atlas_data()):
        parts = ", ".join(t(f"field.{part}") for part in inference.parts)
        reason = attribute_of(inference, "why", t.language)
        groups[t(f"fact_kind.{inference.fact.kind}")].append((inference.fact, parts, reason))
    _draw(groups, "inferences_lead", "inferred", t)


def draw_gaps(t: Translator) -> None:
    """Draw what could not be found, gap by gap."""
    if _is_broken(t, "sites"):
        return
    groups: dict[str, Lines] = {t(f"gap.{gap}"): [] for gap in Gap}
    for unknown in _unknowns(atlas_data()):
        what = attribute_of(unknown, "what", t.language)
        line = (unknown.fact, t(f"fact_kind.{unknown.fact.kind}"), what)
        groups[t(f"gap.{unknown.gap}")].append(line)
    _draw(groups, "gaps_lead", "what_it_is", t)


@cache
def _inferences(of: AtlasData) -> tuple[Inference, ...]:
    return inferences(of.facts, of.sites, known_facts(of))


@cache
def _unknowns(of: AtlasData) -> tuple[DataGap, ...]:
    return unknowns(of.facts, of.sites, known_facts(of))


def _draw(groups: dict[str, Lines], lead: str, head: str, t: Translator) -> None:
    """Draw a folded table for each group that has lines."""
    parts = [h("p", t(f"sources.{lead}"))]
    heads = [t(f"sources.{name}") for name in ("fact", head, "known")]
    for title, lines in groups.items():
        if lines:
            cells = (
                (fact_link(fact, t.language), middle, h("span", last, class_="a-when"))
                for fact, middle, last in lines
            )
            parts.append(fold(title, table(heads, cells), len(lines)))
    draw(*parts)
