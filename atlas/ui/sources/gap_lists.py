"""What is our inference and what could not be found, as lists that lead to the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.ui.facts.fact_words import fact_link
from atlas.ui.state.cached_data import facts, known_facts
from atlas.ui.widgets.markup import Html, draw, h, table
from atlas.web.served_data import atlas_data
from geo.choices import FactKind, Gap
from geo.dataset.atlas_data import AtlasData
from geo.views.evidence import DataGap, Fact, Inference, inferences, unknowns

One = TypeVar("One", Inference, DataGap)


def draw_inferences(t: Translator, language: Language) -> None:
    """Draw every inference of ours, by what it is about."""
    found = _inferences(atlas_data())
    if found is None:
        st.info(t("programmes.broken"), icon=":material/report:")
        return
    parts: list[Html] = [h("p", t("sources.inferences_lead"))]
    for kind in FactKind:
        if own := [one for one in found if one.fact.kind is kind]:
            parts.append(_heading(t(f"fact_kind.{kind}"), own))
            parts.append(_table(own, _inference, "sources.inferred", t, language))
    draw(*parts)


def draw_gaps(t: Translator, language: Language) -> None:
    """Draw what could not be found, gap by gap."""
    found = _unknowns(atlas_data())
    if found is None:
        st.info(t("programmes.broken"), icon=":material/report:")
        return
    parts: list[Html] = [h("p", t("sources.gaps_lead"))]
    for gap in Gap:
        if own := [one for one in found if one.gap is gap]:
            parts.append(_heading(t(f"gap.{gap}"), own))
            parts.append(_table(own, _unknown, "sources.what_it_is", t, language))
    draw(*parts)


@cache
def _inferences(of: AtlasData) -> tuple[Inference, ...] | None:
    known, sites = facts(), of.or_empty("sites")
    return None if known is None or sites is None else inferences(known, sites, known_facts(of))


@cache
def _unknowns(of: AtlasData) -> tuple[DataGap, ...] | None:
    known, sites = facts(), of.or_empty("sites")
    return None if known is None or sites is None else unknowns(known, sites, known_facts(of))


def _heading(text: str, rows: list[One]) -> Html:
    return h("h4", text, " ", h("small", str(len(rows))), class_="a-heading")


def _table(
    found: Iterable[One],
    words: Callable[[One, Translator, Language], tuple[Fact, str, str]],
    head: str,
    t: Translator,
    language: Language,
) -> Html:
    body = []
    for one in found:
        fact, middle, last = words(one, t, language)
        body.append((fact_link(fact, language), middle, h("span", last, class_="a-when")))
    return table((t("sources.fact"), t(head), t("sources.known")), body)


def _inference(one: Inference, t: Translator, language: Language) -> tuple[Fact, str, str]:
    why = one.why_es if language is Language.SPANISH else one.why_en
    return one.fact, ", ".join(t(f"field.{part}") for part in one.parts), why


def _unknown(one: DataGap, t: Translator, language: Language) -> tuple[Fact, str, str]:
    what = one.what_es if language is Language.SPANISH else one.what_en
    return one.fact, t(f"fact_kind.{one.fact.kind}"), what
