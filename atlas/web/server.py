"""The server around the pages: its routes, its middleware, and what it does before the first visitor."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from atlas.streamlit_compat.sessions import IMPORTED_LATE, before_any_session, uploads_stay_in_memory
from atlas.streamlit_compat.static_files import configured_base_path
from atlas.web import access_rules, logs
from atlas.web.access_middleware import AccessMiddleware
from atlas.web.api.api_routes import api_routes
from atlas.web.assets import asset_route
from atlas.web.briefing_pages import presenting_routes
from atlas.web.briefing_store import require_store
from atlas.web.feeds import feed_routes
from atlas.web.first_picture import first_picture
from atlas.web.list_points import list_routes
from atlas.web.metrics import RequestMetrics, metrics
from atlas.web.security_headers import COMPONENTS, SecurityHeaders
from atlas.web.served_data import (
    atlas_data,
    map_files,
    own_assets,
    problems,
    problems_at_start,
    vendor_assets,
)
from atlas.web.streamlit_page import (
    CompressedScripts,
    FirstVisit,
    HeadlessApiBlock,
    PageHints,
    UnknownAddresses,
    compress_ahead,
    page_asset,
)
from geo.dataset.data_history import recency
from geo.dataset.records import data_version
from geo.lists.large_list_sources import allowed, require_readable


def middleware(pages: Collection[str]) -> list[Middleware]:
    """Return the middleware of the app, the outermost first; an environment variable says who may embed it.

    `pages` are the addresses of the pages, such as `/` and `/regions`.
    """
    return [
        Middleware(RequestMetrics),
        Middleware(SecurityHeaders, embedded_by=os.environ.get("ATLAS_FRAME_ANCESTORS", "")),
        Middleware(AccessMiddleware, pages=pages),
        Middleware(HeadlessApiBlock),
        Middleware(FirstVisit, base_path=configured_base_path()),
        Middleware(UnknownAddresses, pages=pages, ours=own_addresses(), base_path=configured_base_path()),
        Middleware(CompressedScripts, base_path=configured_base_path()),
        Middleware(PageHints, pages=pages, base_path=configured_base_path()),
    ]


def own_addresses() -> tuple[re.Pattern[str], ...]:
    """Return patterns of the addresses that do not belong to pages: our routes, the map's frame."""
    ours = (route.path_regex for route in routes() if isinstance(route, Route))
    return (re.compile(f"^{COMPONENTS}."), *ours)


def routes() -> list[BaseRoute]:
    """Return every route of the server other than the pages."""
    return [
        asset_route("layers", map_files().layers),
        asset_route("map", own_assets()),
        asset_route("vendor", vendor_assets()),
        asset_route("page", [page_asset()]),
        *presenting_routes(),
        *list_routes(),
        *api_routes(atlas_data()),
        *feed_routes(),
        Route("/healthz", _healthy),
        Route("/readyz", _ready),
        Route("/metrics", metrics),
        Route("/open_to_everyone", _open_to_everyone),
    ]


async def _healthy(_request: Request) -> Response:
    """Answer that the process is alive."""
    return PlainTextResponse("ok\n")


async def _ready(_request: Request) -> Response:
    """Answer whether every table and layer is whole now, and what is wrong with those that are not."""
    broken = [str(error).splitlines()[0] for error in await run_in_threadpool(problems)]
    if not broken and problems_at_start():
        broken = ["the data were broken when this process started; restart it"]
    status = 503 if broken else 200
    return JSONResponse({"data_version": data_version(atlas_data().data), "broken": broken}, status)


async def _open_to_everyone(_request: Request) -> Response:
    """Answer whether the atlas needs no sign-in: the proxy asks before it serves files of its own."""
    return Response(
        status_code=204 if access_rules.rules() is None else 403, headers={"Cache-Control": "no-store"}
    )


COLLECT_EVERY_S: Final = 10
"""Seconds between two collections: some hundred runs of a busy server, a few MB of garbage."""


def lifespan(preload: Iterable[str] = ()) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Return what runs around the life of the server; `preload` names modules to import at its start.

    Invalid settings stop the start.
    """

    @asynccontextmanager
    async def life(_app: Any) -> AsyncIterator[None]:
        logs.set_up()
        access_rules.rules()
        require_readable(allowed())
        require_store()
        warm_up(preload)
        collecting = asyncio.create_task(collect_garbage())
        yield
        collecting.cancel()

    return life


async def collect_garbage() -> None:
    """Collect garbage every few seconds, however many runs there were."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await run_in_threadpool(gc.collect)


def warm_up(preload: Iterable[str]) -> None:
    """Import, read and freeze what a first visitor would otherwise wait for.

    A full collection takes about 100 ms with everything loaded, and almost no time once the objects
    of the start are frozen.
    """
    uploads_stay_in_memory()
    with before_any_session():
        for name in (*IMPORTED_LATE, *preload):
            import_module(name)
    map_files()
    problems_at_start()
    recency(atlas_data().data)
    first_picture("", "")
    compress_ahead()
    gc.collect()
    gc.freeze()
    return_memory()


def return_memory() -> None:
    """Return to the system what imports and compression have freed, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
