"""Units, institutions, facilities, initiatives and measures of a chapter, as cards."""

from __future__ import annotations

import pandas as pd

from atlas.i18n.messages import Language, Translator
from geo.choices import Scope
from geo.dataset.schema import Row, rows
from pages.ui.facts.cite import citations, site_links
from pages.ui.facts.html import Html, h, labelled
from pages.ui.facts.words import here, pillar_words


def component_cards(components: pd.DataFrame, t: Translator, language: Language) -> Html:
    """Return a card for each component."""
    return h("div", *(_card(row, t, language) for row in rows(components)), class_="a-columns")


def _card(row: Row, t: Translator, language: Language) -> Html:
    related = row["scope"] == Scope.RELATED
    return h(
        "article",
        h("p", h("span", t(f"component_kind.{row['kind']}"), class_="a-badge"), class_="a-badges"),
        h("h5", here(row, "name", language)),
        h("p", here(row, "what", language)),
        labelled(t("figures.inl"), t(f"inl_role.{row['inl_role']}"), "a-when"),
        h("p", pillar_words(row, "pillars", "pillar_basis", t), class_="a-when"),
        _text(here(row, "pillar_note", language), "a-note"),
        _text(t("scope.related") if related else "", "a-note"),
        _text(here(row, "caution", language), "a-caution"),
        site_links(row["site_ids"], t, language),
        citations(row["sources"], t, language),
        class_="a-card a-component",
        id=f"component-{row['component_id']}",
    )


def _text(text: str, style: str) -> Html | None:
    return h("p", text, class_=style) if text else None
