"""Things served by content address: compressed once, kept by the browser for ever.

An address holds the digest of what it serves, so a changed file has a new address and an
old one never lies.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.dataset.records import sha256

FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its address below the root, and its bodies by encoding."""

    path: str
    media_type: str
    bodies: dict[str, bytes]

    def body_for(self, accepted: str) -> tuple[str, bytes]:
        """Return the best encoding that the client accepts, and the body in it."""
        offered = {part.split(";")[0].strip() for part in accepted.split(",")}
        encoding = next(
            (name for name in ("br", "gzip") if name in offered and name in self.bodies), "identity"
        )
        return encoding, self.bodies[encoding]


def asset(folder: str, name: str, content: bytes, media_type: str) -> Asset:
    """Return `content` as an asset at `folder/<digest>/name`."""
    return Asset(f"{folder}/{sha256(content)[:16]}/{name}", media_type, compressed(content))


def compressed(content: bytes, quality: int = 9) -> dict[str, bytes]:
    """Return a body in every encoding: Brotli, gzip and as it is; `quality` is 1 (quick) to 9 (small)."""
    return {
        "identity": content,
        "gzip": gzip.compress(content, quality, mtime=0),
        "br": brotli.compress(content, quality=quality),
    }


def response(found: Asset, request: Request) -> Response:
    """Return the asset in the best encoding, to be kept for ever."""
    encoding, body = found.body_for(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=found.media_type, headers=headers)


def asset_route(folder: str, assets: Iterable[Asset]) -> Route:
    """Return the route that serves the assets of one folder and answers 404 to all else in it."""
    by_path = {one.path: one for one in assets}

    async def serve(request: Request) -> Response:
        found = by_path.get(f"{folder}/{request.path_params['rest']}")
        return (
            response(found, request) if found else Response("no such file\n", 404, media_type="text/plain")
        )

    return Route(f"/{folder}/{{rest:path}}", serve, methods=["GET"])
