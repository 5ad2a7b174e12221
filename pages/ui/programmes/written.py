"""A chapter in markup, written once a language and kept: the tables do not change while the app runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from geo.shelf import Shelf
from geo.views.chapter import Chapter, ChapterView, naming
from geo.vocabulary import Basis, Pillar
from pages.ui.facts.html import Html, joined
from pages.ui.load import chapter
from pages.ui.programmes.chapters import head
from pages.ui.programmes.components import component_cards
from pages.ui.programmes.conflicts import conflict_cards
from pages.ui.programmes.event_list import event_list
from pages.ui.programmes.figures import figure_part
from pages.ui.programmes.headings import contents, folded, heading
from pages.ui.programmes.where import where
from pages.ui.text import Language, Translator, translator


@dataclass(frozen=True)
class Written:
    """The parts of a chapter in markup; what is chosen is still to be put into its addresses."""

    head: Html
    where: Html
    body: Html


@lru_cache(maxsize=64)
def written(of: Shelf, about: Chapter, language: Language, day: date) -> Written:
    """Return a chapter of the tables `of` in a language; `day` is today, for how old a figure is."""
    del day  # Only a key: what was written yesterday is written anew.
    t, view = translator(language), chapter(about)
    printed = _printed(view)
    return Written(
        head=joined([head(view, t, language), contents(view, t)]),
        where=where(view, t, language),
        body=joined(
            [
                _units(view, printed, t, language),
                figure_part(view, of.facts, t, language),
                _conflicts(view, printed, of, t, language),
            ]
        ),
    )


@lru_cache(maxsize=64)
def written_events(of: Shelf, ids: tuple[str, ...], language: Language) -> Html:
    """Return the events with these identifiers as a list."""
    events = of.facts.events[of.facts.events["event_id"].isin(ids)]
    return event_list(events, translator(language), language)


def _printed(view: ChapterView) -> pd.DataFrame:
    """Return the components that open the chapter: of a pillar those that the article prints there."""
    explicit = view.components["pillar_basis"] == Basis.EXPLICIT
    return view.components[explicit] if isinstance(view.chapter, Pillar) else view.components


def _units(view: ChapterView, printed: pd.DataFrame, t: Translator, language: Language) -> Html:
    others = view.components.drop(printed.index)
    cards = component_cards(printed, t, language)
    rest = folded(len(others), component_cards(others, t, language), t)
    return joined([heading("units", len(view.components), t), cards, rest])


def _conflicts(
    view: ChapterView, printed: pd.DataFrame, of: Shelf, t: Translator, language: Language
) -> Html | None:
    if view.conflicts.empty:
        return None
    first = naming(view.conflicts, printed) | (not isinstance(view.chapter, Pillar))
    here, others = (
        conflict_cards(view.conflicts[part], of.facts, of.sites, t, language) for part in (first, ~first)
    )
    count = len(view.conflicts)
    return joined([heading("conflicts", count, t), here, folded(int((~first).sum()), others, t)])
