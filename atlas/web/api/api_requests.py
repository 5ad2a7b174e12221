"""Requests to the API: the parameters of a query, read as strictly as the standard demands, and addresses.

A link in an answer is made from what the request says of itself, so that it holds behind a proxy and
below a path. The client writes the host name, so it is used only if it is a name and a port.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import shapely
from starlette.requests import Request

from atlas.web.api.feature_collections import Features
from geo.dataset.schema import first_day, last_day, partial_date
from geo.drawn_area import AreaError, from_text, wgs84_shape

HOST: Final = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"


class BadHostError(ValueError):
    """The request's Host header is not the name of a host."""


def root(request: Request) -> str:
    """Return the address of the API's first page, without a slash at its end.

    The server sets the scheme and the path before it; it trusts a proxy only where that is configured.

    Raises
    ------
    BadHostError
        The Host header is not the name of a host.
    """
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        raise BadHostError("the Host header is not a valid host name")
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
"""The largest page; every table of the atlas fits into one."""
RESERVED: Final = ("f", "limit", "offset", "bbox", "area", "datetime")
FORMATS: Final = ("json", "csv")


class BadQueryError(ValueError):
    """An invalid parameter; the text says what to write."""


@dataclass(frozen=True)
class Query:
    """One page of the features of a collection: which features match, where it starts, the format."""

    limit: int
    offset: int
    bbox: tuple[float, float, float, float] | None
    filters: tuple[tuple[str, str], ...]
    file_format: str
    when: str | None = None
    """The parameter `datetime` as it was written."""
    area: str | None = None
    """The text of a drawn area, which is as it was written."""

    def matching(self, features: Features) -> list[int]:
        """Return the positions of the features that match, in the order of the collection."""
        positions: Any = np.arange(len(features.properties))
        if self.bbox is not None:
            west, south, east, north = self.bbox
            box = features.boxes
            positions = positions[
                (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
            ]
        if self.area is not None:
            shape = wgs84_shape(self.area)
            placed = [nth for nth in positions if features.geometry[nth] != "null"]
            geometries = shapely.from_geojson([features.geometry[nth] for nth in placed])
            positions = np.array(placed, dtype=int)[shapely.intersects(shape, geometries)]
        if self.when is not None and features.days is not None:
            start, end = days_between(self.when)
            positions = [
                nth
                for nth in positions
                if any(first <= end and last >= start for first, last in features.days[nth])
            ]
        return [
            int(nth)
            for nth in positions
            if all(_text(features.properties[nth].get(name)) == value for name, value in self.filters)
        ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def query_of(parameters: Mapping[str, str], columns: tuple[str, ...], accepted: str = "") -> Query:
    """Return the query that the parameters describe; `f` overrules the Accept header `accepted`.

    Raises
    ------
    BadQueryError
        A parameter is unknown or invalid.
    """
    for name in parameters:
        if name not in RESERVED and name not in columns:
            raise BadQueryError(f"{name}: unknown parameter; use one of {', '.join((*RESERVED, *columns))}")
    file_format = parameters.get("f", "csv" if accepted.startswith("text/csv") else "json")
    if file_format not in FORMATS:
        raise BadQueryError(f"f: {file_format!r} is not a format; use one of {', '.join(FORMATS)}")
    return Query(
        limit=min(_whole("limit", parameters.get("limit", str(DEFAULT_LIMIT)), 1), MAX_LIMIT),
        offset=_whole("offset", parameters.get("offset", "0"), 0),
        bbox=_bbox(parameters["bbox"]) if "bbox" in parameters else None,
        when=_checked(parameters.get("datetime")),
        area=_area(parameters.get("area")),
        filters=tuple((name, value) for name, value in parameters.items() if name not in RESERVED),
        file_format=file_format,
    )


MOMENT: Final = re.compile(
    r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?"
)
"""A date known to the year, month or day, or a moment of RFC 3339, of which the day counts."""


def days_between(when: str) -> tuple[date, date]:
    """Return the first and last day of a moment or an interval; `..` or nothing leaves an end open.

    Raises
    ------
    BadQueryError
        It is neither.
    """
    ends = when.split("/")
    if len(ends) == 1:
        ends = [when, when]
    is_open = [end in ("", "..") for end in ends]
    try:
        start = date.min if is_open[0] else first_day(_partial(ends[0]))
        end = date.max if is_open[1] else last_day(_partial(ends[1]))
    except (ValueError, IndexError):
        start, end = date.max, date.min
    if len(ends) != 2 or when in ("", "..") or start > end:
        raise BadQueryError(
            f"datetime: {when[:60]!r} is not a date or an interval; write 2019-03, 2019-01-01/2020-12-31 "
            "or 2019-01-01/.."
        )
    return start, end


def _partial(text: str) -> str:
    moment = MOMENT.fullmatch(text)
    if moment is None or (len(text) > 10 and len(moment[1]) < 10):
        raise ValueError(text)
    return partial_date(moment[1])


def _checked(when: str | None) -> str | None:
    if when is not None:
        days_between(when)
    return when


def _area(text: str | None) -> str | None:
    try:
        return None if text is None else from_text(text).to_text()
    except AreaError as error:
        raise BadQueryError(f"area: {error}") from error


def _whole(name: str, text: str, least: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < least:
        raise BadQueryError(f"{name}: {text[:40]!r} is not a whole number of at least {least}")
    return int(text)


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        edges = [float(word) for word in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) == 6:
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4 or not all(map(math.isfinite, edges)) or edges[1] > edges[3]:
        raise BadQueryError(
            f"bbox: {text[:60]!r} is not a bounding box; write west,south,east,north in degrees"
        )
    return edges[0], edges[1], edges[2], edges[3]
