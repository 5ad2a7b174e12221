"""What is asked of a collection: read strictly, as the standard demands; a slip is told, not guessed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from web.api.features import Features

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 10_000
"""More are never sent at once: every table of the atlas fits into one page of this."""
RESERVED: Final = ("f", "limit", "offset", "bbox", "datetime")
FORMATS: Final = ("json", "csv")


class BadQueryError(ValueError):
    """A parameter that means nothing; its text says what to write."""


@dataclass(frozen=True)
class Query:
    """One page of the features of a collection: which of those that match, and as what."""

    limit: int
    offset: int
    bbox: tuple[float, float, float, float] | None
    filters: tuple[tuple[str, str], ...]
    file_format: str

    def matching(self, features: Features) -> list[int]:
        """Return the positions of the features that match, in the order of the collection."""
        found: Any = np.arange(len(features.properties))
        if self.bbox is not None:
            west, south, east, north = self.bbox
            box = features.boxes
            found = found[
                (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
            ]
        return [
            nth
            for nth in found.tolist()
            if all(_text(features.properties[nth].get(name)) == value for name, value in self.filters)
        ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def query_of(asked: Mapping[str, str], columns: tuple[str, ...], accepted: str = "") -> Query:
    """Return what is asked for; `accepted` is the Accept header, which `f` overrules.

    Raises
    ------
    BadQueryError
        A parameter is unknown or means nothing.
    """
    for name in asked:
        if name not in RESERVED and name not in columns:
            raise BadQueryError(
                f"{name}: no such parameter; write one of {', '.join((*RESERVED, *columns))}"
            )
    file_format = asked.get("f", "csv" if accepted.startswith("text/csv") else "json")
    if file_format not in FORMATS:
        raise BadQueryError(f"f: {file_format!r} is no format; write one of {', '.join(FORMATS)}")
    return Query(
        limit=min(_whole("limit", asked.get("limit", str(DEFAULT_LIMIT)), 1), MAX_LIMIT),
        offset=_whole("offset", asked.get("offset", "0"), 0),
        bbox=_bbox(asked["bbox"]) if "bbox" in asked else None,
        filters=tuple((name, value) for name, value in asked.items() if name not in RESERVED),
        file_format=file_format,
    )


def _whole(name: str, text: str, least: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < least:
        raise BadQueryError(f"{name}: {text[:40]!r} is no number from {least} on")
    return int(text)


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        edges = [float(word) for word in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) == 6:
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4 or not all(map(math.isfinite, edges)) or edges[1] > edges[3]:
        raise BadQueryError(f"bbox: {text[:60]!r} is none; write west,south,east,north in degrees")
    return edges[0], edges[1], edges[2], edges[3]
