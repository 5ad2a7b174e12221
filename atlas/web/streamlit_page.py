"""What the server changes of Streamlit's page: preload hints, our scripts, compression, no headless API.

Streamlit looks for its server at two addresses in turn, and loads the script of each kind of element when
the first such element arrives. The hints name all of them at the top of the page, so that the browser
fetches them at once. streamlit-folium loads the scripts of a map one after another once its page has sent
their addresses; the map's frame names its own at the top instead, with the layers.

Streamlit sends 5.5 MB of scripts uncompressed; compressed once they are 2 MB. The files of the map's
component have no validator, so a browser would fetch them at each mount. The names of both hold a digest,
so a browser may keep them permanently.

What Streamlit's own parts say is translated, as Streamlit speaks English alone: the English phrases of the
section `streamlit` are Streamlit's, to the letter, and `translated_phrases.js` replaces them in the page.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from re import Pattern
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.frontend import bundles
from atlas.i18n.messages import Language, messages
from atlas.streamlit_compat.sessions import claims
from atlas.streamlit_compat.static_files import (
    FRAME,
    FRAME_FILES,
    HEADLESS_API,
    HEADLESS_API_LINKS,
    MEDIA_TYPES,
    SCRIPTS_ADDRESS,
    START,
    STYLESHEET,
    element_scripts,
    immutable_files,
    served_scripts,
)
from atlas.web import access_rules
from atlas.web.assets import Asset, asset, encoded_bodies, response
from atlas.web.first_picture import first_picture
from atlas.web.served_data import MapAssets, map_files


class HeadlessApiBlock:
    """Middleware that answers 404 at Streamlit's addresses for programs that drive a page.

    Streamlit has them off until a setting turns them on. Then anyone who reaches the server could open
    a hundred sessions there, each as large as a reader's, that `atlas.web.metrics` does not count.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and HEADLESS_API in scope["path"]:
            await PlainTextResponse("not found\n", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


BACKEND: Final = "window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href };"
"""Tells the page where its server is; Streamlit would look below the address of each page first."""

FEED: Final = (
    '<link rel="alternate" type="application/atom+xml" title="Guatemala atlas" href="./feeds/atlas.atom">'
)
"""Tells feed readers where the changes of the data are."""

LEVEL: Final = 6
"""How hard a page is compressed: to a third of its size, in 2 ms."""

END_OF_HEAD: Final = b"</head>"
FIRST_SCRIPT: Final = b"<script"
END_OF_BODY: Final = b"</body>"

HINT: Final = b'rel="modulepreload"'
LATER: Final = b'rel="atlas-later"'
"""How hints of scripts begin, and how they do until `first_picture.js` has started Streamlit."""

MAP_PAGES: Final = frozenset({"/", "/explore"})
"""The addresses of the page that is a map, and so has a first picture."""


@cache
def page_asset() -> Asset:
    """Return our own scripts for Streamlit's page as one file, which a browser opens sooner than seven."""
    content = words_script() + bundles.script(bundles.PAGE_SCRIPTS)
    return asset("page", "page.js", content.encode(), "text/javascript")


@cache
def page_hints(address: str) -> bytes:
    """Return the hints of Streamlit's page at an address, and the element that loads our script."""
    links = [f"<script>{BACKEND}</script>", FEED]
    links += [
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in element_scripts(address)
    ]
    links.append(f'<script src="./{page_asset().path}" defer></script>')
    return "".join(links).encode()


def frame_head(assets: MapAssets) -> bytes:
    """Return what the map's frame loads: Leaflet and the map's own files, and hints of its data.

    They come before the component's script, which starts the map once the page has sent its arguments.
    """
    lines = [f'<link rel="stylesheet" href="{escape(style)}">' for style in assets.styles]
    lines += [f'<script src="{escape(script)}" defer></script>' for script in assets.scripts]
    lines += [
        f'<link rel="preload" as="fetch" href="{escape(file)}" crossorigin>'
        for file in (assets.data, *assets.first)
    ]
    return "".join(lines).encode()


class PageHints:
    """Middleware that writes the hints into Streamlit's page, and what the map loads into its frame.

    `pages` are the addresses of the pages; Streamlit answers with its page at each of them.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], base_path: str = "") -> None:
        self.app, self.pages, self.base_path = app, pages, base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.base_path)
        address = self._page_at(path)
        if address:
            picture = await run_in_threadpool(_picture_for, scope) if path in MAP_PAGES else b""
            packs = "gzip" in HTTPConnection(scope).headers.get("accept-encoding", "")
            await self.app(_without_encodings(scope), receive, _PageWriter(send, address, picture, packs))
        else:
            await self.app(scope, receive, send)

    def _page_at(self, path: str) -> str | None:
        """Return the page that answers at `path`, if any: at a name that no page has, it is the first."""
        if path in self.pages or path == FRAME:
            return path
        return "/" if path.count("/") == 1 else None


def _picture_for(scope: Scope) -> bytes:
    """Return the first picture of a request; none before its reader has signed in."""
    connection = HTTPConnection(scope)
    rules = access_rules.rules()
    if rules is not None and rules.standing(claims(connection.cookies)) is not access_rules.Standing.IN:
        return b""
    return first_picture(connection.url.query, connection.headers.get("accept-language", ""))


class UnknownAddresses:
    """Middleware that answers 404 where Streamlit answers 200 with its page for an address that it lacks.

    The page stays: it shows the atlas in the reader's language. `ours` are patterns of
    the addresses that answer for themselves, such as `/present/NAME`.
    """

    def __init__(
        self, app: ASGIApp, pages: Collection[str], ours: Collection[Pattern[str]], base_path: str = ""
    ) -> None:
        self.app, self.pages, self.ours, self.base_path = app, pages, ours, base_path

    def is_known(self, path: str) -> bool:
        """Return whether something of the atlas is at `path`."""
        address = path.removeprefix(self.base_path) or "/"
        is_page = address in self.pages or address == "/index.html"
        return is_page or any(pattern.match(address) for pattern in self.ours)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or self.is_known(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                message["status"] = 404
            await send(message)

        # A condition would be answered with 304, or a part with 206, as if the page were there.
        conditions = {b"if-none-match", b"if-modified-since", b"range", b"if-range"}
        headers = [pair for pair in scope["headers"] if pair[0] not in conditions]
        await self.app({**scope, "headers": headers}, receive, sending)


HOME: Final = "home"
"""The address of the home page, relative to the first page, which is the map."""


class FirstVisit:
    """Middleware that leads a visit without any choice from the map's address to the home page.

    An address with parameters is a link to a view of the map and stays. So does a visit from another page
    of the atlas, such as the map opened in another tab.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self.base_path = app, base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and self._is_first(scope):
            headers = {"Cache-Control": "no-store"}
            await RedirectResponse(f"./{HOME}", 307, headers)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_first(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        return (
            scope["path"].removeprefix(self.base_path) == "/"
            and not scope["query_string"]
            and b"text/html" in headers.get(b"accept", b"")
            and headers.get(b"sec-fetch-site") != b"same-origin"
        )


def _without_encodings(scope: Scope) -> Scope:
    """Return the request of a page without its encodings: Streamlit compresses pages below the first."""
    headers = dict(scope["headers"])
    if b"text/html" not in headers.get(b"accept", b""):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


class _PageWriter:
    """Sends an answer on; a page gets its hints, any other answer stays as it is.

    `packs` is whether the browser takes a compressed page.
    """

    def __init__(self, send: Send, address: str, picture: bytes, packs: bool) -> None:
        self.send, self.address, self.picture, self.packs = send, address, picture, packs
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
        if self.address == FRAME:
            place, head = FIRST_SCRIPT, frame_head(map_files().addresses())
        else:
            place, head = END_OF_HEAD, page_hints(self.address)
        body = HEADLESS_API_LINKS.sub(b"", self.body).replace(place, head + place, 1)
        if self.picture:
            body = _with_picture(body, self.picture)
        headers = MutableHeaders(raw=list(start["headers"]))
        # They described the page without hints.
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        if "Accept-Encoding" not in headers.get("vary", ""):
            headers.add_vary_header("Accept-Encoding")
        if self.packs:
            body = gzip.compress(body, LEVEL, mtime=0)
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


def _with_picture(page: bytes, picture: bytes) -> bytes:
    """Return a page with its first picture, which starts Streamlit as soon as it is painted.

    A browser runs no script before the style sheets above it have arrived, so these follow the picture. To
    ask for a hundred scripts takes a tenth of a second, so their hints count from then on.
    """
    page = page.replace(HINT, LATER)
    sheets = b"".join(sheet[0] for sheet in STYLESHEET.finditer(page))
    page = STYLESHEET.sub(rb'<link rel="preload" as="style" crossorigin href="\1">', page)
    page = START.sub(rb'<link id="atlas-start" rel="modulepreload" crossorigin href="\1">', page)
    return page.replace(END_OF_BODY, picture + sheets + END_OF_BODY, 1)


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(raw=list(start["headers"]))
    return "content-encoding" not in headers and _is_html(start)


def _is_html(start: Message) -> bool:
    headers = MutableHeaders(raw=list(start["headers"]))
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


@cache
def compressed_file(address: str) -> Asset:
    """Return the file at `address`, compressed at its first use."""
    path = immutable_files()[address]
    return Asset(address, MEDIA_TYPES[path.suffix], encoded_bodies(path.read_bytes(), quality=5))


def compress_ahead() -> None:
    """Compress what every first visit loads, two files at a time: scripts of pages, the map's frame."""
    of_frame = (address for address in immutable_files() if address.startswith(FRAME_FILES))
    of_pages = (SCRIPTS_ADDRESS + name for name in served_scripts())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compressed_file, (*of_pages, *of_frame)))


class CompressedScripts:
    """Middleware that answers at the addresses of `immutable_files` and passes all else on."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self.base_path = app, base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        address = scope["path"].removeprefix(self.base_path) if scope["type"] == "http" else ""
        if address not in immutable_files() or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        file = await run_in_threadpool(compressed_file, address)
        await response(file, Request(scope))(scope, receive, send)


SECTION: Final = "streamlit."


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return the phrase of `language` for each of Streamlit's phrases."""
    theirs, ours = messages(Language.ENGLISH), messages(language)
    return {theirs[key]: ours[key] for key in theirs if key.startswith(SECTION)}


@cache
def panel_names(language: Language) -> dict[str, str]:
    """Return the name of the button that opens the side panel, in full and short."""
    ours = messages(language)
    return {"name": ours["panel.name"], "short": ours["panel.short"]}


@cache
def words_script() -> str:
    """Return a script with the phrases of every language but Streamlit's own, and the panel's names."""
    others = {str(language): phrases(language) for language in Language if language is not Language.ENGLISH}
    panel = {str(language): panel_names(language) for language in Language}
    return f"globalThis.atlasPhrases = {_written(others)};\nglobalThis.atlasPanel = {_written(panel)};\n"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
