"""Define what a scene holds besides its view: texts, answers of analyses, arrows and notes on the map.

An answer is kept as it was computed: a search takes up to two minutes, a reader's list is not in the
briefing, and the figures of a talk must not change while it is given. It holds its drawing once, without
labels, and its texts in both languages. A briefing is untrusted input: `is_answer` and `is_annotation`
check the plain value of a file before `answer_from` and `annotation_from` read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from geo.drawn_area import BOUNDS
from geo.mapping.map_styles import Look
from geo.mapping.overlay_message import Overlay, Position, labels_of, read_message, with_labels

NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and lone surrogates, which no document can hold."""


class SceneKind(StrEnum):
    """What a scene shows, which decides its parts; every format draws the same parts."""

    MAP = "map"
    """The sites of a selection."""
    ANSWER = "answer"
    """The answer to a planning question, as it was computed."""
    PROGRAMME = "programme"
    """A programme area, a pillar or the whole cooperation, with its units."""
    FACTS = "facts"
    """Figures, conflicts of sources or a chart, without a map."""
    EVENTS = "events"
    """The events of a chapter on a timeline, without a map."""
    CHANGES = "changes"
    """What differs between two dates."""
    LIST = "list"
    """A reader's own list, counted by municipio."""
    TITLE = "title"
    """The first words, without a map."""
    SECTION = "section"
    """The beginning of a part, without a map."""
    CLOSING = "closing"
    """The last words, without a map."""

    @property
    def has_map(self) -> bool:
        """Whether a map is drawn."""
        return self not in (SceneKind.FACTS, SceneKind.EVENTS, *WORDED)


WORDED: Final = (SceneKind.TITLE, SceneKind.SECTION, SceneKind.CLOSING)
"""The kinds that are words alone, set large."""


@dataclass(frozen=True)
class Text:
    """A text in English and Spanish; a reader's own text may be in one language only."""

    en: str = ""
    es: str = ""

    def in_(self, language: str) -> str:
        """Return the text in a language (`en`, `es`), or in the other if it is missing."""
        own, other = (self.es, self.en) if language == "es" else (self.en, self.es)
        return own if own.strip() else other

    def written(self, language: str, words: str) -> Text:
        """Return a copy with `words` as the text in a language."""
        return replace(self, es=words) if language == "es" else replace(self, en=words)


NO_TEXT: Final = Text()


class AnnotationKind(StrEnum):
    """What is drawn on the map of a scene."""

    ARROW = "arrow"
    """An arrow from one place to another, with or without words at its start."""
    NOTE = "note"
    """A few words at a place."""


LONGEST_NOTE: Final = 80
"""Characters of a note on the map: two short lines."""

MOST_ANNOTATIONS: Final = 12
"""Arrows and notes on one map; more hide what they explain."""


@dataclass(frozen=True)
class Annotation:
    """An arrow from `start` to `end`, or a note at `start`; longitude and latitude in WGS 84."""

    kind: AnnotationKind
    start: Position
    end: Position | None = None
    text: Text = NO_TEXT


@dataclass(frozen=True)
class AnswerText:
    """An answer in one language, as plain text.

    `lines` are the answer, its figure first; `terms` are those of the question; `methods` are the method,
    its caveats and the sources of its data; `labels` are those of the drawing, in its order.
    """

    lines: tuple[str, ...]
    terms: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The result of an analysis, computed on the day `made` from the data of `version`.

    `drawing` is the overlay of the map without its labels, as JSON text, which can be compared and hashed.
    """

    made: str
    version: str
    drawing: str
    en: AnswerText
    es: AnswerText

    def words(self, language: str) -> AnswerText:
        """Return the texts in a language, by ISO 639-1 code."""
        return self.es if language == "es" else self.en

    def message(self, language: str) -> dict[str, Any]:
        """Return the overlay with its labels in a language, as the map's script reads it."""
        return with_labels(json.loads(self.drawing), self.words(language).labels)

    def overlay(self, language: str, codes: tuple[int, ...]) -> Overlay:
        """Return the labelled overlay in a language; `codes` are those of all municipios in order."""
        return read_message(self.message(language), codes)


def answer_of(
    made: str, version: str, messages: Mapping[str, dict[str, Any]], words: Mapping[str, AnswerText]
) -> Answer:
    """Return an answer from its overlay, as a message, and its texts, both by language.

    Points of a reader's list, and what only the page's own map does, are left out.
    """
    plain = {
        language: {name: part for name, part in message.items() if name in DRAWN}
        for language, message in messages.items()
    }
    texts = {language: replace(text, labels=labels_of(plain[language])) for language, text in words.items()}
    bare = with_labels(plain["en"], ("",) * len(texts["en"].labels))
    return Answer(made, version, _as_text(bare), texts["en"], texts["es"])


DRAWN: Final = ("legend", "fills", "circles", "lines", "places")
"""The parts of an overlay that a briefing holds."""


def plain_answer(answer: Answer) -> dict[str, Any]:
    """Return an answer as its file holds it."""
    texts = {
        code: {name: list(part) for name, part in vars(answer.words(code)).items()} for code in ("en", "es")
    }
    return {"made": answer.made, "version": answer.version, "drawing": json.loads(answer.drawing), **texts}


