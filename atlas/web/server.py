"""What is done once, before the first visitor: imports, tables, and a quiet garbage collector.

What every request passes on its way to the pages and routes, the outermost first.

Every route of the server besides the pages.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from atlas.streamlit_compat.sessions import before_any_session, uploads_stay_in_memory
from atlas.web import access_rules, logs
from atlas.web.access_middleware import AccessMiddleware
from atlas.web.api.api_routes import api_routes
from atlas.web.assets import asset_route
from atlas.web.briefing_pages import presenting_routes
from atlas.web.list_points import own_routes
from atlas.web.metrics import RequestMetrics, metrics
from atlas.web.security_headers import SecurityHeaders
from atlas.web.served_data import atlas_data, map_files, own_assets, problems, vendor_assets
from atlas.web.streamlit_page import (
    FRAME_FILES,
    SCRIPTS_ADDRESS,
    CompressedScripts,
    HeadlessApiBlock,
    PageHints,
    compress,
    files,
    page_assets,
    served_scripts,
)
from geo.dataset.recency import recency
from geo.dataset.records import data_version
from geo.lists.large_list_sources import allowed, require_readable


def middleware() -> list[Middleware]:
    """Return the middleware of the app; the environment says who may embed it."""
    return [
        Middleware(RequestMetrics),
        Middleware(SecurityHeaders, embedded_by=os.environ.get("ATLAS_FRAME_ANCESTORS", "")),
        Middleware(AccessMiddleware),
        Middleware(HeadlessApiBlock),
        Middleware(CompressedScripts),
        Middleware(PageHints),
    ]


def routes() -> list[BaseRoute]:
    """Return the routes for layers, the map's own files, vendored files, health and metrics."""
    return [
        asset_route("layers", map_files().layers),
        asset_route("map", own_assets()),
        asset_route("vendor", vendor_assets()),
        asset_route("page", page_assets()),
        *presenting_routes(),
        *own_routes(),
        *api_routes(),
        Route("/healthz", _healthy),
        Route("/readyz", _ready),
        Route("/metrics", metrics),
        Route("/open_to_everyone", _open_to_everyone),
    ]


async def _healthy(_request: Request) -> Response:
    """Answer that the process lives."""
    return PlainTextResponse("ok\n")


async def _ready(_request: Request) -> Response:
    """Answer whether every table and layer is whole, and say of those that are not what is wrong."""
    broken = [str(error).splitlines()[0] for error in problems()]
    status = 503 if broken else 200
    return JSONResponse({"data_version": data_version(atlas_data().data), "broken": broken}, status)


async def _open_to_everyone(_request: Request) -> Response:
    """Answer whether nobody has to sign in: the proxy asks before it gives files of its own."""
    return Response(
        status_code=204 if access_rules.rules() is None else 403, headers={"Cache-Control": "no-store"}
    )


HEAVY: Final = (
    "altair",
    "pyarrow",
    "streamlit_folium",
    "rapidfuzz",
    "atlas.ui.frame.sidebar",
    "atlas.ui.widgets.browser_frames",
    "atlas.ui.frame.link_notices",
    "atlas.ui.frame.share_dialog",
    "atlas.ui.explore.map_alternatives",
    "atlas.ui.explore.map_summary",
    "streamlit.dataframe_util",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "PIL.Image",
)
"""Modules that a first visitor would otherwise wait for."""

COLLECT_EVERY_S: Final = 10
"""Seconds between two collections: some hundred runs of a busy server, a few MB of garbage."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Warm up, then serve; settings of the host that mean nothing stop the start."""
    logs.begin()
    access_rules.rules()
    require_readable(allowed())
    warm_up()
    collecting = asyncio.create_task(collect_now_and_then())
    yield
    collecting.cancel()


async def collect_now_and_then() -> None:
    """Collect garbage every few seconds, whatever the number of runs was."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await run_in_threadpool(gc.collect)


def warm_up() -> None:
    """Import, read and freeze.

    To collect all garbage takes about 100 ms with this stack loaded, near nothing once what is
    loaded at the start is frozen.
    """
    uploads_stay_in_memory()
    with before_any_session():
        for name in HEAVY:
            import_module(name)
    map_files()
    problems()
    recency(atlas_data().data)
    compress(SCRIPTS_ADDRESS + name for name in served_scripts())
    compress(address for address in files() if address.startswith(FRAME_FILES))
    gc.collect()
    gc.freeze()
    return_memory()


def return_memory() -> None:
    """Return to the system what imports and compression have freed, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
