"""Events as a list: what the timeline draws, with notes, places and sources."""

from __future__ import annotations

import pandas as pd

from atlas.i18n.messages import Language, Translator, period_text
from geo.choices import Confidence, Field, Programme, Scope
from geo.dataset.schema import Row, rows
from pages.ui.facts.cite import citations, site_links
from pages.ui.facts.html import Html, h, joined
from pages.ui.facts.words import here
from pages.ui.here import address_of


def event_list(events: pd.DataFrame, t: Translator, language: Language) -> Html:
    """Return the events, newest first, with what each rests on."""
    items = (event_item(row, t, language) for row in rows(events.iloc[::-1]))
    return h("ol", *items, class_="a-events", reversed=True)


def event_item(row: Row, t: Translator, language: Language) -> Html:
    """Return one event: date, title, whose it is, note, places, sources."""
    tie = lane_words(row["programme"] or row["scope"], t)
    related = t("scope.related") if row["scope"] == Scope.RELATED else None
    link = h("a", here(row, "title", language), href=address_of("programmes", event=row["event_id"]))
    note = here(row, "note", language)
    return h(
        "li",
        h("p", joined([h("time", when(row, language)), *_flags(row, t)], " "), class_="a-when"),
        h("p", link, class_="a-what"),
        h("p", joined([tie, related], " · "), class_="a-when"),
        h("p", note, class_="a-note") if note else None,
        site_links(row["site_ids"], t, language),
        citations(row["sources"], t, language),
        id=f"event-{row['event_id']}",
    )


def when(row: Row, language: Language) -> str:
    """Return the date of an event as finely as it is known, or its first and last."""
    return period_text(row["date"], row["date_end"] or row["date"], language)


def lane_words(lane: str, t: Translator) -> str:
    """Return the name of a programme area, or of what belongs to none."""
    if lane in set(Programme):
        return t(f"programme.{lane}")
    return t("timeline.strategy") if lane == Scope.STRATEGY else t("timeline.context")


def _flags(row: Row, t: Translator) -> list[Html]:
    flags = []
    if Field.DATE in (row["inferred"] or ()):
        flags.append(h("span", t("timeline.inferred"), class_="a-badge a-weak"))
    if row["confidence"] == Confidence.LOW:
        flags.append(h("span", t("figures.low"), class_="a-badge a-weak", title=t("confidence.low")))
    return flags
