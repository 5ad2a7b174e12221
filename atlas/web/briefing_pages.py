"""Pages that present a briefing: the offline page, served; once open, it needs this server no longer.

Briefings of the atlas have a fixed address. A reader's own briefing is kept in this process, under a
digest, while it is among the latest; to keep it permanently the reader saves its file.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache, lru_cache
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from atlas.frontend.bundles import offline_script
from atlas.i18n.messages import Language, translator
from atlas.publishing.offline_page import offline_html
from atlas.web.assets import Asset, asset, asset_route, encoded_bodies, response
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing
from geo.briefings.briefing_files import briefing_names, read_briefing, to_json
from geo.dataset.records import data_version, sha256
from geo.errors import GeoError
from geo.mapping.typefaces import web_font

PATH: Final = "present"
"""The folder of the pages, below the root."""

MOST_KEPT: Final = 200
"""How many briefings of readers are kept, a few kilobytes each; the longest unused goes first."""

_own: OrderedDict[str, Briefing] = OrderedDict()
_lock: Final = Lock()


def remember(briefing: Briefing) -> str:
    """Keep a reader's own briefing for its page; return the name that the address holds."""
    name = f"own-{sha256(to_json(briefing).encode())[:16]}"
    with _lock:
        _own[name] = briefing
        _own.move_to_end(name)
        while len(_own) > MOST_KEPT:
            _own.popitem(last=False)
    return name


def page_address(name: str, language: Language, scene: int, *, presenting: bool = True) -> str:
    """Return the address of a briefing's page, relative to any page of the atlas."""
    return f"./{PATH}/{name}.{language}.html{'?present' if presenting else ''}#{scene}"


def presenting_routes() -> list[BaseRoute]:
    """Return the routes of the pages and of the script that they share."""
    return [Route(f"/{PATH}/{{name}}.{{language}}.html", _page), asset_route("stage", [_script()])]


@cache
def _script() -> Asset:
    return asset("stage", "stage.js", offline_script().encode(), "text/javascript")


async def _page(request: Request) -> Response:
    name, language = request.path_params["name"], request.path_params["language"]
    spoken = Language(language) if language in set(Language) else Language.ENGLISH
    try:
        page = await run_in_threadpool(
            _page_asset, name, spoken, data_version(atlas_data().data), _briefing(name)
        )
    except (GeoError, KeyError):
        return PlainTextResponse(translator(spoken)("briefing.not_kept"), 404)
    answer = response(page, request)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


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
    page = offline_html(
        briefing, atlas_data(), language, script_url=f"../{_script().path}", font_url=font_url
    )
    return Asset(f"{PATH}/{name}.{language}.html", "text/html", encoded_bodies(page.encode(), quality=5))
