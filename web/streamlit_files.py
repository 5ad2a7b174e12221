"""Streamlit's own scripts and the map component's, compressed once and kept by the browser.

Streamlit sends 5.5 MB of scripts as they are; compressed once they are 2 MB. The map
component's files carry no validator at all, so a browser fetches them again at each mount.
Their names hold a digest, so both may be kept for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.assets import Asset, compressed, response

MEDIA_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}

SCRIPTS: Final = "/static/js/"
FRAME_FILES: Final = "/component/streamlit_folium.st_folium/static/"


def folder_of(package: str) -> Path:
    """Return where a package is, without loading it: the map's component declares itself when loaded."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; `make .venv/installed` installs it")
    return Path(found.origin).parent


FOLDERS: Final = {
    "/static/": Path(streamlit.__file__).parent / "static" / "static",
    FRAME_FILES: folder_of("streamlit_folium") / "frontend/build/static",
}
"""Where the files of each address are; every name below them holds a digest."""


@cache
def files() -> dict[str, Path]:
    """Return the file behind each address that may be kept for ever."""
    return {
        prefix + path.relative_to(folder).as_posix(): path
        for prefix, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.suffix in MEDIA_TYPES
    }


@cache
def compressed_file(address: str) -> Asset:
    """Return the file at `address`, compressed at its first use."""
    path = files()[address]
    return Asset(address, MEDIA_TYPES[path.suffix], compressed(path.read_bytes(), quality=5))


def compress(addresses: Iterable[str]) -> None:
    """Compress files before anyone asks for them, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compressed_file, addresses))


class CompressedScripts:
    """Middleware that answers for the addresses of `files` and lets all else through."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self.base_path = app, base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        address = scope["path"].removeprefix(self.base_path) if scope["type"] == "http" else ""
        if address not in files() or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        found = await run_in_threadpool(compressed_file, address)
        await response(found, Request(scope))(scope, receive, send)
