"""What is asked of a collection: read strictly, as the standard demands; a slip is told, not guessed.

Under which address the API is asked, for the links in its answers.

A link is made from what the request says of itself, so that it holds behind a proxy and below a path.
The name of the host is written by the asker: it is taken only where it is nothing but a name and a port.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from starlette.requests import Request

from atlas.web.api.feature_collections import Features

HOST: Final = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"


class BadHostError(ValueError):
    """The request's Host header is no name of a host."""


def root(request: Request) -> str:
    """Return the address of the API's first page, without a slash at its end.

    The scheme and the path before come from the server, which believes a proxy only if told to.

    Raises
    ------
    BadHostError
        The name of the host is none.
    """
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        raise BadHostError("the Host header is no name of a host")
    scheme = "https" if request.scope.get("scheme") == "https" else "http"
    below = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{host}{below}/api"


def link(href: str, rel: str, kind: str, title: str) -> dict[str, str]:
    """Return a link as answers hold it."""
    return {"href": href, "rel": rel, "type": kind, "title": title}


def with_query(address: str, query: Mapping[str, object]) -> str:
    """Return an address with its parameters."""
    return f"{address}?{urlencode(query)}" if query else address


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
