"""Where sources disagree: the difference in one sentence, and what stands on either side."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from atlas.i18n.messages import Language, Translator, date_text, period_text
from atlas.i18n.numbers_and_dates import amount
from geo.dataset.facts import Facts
from geo.dataset.schema import Row, rows
from geo.views.evidence import ConflictSides, sides_of
from pages.ui.facts.cite import citations, site_links
from pages.ui.facts.html import Html, h, joined
from pages.ui.facts.words import claim_badge, here
from pages.ui.here import address_of


def conflict_cards(
    conflicts: pd.DataFrame, facts: Facts, sites: gpd.GeoDataFrame, t: Translator, language: Language
) -> Html:
    """Return a card for each conflict: its sentence, then its sides next to each other."""
    cards = (_card(row, sides_of(row, facts, sites), t, language) for row in rows(conflicts))
    return h("div", *cards, class_="a-columns")


def _card(row: Row, named: ConflictSides, t: Translator, language: Language) -> Html:
    sides = list(_sides(named, t, language))
    return h(
        "article",
        h("h5", here(row, "title", language)),
        h("p", here(row, "statement", language), class_="a-sentence"),
        h("div", *sides, class_="a-sides") if sides else None,
        site_links(row["site_ids"], t, language),
        citations(row["sources"], t, language),
        class_="a-card a-conflict",
        id=f"conflict-{row['conflict_id']}",
    )


def _sides(sides: ConflictSides, t: Translator, language: Language) -> Iterator[Html]:
    for row in rows(sides.figures):
        span = date_text(row["as_of"], language)
        if row["period_start"]:
            span = period_text(row["period_start"], row["period_end"], language)
        yield _side(row, span, address_of("programmes", figure=row["figure_id"]), t, language)
    for row in rows(sides.points):
        span = period_text(row["period_start"], row["period_end"], language)
        yield _side(row, span, address_of("programmes", chart=row["chart"]), t, language)
    for row in rows(sides.events):
        day = h("p", date_text(row["date"], language), class_="a-when")
        title = h("a", here(row, "title", language), href=address_of("programmes", event=row["event_id"]))
        yield h("div", day, h("p", title), class_="a-side")


def _side(row: Row, span: str, address: str, t: Translator, language: Language) -> Html:
    return h(
        "div",
        h("p", h("strong", amount(row, t, language).text)),
        h("p", h("a", here(row, "label", language), href=address)),
        h("p", joined([claim_badge(row["claim"], t), h("span", span)], " "), class_="a-when"),
        class_="a-side",
    )
