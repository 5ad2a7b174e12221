"""Read, validate and write briefing files, and the text with which a link carries a whole briefing.

Saved briefings are JSON, which keeps every value; the briefings included in the atlas are TOML. A file or
link is untrusted input: its size, structure, lengths and codes are checked, and all errors are listed at
once. Text in it is never interpreted as markup.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import brotli

from geo.briefings.scene_content import (
    MOST_ANNOTATIONS,
    NO_TEXT,
    NOT_TEXT,
    WORDED,
    SceneKind,
    Text,
    annotation_from,
    answer_from,
    is_annotation,
    is_answer,
    plain_annotation,
    plain_answer,
)
from geo.briefings.scenes import (
    LONGEST_HEADLINE,
    LONGEST_NOTES,
    LONGEST_TEXT,
    MOST_FIGURES,
    MOST_SCENES,
    Briefing,
    BriefingError,
    Flaw,
    FlawKind,
    Scene,
)
from geo.choices import Chart
from geo.dataset.records import DATA, read_record, require_file
from geo.selection import MapView, from_query

FORMAT: Final = "atlas-briefing-2"
EARLIER: Final = ("atlas-briefing-1",)
"""Formats that are still read: a later one adds parts and changes none."""

NEWER: Final = re.compile(r"atlas-briefing-[1-9]\d{0,3}")
VERSION: Final = re.compile(r"([0-9a-f]{10})?")
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")


def problems_of(value: Any) -> Iterator[Flaw]:
    """Yield every error in `value`, the content of a JSON or TOML file."""
    name = value.get("format") if isinstance(value, dict) else None
    if name not in (FORMAT, *EARLIER):
        if isinstance(name, str) and NEWER.fullmatch(name):
            yield Flaw(FlawKind.NEWER, actual=name)
        else:
            yield Flaw(FlawKind.NOT_BRIEFING, expected=FORMAT)
        return
    yield from _unknown(value, "", {"format", "data_version", "title", "scenes"})
    version = value.get("data_version", "")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        yield Flaw(FlawKind.NOT_VERSION, "data_version")
    yield from _text_problems(value.get("title"), "title", LONGEST_HEADLINE, needed=True)
    scenes = value.get("scenes")
    if not isinstance(scenes, list) or not len(scenes) <= MOST_SCENES:
        yield Flaw(FlawKind.NOT_SCENES, "scenes", expected=str(MOST_SCENES))
        return
    for number, scene in enumerate(scenes, start=1):
        yield from (replace(problem, scene=number) for problem in _scene_problems(scene))


def _scene_problems(scene: Any) -> Iterator[Flaw]:
    if not isinstance(scene, dict):
        yield Flaw(FlawKind.NOT_SCENE)
        return
    yield from _unknown(scene, "", set(_PARTS))
    if scene.get("kind") in WORDED:
        yield from _unknown({name: part for name, part in scene.items() if part}, "", PARTS_OF_WORDS)
    for name, problems in _PARTS.items():
        if name in scene or name == "headline":
            yield from problems(scene.get(name), name)


PARTS_OF_WORDS: Final = {"headline", "text", "notes", "query", "kind"}
"""The parts of a title, a section or a closing."""


def _unknown(value: Mapping[str, Any], part: str, known: set[str]) -> Iterator[Flaw]:
    for name in sorted(set(value) - known):
        yield Flaw(FlawKind.UNKNOWN_NAME, part, repr(name[:40]), ", ".join(sorted(known)))


def _text_problems(value: Any, name: str, longest: int, *, needed: bool = False) -> Iterator[Flaw]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        yield Flaw(FlawKind.NOT_WORDS, name)
        return
    yield from _unknown(value, name, {"en", "es"})
    if needed and not any(words.strip() for words in value.values()):
        yield Flaw(FlawKind.EMPTY, name)
    for language in sorted({"en", "es"} & set(value)):
        words, part = value[language], f"{name}.{language}"
        if len(words) > longest:
            yield Flaw(FlawKind.TOO_LONG, part, f"{len(words):,}", f"{longest:,}")
        if NOT_TEXT.search(words):
            yield Flaw(FlawKind.CONTROL, part)


def _query_problems(value: Any, name: str) -> Iterator[Flaw]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        yield Flaw(FlawKind.NOT_QUERY, name)
        return
    selection, dropped = from_query(value)
    for ignored in dropped:
        yield Flaw(FlawKind.NOT_PARAMETER, name, repr(f"{ignored.parameter}={ignored.value}"))
    if not dropped and selection.to_query() != value:
        yield Flaw(FlawKind.NOT_AS_WRITTEN, name, f"{value!r:.200}", str(selection.to_query()))


def _view_problems(value: Any, name: str) -> Iterator[Flaw]:
    if value == {}:
        return
    limits = {"latitude": (-90, 90), "longitude": (-180, 180), "zoom": (5, 18)}
    if not isinstance(value, dict) or set(value) != set(limits):
        yield Flaw(FlawKind.NOT_VIEW, name)
        return
    for part, (least, most) in limits.items():
        number = value[part]
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not least <= number <= most:
            yield Flaw(FlawKind.OUT_OF_RANGE, f"{name}.{part}", expected=f"{least} … {most}")


def _identifier_problems(value: Any, name: str) -> Iterator[Flaw]:
    good = isinstance(value, list) and len(value) <= MOST_FIGURES
    if not good or not all(isinstance(item, str) and IDENTIFIER.fullmatch(item) for item in value):
        yield Flaw(FlawKind.NOT_IDENTIFIERS, name, expected=str(MOST_FIGURES))
    elif len(set(value)) < len(value):
        yield Flaw(FlawKind.TWICE, name)


def _chart_problems(value: Any, name: str) -> Iterator[Flaw]:
    if not isinstance(value, str) or value not in {"", *Chart}:
        yield Flaw(FlawKind.NOT_CHART, name, expected=", ".join(Chart))


def _kind_problems(value: Any, name: str) -> Iterator[Flaw]:
    if not isinstance(value, str) or value not in set(SceneKind):
        yield Flaw(FlawKind.NOT_KIND, name, expected=", ".join(SceneKind))


def _address_problems(value: Any, name: str) -> Iterator[Flaw]:
    good = isinstance(value, dict) and len(value) <= MOST_PARAMETERS
    if not good or not all(
        isinstance(words, str) and PARAMETER.fullmatch(key) and PARAMETER_VALUE.fullmatch(words)
        for key, words in value.items()
    ):
        yield Flaw(FlawKind.NOT_ADDRESS, name)


def _answer_problems(value: Any, name: str) -> Iterator[Flaw]:
    if value != {} and not is_answer(value):
        yield Flaw(FlawKind.NOT_ANSWER, name)


def _annotation_problems(value: Any, name: str) -> Iterator[Flaw]:
    good = isinstance(value, list) and len(value) <= MOST_ANNOTATIONS
    if not good or not all(map(is_annotation, value)):
        yield Flaw(FlawKind.NOT_ANNOTATIONS, name, expected=str(MOST_ANNOTATIONS))


MOST_PARAMETERS: Final = 20
PARAMETER: Final = re.compile(r"[a-z_]{1,20}")
PARAMETER_VALUE: Final = re.compile(r"[A-Za-z0-9_.,~-]{1,2000}")
"""The parameters of a page: how many at most, and the characters of their names and values."""


_PARTS: Final[Mapping[str, Callable[[Any, str], Iterator[Flaw]]]] = {
    "headline": lambda value, name: _text_problems(value, name, LONGEST_HEADLINE, needed=True),
    "text": lambda value, name: _text_problems(value, name, LONGEST_TEXT),
    "notes": lambda value, name: _text_problems(value, name, LONGEST_NOTES),
    "query": _query_problems,
    "view": _view_problems,
    "figures": _identifier_problems,
    "conflicts": _identifier_problems,
    "chart": _chart_problems,
    "kind": _kind_problems,
    "address": _address_problems,
    "answer": _answer_problems,
    "annotations": _annotation_problems,
}
"""The parts of a scene and the check of each."""


DATASET: Final = "briefings"
LARGEST: Final = 3_000_000
"""Bytes of a file; forty full scenes in both languages, each with an answer, are smaller."""

MOST_LISTED: Final = 20
"""Errors that are listed; the others are counted."""


def to_json(briefing: Briefing) -> str:
    """Return a briefing as JSON, from which `from_json` returns the same value."""
    return json.dumps(_plain(briefing), ensure_ascii=False, indent=1) + "\n"


def from_json(content: bytes | str, file: str = "briefing") -> Briefing:
    """Return the briefing that `content` holds; `file` names it in errors.

    Raises
    ------
    BriefingError
        It is too large, not JSON, or violates a rule of the format; every error is listed.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > LARGEST:
        too_large = Flaw(FlawKind.TOO_LARGE, actual=f"{len(raw):,}", expected=f"{LARGEST:,}")
        raise BriefingError(file, (too_large,))
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BriefingError(file, (_unreadable(error),)) from error
    return _checked(value, file)


