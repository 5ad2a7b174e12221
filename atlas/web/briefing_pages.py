"""Pages that present a briefing: the offline page, served; once open, it needs this server no longer.

Briefings of the atlas have a fixed address. A reader's own briefing is kept in this process, under a
digest, while it is among the latest. Its address holds the whole briefing behind the `#`: if the server
was restarted, or another replica answers, the page gives it back.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache, lru_cache
from html import escape
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from atlas.frontend.bundles import RESTORE_SCRIPT, offline_script
from atlas.i18n.messages import Language, translator
from atlas.publishing.document_formats import change_lines
from atlas.publishing.offline_page import offline_html
from atlas.web.assets import Asset, asset, asset_route, encoded_bodies, response
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, BriefingError
from geo.briefings.briefing_files import (
    LONGEST_LINK,
    briefing_names,
    from_link,
    read_briefing,
    to_json,
    to_link,
)
from geo.dataset.records import data_version, sha256
from geo.errors import GeoError
from geo.exports.documents.stamp import briefing_changes
from geo.mapping.typefaces import web_font

PATH: Final = "present"
"""The folder of the pages, below the root."""

MOST_KEPT: Final = 200
"""How many briefings of readers are kept, a few kilobytes each; the longest unused goes first."""

_own: OrderedDict[str, Briefing] = OrderedDict()
_lock: Final = Lock()


def remember(briefing: Briefing) -> str:
    """Keep a reader's own briefing for its page; return the name that the address holds."""
    name = _own_name(briefing)
    with _lock:
        _own[name] = briefing
        _own.move_to_end(name)
        while len(_own) > MOST_KEPT:
            _own.popitem(last=False)
    return name


def _own_name(briefing: Briefing) -> str:
    return f"own-{sha256(to_json(briefing).encode())[:16]}"


def page_address(name: str, language: Language, scene: int, own: Briefing | None = None) -> str:
    """Return the address of a briefing's page, relative to any page of the atlas.

    That of a reader's `own` briefing contains it, unless it is too long for a link.
    """
    text = kept_link(own) if own else ""
    held = f"&briefing={text}" if 0 < len(text) <= LONGEST_LINK else ""
    return f"./{PATH}/{name}.{language}.html?present#{scene}{held}"


@lru_cache(maxsize=MOST_KEPT)
def kept_link(briefing: Briefing) -> str:
    """Return the text of the link that holds a briefing, compressed once."""
    return to_link(briefing)


def presenting_routes() -> list[BaseRoute]:
    """Return the routes of the pages and of the scripts that they share."""
    path = f"/{PATH}/{{name}}.{{language}}.html"
    return [
        Route(path, _page),
        Route(path, _restore, methods=["POST"]),
        asset_route("stage", [_script(), _restore_script()]),
    ]


@cache
def _script() -> Asset:
    return asset("stage", "stage.js", offline_script().encode(), "text/javascript")


@cache
def _restore_script() -> Asset:
    return asset("stage", "restore.js", RESTORE_SCRIPT.read_bytes(), "text/javascript")


async def _page(request: Request) -> Response:
    name, language = request.path_params["name"], request.path_params["language"]
    spoken = Language(language) if language in set(Language) else Language.ENGLISH
    try:
        page = await run_in_threadpool(
            _page_asset, name, spoken, data_version(atlas_data().data), _briefing(name)
        )
    except (GeoError, KeyError):
        return HTMLResponse(_lost_page(spoken), 404, {"Cache-Control": "no-store"})
    answer = response(page, request)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _lost_page(language: Language) -> str:
    """Return the page of a briefing that is not here; its script restores what the address holds."""
    t = translator(language)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(t('app.title'))}</title></head>"
        f'<body style="font: 20px/1.5 system-ui, sans-serif; margin: 10vh 8vw; color-scheme: light dark">'
        f'<main><p role="status">{escape(t("briefing.not_kept"))}</p></main>'
        f'<script src="../{_restore_script().path}"></script></body></html>\n'
    )


async def _restore(request: Request) -> Response:
    """Keep a reader's briefing again that the address of its page holds."""
    if request.headers.get("content-type") != "application/octet-stream":
        return PlainTextResponse("send the text of a link as application/octet-stream\n", 415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_LINK:
            return PlainTextResponse(f"a link has at most {LONGEST_LINK:,} characters\n", 413)
    try:
        briefing = from_link(body.decode("ascii"))
    except (BriefingError, UnicodeDecodeError):
        return PlainTextResponse("the link is not complete; copy it whole\n", 400)
    if _own_name(briefing) != request.path_params["name"]:
        return PlainTextResponse("the address is that of another briefing\n", 400)
    remember(briefing)
    return Response(status_code=204)


def _briefing(name: str) -> Briefing:
    with _lock:
        if name in _own:
            _own.move_to_end(name)
            return _own[name]
    if name not in briefing_names(atlas_data().data):
        raise KeyError(name)
    return read_briefing(name, atlas_data().data)


@lru_cache(maxsize=32)
def _page_asset(name: str, language: Language, version: str, briefing: Briefing) -> Asset:
    """Return the page, compressed; drawn again for other data (`version`)."""
    del version
    font_url = f"../static/media/{web_font().name}"
    changes = briefing_changes(briefing, atlas_data())
    page = offline_html(
        briefing,
        atlas_data(),
        language,
        script_url=f"../{_script().path}",
        font_url=font_url,
        changes={code: change_lines(changes, briefing, code) for code in Language} if changes else None,
    )
    return Asset(f"{PATH}/{name}.{language}.html", "text/html", encoded_bodies(page.encode(), quality=5))
