"""Our inferences, and what could not be found, as lists with links to the facts."""

from __future__ import annotations

from functools import cache

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.ui.facts.fact_words import fact_link
from atlas.ui.state.cached_data import facts, known_facts
from atlas.ui.widgets.markup import draw, fold, h, table
from atlas.web.served_data import atlas_data
from geo.choices import FactKind, Gap
from geo.dataset.atlas_data import AtlasData
from geo.views.evidence import DataGap, Fact, Inference, inferences, unknowns

Lines = list[tuple[Fact, str, str]]
"""Facts, each with what is inferred or missing, and with the reason or what is known."""


def draw_inferences(t: Translator) -> None:
    """Draw every inference of ours, by what it is about."""
    groups: dict[str, Lines] = {t(f"fact_kind.{kind}"): [] for kind in FactKind}
    for inference in _inferences(atlas_data()):
        parts = ", ".join(t(f"field.{part}") for part in inference.parts)
        reason = inference.why_es if t.language is Language.SPANISH else inference.why_en
        groups[t(f"fact_kind.{inference.fact.kind}")].append((inference.fact, parts, reason))
    _draw(groups, "inferences_lead", "inferred", t)


def draw_gaps(t: Translator) -> None:
    """Draw what could not be found, gap by gap."""
    groups: dict[str, Lines] = {t(f"gap.{gap}"): [] for gap in Gap}
    for unknown in _unknowns(atlas_data()):
        what = unknown.what_es if t.language is Language.SPANISH else unknown.what_en
        line = (unknown.fact, t(f"fact_kind.{unknown.fact.kind}"), what)
        groups[t(f"gap.{unknown.gap}")].append(line)
    _draw(groups, "gaps_lead", "what_it_is", t)


@cache
def _inferences(of: AtlasData) -> tuple[Inference, ...]:
    known, sites = facts(), of.or_empty("sites")
    return () if known is None or sites is None else inferences(known, sites, known_facts(of))


@cache
def _unknowns(of: AtlasData) -> tuple[DataGap, ...]:
    known, sites = facts(), of.or_empty("sites")
    return () if known is None or sites is None else unknowns(known, sites, known_facts(of))


def _draw(groups: dict[str, Lines], lead: str, head: str, t: Translator) -> None:
    """Draw a folded table for each group that has lines; say so if the tables of facts are broken."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        st.info(t("programmes.broken"), icon=":material/report:")
        return
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
