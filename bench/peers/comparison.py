"""What was measured of each program, as a table with the atlas's losses and wins."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HEADINGS: Final = (
    "Program",
    "Interactive map, warm",
    "Loaded, first opening",
    "Choose a departamento",
    "Without network",
    "Method",
)
FIGURES: Final = {
    "interactive_ms": ("an interactive map", "ms"),
    "loaded_kb": ("bytes of the first opening", "kB"),
    "filter_ms": ("choosing a departamento", "ms"),
}
"""The figures of a program, each with its name and its unit; less is better."""

SAME_SHARE: Final = 0.1
"""Two figures that differ by less count as equal: the machine is shared and looks are 0.1 s apart."""


@dataclass(frozen=True)
class PeerResult:
    """A row of the table. Figures are None if the map did not answer; `failure` then says why."""

    name: str
    versions: str
    method: str
    interactive_ms: float | None = None
    loaded_kb: float | None = None
    filter_ms: float | None = None
    hosts: tuple[str, ...] | list[str] = ()
    """Other hosts that the page asks for; none of them answered."""
    failure: str = ""


def peers_markdown(results: Sequence[PeerResult]) -> str:
    """Return the table, what the atlas loses, and what it wins; the first result is the atlas."""
    table = [HEADINGS, ("---",) * len(HEADINGS), *map(_cells, results)]
    lines = [f"| {' | '.join(line)} |" for line in table]
    if results:
        lines += ["", "The atlas loses:", "", *(_items(losses(results)))]
        lines += ["", "The atlas wins:", "", *(_items(wins(results)))]
    return "\n".join(lines)


def losses(results: Sequence[PeerResult]) -> Iterator[str]:
    """Yield a sentence for each figure in which another program is better than the atlas."""
    for name, unit, ours, theirs, peer in _pairs(results):
        if theirs < ours * (1 - SAME_SHARE):
            yield f"{name}: {ours:,.0f} {unit}; {peer} {theirs:,.0f} {unit}, {ours / theirs:.1f} times less"


def wins(results: Sequence[PeerResult]) -> Iterator[str]:
    """Yield a sentence for each figure in which the atlas is better, and for each missing map."""
    atlas, *others = results
    for name, unit, ours, theirs, peer in _pairs(results):
        if ours < theirs * (1 - SAME_SHARE):
            yield f"{name}: {ours:,.0f} {unit}; {peer} {theirs:,.0f} {unit}, {theirs / ours:.1f} times more"
    if not atlas.failure:
        yield from (f"a map at all: {peer.name} has none in this run" for peer in others if peer.failure)


def _pairs(results: Sequence[PeerResult]) -> Iterator[tuple[str, str, float, float, str]]:
    """Yield the name, unit, figure of the atlas, figure of another program and that program."""
    atlas, *others = results
    for field, (name, unit) in FIGURES.items():
        ours: float | None = getattr(atlas, field)
        for peer in others:
            theirs: float | None = getattr(peer, field)
            if ours is not None and theirs is not None:
                yield name, unit, ours, theirs, peer.name


def _items(sentences: Iterator[str]) -> list[str]:
    return [f"- {escaped(sentence)}" for sentence in sentences] or ["- nothing in this run"]


def _cells(result: PeerResult) -> tuple[str, ...]:
    program = f"{result.name} ({result.versions})" if result.versions else result.name
    if result.failure:
        figures: tuple[str, ...] = ("", "", "", f"no: {result.failure}")
    else:
        asked = f"yes, but asks for {', '.join(result.hosts)}" if result.hosts else "yes"
        figures = (
            f"{result.interactive_ms:,.0f} ms",
            f"{result.loaded_kb:,.0f} kB",
            f"{result.filter_ms:,.0f} ms",
            asked,
        )
    return tuple(map(escaped, (program, *figures, result.method)))


def escaped(text: str) -> str:
    """Return text for a cell of a Markdown table: one line, without markup."""
    line = " ".join(text.split())
    return html.escape(line, quote=False).replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`")
