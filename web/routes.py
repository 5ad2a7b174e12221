"""Every route of the server besides the pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from geo.dataset.records import data_version
from web import access
from web.api.routes import api_routes
from web.assets import asset_route
from web.library import atlas_data, map_files, problems
from web.map_assets import own_assets, vendor_assets
from web.metrics import metrics
from web.own import own_routes
from web.page_hints import page_assets
from web.presenting import presenting_routes


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
        status_code=204 if access.rules() is None else 403, headers={"Cache-Control": "no-store"}
    )
