"""GeoJSON checked as text before GDAL opens it: GDAL obeys more JSON than GeoJSON.

A `crs` of the types `link` and `url` makes GDAL request a URL, a stored command line (GDALG) makes
it open any file or URL, and JSON-FG names reference systems by URL.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from geo.lists.uploaded_table import Fault, UnreadableFileError

_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
"""A JSON string; possessive, so that a missing end costs one pass."""


def _key(name: str) -> bytes:
    """Return the pattern of a key in small letters, capitals or JSON escapes: GDAL ignores case."""
    letters = (rf"(?:{c}|\\u00(?:{ord(c):02x}|{ord(c.upper()):02x}))" for c in name)
    return rf'"{"".join(letters)}"\s*:\s*'.encode()


_CRS: Final = re.compile(_key("crs"), re.IGNORECASE)
_JSON_FG: Final = re.compile(_key("coordrefsys"), re.IGNORECASE)
_LONGEST: Final = 4_000
"""Bytes of a `crs` object that are looked at; a name has some tens."""
_NAME: Final = re.compile(
    r"urn:(?:ogc|x-ogc):def:crs:[\w:.,-]+|[A-Z]{3,10}:\w+|"
    r"https?://(?:www\.)?opengis\.net/[\w/.#-]+|\w[\w ()-]*(?: / [\w ()-]+)?",
    re.IGNORECASE,
)
"""Names that GDAL looks up in its own tables; no path, no other URL, no PROJ string with files."""


def require_plain_geojson(name: str, content: bytes) -> None:
    """Raise `UnreadableFileError` if JSON holds what GDAL would follow.

    Raises
    ------
    UnreadableFileError
        It is not strict JSON, a stored command, or has a `crs` that is not a plain name.
    """
    outside = _TEXT.sub(b"", content)
    # GDAL's parser accepts comments and single quotes, in which a key could hide.
    if b"'" in outside or b"/" in outside:
        raise UnreadableFileError(Fault.FORMAT, name, "JSON with comments or single quotes")
    del outside
    if b"gdal_streamed_alg" in content.lower():
        raise UnreadableFileError(Fault.FORMAT, name, "a stored GDAL command, not GeoJSON")
    if _JSON_FG.search(content):
        raise UnreadableFileError(Fault.CRS, name, "JSON-FG with coordRefSys")
    for key in _CRS.finditer(content):
        if content[key.end() : key.end() + 1] == b"{":
            _require_named(name, content[key.end() : key.end() + _LONGEST])


def _require_named(name: str, start: bytes) -> None:
    try:
        crs, _ = json.JSONDecoder(object_pairs_hook=_unrepeated).raw_decode(start.decode(errors="replace"))
        known = {"type", "properties"}
        named = crs.keys() <= known and crs["type"] == "name" and crs["properties"]["name"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFileError(Fault.CRS, name, "a crs that is not a name") from error
    if not isinstance(named, str) or not _NAME.fullmatch(named):
        raise UnreadableFileError(Fault.CRS, name, "a crs that is not a plain name")


def _unrepeated(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key.casefold() in map(str.casefold, found):
            raise ValueError(f"{key[:20]} twice")
        found[key] = value
    return found
