"""Briefings as files: JSON that loses nothing, TOML for those that come with the atlas.

A file is read, never trusted: its size, its shape, every length and every code is checked,
all faults are listed at once, and text stays text whatever it contains.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from geo.briefings.briefing import Briefing, MapView, Scene, Text
from geo.briefings.checks import FORMAT, problems_of
from geo.briefings.flaws import BriefingError, BriefingFault, Flaw
from geo.choices import Chart
from geo.dataset.records import DATA, read_record, require_file
from geo.selection import from_query

DATASET: Final = "briefings"
LARGEST: Final = 1_000_000
"""Bytes of a file: more than forty full scenes in both languages have."""

MOST_LISTED: Final = 20
"""Faults that a reader is shown at once; the rest are counted."""


def to_json(briefing: Briefing) -> str:
    """Return a briefing as JSON; `from_json` returns the same value again."""
    return json.dumps(_plain(briefing), ensure_ascii=False, indent=1) + "\n"


def from_json(content: bytes | str, file: str = "briefing") -> Briefing:
    """Return the briefing that `content` holds; `file` names it in errors.

    Raises
    ------
    BriefingError
        It is too large, no JSON, or breaks a promise of the format; every fault is listed.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > LARGEST:
        fault = Flaw(BriefingFault.TOO_LARGE, found=f"{len(raw):,}", expected=f"{LARGEST:,}")
        raise BriefingError(file, (fault,))
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BriefingError(file, (_unreadable(error),)) from error
    return _checked(value, file)


def briefing_names(data: Path = DATA) -> tuple[str, ...]:
    """Return the names of the briefings that come with the atlas, in the order of their record."""
    return tuple(Path(name).stem for name in read_record(DATASET, data).files)


def read_briefing(name: str, data: Path = DATA) -> Briefing:
    """Return a briefing that comes with the atlas.

    Raises
    ------
    DataFileError
        Its file is missing, altered, or in no record.
    BriefingError
        It breaks a promise of the format.
    """
    path = require_file(DATASET, f"{name}.toml", data)
    file = f"data/{DATASET}/{name}.toml"
    try:
        return _checked(tomllib.loads(path.read_text(encoding="utf-8")), file)
    except tomllib.TOMLDecodeError as error:
        raise BriefingError(file, (Flaw(BriefingFault.NOT_TOML, found=str(error)),)) from error


def _unreadable(error: Exception) -> Flaw:
    match error:
        case UnicodeDecodeError():
            return Flaw(BriefingFault.NOT_UTF8)
        case json.JSONDecodeError():
            return Flaw(BriefingFault.NOT_JSON, found=f"{error.lineno}:{error.colno}")
    return Flaw(BriefingFault.TOO_DEEP)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


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
    )
