"""What may be wrong with a briefing file, fault by fault, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from geo.briefings.briefing import LONGEST_HEADLINE, LONGEST_NOTES, LONGEST_TEXT, MOST_FIGURES, MOST_SCENES
from geo.selection import from_query
from geo.vocabulary import Chart

FORMAT: Final = "atlas-briefing-1"
VERSION: Final = re.compile(r"([0-9a-f]{10})?")
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no document can hold: control characters and halves of characters."""


def problems_of(value: Any) -> Iterator[str]:
    """Yield everything that keeps `value`, as read from JSON or TOML, from being a briefing."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        yield f'is no briefing: a value with "format": "{FORMAT}" was expected'
        return
    yield from _unknown(value, "", {"format", "data_version", "title", "scenes"})
    version = value.get("data_version", "")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        yield "data_version: write ten hexadecimal digits, or leave it empty"
    yield from _text_problems(value.get("title"), "title", LONGEST_HEADLINE, needed=True)
    scenes = value.get("scenes")
    if not isinstance(scenes, list) or not len(scenes) <= MOST_SCENES:
        yield f"scenes: a list of at most {MOST_SCENES} scenes was expected"
        return
    for number, scene in enumerate(scenes, start=1):
        yield from (f"scene {number}: {problem}" for problem in _scene_problems(scene))


def _scene_problems(scene: Any) -> Iterator[str]:
    if not isinstance(scene, dict):
        yield "a table of its parts was expected"
        return
    yield from _unknown(scene, "", set(_PARTS))
    for name, problems in _PARTS.items():
        if name in scene or name == "headline":
            yield from problems(scene.get(name), name)


def _unknown(value: Mapping[str, Any], where: str, known: set[str]) -> Iterator[str]:
    for name in sorted(set(value) - known):
        yield f"{where}{str(name)[:40]!r} is unknown; there are {', '.join(sorted(known))}"


def _text_problems(value: Any, name: str, longest: int, *, needed: bool = False) -> Iterator[str]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        yield f"{name}: words in en, es or both were expected"
        return
    yield from _unknown(value, f"{name}: ", {"en", "es"})
    if needed and not any(words.strip() for words in value.values()):
        yield f"{name}: is empty; write it in one language at least"
    for language, words in value.items():
        if len(words) > longest:
            yield f"{name}.{language}: has {len(words):,} characters; {longest:,} fit"
        if NOT_TEXT.search(words):
            yield f"{name}.{language}: holds a control character; remove it"


def _query_problems(value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        yield f"{name}: parameters as in a link were expected"
        return
    selection, dropped = from_query(value)
    yield from (f"{name}: {one.parameter} cannot be {one.value!r}" for one in dropped)
    if not dropped and selection.to_query() != value:
        yield f"{name}: {value!r:.200} is not as the atlas writes it; write {selection.to_query()}"


def _view_problems(value: Any, name: str) -> Iterator[str]:
    if value == {}:
        return
    limits = {"latitude": (-90, 90), "longitude": (-180, 180), "zoom": (5, 18)}
    if not isinstance(value, dict) or set(value) != set(limits):
        yield f"{name}: latitude, longitude and zoom were expected"
        return
    for part, (least, most) in limits.items():
        number = value[part]
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not least <= number <= most:
            yield f"{name}: {part} is a number from {least} to {most}"


def _identifier_problems(value: Any, name: str) -> Iterator[str]:
    good = isinstance(value, list) and len(value) <= MOST_FIGURES
    if not good or not all(isinstance(one, str) and IDENTIFIER.fullmatch(one) for one in value):
        yield f"{name}: a list of at most {MOST_FIGURES} identifiers was expected"
    elif len(set(value)) < len(value):
        yield f"{name}: one stands twice; name each once"


def _chart_problems(value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, str) or value not in {"", *Chart}:
        yield f"{name}: is none of: {', '.join(Chart)}"


_PARTS: Final[Mapping[str, Callable[[Any, str], Iterator[str]]]] = {
    "headline": lambda value, name: _text_problems(value, name, LONGEST_HEADLINE, needed=True),
    "text": lambda value, name: _text_problems(value, name, LONGEST_TEXT),
    "notes": lambda value, name: _text_problems(value, name, LONGEST_NOTES),
    "query": _query_problems,
    "view": _view_problems,
    "figures": _identifier_problems,
    "conflicts": _identifier_problems,
    "chart": _chart_problems,
}
"""The parts of a scene and what may be wrong with each."""
