"""The security headers of every answer: no scripts or frames from elsewhere, no guessed types.

Streamlit's page gets the strict policy. The map's frame needs a looser one, for its own address alone:
streamlit-folium writes the map's script into the page and evaluates what is chosen.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.frontend.bundles import first_picture_script
from atlas.streamlit_compat.static_files import INDEX, configured_base_path
from atlas.web.streamlit_page import BACKEND

COMPONENTS: Final = "/component/"
"""The start of the addresses of frames, below whatever path the atlas has."""
TILES: Final = "https://tile.openstreetmap.org"
"""The one foreign address that the map's frame may ask for: background tiles, if a reader wants them."""

PAGE: Final = {
    "default-src": "'none'",
    # Streamlit's protocol buffers use WebAssembly; text cannot become a script through it.
    "script-src": "'self' 'wasm-unsafe-eval'",
    # Streamlit's own style engine and `st.html` write style elements.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "worker-src": "'self' blob:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
}
"""The policy of every answer except the map's frame."""

FRAME: Final = PAGE | {
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "img-src": f"'self' data: blob: {TILES}",
    "frame-src": "'none'",
}
"""The policy of the map's frame."""

HTTPS_FOR_A_YEAR: Final = "max-age=31536000"
"""Sent over HTTPS: browsers use nothing else for this host for a year."""

DENIED: Final = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
"""Device features that no page of the atlas uses."""

ORIGIN: Final = re.compile(r"'self'|(https?://)?(\*\.)?[a-z0-9.-]+(:\d+)?", re.IGNORECASE)
"""How the setting names a site that may embed the atlas."""


class _InlineScripts(HTMLParser):
    """Collects the text of every inline script of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)


@cache
def script_hashes(index: Path = INDEX) -> tuple[str, ...]:
    """Return the hashes of the inline scripts of Streamlit's page, as a policy names them."""
    reader = _InlineScripts()
    reader.feed(index.read_text(encoding="utf-8"))
    return tuple(hash_source(script) for script in reader.scripts)


def hash_source(script: str) -> str:
    """Return the name of an inline script in a policy (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def ancestors(setting: str) -> str:
    """Return who may embed the atlas in a frame: itself, and the sites that `setting` lists.

    Raises
    ------
    ValueError
        A listed site is not an address.
    """
    sites = setting.split()
    for site in sites:
        if not ORIGIN.fullmatch(site):
            raise ValueError(
                f"ATLAS_FRAME_ANCESTORS: {site!r} is no site; write addresses such as "
                "https://portal.example.org with spaces between them"
            )
    return " ".join(dict.fromkeys(["'self'", *sites]))


def header_value(policy: Mapping[str, str]) -> str:
    """Return a policy as the value of its header."""
    return "; ".join(f"{name} {values}" for name, values in policy.items())


class SecurityHeaders:
    """Middleware that adds the headers to every answer; `ancestors` reads `embedded_by`.

    Only addresses that start with `base_path` and `/component/` get the policy of the map's frame.
    """

    def __init__(self, app: ASGIApp, embedded_by: str = "", base_path: str | None = None) -> None:
        self.app = app
        self._components = (configured_base_path() if base_path is None else base_path) + COMPONENTS
        framed = {"frame-ancestors": ancestors(embedded_by)}
        ours = (hash_source(BACKEND), hash_source(first_picture_script()))
        scripts = {"script-src": " ".join([PAGE["script-src"], *script_hashes(), *ours])}
        devices = ", ".join(f"{name}=()" for name in DENIED)
        common = {"X-Content-Type-Options": "nosniff", "Permissions-Policy": devices}
        # Cited sites do not learn who reads; the tile server asks which site shows its map.
        self._page = common | {
            "Content-Security-Policy": header_value(PAGE | scripts | framed),
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        self._frame = common | {
            # Browsers check every page around a frame: a site that embeds the atlas also embeds its map.
            "Content-Security-Policy": header_value(FRAME | framed),
            "Referrer-Policy": "strict-origin-when-cross-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = self._frame if scope["path"].startswith(self._components) else self._page

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
                if scope.get("scheme") == "https":
                    MutableHeaders(scope=message)["Strict-Transport-Security"] = HTTPS_FOR_A_YEAR
                _secure_cookies(message, scope)
            await send(message)

        await self.app(scope, receive, with_headers)


def _secure_cookies(message: Message, scope: Scope) -> None:
    """Mark every cookie that is set over TLS as one for TLS alone."""
    if scope.get("scheme") == "https":
        message["headers"] = [
            (name, value + b"; Secure" if _is_open_cookie(name, value) else value)
            for name, value in message["headers"]
        ]


def _is_open_cookie(name: bytes, value: bytes) -> bool:
    return name.lower() == b"set-cookie" and b"; secure" not in value.lower()
