"""Hold what a document draws besides sites: an uploaded list, and the answer to an analysis.

Both are frozen values, so that a file can be made after the page that requested it has closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geo.briefings.scene_content import Answer, AnswerText
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document_text import Block, Run, Words
from geo.lists.point_aggregation import Hexagons, ListPoints
from geo.mapping.map_styles import OWN, OWN_AREA, ColourClass
from geo.mapping.overlay_message import Legend, LegendEntry, NumberedPlace, NumberedStretch, Overlay

LONGEST = 48
"""Characters of the name of a list in a legend."""


@dataclass(frozen=True, eq=False)
class ListLayer:
    """The drawn part of a list called `name`: `shown` of `placed` of `total` rows.

    `points`, and in `areas` the municipios with the number of rows located no more precisely; or
    `hexagons`; or `fills`, the colour of each municipio. `steps` are the classes of the last two.
    """

    name: str
    show: ShowAs
    counted_by: ColourBy
    shown: int
    placed: int
    total: int
    points: ListPoints
    areas: Mapping[int, int]
    fills: Mapping[int, str]
    hexagons: Hexagons | None = None
    steps: tuple[ColourClass, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether municipios or departamentos are coloured by their rows."""
        return self.show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS)


def list_legend(layer: ListLayer, words: Words) -> Legend:
    """Return the legend of a list: its owner, its number of drawn rows, each colour."""
    shown, name = words.number(layer.shown), short_name(layer)
    return Legend(words("export.own_legend", name=name, shown=shown), tuple(_list_entries(layer, words)))


def _list_entries(layer: ListLayer, words: Words) -> Iterator[LegendEntry]:
    if layer.is_counted or layer.hexagons is not None:
        yield LegendEntry("", f"{words(f'show_as.{layer.show}')}: {words(f'colour_by.{layer.counted_by}')}")
        decimals = 0 if layer.counted_by is ColourBy.ROWS else 1
        for step in layer.steps:
            low, high = (words.number(round(end, decimals)) for end in (step.low, step.high))
            yield LegendEntry(step.colour, low if low == high else f"{low} – {high}")
    elif len(layer.points):
        yield LegendEntry(OWN, words("export.own_points", count=words.number(len(layer.points))))
    if layer.areas:
        yield LegendEntry(OWN_AREA, words("own.areas", count=words.number(sum(layer.areas.values()))))


def short_name(layer: ListLayer) -> str:
    """Return the name of a list without invisible characters, shortened for a legend.

    PowerPoint's format has no control characters, and a bidirectional one reverses a line.
    """
    name = "".join(sign if sign.isprintable() else "�" for sign in layer.name)
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def statement(layer: ListLayer, words: Words) -> str:
    """Return whose list it is and how many of its rows have a location and are shown."""
    numbers = {name: words.number(getattr(layer, name)) for name in ("shown", "placed", "total")}
    return words("export.own_statement", name=short_name(layer), **numbers)


@dataclass(frozen=True, eq=False)
class AnalysisLayer:
    """The answer to an analysis in one language, its overlay on the map, and when it was `computed`."""

    answer: AnswerText
    overlay: Overlay
    computed: str

    @property
    def methods(self) -> tuple[str, ...]:
        """The method of the answer, its sources, and when it was computed."""
        return (*self.answer.methods, self.computed)

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """The parts of the legend in the order of printing."""
        return self.overlay.legend.parts if self.overlay.legend else ()

    @property
    def numbered(self) -> tuple[str, ...]:
        """The meaning of each number on the map."""
        marks: tuple[NumberedStretch | NumberedPlace, ...] = (
            *(self.overlay.lines or ()),
            *(self.overlay.places or ()),
        )
        return tuple(_numbered(mark.number, mark.label) for mark in marks)


def answer_layer(answer: Answer, atlas: AtlasData, words: Words) -> AnalysisLayer:
    """Return a kept answer as it is drawn in the language of `words`."""
    codes = tuple(sorted(atlas.municipios["codigo_muni"].tolist()))
    computed = words("export.computed", date=words.date(answer.made), version=answer.version)
    return AnalysisLayer(answer.words(words.language), answer.overlay(words.language, codes), computed)


def answer_blocks(answer: AnswerText, words: Words) -> Iterator[Block]:
    """Yield the answer, its figure in bold, and the question; no Markdown is read."""
    for number, text in enumerate(answer.lines):
        yield Block((Run(text, bold=number == 0),))
    if answer.terms:
        yield Block((Run(words("export.question"), bold=True),))
    for text in answer.terms:
        yield Block((Run(text),), is_item=True)


def _numbered(number: str, label: str) -> str:
    return label if label.startswith(f"{number}. ") else f"{number}. {label}"
