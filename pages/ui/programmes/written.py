"""A chapter in markup, written once a language and kept: the tables do not change while the app runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from atlas.i18n.messages import Language, Translator, translator
from geo.dataset.atlas_data import AtlasData
from geo.views.programme_chapter import Chapter, ChapterView, by_whose_word, newest_of
from pages.ui.facts.html import Html, joined
from pages.ui.load import chapter
from pages.ui.programmes.chapters import head
from pages.ui.programmes.components import component_cards
from pages.ui.programmes.conflicts import conflict_cards
from pages.ui.programmes.event_list import event_list
from pages.ui.programmes.figures import figure_part
from pages.ui.programmes.headings import contents, founding_line, heading
from pages.ui.programmes.where import where


@dataclass(frozen=True)
class Written:
    """The parts of a chapter in markup; what is chosen is still to be put into its addresses."""

    head: Html
    where: Html
    body: Html


@lru_cache(maxsize=64)
def written(of: AtlasData, about: Chapter, language: Language, day: date) -> Written:
    """Return a chapter of the tables `of` in a language; `day` is today, for how old a figure is."""
    del day  # Only a key: what was written yesterday is written anew.
    t, view = translator(language), chapter(about)
    first, _ = by_whose_word(view)
    return Written(
        head=joined(
            [
                head(view, newest_of(view, of.facts, of.data), t, language),
                founding_line(view, of.facts.statements, t),
                contents(first, t),
            ]
        ),
        where=where(view, t, language),
        body=_body(first, of, t, language),
    )


@lru_cache(maxsize=32)
def written_analysis(of: AtlasData, about: Chapter, language: Language, day: date) -> Html:
    """Return what stands under a pillar by our analysis only; empty for any other chapter."""
    del day
    _, second = by_whose_word(chapter(about))
    return _body(second, of, translator(language), language) if second else Html("")


def _body(view: ChapterView, of: AtlasData, t: Translator, language: Language) -> Html:
    """Return units, figures and disagreements; a part without any is left out, but not the figures."""
    parts: list[Html] = []
    if not view.components.empty:
        parts += [heading("units", len(view.components), t), component_cards(view.components, t, language)]
    parts.append(figure_part(view, of.facts, t, language))
    if not view.conflicts.empty:
        cards = conflict_cards(view.conflicts, of.facts, of.sites, t, language)
        parts += [heading("conflicts", len(view.conflicts), t), cards]
    return joined(parts)


@lru_cache(maxsize=64)
def written_events(of: AtlasData, ids: tuple[str, ...], language: Language) -> Html:
    """Return the events with these identifiers as a list."""
    events = of.facts.events[of.facts.events["event_id"].isin(ids)]
    return event_list(events, translator(language), language)
