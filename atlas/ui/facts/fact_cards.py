"""Facts as markup: cards of figures, components and conflicts, lists of events, headings of their parts.

A card of a figure shows the number, the kind of claim, its date and age, and its sources; a card of a
conflict shows the difference in a sentence and each side of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import geopandas as gpd
import pandas as pd

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import amount, date_text, period_text
from atlas.ui.facts.fact_words import (
    citations,
    claim_badge,
    inside,
    is_result,
    period_words,
    pillar_words,
    site_links,
    text_of,
)
from atlas.ui.state.session import address_of
from atlas.ui.widgets.markup import Html, fold, h, joined, labelled
from geo.choices import Basis, Confidence, Field, Pillar, Programme, Scope
from geo.dataset.facts import Facts, conflicts_of
from geo.dataset.schema import Row, rows
from geo.views.evidence import ConflictSides, sides_of, statements_in
from geo.views.programme_chapter import Chapter, ChapterView, key_figures
from geo.views.time_charts import charts_of

FIRST: Final = 3
"""The figures that a chapter shows before a reader opens the others."""


def component_cards(components: pd.DataFrame, t: Translator) -> Html:
    """Return a card for each component; folded, it shows the name and the kind."""
    return h("div", *(_component_card(row, t) for row in rows(components)), class_="a-columns")


def _component_card(row: Row, t: Translator) -> Html:
    related = row["scope"] == Scope.RELATED
    identifier = f"component-{row['component_id']}"
    kind = h("span", t(f"component_kind.{row['kind']}"), class_="a-badge")
    body = (
        h("p", text_of(row, "what", t.language), id=inside(identifier)),
        labelled(t("figures.inl"), t(f"inl_role.{row['inl_role']}"), "a-when"),
        h("p", pillar_words(row, "pillars", "pillar_basis", t), class_="a-when"),
        _text(text_of(row, "pillar_note", t.language), "a-note"),
        _text(t("scope.related") if related else "", "a-note"),
        _text(text_of(row, "caution", t.language), "a-caution"),
        site_links(row["site_ids"], t),
        citations(row["sources"], t),
    )
    title = h("summary", h("h5", text_of(row, "name", t.language)), " ", kind)
    return h("article", h("details", title, *body), class_="a-card a-component", id=identifier)


def _text(text: str, style: str) -> Html | None:
    return h("p", text, class_=style) if text else None


def conflict_cards(
    conflicts: pd.DataFrame, facts: Facts, sites: gpd.GeoDataFrame, t: Translator, *, is_open: bool = True
) -> Html:
    """Return a card for each conflict: its sentence, then its sides next to each other."""
    cards = (_conflict_card(row, sides_of(row, facts, sites), t, is_open) for row in rows(conflicts))
    return h("div", *cards, class_="a-columns")


def _conflict_card(row: Row, named: ConflictSides, t: Translator, is_open: bool) -> Html:
    sides, identifier = list(_sides(named, t)), f"conflict-{row['conflict_id']}"
    title = h("h5", text_of(row, "title", t.language))
    body = (
        h("p", text_of(row, "statement", t.language), class_="a-sentence", id=inside(identifier)),
        h("div", *sides, class_="a-sides") if sides else None,
        site_links(row["site_ids"], t),
        citations(row["sources"], t),
    )
    parts = (title, *body) if is_open else (h("details", h("summary", title), *body),)
    return h("article", *parts, class_="a-card a-conflict", id=identifier)


def _sides(sides: ConflictSides, t: Translator) -> Iterator[Html]:
    for row in rows(sides.figures):
        span = date_text(row["as_of"], t.language)
        if row["period_start"]:
            span = period_text(row["period_start"], row["period_end"], t.language)
        yield _side(row, span, address_of("programmes", figure=row["figure_id"]), t)
    for row in rows(sides.points):
        span = period_text(row["period_start"], row["period_end"], t.language)
        yield _side(row, span, address_of("programmes", chart=row["chart"]), t)
    for row in rows(sides.events):
        day = h("p", date_text(row["date"], t.language), class_="a-when")
        title = h(
            "a", text_of(row, "title", t.language), href=address_of("programmes", event=row["event_id"])
        )
        yield h("div", day, h("p", title), class_="a-side")


def _side(row: Row, span: str, address: str, t: Translator) -> Html:
    return h(
        "div",
        h("p", h("strong", amount(row, t).text)),
        h("p", h("a", text_of(row, "label", t.language), href=address)),
        h("p", joined([claim_badge(row["claim"], t), h("span", span)], " "), class_="a-when"),
        class_="a-side",
    )


def event_list(events: pd.DataFrame, t: Translator) -> Html:
    """Return the events, newest first, with their sources."""
    items = (event_item(row, t) for row in rows(events.iloc[::-1]))
    return h("ol", *items, class_="a-events", reversed=True)


def event_item(row: Row, t: Translator) -> Html:
    """Return one event: date, title, whose it is, note, places, sources."""
    lane = lane_words(row["programme"] or row["scope"], t)
    is_own = row["scope"] == Scope.PROGRAMME
    sign = h("span", "◆" if is_own else "◇", aria_hidden="true")
    tie = joined([sign, t(f"scope.{row['scope']}")], " ")
    link = h("a", text_of(row, "title", t.language), href=address_of("programmes", event=row["event_id"]))
    note = text_of(row, "note", t.language)
    return h(
        "li",
        h(
            "p",
            joined([h("time", event_date(row, t.language)), *_event_flags(row, t)], " "),
            class_="a-when",
        ),
        h("p", link, class_="a-what"),
        h("p", joined([lane if row["programme"] else None, tie], " · "), class_="a-when"),
        h("p", note, class_="a-note") if note else None,
        site_links(row["site_ids"], t),
        citations(row["sources"], t),
        class_="a-own" if is_own else "a-other",
        id=f"event-{row['event_id']}",
    )


def event_date(row: Row, language: Language) -> str:
    """Return the date of an event as finely as it is known, or its first and last."""
    return period_text(row["date"], row["date_end"] or row["date"], language)


def lane_words(lane: str, t: Translator) -> str:
    """Return the name of a programme area, or of what belongs to none."""
    if lane in set(Programme):
        return t(f"programme.{lane}")
    return t("timeline.strategy") if lane == Scope.STRATEGY else t("timeline.context")


def _event_flags(row: Row, t: Translator) -> list[Html]:
    flags = []
    if Field.DATE in (row["inferred"] or ()):
        flags.append(h("span", t("timeline.inferred"), class_="a-badge a-weak"))
    if row["confidence"] == Confidence.LOW:
        flags.append(h("span", t("figures.low"), class_="a-badge a-weak", title=t("confidence.low")))
    return flags


def heading(name: str, count: int, t: Translator) -> Html:
    """Return the heading of a part, with the number of entries below it."""
    return h("h4", t(f"programmes.{name}"), " ", h("small", str(count)), id=name, class_="a-heading")


def contents(view: ChapterView, events: int, t: Translator) -> Html:
    """Return links to the parts of a chapter, each with its count; `events` pass the filters."""
    counts = {
        "figures": len(view.figures),
        "charts": len(charts_of(view.series)),
        "events": events,
        "units": len(view.components),
        "conflicts": len(view.conflicts),
    }
    links = (
        h("a", f"{t(f'programmes.{name}')} {count}", href=f"#{name}")
        for name, count in counts.items()
        if count
    )
    return h("nav", joined(links), class_="a-contents", aria_label=t("programmes.contents"))


def founding_line(view: ChapterView, statements: pd.DataFrame, t: Translator) -> Html:
    """Return how many founding statements a chapter carries, with the way to all of them."""
    carried = len(statements_in(statements, view))
    which = "founding_all" if view.chapter is None else "founding_some"
    said = t(f"programmes.{which}", count=carried, total=len(statements))
    way = h("a", t("programmes.founding_way"), href=address_of("sources", part="founding"))
    return h("p", said, " ", way, class_="a-when a-founding")


def figure_part(view: ChapterView, facts: Facts, t: Translator) -> Html:
    """Return the first figures of a chapter, the others folded in groups, and what the claims mean."""
    title = heading("figures", len(view.figures), t)
    if view.figures.empty:
        return joined([title, h("p", t("programmes.no_figures"))])
    drawn, in_series = apart_from_series(view.figures, view.series)
    first = key_figures(drawn, FIRST)
    parts: list[Html | None] = [title, figure_cards(first, facts.conflicts, t)]
    for key, figures in _groups(view.chapter, drawn.drop(first.index)):
        parts.append(
            fold(t("figures.others", group=t(key)), figure_cards(figures, facts.conflicts, t), len(figures))
        )
    if in_series:
        text = t("figures.in_series", count=in_series)
        parts.append(h("p", text, class_="a-when"))
    parts.append(fold(t("figures.claims"), claims_explained(view.figures, t)))
    return joined(parts)


def figure_cards(figures: pd.DataFrame, conflicts: pd.DataFrame, t: Translator) -> Html:
    """Return a card for each figure, with the titles of the `conflicts` that name it."""
    cards = (figure_card(row, rows(conflicts_of(conflicts, row["figure_id"])), t) for row in rows(figures))
    return h("div", *cards, class_="a-grid")


def figure_card(row: Row, conflicts: Iterable[Row], t: Translator) -> Html:
    """Return one figure as a card; a plan, commitment or estimate never looks like a result."""
    kind = "a-result" if is_result(row) else "a-plan"
    # A point of a series has no sheet; its chart shows it.
    sheet = {"chart": row["chart"]} if row.get("chart") else {"figure": row["figure_id"]}
    more = address_of("programmes", **sheet)
    return h(
        "article",
        h("p", claim_badge(row["claim"], t), *_figure_flags(row, t), class_="a-badges"),
        number(row, t),
        h("p", text_of(row, "label", t.language), class_="a-what"),
        h("p", f"{text_of(row, 'place', t.language)} · {period_words(row, t)}", class_="a-when"),
        _note(row, t.language),
        *(_conflict(conflict, t) for conflict in conflicts),
        citations(row["sources"], t),
        h("a", t("figures.more"), href=more, class_="a-more", aria_label=_about(row, t)),
        class_=f"a-card {kind} a-claim-{row['claim']}",
        id=f"figure-{row['figure_id']}",
    )


def unknown_card(row: Row, t: Translator) -> Html:
    """Return a card that says that no figure is known in the place of this one."""
    return h(
        "article",
        h("p", h("strong", "–"), class_="a-number"),
        h("p", text_of(row, "label", t.language), class_="a-what"),
        h("p", t("time.no_figure"), class_="a-when"),
        class_="a-card a-plan",
    )


def number(row: Row, t: Translator) -> Html:
    """Return the amount of a figure, the number large, next to its hedge and unit."""
    said = amount(row, t)
    parts = (
        h("span", said.hedge) if said.hedge else None,
        h("strong", said.number),
        h("span", said.unit) if said.unit else None,
    )
    return h("p", joined(parts, " "), class_="a-number")


def _groups(about: Chapter, figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return figures in groups, each with the key of its heading; empty groups are left out.

    Figures of a pillar are grouped by their basis; those of the whole with the founding documents
    first; all others by their relation to the programme.
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


def _figure_flags(row: Row, t: Translator) -> Iterable[Html]:
    if row["founding"]:
        yield h("span", t("figures.founding"), class_="a-badge", title=t("figures.founding_help"))
    if row["confidence"] == Confidence.LOW:
        yield h("span", t("figures.low"), class_="a-badge a-weak", title=t("confidence.low"))


def _note(row: Row, language: Language) -> Html | None:
    text = joined((text_of(row, name, language) for name in ("period_note", "note")), " ")
    return h("p", text, class_="a-note") if text else None


def _conflict(row: Row, t: Translator) -> Html:
    link = h("a", text_of(row, "title", t.language), href=f"#{inside('conflict-' + row['conflict_id'])}")
    return labelled(t("figures.conflict"), link, "a-conflict-note")


def _about(row: Row, t: Translator) -> str:
    return f"{t('figures.more')}: {text_of(row, 'label', t.language)}"