LINK_FORMAT: Final = "1"
"""The first character of a link's text; another format gets another."""

LINK_TEXT: Final = re.compile(r"1([A-Za-z0-9_-]+)")
ADDED_BY_MAIL: Final = re.compile(r"\s|%20|%0[ad]|[^\w-]+$", re.ASCII | re.IGNORECASE)
CHECKSUM_BYTES: Final = 4
LONGEST_LINK: Final = 60_000
"""Characters of a link's text; the 29 scenes of the included briefings need 17,000 together."""


def to_link(briefing: Briefing) -> str:
    """Return a briefing in letters, digits, `-` and `_`, from which `from_link` returns the same value.

    Brotli needs about a sixth fewer characters than deflate for the briefings of the atlas. It has no
    checksum, so the CRC-32 of the JSON comes first.
    """
    plain = _plain(briefing)
    plain["scenes"] = [_without_empty(scene) for scene in plain["scenes"]]
    raw = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    content = zlib.crc32(raw).to_bytes(CHECKSUM_BYTES) + brotli.compress(raw, mode=brotli.MODE_TEXT)
    return LINK_FORMAT + base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_link(text: str, longest: int = LONGEST_LINK) -> Briefing:
    """Return the briefing that the text of a link holds.

    Mail programs may add a line break within a link, or the punctuation after it: neither belongs to it.

    Raises
    ------
    BriefingError
        The text is too long, cut or altered, or what it holds violates a rule of the format.
    """
    if len(text) > longest:
        too_long = Flaw(FlawKind.TOO_LARGE, actual=f"{len(text):,}", expected=f"{longest:,}")
        raise BriefingError("link", (too_long,))
    raw = _unpacked(ADDED_BY_MAIL.sub("", text))
    if raw is None:
        raise BriefingError("link", (Flaw(FlawKind.NOT_WHOLE),))
    return from_json(raw, "link")


