"""The page that a visitor came for, kept over the sign-in: Streamlit returns everyone to the first page."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

COOKIE: Final = "atlas_wanted"
LONGEST: Final = 2000
MINUTES: Final = 15
"""How long a sign-in may take before the visitor starts at the first page."""

OURS: Final = re.compile(r"/(?![/\\])[\w.,~%+=&?;:!*'()@$/-]*", re.ASCII)
"""An address on this server alone: never one that begins with two slashes."""


def remember(asked: HTTPConnection, headers: MutableHeaders) -> None:
    """Keep the page asked for in a cookie of this browser."""
    address = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
    if asked.scope["method"] == "GET" and len(address) <= LONGEST and OURS.fullmatch(address):
        headers.append("Set-Cookie", _cookie(quote(address, safe=""), 60 * MINUTES))


def sent_back(asked: HTTPConnection, headers: MutableHeaders) -> None:
    """Send who has just signed in to the page that is remembered, if it is one of ours."""
    address = unquote(asked.cookies.get(COOKIE, ""))
    if OURS.fullmatch(address):
        headers["Location"] = address
    headers.append("Set-Cookie", _cookie("", 0))


def _cookie(value: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
