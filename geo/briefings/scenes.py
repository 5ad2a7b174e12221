"""What may be wrong with a briefing, as values: where it stands, what was found, what was expected.

A briefing: scenes that each show a view of the map with words, figures and sources.

Frozen values in both languages. `geo.briefings.briefing_files` reads and writes them; what is read
from a file is checked there, so that a value here always keeps its promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.errors import GeoError
from geo.selection import MapView, Selection, only_known


class BriefingFault(StrEnum):
    """What is wrong with one place of a briefing."""

    TOO_LARGE = "too_large"
    """The file holds more bytes than any briefing."""
    NOT_UTF8 = "not_utf8"
    """The file is no text in UTF-8."""
    NOT_JSON = "not_json"
    """The file breaks the grammar of JSON."""
    NOT_TOML = "not_toml"
    """The file breaks the grammar of TOML."""
    TOO_DEEP = "too_deep"
    """The file is nested too deep, or holds a number that nothing can hold."""
    NOT_BRIEFING = "not_briefing"
    """The file is sound and holds something else."""
    UNKNOWN_NAME = "unknown_name"
    """A part that no briefing has."""
    NOT_VERSION = "not_version"
    """No version of the data."""
    NOT_SCENES = "not_scenes"
    """No list of scenes, or too long a list."""
    NOT_SCENE = "not_scene"
    """A scene that is no table."""
    NOT_WORDS = "not_words"
    """No words by language."""
    EMPTY = "empty"
    """Words are needed and none are there."""
    TOO_LONG = "too_long"
    """More words than fit."""
    CONTROL = "control"
    """A character that no document can hold."""
    NOT_QUERY = "not_query"
    """No parameters of a link."""
    NOT_PARAMETER = "not_parameter"
    """A parameter or a value that means nothing."""
    NOT_AS_WRITTEN = "not_as_written"
    """Parameters in another form than the atlas writes."""
    NOT_VIEW = "not_view"
    """No middle and zoom of a map."""
    OUT_OF_RANGE = "out_of_range"
    """A number that is none, or outside of its limits."""
    NOT_IDENTIFIERS = "not_identifiers"
    """No list of identifiers, or too long a list."""
    TWICE = "twice"
    """An identifier that stands twice."""
    NOT_CHART = "not_chart"
    """A chart that there is not."""
    NO_DEPARTAMENTO = "no_departamento"
    """Today's data have no such departamento."""
    NO_MUNICIPIO = "no_municipio"
    """Today's data have no such municipio."""
    NO_SITE = "no_site"
    """Today's data have no such site."""
    NO_FIGURE = "no_figure"
    """Today's data have no such figure."""
    NO_CONFLICT = "no_conflict"
    """Today's data have no such disagreement of sources."""


@dataclass(frozen=True)
class Flaw:
    """One fault of a briefing and its place: `scene` counts from 1 and is 0 for the whole file."""

    kind: BriefingFault
    part: str = ""
    found: str = ""
    expected: str = ""
    scene: int = 0

    def __str__(self) -> str:
        where = [f"scene {self.scene}"] if self.scene else []
        where += [self.part] if self.part else []
        return ": ".join([*where, _LINES[self.kind].format(found=self.found, expected=self.expected)])


class BriefingError(GeoError):
    """A briefing file cannot be used; its faults are listed by where they stand, `more` are left out."""

    def __init__(self, file: str, problems: tuple[Flaw, ...], more: int = 0) -> None:
        self.file, self.problems, self.more = file, problems, more
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(
            f"{file}: {len(problems) + more} errors; fix the places named, "
            f"or save it from the atlas again:\n{lines}"
        )


_LINES: Final[Mapping[BriefingFault, str]] = {
    BriefingFault.TOO_LARGE: "has {found} bytes; a briefing has at most {expected}",
    BriefingFault.NOT_UTF8: "is not UTF-8 text; save it as UTF-8",
    BriefingFault.NOT_JSON: "is not valid JSON at {found} (line:column)",
    BriefingFault.NOT_TOML: "is not valid TOML: {found}",
    BriefingFault.TOO_DEEP: "is nested too deeply or holds an unreadable number",
    BriefingFault.NOT_BRIEFING: 'is not a briefing; a briefing begins with "format": "{expected}"',
    BriefingFault.UNKNOWN_NAME: "{found} is unknown; use one of: {expected}",
    BriefingFault.NOT_VERSION: "is not a data version; write its ten characters, or leave it empty",
    BriefingFault.NOT_SCENES: "is not a list of scenes; write a list of at most {expected}",
    BriefingFault.NOT_SCENE: "is not a scene; write a table of its parts",
    BriefingFault.NOT_WORDS: "is not a text; write it under en, es or both",
    BriefingFault.EMPTY: "is empty; write it in at least one language",
    BriefingFault.TOO_LONG: "has {found} characters; write at most {expected}",
    BriefingFault.CONTROL: "contains a control character; remove it",
    BriefingFault.NOT_QUERY: "is not filters; write the parameters as in a link",
    BriefingFault.NOT_PARAMETER: "{found} is not valid; correct or remove it",
    BriefingFault.NOT_AS_WRITTEN: "{found} is not in the format of the atlas; write {expected}",
    BriefingFault.NOT_VIEW: "is not a map view; write latitude, longitude and zoom",
    BriefingFault.OUT_OF_RANGE: "is out of range; write a number within {expected}",
    BriefingFault.NOT_IDENTIFIERS: "is not a list of identifiers; write at most {expected}",
    BriefingFault.TWICE: "repeats an identifier; write each once",
    BriefingFault.NOT_CHART: "is unknown; use one of: {expected}",
    BriefingFault.NO_DEPARTAMENTO: "departamento {found}",
    BriefingFault.NO_MUNICIPIO: "municipio {found}",
    BriefingFault.NO_SITE: "site {found}",
    BriefingFault.NO_FIGURE: "figure {found}",
    BriefingFault.NO_CONFLICT: "conflict {found}",
}
"""The English line of each fault for the log and the command line, after its place."""


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


def unknown_references(briefing: Briefing, atlas: AtlasData) -> Iterator[Flaw]:
    """Yield what the scenes name and today's data do not have."""
    facts = atlas.facts
    codes = list(atlas.regions["codigo_depto"]), list(atlas.population["codigo_muni"])
    for number, scene in enumerate(briefing.scenes, start=1):
        _, dropped = only_known(scene.selection, *codes, list(atlas.sites.index))
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
