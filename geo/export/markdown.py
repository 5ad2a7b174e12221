"""The little Markdown of a scene: paragraphs, lists, bold, italic; all else is text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

EMPHASIS: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)(.+?)(?<=\S)\*")


@dataclass(frozen=True)
class Run:
    """Some words in one style."""

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
        """The words without their style."""
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
    for found in EMPHASIS.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()])
        bold, italic = found.groups()
        yield Run(bold or italic, bold=bool(bold), italic=bool(italic))
        at = found.end()
    if at < len(text):
        yield Run(text[at:])
