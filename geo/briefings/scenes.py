"""Define the values of a briefing and of its validation errors.

A briefing: scenes that each show a view of the atlas, or words alone, with text, figures and sources.
Frozen values in both languages. `geo.briefings.briefing_files` reads and writes them; what is read
from a file is checked there, so that a value here is always valid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Final

from geo.analysis.indicators import touches_land
from geo.briefings.scene_content import NO_TEXT, Annotation, Answer, SceneKind, Text
from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.errors import GeoError
from geo.selection import MapView, Selection, only_known


class FlawKind(StrEnum):
    """A kind of validation error in a briefing file."""

    TOO_LARGE = "too_large"
    """The file is larger than any briefing."""
    NOT_WHOLE = "not_whole"
    """The text of a link is cut or altered."""
    NOT_UTF8 = "not_utf8"
    """The file is not UTF-8 text."""
    NOT_JSON = "not_json"
    """The file is not valid JSON."""
    NOT_TOML = "not_toml"
    """The file is not valid TOML."""
    TOO_DEEP = "too_deep"
    """The file is nested too deeply or contains an unreadable number."""
    NOT_BRIEFING = "not_briefing"
    """The file is valid but is not a briefing."""
    NEWER = "newer"
    """The briefing has a format that only newer versions of the atlas read."""
    UNKNOWN_NAME = "unknown_name"
    """A name that the format does not have."""
    NOT_VERSION = "not_version"
    """The data version is malformed."""
    NOT_SCENES = "not_scenes"
    """The scenes are not a list, or there are too many."""
    NOT_SCENE = "not_scene"
    """A scene is not a table."""
    NOT_WORDS = "not_words"
    """A text is not given by language."""
    EMPTY = "empty"
    """A required text is empty."""
    TOO_LONG = "too_long"
    """A text is too long."""
    CONTROL = "control"
    """A text contains a control character."""
    NOT_QUERY = "not_query"
    """The filters are not parameters of a link."""
    NOT_PARAMETER = "not_parameter"
    """A parameter or its value is unknown."""
    NOT_AS_WRITTEN = "not_as_written"
    """A parameter is not in the form that the atlas writes."""
    NOT_VIEW = "not_view"
    """The map view is not latitude, longitude and zoom."""
    OUT_OF_RANGE = "out_of_range"
    """A value is not a number or is out of range."""
    NOT_IDENTIFIERS = "not_identifiers"
    """The identifiers are not a list, or there are too many."""
    TWICE = "twice"
    """An identifier is repeated."""
    NOT_CHART = "not_chart"
    """A chart is unknown."""
    NOT_KIND = "not_kind"
    """A kind of scene is unknown."""
    NOT_ADDRESS = "not_address"
    """The address of a view is not a few short parameters."""
    NOT_ANSWER = "not_answer"
    """The kept answer of an analysis is malformed."""
    NOT_ANNOTATIONS = "not_annotations"
    """The arrows and notes are malformed, or there are too many."""
    NO_DEPARTAMENTO = "no_departamento"
    """The current data have no such departamento."""
    NO_MUNICIPIO = "no_municipio"
    """The current data have no such municipio."""
    NO_AREA = "no_area"
    """An area has no part of Guatemala."""
    NO_SITE = "no_site"
    """The current data have no such site."""
    NO_FIGURE = "no_figure"
    """The current data have no such figure."""
    NO_CONFLICT = "no_conflict"
    """The current data have no such conflict of sources."""


@dataclass(frozen=True)
class Flaw:
    """One error in a briefing; `scene` counts from 1 and is 0 for the whole file."""

    kind: FlawKind
    part: str = ""
    actual: str = ""
    expected: str = ""
    scene: int = 0

    def __str__(self) -> str:
        where = [f"scene {self.scene}"] if self.scene else []
        where += [self.part] if self.part else []
        return ": ".join([*where, _LINES[self.kind].format(actual=self.actual, expected=self.expected)])


class BriefingError(GeoError):
    """A briefing file is invalid; `problems` are listed, `more` others are counted."""

    def __init__(self, file: str, problems: tuple[Flaw, ...], more: int = 0) -> None:
        self.file, self.problems, self.more = file, problems, more
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(
            f"{file}: {len(problems) + more} errors; fix the places named, "
            f"or save it from the atlas again:\n{lines}"
        )


_LINES: Final[Mapping[FlawKind, str]] = {
    FlawKind.TOO_LARGE: "has {actual} bytes; a briefing has at most {expected}",
    FlawKind.NOT_WHOLE: "is incomplete or altered; copy the whole link, or ask for the briefing as a file",
    FlawKind.NOT_UTF8: "is not UTF-8 text; save it as UTF-8",
    FlawKind.NOT_JSON: "is not valid JSON at {actual} (line:column)",
    FlawKind.NOT_TOML: "is not valid TOML: {actual}",
    FlawKind.TOO_DEEP: "is nested too deeply or holds an unreadable number",
    FlawKind.NOT_BRIEFING: 'is not a briefing; a briefing begins with "format": "{expected}"',
    FlawKind.NEWER: "{actual} was made by a newer version of the atlas; update the atlas to open it",
    FlawKind.UNKNOWN_NAME: "{actual} is unknown; use one of: {expected}",
    FlawKind.NOT_VERSION: "is not a data version; write its ten characters, or leave it empty",
    FlawKind.NOT_SCENES: "is not a list of scenes; write a list of at most {expected}",
    FlawKind.NOT_SCENE: "is not a scene; write a table of its parts",
    FlawKind.NOT_WORDS: "is not a text; write it under en, es or both",
    FlawKind.EMPTY: "is empty; write it in at least one language",
    FlawKind.TOO_LONG: "has {actual} characters; write at most {expected}",
    FlawKind.CONTROL: "contains a control character; remove it",
    FlawKind.NOT_QUERY: "is not filters; write the parameters as in a link",
    FlawKind.NOT_PARAMETER: "{actual} is not valid; correct or remove it",
    FlawKind.NOT_AS_WRITTEN: "{actual} is not in the format of the atlas; write {expected}",
    FlawKind.NOT_VIEW: "is not a map view; write latitude, longitude and zoom",
    FlawKind.OUT_OF_RANGE: "is out of range; write a number within {expected}",
    FlawKind.NOT_IDENTIFIERS: "is not a list of identifiers; write at most {expected}",
    FlawKind.TWICE: "repeats an identifier; write each once",
    FlawKind.NOT_CHART: "is unknown; use one of: {expected}",
    FlawKind.NOT_KIND: "is unknown; use one of: {expected}",
    FlawKind.NOT_ADDRESS: "is not the address of a view; write its parameters as in a link",
    FlawKind.NOT_ANSWER: "is not an answer as the atlas keeps it; add the view to the briefing again",
    FlawKind.NOT_ANNOTATIONS: "is not a list of arrows and notes; write at most {expected}, each with at "
    "most 80 characters and on the map",
    FlawKind.NO_DEPARTAMENTO: "departamento {actual}",
    FlawKind.NO_MUNICIPIO: "municipio {actual}",
    FlawKind.NO_AREA: "area {actual}",
    FlawKind.NO_SITE: "site {actual}",
    FlawKind.NO_FIGURE: "figure {actual}",
    FlawKind.NO_CONFLICT: "conflict {actual}",
}
"""The English text of each error for the log and the command line, after its place."""


LONGEST_HEADLINE: Final = 120
"""Characters that fit two lines of a slide title."""

LONGEST_TEXT: Final = 1_500
"""Characters that fit next to the map of a slide in a readable size."""

LONGEST_NOTES: Final = 6_000
"""Characters of presenter notes: four minutes of speech."""

MOST_SCENES: Final = 40
MOST_FIGURES: Final = 8
"""Figures that fit one page with their sources."""


@dataclass(frozen=True)
class Scene:
    """One view of the atlas with its text.

    `kind` is what it shows and `address` the parameters of the page where that is, besides the selection.
    `answer` is the kept result of an analysis. `annotations` are drawn on the map.
    `view` None shows the region of the selection, or the country. `figures` and `conflicts`
    are identifiers of `data/figures` and `data/conflicts`; `text` is Markdown: paragraphs,
    lists with `- `, `**bold**` and `*italic*`; anything else in it is plain text.
    """

    headline: Text
    text: Text = NO_TEXT
    notes: Text = NO_TEXT
    selection: Selection = field(default_factory=Selection)
    view: MapView | None = None
    figures: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    chart: Chart | None = None
    kind: SceneKind = SceneKind.MAP
    address: tuple[tuple[str, str], ...] = ()
    answer: Answer | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """A title and its scenes in order; `data_version` is that of the data it was made with."""

    title: Text
    scenes: tuple[Scene, ...]
    data_version: str = ""

    def with_scene(self, scene: Scene) -> Briefing:
        """Return the briefing with `scene` added at the end."""
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
    """Yield the references of scenes that the current data do not contain."""
    facts = atlas.facts
    codes = list(atlas.regions["codigo_depto"]), list(atlas.population["codigo_muni"])
    for number, scene in enumerate(briefing.scenes, start=1):
        _, dropped = only_known(
            scene.selection, *codes, list(atlas.sites.index), touches_land=partial(touches_land, atlas)
        )
        for ignored in dropped:
            yield Flaw(_UNKNOWN[ignored.parameter], actual=ignored.value, scene=number)
        yield from (replace(flaw, scene=number) for flaw in _unknown_facts(scene, facts))


def _unknown_facts(scene: Scene, facts: Facts) -> Iterator[Flaw]:
    figures, conflicts = set(facts.figures["figure_id"]), set(facts.conflicts["conflict_id"])
    yield from (Flaw(FlawKind.NO_FIGURE, actual=key) for key in scene.figures if key not in figures)
    yield from (Flaw(FlawKind.NO_CONFLICT, actual=key) for key in scene.conflicts if key not in conflicts)


_UNKNOWN: Final[Mapping[str, FlawKind]] = {
    "dep": FlawKind.NO_DEPARTAMENTO,
    "mun": FlawKind.NO_MUNICIPIO,
    "site": FlawKind.NO_SITE,
    "area": FlawKind.NO_AREA,
}
"""The error of an unknown value, by the parameter of the selection."""
