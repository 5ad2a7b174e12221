"""What a question of planning found, drawn and told, in one value that a file can carry out of a visit.

A reader's own list as it is drawn, in one value that a file can carry out of the visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.choices.list_kinds import ShowAs, ToldBy
from geo.exports.documents.document_text import Block, Run, Words
from geo.lists.point_aggregation import Hexagons, ListPoints
from geo.mapping.map_styles import OWN, OWN_AREA, ColourClass, Look, look_of
from geo.views.sites_view import SitesView

LONGEST = 48
"""Characters of the name of a list in a legend."""


@dataclass(frozen=True, eq=False)
class ListLayer:
    """What is drawn of a list called `name`: `shown` rows, of `placed` and of `total` in the file.

    `points` and the municipios `areas` of rows that are known no finer, with how many; or
    `hexagons`; or `fills`, the colour of each municipio. `steps` are the classes of the last two.
    """

    name: str
    show: ShowAs
    told: ToldBy
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


@dataclass(frozen=True)
class Swatch:
    """A part of the legend: a colour and what it stands for; words alone where the colour is empty.

    A title begins a line of its own, a note has one to itself.
    """

    colour: str
    text: str
    is_title: bool = False
    is_note: bool = False

    @property
    def look(self) -> Look:
        """What tells it without its colour."""
        return look_of(self.colour)


def swatches(layer: ListLayer | None, words: Words) -> Iterator[Swatch]:
    """Yield the legend of a list: whose it is and how many rows are drawn, then each colour."""
    if layer is None:
        return
    shown, name = words.number(layer.shown), short_name(layer)
    yield Swatch("", words("export.own_legend", name=name, shown=shown), is_title=True)
    if layer.is_counted or layer.hexagons is not None:
        what = f"{words(f'show_as.{layer.show}')}: {words(f'told_by.{layer.told}')}"
        yield Swatch("", what)
        decimals = 0 if layer.told is ToldBy.ROWS else 1
        for step in layer.steps:
            low, high = (words.number(round(end, decimals)) for end in (step.low, step.high))
            yield Swatch(step.colour, low if low == high else f"{low} – {high}")
    elif len(layer.points):
        yield Swatch(OWN, words("export.own_points", count=words.number(len(layer.points))))
    if layer.areas:
        count = words.number(sum(layer.areas.values()))
        yield Swatch(OWN_AREA, words("own.areas", count=count))


def short_name(layer: ListLayer) -> str:
    """Return the name of a list without invisible signs, cut where it is too long for a legend.

    PowerPoint's format knows no control characters, and a bidirectional one turns a line around.
    """
    name = "".join(sign if sign.isprintable() else "�" for sign in layer.name)
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def statement(layer: ListLayer, words: Words) -> str:
    """Return whose the list is and how many of its rows are placed and shown."""
    numbers = {name: words.number(getattr(layer, name)) for name in ("shown", "placed", "total")}
    return words("export.own_statement", name=short_name(layer), **numbers)


@dataclass(frozen=True)
class AnswerInWords:
    """A question and its answer in one language, as plain text.

    `name` is the question's in file names; `answer` begins with its figure; `asked` are the terms,
    `methods` how it was worked out, what to know with it and whose data it rests on.
    """

    name: str
    headline: str
    answer: tuple[str, ...]
    asked: tuple[str, ...]
    methods: tuple[str, ...]


@dataclass(frozen=True)
class ReachCircle:
    """A distance around a place (WGS 84), drawn as a dashed circle."""

    longitude: float
    latitude: float
    radius_m: float
    colour: str


@dataclass(frozen=True)
class NumberedStretch:
    """A part of a border or coast: its corners as longitude and latitude, and its number on the map."""

    points: tuple[tuple[float, float], ...]
    colour: str
    number: str
    label: str


@dataclass(frozen=True)
class NumberedPlace:
    """A numbered place (WGS 84)."""

    longitude: float
    latitude: float
    colour: str
    number: str
    label: str


@dataclass(frozen=True, eq=False)
class AnalysisLayer:
    """What is drawn of an analysis: `fills` are the colours of municipios, `view` the sites with them."""

    told: AnswerInWords
    view: SitesView
    fills: Mapping[int, str]
    circles: tuple[ReachCircle, ...]
    lines: tuple[NumberedStretch, ...]
    places: tuple[NumberedPlace, ...]
    legend: tuple[Swatch, ...]

    @property
    def numbered(self) -> tuple[str, ...]:
        """What each number on the map stands for."""
        marks: tuple[NumberedStretch | NumberedPlace, ...] = (*self.lines, *self.places)
        return tuple(_numbered(one.number, one.label) for one in marks)


def analysis_layer(
    told: AnswerInWords, view: SitesView, overlay: Mapping[str, Any], codes: Iterable[int]
) -> AnalysisLayer:
    """Return what a page lays over its map as a value; `codes` are those of all municipios in order."""
    return AnalysisLayer(
        told=told,
        view=view,
        fills=_fills(overlay.get("fills"), codes),
        circles=tuple(
            ReachCircle(one["at"][0], one["at"][1], one["radius_m"], one["colour"])
            for one in overlay.get("circles", ())
        ),
        lines=tuple(
            NumberedStretch(tuple((x, y) for x, y in one["points"]), one["colour"], str(nth), one["label"])
            for nth, one in enumerate(overlay.get("lines", ()), start=1)
        ),
        places=tuple(
            NumberedPlace(one["at"][0], one["at"][1], one["colour"], one["number"], one["label"])
            for one in overlay.get("places", ())
        ),
        legend=tuple(_legend(overlay.get("legend"))),
    )


def told_blocks(layer: AnalysisLayer, words: Words) -> Iterator[Block]:
    """Yield the answer, its figure in bold, and what was asked; nothing in it is read as Markdown."""
    for nth, text in enumerate(layer.told.answer):
        yield Block((Run(text, bold=nth == 0),))
    yield Block((Run(words("export.asked"), bold=True),))
    for text in layer.told.asked:
        yield Block((Run(text),), is_item=True)


def _fills(fills: Mapping[str, Any] | None, codes: Iterable[int]) -> dict[int, str]:
    if fills is None:
        return {}
    colours = fills["colours"]
    classes = zip(codes, fills["classes"], strict=True)
    return {code: colours[int(one, 36)] for code, one in classes if one.isalnum()}


def _legend(legend: Mapping[str, Any] | None) -> Iterator[Swatch]:
    if legend is None:
        return
    yield Swatch("", legend["title"], is_title=True)
    yield from (Swatch(one["colour"], one["label"]) for one in legend["entries"])
    if legend["note"]:
        yield Swatch("", legend["note"], is_note=True)


def _numbered(number: str, label: str) -> str:
    return label if label.startswith(f"{number}. ") else f"{number}. {label}"