def answer_from(value: Mapping[str, Any]) -> Answer:
    """Return the answer in the checked value of a file."""
    english, spanish = (
        AnswerText(**{name: tuple(texts) for name, texts in value[code].items()}) for code in ("en", "es")
    )
    return Answer(value["made"], value["version"], _as_text(value["drawing"]), english, spanish)


def _as_text(drawing: Any) -> str:
    return json.dumps(drawing, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def plain_annotation(annotation: Annotation) -> dict[str, Any]:
    """Return an arrow or a note as its file holds it."""
    ends = {"from": annotation.start} | ({"to": annotation.end} if annotation.end else {})
    places = {name: list(place) for name, place in ends.items()}
    return {"kind": str(annotation.kind), **places, "text": vars(annotation.text)}


def annotation_from(value: Mapping[str, Any]) -> Annotation:
    """Return the arrow or note in the checked value of a file."""
    start, end = (_position(value[name]) if name in value else None for name in ("from", "to"))
    return Annotation(AnnotationKind(value["kind"]), start or (0, 0), end, Text(**value.get("text", {})))


def _position(value: list[float]) -> Position:
    return float(value[0]), float(value[1])


Check = Callable[[Any], bool]
"""Whether a value of a file is of the right form."""


def _text(longest: int, pattern: str = "") -> Check:
    def check(value: Any) -> bool:
        good = isinstance(value, str) and len(value) <= longest and not NOT_TEXT.search(value)
        return good and (not pattern or re.fullmatch(pattern, value) is not None)

    return check


def _number(low: float, high: float) -> Check:
    def check(value: Any) -> bool:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and low <= value <= high

    return check


def _listed(check: Check, most: int, least: int = 0) -> Check:
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(check, value))


def _shaped(needed: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Return the check of a table: its `needed` parts, those that it may have, and no other."""
    known = {**needed, **(optional or {})}

    def check(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and set(needed) <= set(value) <= set(known)
            and all(known[name](part) for name, part in value.items())
        )

    return check


def _place(value: Any) -> bool:
    west, south, east, north = BOUNDS
    is_pair = isinstance(value, list) and len(value) == 2
    return is_pair and _number(west, east)(value[0]) and _number(south, north)(value[1])


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_PHRASES: Final = _shaped(
    {"lines": _listed(_text(3_000), 60)},
    {name: _listed(_text(6_000), 60) for name in ("terms", "methods")}
    | {"labels": _listed(_text(600), 500)},
)
_COLOUR: Final = _text(7, "#[0-9a-f]{6}")
_EMPTY: Final = _text(0)
_YES: Final[Check] = lambda value: value is True  # noqa: E731 - one of a family of checks

_DRAWING: Final = _shaped(
    {},
    {
        "legend": _shaped(
            {
                "title": _EMPTY,
                "entries": _listed(
                    _shaped(
                        {"colour": _text(7, "(#[0-9a-f]{6})?"), "label": _EMPTY},
                        {"look": _text(10, "|".join(Look))},
                    ),
                    40,
                ),
                "note": _EMPTY,
            }
        ),
        "fills": _shaped(
            {"classes": _text(400, "[0-9a-z-]*"), "colours": _listed(_COLOUR, 36)}, {"whole": _YES}
        ),
        "circles": _listed(
            _shaped({"at": _place, "radius_m": _number(0, 1e6), "colour": _COLOUR, "dashed": _YES}), 400
        ),
        "lines": _listed(
            _shaped(
                {
                    "points": _listed(_place, 1_000, 2),
                    "colour": _COLOUR,
                    "number": _text(4),
                    "label": _EMPTY,
                }
            ),
            200,
        ),
        "places": _listed(
            _shaped({"at": _place, "colour": _COLOUR, "number": _text(4), "label": _EMPTY}), 100
        ),
    },
)

_ANSWER: Final = _shaped(
    {
        "made": _is_day,
        "version": _text(10, "[0-9a-f]{10}"),
        "drawing": _DRAWING,
        "en": _PHRASES,
        "es": _PHRASES,
    }
)


def is_answer(value: Any) -> bool:
    """Return whether a value of a file is an answer: its form, and that its drawing can be labelled."""
    if not _ANSWER(value):
        return False
    count = len(labels_of(value["drawing"]))
    colours = value["drawing"].get("fills", {}).get("colours", [])
    classes = set(value["drawing"].get("fills", {}).get("classes", "")) - {"-"}
    return all(len(value[code].get("labels", [])) == count for code in ("en", "es")) and all(
        int(name, 36) < len(colours) for name in classes
    )


_TEXT: Final = _shaped({}, dict.fromkeys(("en", "es"), _text(LONGEST_NOTE)))
_ARROW: Final = _shaped({"kind": _text(5, "arrow"), "from": _place, "to": _place}, {"text": _TEXT})
_NOTE: Final = _shaped({"kind": _text(4, "note"), "from": _place, "text": _TEXT})


def is_annotation(value: Any) -> bool:
    """Return whether a value of a file is an arrow between two places, or a note with words."""
    return (_ARROW(value) and value["from"] != value["to"]) or (
        _NOTE(value) and any(words.strip() for words in value["text"].values())
    )
