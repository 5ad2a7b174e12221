"""What a question of planning found, drawn and told, in one value that a file can carry out of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.export.markdown import Block, Run
from geo.export.own_layer import Swatch
from geo.export.words import Words
from geo.views.sites_view import SitesView


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
