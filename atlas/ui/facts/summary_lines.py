"""The lines of a summary in words: each statement with the facts that it is based on, as links."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.ui.facts.fact_words import fact_link
from atlas.ui.state.cached_data import named_facts
from atlas.ui.state.session import MAP_ADDRESS, address_of
from atlas.ui.widgets.markup import Html, h, joined, labelled, listed
from atlas.web.served_data import atlas_data
from geo.choices import FactKind, SummaryStatement
from geo.dataset.atlas_data import AtlasData
from geo.views.summary import FactId, Statement, Summary

AT_ONCE: Final = 3
"""The most facts that a sentence shows at once; more are folded under it."""

OF_STATUS: Final = (SummaryStatement.RECENT, SummaryStatement.UNCONFIRMED)
"""The sentences about statuses: at a date they say whether one is known."""

EVENTS: Final = (SummaryStatement.INL_EVENTS, SummaryStatement.OTHER_EVENTS)
"""The sentences about the latest events."""


def summary_list(summary: Summary, t: Translator, *, with_map: bool = True, is_brief: bool = False) -> Html:
    """Return the lines of a summary, and the link to its sites on the map.

    If it `is_brief`, for a page that lists the facts below, several facts are folded and only the latest
    event is named.
    """
    to_map = h("a", t("summary.on_map"), href=address_of(MAP_ADDRESS, summary.on_map), class_="a-open")
    if summary.is_empty:
        return h("p", t("summary.empty"), class_="a-when")
    is_dated = summary.on_map.when is not None
    lines = (
        part
        for line in summary.lines
        for part in (
            h("dt", t(f"summary_topic.{line.topic}")),
            h("dd", *(_sentence(statement, is_brief, is_dated, t) for statement in line.statements)),
        )
    )
    return joined([h("dl", *lines, class_="a-summary"), h("p", to_map) if with_map else None])


def _sentence(statement: Statement, is_brief: bool, is_dated: bool, t: Translator) -> Html:
    """Return a sentence with its facts next to it, or folded under it where there are many."""
    if is_brief and statement.sentence in EVENTS:
        statement = replace(statement, facts=statement.facts[:1])
    date = date_text(statement.date, t.language) if statement.date else ""
    of_date = "_at_date" if is_dated and statement.sentence in OF_STATUS else ""
    text = t(
        f"summary_statement.{statement.sentence}{of_date}",
        count=len(statement.facts),
        total=statement.total,
        date=date,
    )
    if not statement.facts:
        return h("p", text)
    if statement.date is None and {kind for kind, _ in statement.facts} == {FactKind.EVENT}:
        events = h("ul", *(h("li", _event(fact, t)) for fact in statement.facts), class_="a-list")
        return h("div", h("p", f"{text}:"), events)
    links = listed(_link(fact, t) for fact in statement.facts)
    if len(statement.facts) > (1 if is_brief else AT_ONCE):
        return h("details", h("summary", text), h("p", links))
    return labelled(f"{text}:", links, "a-stated")


def _link(fact: FactId, t: Translator) -> Html | None:
    """Return the name of a fact, linked to where a page shows it."""
    known = named_facts(atlas_data()).get(fact)
    return fact_link(known, t.language) if known else None


def _event(fact: FactId, t: Translator) -> Html:
    """Return an event with its date before it."""
    return joined([f"{date_text(_dates(atlas_data())[fact[1]], t.language)}: ", _link(fact, t)])


@cache
def _dates(of: AtlasData) -> dict[str, str]:
    """Return the dates of the events by identifier."""
    events = of.facts.events
    return dict(zip(events["event_id"], events["date"], strict=True))
