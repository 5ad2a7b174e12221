"""Write the text of a document: paragraphs of a scene, filters and dates.

`blocks` reads the Markdown subset of a scene (paragraphs, lists, bold, italic); `readable` replaces the
characters of untrusted text that no document can hold. The caller passes `Words`, because `geo`
does not translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from geo.briefings.scene_content import NOT_TEXT
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import recency
from geo.dataset.facts import Facts
from geo.drawn_area import from_text
from geo.selection import FILTERS, Selection
from geo.views.sites_view import SitesView
from geo.views.state_changes import Change

EMPHASIS: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)(.+?)(?<=\S)\*")


@dataclass(frozen=True)
class Run:
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph, or one item of a list."""

    runs: tuple[Run, ...]
    is_item: bool = False

    @property
    def text(self) -> str:
        """Its text without styles."""
        return "".join(run.text for run in self.runs)


def blocks(markdown: str) -> tuple[Block, ...]:
    """Return the paragraphs and items of a text; a line break within one is a space."""
    return tuple(_blocks(markdown))


def _blocks(markdown: str) -> Iterator[Block]:
    lines: list[str] = []
    is_item = False
    for line in [*markdown.splitlines(), ""]:
        starts_item = line.lstrip().startswith("- ")
        if (starts_item or not line.strip()) and lines:
            yield Block(tuple(_runs(" ".join(lines))), is_item)
            lines, is_item = [], False
        if line.strip():
            is_item = is_item or starts_item
            lines.append(line.strip().removeprefix("- ") if starts_item else line.strip())


def _runs(text: str) -> Iterator[Run]:
    at = 0
    for match in EMPHASIS.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()])
        bold, italic = match.groups()
        yield Run(bold or italic, bold=bool(bold), italic=bool(italic))
        at = match.end()
    if at < len(text):
        yield Run(text[at:])


def readable(text: str) -> str:
    """Return text with a replacement character for each one that no document can hold.

    A saved briefing has none of them; a headline made from the name of a file may.
    """
    return NOT_TEXT.sub("\ufffd", text)


class Words(Protocol):
    """The interface's words in one language, by ISO 639-1 code."""

    @property
    def language(self) -> str:
        """The language: `en` or `es`."""

    def __call__(self, key: str, **fields: object) -> str:
        """Return the text of a key with its fields filled in."""

    def amount(self, row: Mapping[str, Any]) -> str:
        """Return the value of a figure or point with its unit and the source's hedge."""

    def number(self, value: float) -> str:
        """Return a number with the decimals that it has."""

    def date(self, partial: str) -> str:
        """Return an ISO date in words, as precisely as it is known."""

    def period(self, start: str, end: str) -> str:
        """Return a span of two partial dates."""


def ended(text: str) -> str:
    """Return text with a full stop, unless it ends in one, such as "EE. UU."."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def filters_text(selection: Selection, atlas: AtlasData, words: Words) -> str:
    """Return the filters of a selection in one line, or that there are none."""
    parts = list(_filters(selection, atlas, words))
    return "; ".join(parts) if parts else words("export.no_filters")


def change_text(change: Change, facts: Facts, words: Words) -> str:
    """Return both sides of a difference, such as "540 officers → 200 officers"; empty without sides."""
    sides = [side for side in (change.before, change.after) if side is not None]
    if not sides:
        return ""
    if change.is_number:
        named = [words.amount(facts.by_reference[side]) for side in sides]
    else:
        named = [words(f"state.{side}") for side in sides]
    imprecise = f" ({words('time.imprecise')})" if change.imprecise else ""
    return " → ".join(named) + imprecise


def dates(data: Path, words: Words) -> dict[str, str]:
    """Return the dates of the `newest` fact and of when sources were last `consulted`."""
    known = recency(data)
    return {
        name: words.date(day) if day else words("notice.no_date")
        for name, day in (("newest", known.newest), ("consulted", known.consulted))
    }


def map_text(view: SitesView, atlas: AtlasData, words: Words) -> str:
    """Return the alternative text of a map: its layers, filters and number of sites."""
    listed = len(view.unplaced)
    layers = ", ".join(words(f"layer.{layer}") for layer in view.selection.layers)
    return words(
        "export.map_text",
        layers=layers,
        count=len(view.shown) - listed,
        listed=listed,
        filters=filters_text(view.selection, atlas, words),
    )


def area_name(text: str, words: Words) -> str:
    """Return the shape of a drawn area in words: a circle by its radius, a polygon by its corners."""
    area = from_text(text)
    if area.is_circle:
        return words("area.circle", radius=f"{words.number(area.radius_m / 1e3)} km")
    return words("area.polygon", count=len(area.corners))


def _filters(selection: Selection, atlas: AtlasData, words: Words) -> Iterator[str]:
    names = {
        "departamentos": atlas.regions.set_index("codigo_depto")["departamento"],
        "municipios": atlas.population.set_index("codigo_muni")["municipio"],
    }
    if selection.when is not None:
        dated = words(f"time.as_of_{selection.clock}", date=words.date(selection.when))
        yield f"{dated} ({words('time.hollow')})"
    for row in FILTERS:
        values = row.chosen(selection)
        if row.choice is not None:
            chosen = [words(row.value_key(value)) for value in values]
        elif row.is_area:
            chosen = [area_name(area, words) for area in values]
        else:
            known = names[row.attribute]
            chosen = [str(known[code]) for code in values if code in known.index]
        if chosen:
            yield f"{words(row.label_key)}: {', '.join(chosen)}"
