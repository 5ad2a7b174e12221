"""Figures as cards: the number, what kind of claim it is, of when, how old, and by whom."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import amount
from geo.choices import Basis, Confidence, Pillar, Scope
from geo.dataset.facts import Facts, conflicts_of
from geo.dataset.schema import Row, rows
from geo.views.programme_chapter import Chapter, ChapterView
from pages.ui.facts.cite import citations
from pages.ui.facts.html import Html, h, joined, labelled
from pages.ui.facts.words import claim_badge, here, is_result, when
from pages.ui.here import address_of
from pages.ui.programmes.headings import heading


def figure_part(view: ChapterView, facts: Facts, t: Translator, language: Language) -> Html:
    """Return the figures of a chapter in groups, with what the kinds of claim mean."""
    title = heading("figures", len(view.figures), t)
    if view.figures.empty:
        return joined([title, h("p", t("programmes.no_figures"))])
    parts: list[Html | None] = [title, claims_explained(view.figures, t)]
    drawn, in_series = apart_from_series(view.figures, view.series)
    for key, figures in _groups(view.chapter, drawn):
        cards = figure_cards(figures, facts.conflicts, t, language)
        parts += [h("h5", t(key), " ", h("small", str(len(figures)))), cards]
    if in_series:
        told = t("figures.in_series", count=in_series)
        parts.append(h("p", told, class_="a-when"))
    return joined(parts)


def figure_cards(figures: pd.DataFrame, conflicts: pd.DataFrame, t: Translator, language: Language) -> Html:
    """Return a card for each figure, with the titles of the `conflicts` that name it."""
    cards = (
        figure_card(row, rows(conflicts_of(conflicts, row["figure_id"])), t, language)
        for row in rows(figures)
    )
    return h("div", *cards, class_="a-grid")


def figure_card(row: Row, conflicts: Iterable[Row], t: Translator, language: Language) -> Html:
    """Return one figure as a card; a plan, a promise or an estimate never looks like a result."""
    kind = "a-result" if is_result(row) else "a-plan"
    more = address_of("programmes", figure=row["figure_id"])
    return h(
        "article",
        h("p", claim_badge(row["claim"], t), *_flags(row, t), class_="a-badges"),
        number(row, t, language),
        h("p", here(row, "label", language), class_="a-what"),
        h("p", f"{here(row, 'place', language)} · {when(row, t, language)}", class_="a-when"),
        _note(row, language),
        *(_conflict(one, t, language) for one in conflicts),
        citations(row["sources"], t, language),
        h("a", t("figures.more"), href=more, class_="a-more", aria_label=_about(row, t, language)),
        class_=f"a-card {kind} a-claim-{row['claim']}",
        id=f"figure-{row['figure_id']}",
    )


def number(row: Row, t: Translator, language: Language) -> Html:
    """Return the amount of a figure, the number large, its hedge and unit beside it."""
    said = amount(row, t, language)
    parts = (
        h("span", said.hedge) if said.hedge else None,
        h("strong", said.number),
        h("span", said.unit) if said.unit else None,
    )
    return h("p", joined(parts, " "), class_="a-number")


def _groups(about: Chapter, figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return figures in groups, each with the key of its heading; empty groups are left out.

    Of a pillar by whose word they belong to it; of the whole those of the founding documents
    first; else by what ties them to the programme.
    """
    parts = []
    if isinstance(about, Pillar):
        explicit = figures["pillar_basis"] == Basis.EXPLICIT
        parts = [("figures.by_words", figures[explicit]), ("figures.by_analysis", figures[~explicit])]
    else:
        if about is None:
            parts.append(("figures.founding_group", figures[figures["founding"]]))
            figures = figures[~figures["founding"]]
        parts += [(f"scope.{scope}", figures[figures["scope"] == scope]) for scope in Scope]
    return [(key, part) for key, part in parts if not part.empty]


def apart_from_series(figures: pd.DataFrame, series: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the figures that are no point of `series`, which draws them, and how many are."""
    drawn = figures["series"].isin(series["series_id"])
    return figures[~drawn], int(drawn.sum())


def claims_explained(figures: pd.DataFrame, t: Translator) -> Html:
    """Return what the kinds of claim among `figures` mean, in one line each."""
    kinds = dict.fromkeys(figures["claim"])
    items = (h("li", claim_badge(kind, t), " ", t(f"claim_plain.{kind}")) for kind in kinds)
    return h("ul", *items, class_="a-key")


def _flags(row: Row, t: Translator) -> Iterable[Html]:
    if row["founding"]:
        yield h("span", t("figures.founding"), class_="a-badge", title=t("figures.founding_help"))
    if row["confidence"] == Confidence.LOW:
        yield h("span", t("figures.low"), class_="a-badge a-weak", title=t("confidence.low"))


def _note(row: Row, language: Language) -> Html | None:
    text = joined((here(row, name, language) for name in ("period_note", "note")), " ")
    return h("p", text, class_="a-note") if text else None


def _conflict(row: Row, t: Translator, language: Language) -> Html:
    link = h("a", here(row, "title", language), href=f"#conflict-{row['conflict_id']}")
    return labelled(t("figures.conflict"), link, "a-conflict-note")


def _about(row: Row, t: Translator, language: Language) -> str:
    return f"{t('figures.more')}: {here(row, 'label', language)}"
