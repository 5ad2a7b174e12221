"""Files served at the address of their content: compressed once, kept by browsers permanently.

An address holds the digest of its file, so a changed file has a new address and an old address never
leads to other content.
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
    """A file as it is served: its address below the root, and its body in each encoding."""

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
    return Asset(f"{folder}/{sha256(content)[:16]}/{name}", media_type, encoded_bodies(content))


def encoded_bodies(content: bytes, quality: int = 7) -> dict[str, bytes]:
    """Return a body in every encoding: Brotli, gzip and as it is; `quality` is 1 (quick) to 9 (small)."""
    return {
        "identity": content,
        "gzip": gzip.compress(content, quality, mtime=0),
        "br": brotli.compress(content, quality=quality),
    }


def response(file: Asset, request: Request) -> Response:
    """Return the asset in the best encoding, with headers to keep it permanently."""
    encoding, body = file.body_for(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=file.media_type, headers=headers)


def asset_route(folder: str, assets: Iterable[Asset]) -> Route:
    """Return the route that serves the assets of one folder; any other address in it answers 404."""
    by_path = {file.path: file for file in assets}

    async def serve(request: Request) -> Response:
        file = by_path.get(f"{folder}/{request.path_params['rest']}")
        if file is None:
            return Response("no such file\n", 404, media_type="text/plain")
        return response(file, request)

    return Route(f"/{folder}/{{rest:path}}", serve, methods=["GET"])
