"""A briefing: scenes that each show a view of the map with words, figures and sources.

Frozen values in both languages. `geo.briefings.file` reads and writes them; what is read
from a file is checked there, so that a value here always keeps its promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from geo.briefings.flaws import BriefingFault, Flaw
from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.selection import Selection, only_known

LONGEST_HEADLINE: Final = 120
"""Characters that fit two lines of a slide in big type."""

LONGEST_TEXT: Final = 1_500
"""Characters that fit a slide beside its map in type that is still read."""

LONGEST_NOTES: Final = 6_000
"""Characters of presenter notes: four minutes of speech."""

MOST_SCENES: Final = 40
MOST_FIGURES: Final = 8
"""Figures that fit one page with their sources."""


@dataclass(frozen=True)
class Text:
    """Words in English and Spanish; a reader's own may stand in one language alone."""

    en: str = ""
    es: str = ""

    def in_(self, language: str) -> str:
        """Return the words in a language (`en`, `es`), or in the other where they are not there."""
        own, other = (self.es, self.en) if language == "es" else (self.en, self.es)
        return own if own.strip() else other

    def written(self, language: str, words: str) -> Text:
        """Return the text with `words` in a language."""
        return replace(self, es=words) if language == "es" else replace(self, en=words)


@dataclass(frozen=True)
class MapView:
    """The middle of the map in WGS 84 degrees and its web map zoom."""

    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True)
class Scene:
    """One view with its words.

    `view` None shows the region of the selection, or the country. `figures` and `conflicts`
    are identifiers of `data/figures` and `data/conflicts`; `text` is Markdown: paragraphs,
    lists with `- `, `**bold**` and `*italic*`; anything else in it is plain text.
    """

    headline: Text
    text: Text = Text()
    notes: Text = Text()
    selection: Selection = field(default_factory=Selection)
    view: MapView | None = None
    figures: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Briefing:
    """A title and its scenes in order; `data_version` is that of the data it was made with."""

    title: Text
    scenes: tuple[Scene, ...]
    data_version: str = ""

    def with_scene(self, scene: Scene) -> Briefing:
        """Return the briefing with one scene more, at its end."""
        return replace(self, scenes=(*self.scenes, scene))

    def without(self, index: int) -> Briefing:
        """Return the briefing without the scene at `index`."""
        return replace(self, scenes=self.scenes[:index] + self.scenes[index + 1 :])

    def with_changed(self, index: int, scene: Scene) -> Briefing:
        """Return the briefing with `scene` in place of the one at `index`."""
        return replace(self, scenes=(*self.scenes[:index], scene, *self.scenes[index + 1 :]))

    def moved(self, index: int, to: int) -> Briefing:
        """Return the briefing with the scene at `index` moved to the position `to`."""
        others = self.without(index).scenes
        return replace(self, scenes=(*others[:to], self.scenes[index], *others[to:]))


def unknown_references(briefing: Briefing, shelf: AtlasData) -> Iterator[Flaw]:
    """Yield what the scenes name and today's data do not have."""
    facts = shelf.facts
    codes = list(shelf.regions["codigo_depto"]), list(shelf.population["codigo_muni"])
    for number, scene in enumerate(briefing.scenes, start=1):
        _, dropped = only_known(scene.selection, *codes, list(shelf.sites.index))
        for one in dropped:
            yield Flaw(_UNKNOWN[one.parameter], found=one.value, scene=number)
        yield from (replace(fault, scene=number) for fault in _unknown_facts(scene, facts))


def _unknown_facts(scene: Scene, facts: Facts) -> Iterator[Flaw]:
    figures, conflicts = set(facts.figures["figure_id"]), set(facts.conflicts["conflict_id"])
    yield from (Flaw(BriefingFault.NO_FIGURE, found=one) for one in scene.figures if one not in figures)
    yield from (
        Flaw(BriefingFault.NO_CONFLICT, found=one) for one in scene.conflicts if one not in conflicts
    )


_UNKNOWN: Final[Mapping[str, BriefingFault]] = {
    "dep": BriefingFault.NO_DEPARTAMENTO,
    "mun": BriefingFault.NO_MUNICIPIO,
    "site": BriefingFault.NO_SITE,
}
"""What a parameter of a selection names."""
