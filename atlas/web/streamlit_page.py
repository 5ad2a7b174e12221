"""What a page will need soon, said at its top, so that the browser fetches it all at once.

Streamlit's page gets the small scripts of `atlas/frontend/streamlit_page` as well.

Streamlit looks for its server at two addresses in turn, and loads the script of each kind of element
when the first such element arrives; the map's frame loads Leaflet, the map's script and the layers one
after another: each step waits for the one before. The hints name them at the start.

Middleware that leaves out what Streamlit serves and no reader of the atlas needs.

Streamlit answers programs that drive a page without a browser, at addresses of its own. That is off
until a setting turns it on; but then whoever reaches the server may open sessions there, a hundred by
default, each as large as a reader's, past what `atlas.web.metrics` counts. So these addresses are closed.

Streamlit's own scripts and the map component's, compressed once and kept by the browser.

Streamlit sends 5.5 MB of scripts as they are; compressed once they are 2 MB. The map
component's files carry no validator at all, so a browser fetches them again at each mount.
Their names hold a digest, so both may be kept for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.frontend.bundles import PAGE_SCRIPTS
from atlas.streamlit_compat.phrases import words_script
from atlas.web.access_middleware import PAGES
from atlas.web.assets import Asset, asset, compressed, response
from atlas.web.served_data import map_files
from geo.mapping.folium_map import MapAssets

AGENTS: Final = "/_stcore/agent"
"""How the addresses for such programs begin, below whatever address the atlas has."""

NAMED: Final = re.compile(
    rb'<link rel="service-desc"[^>]*>'
    rb"|<p>\s*Reading this without a browser\?.*?(?=\s*</noscript>)",
    re.DOTALL,
)
"""How Streamlit's page names them: at its top, and to whoever reads it without scripts."""


class HeadlessApiBlock:
    """Middleware that answers for these addresses that nothing is there, and lets all else through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and AGENTS in scope["path"]:
            await PlainTextResponse("not found\n", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


STATIC: Final = Path(streamlit.__file__).parent / "static"
SCRIPTS: Final = STATIC / "static/js"
EVERYWHERE: Final = ("ButtonGroup", "TextInput", "Multiselect", "Html", "Button")
"""The kinds of element that every page shows at first, by the names of their scripts."""

ON_PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "/": ("ComponentInstance", "DataFrame"),
    "/regions": ("ComponentInstance", "ArrowVegaLiteChart", "DownloadButton"),
    "/programmes": ("Selectbox", "ArrowVegaLiteChart"),
    "/own_layers": ("ComponentInstance", "FileUploader", "DownloadButton"),
    "/briefing": ("ComponentInstance", "Selectbox", "LinkButton", "TextArea"),
    "/sources": (),
}
"""And the kinds that a page shows besides; what none of its elements needs would only be in the way."""

IMPORTED: Final = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
"""What a script loads before it runs; an import with brackets comes later, if at all."""

BACKEND: Final = "window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href };"
"""Says in the page where its server is; Streamlit would look below the address of each page first."""

FRAME: Final = "/component/streamlit_folium.st_folium/index.html"
END_OF_HEAD: Final = b"</head>"


@cache
def named_scripts() -> tuple[str, ...]:
    """Return the scripts that Streamlit's page names itself."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(re.findall(r"static/js/([\w.-]+\.js)", page)))


@cache
def element_scripts(address: str) -> tuple[str, ...]:
    """Return the scripts of a page's elements and what they load, without what the page names itself."""
    found: dict[str, None] = {}
    kinds = (*EVERYWHERE, *ON_PAGES.get(address, ()))
    waiting = [path.name for kind in kinds for path in sorted(SCRIPTS.glob(f"{kind}.*.js"))]
    while waiting:
        script = waiting.pop(0)
        if script not in named_scripts() and script not in found:
            found[script] = None
            waiting += IMPORTED.findall((SCRIPTS / script).read_text(encoding="utf-8"))
    return tuple(found)


def served_scripts() -> tuple[str, ...]:
    """Return every script that some page names at its top."""
    found = (script for address in ON_PAGES for script in element_scripts(address))
    return tuple(dict.fromkeys((*named_scripts(), *found)))


@cache
def page_assets() -> tuple[Asset, ...]:
    """Return our own scripts for Streamlit's page, in the order in which they run."""
    phrases = ("phrases.js", words_script().encode())
    scripts = (phrases, *((name, path.read_bytes()) for name, path in PAGE_SCRIPTS.items()))
    return tuple(asset("page", name, content, "text/javascript") for name, content in scripts)


@cache
def page_hints(address: str) -> bytes:
    """Return the hints of Streamlit's page at an address, and its scripts of ours."""
    links = [f"<script>{BACKEND}</script>"]
    links += [
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in element_scripts(address)
    ]
    links += [f'<script src="./{one.path}" defer></script>' for one in page_assets()]
    return "".join(links).encode()


def frame_hints(assets: MapAssets) -> bytes:
    """Return the hints of the map's frame."""
    return "".join(_preloads(assets)).encode()


def _preloads(assets: MapAssets) -> Iterator[str]:
    def preloads(kind: str, addresses: Iterable[str], more: str = "") -> Iterator[str]:
        for address in addresses:
            yield f'<link rel="preload" as="{kind}" href="{escape(address)}"{more}>'

    yield from preloads("script", assets.scripts)
    yield from preloads("style", assets.styles)
    yield from preloads("fetch", [assets.data, *assets.first], " crossorigin")


class PageHints:
    """Middleware that writes the hints into Streamlit's page and into the map's frame."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self.base_path = app, base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        address = _page_at(scope["path"].removeprefix(self.base_path))
        if address:
            await self.app(_asked_plain(scope), receive, _Writer(send, address))
        else:
            await self.app(scope, receive, send)


def _page_at(path: str) -> str | None:
    """Return the page that answers at `path`, if any: at a name that no page has, it is the first."""
    if path in PAGES or path == FRAME:
        return path
    return "/" if path.count("/") == 1 else None


def _asked_plain(scope: Scope) -> Scope:
    """Return the request of a page without its encodings: Streamlit compresses pages below the first."""
    headers = dict(scope["headers"])
    if b"text/html" not in headers.get(b"accept", b""):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


class _Writer:
    """Sends an answer on; a page gets its hints, everything else stays as it is."""

    def __init__(self, send: Send, address: str) -> None:
        self.send, self.address = send, address
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        in_frame = self.address == FRAME
        hints = frame_hints(map_files().addresses()) if in_frame else page_hints(self.address)
        body = NAMED.sub(b"", self.body).replace(END_OF_HEAD, hints + END_OF_HEAD, 1)
        headers = MutableHeaders(raw=start["headers"])
        # They described the page without hints.
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        headers["content-length"] = str(len(body))
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(raw=list(start["headers"]))
    plain = "content-encoding" not in headers
    return start["status"] == 200 and plain and headers.get("content-type", "").startswith("text/html")


MEDIA_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}

SCRIPTS_ADDRESS: Final = "/static/js/"
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