def _unpacked(text: str) -> bytes | None:
    """Return the JSON in a link's text, at most one byte above `LARGEST`; None if it is not whole."""
    match = LINK_TEXT.fullmatch(text)
    if not match:
        return None
    try:
        content = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
        unpacker, raw = brotli.Decompressor(), b""
        more = content[CHECKSUM_BYTES:]
        while len(raw) <= LARGEST and (part := unpacker.process(more, output_buffer_limit=LARGEST)):
            raw, more = raw + part, b""
    except (ValueError, brotli.error):
        return None
    if len(raw) > LARGEST:
        return raw[: LARGEST + 1]
    is_whole = unpacker.is_finished() and content[:CHECKSUM_BYTES] == zlib.crc32(raw).to_bytes(
        CHECKSUM_BYTES
    )
    return raw if is_whole else None


def _without_empty(scene: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plain scene without its empty parts, which `from_json` reads as empty."""
    return {
        name: part for name, part in scene.items() if part and part not in (vars(NO_TEXT), SceneKind.MAP)
    }


def briefing_names(data: Path = DATA) -> tuple[str, ...]:
    """Return the names of the included briefings in the order of their record."""
    return tuple(Path(name).stem for name in read_record(DATASET, data).files)


def read_briefing(name: str, data: Path = DATA) -> Briefing:
    """Return a briefing that is included in the atlas.

    Raises
    ------
    DataFileError
        Its file is missing, altered or not in a record.
    BriefingError
        It violates a rule of the format.
    """
    path = require_file(DATASET, f"{name}.toml", data)
    file = f"data/{DATASET}/{name}.toml"
    try:
        return _checked(tomllib.loads(path.read_text(encoding="utf-8")), file)
    except tomllib.TOMLDecodeError as error:
        raise BriefingError(file, (Flaw(FlawKind.NOT_TOML, actual=str(error)),)) from error


def _unreadable(error: Exception) -> Flaw:
    match error:
        case UnicodeDecodeError():
            return Flaw(FlawKind.NOT_UTF8)
        case json.JSONDecodeError():
            return Flaw(FlawKind.NOT_JSON, actual=f"{error.lineno}:{error.colno}")
    return Flaw(FlawKind.TOO_DEEP)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number; write a finite number")


def _plain(briefing: Briefing) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "data_version": briefing.data_version,
        "title": vars(briefing.title),
        "scenes": [_plain_scene(scene) for scene in briefing.scenes],
    }


def _plain_scene(scene: Scene) -> dict[str, Any]:
    return {
        "headline": vars(scene.headline),
        "text": vars(scene.text),
        "notes": vars(scene.notes),
        "query": scene.selection.to_query(),
        "view": vars(scene.view) if scene.view else {},
        "figures": list(scene.figures),
        "conflicts": list(scene.conflicts),
        "chart": scene.chart or "",
        "kind": str(scene.kind),
        "address": dict(scene.address),
        "answer": plain_answer(scene.answer) if scene.answer else {},
        "annotations": [plain_annotation(annotation) for annotation in scene.annotations],
    }


def _checked(value: Any, file: str) -> Briefing:
    if problems := tuple(problems_of(value)):
        raise BriefingError(file, problems[:MOST_LISTED], max(0, len(problems) - MOST_LISTED))
    return Briefing(
        title=Text(**value["title"]),
        scenes=tuple(_scene(raw) for raw in value["scenes"]),
        data_version=value.get("data_version", ""),
    )


def _scene(raw: Mapping[str, Any]) -> Scene:
    view = {name: float(number) for name, number in raw.get("view", {}).items()}
    return Scene(
        headline=Text(**raw["headline"]),
        text=Text(**raw.get("text", {})),
        notes=Text(**raw.get("notes", {})),
        selection=from_query(raw.get("query", {}))[0],
        view=MapView(**view) if view else None,
        figures=tuple(raw.get("figures", ())),
        conflicts=tuple(raw.get("conflicts", ())),
        chart=Chart(raw["chart"]) if raw.get("chart") else None,
        kind=SceneKind(raw.get("kind", SceneKind.MAP)),
        address=tuple(raw.get("address", {}).items()),
        answer=answer_from(raw["answer"]) if raw.get("answer") else None,
        annotations=tuple(map(annotation_from, raw.get("annotations", ()))),
    )
