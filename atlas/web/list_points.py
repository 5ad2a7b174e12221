"""Points of a reader's own list, served to the map of that reader's session and to no one else.

An address holds 24 random bytes. The points belong to the session that made them: this module refers to
them only weakly, so that they disappear with the session. No browser and no proxy keeps them.
"""

from __future__ import annotations

import gzip
import math
import secrets
from typing import Any, Final
from weakref import WeakValueDictionary

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.lists.point_aggregation import WIDTH_KM, Bounds, Hexagons, ListPoints, as_json, hexagons, marks

FOLDER: Final = "own"
LEVEL: Final = 1
"""Compression of an answer: 300 kB become 130 kB in 5 ms."""
HEADERS: Final = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding"}


class Drawing:
    """Points to draw, at an address that nobody can guess."""

    def __init__(self, points: ListPoints) -> None:
        self.points = points
        self.token = secrets.token_urlsafe(24)
        self._hexagons: dict[int, Hexagons] = {}
        _DRAWINGS[self.token] = self

    def forget(self) -> None:
        """Stop serving the points at once."""
        _DRAWINGS.pop(self.token, None)

    @property
    def path(self) -> str:
        """The address below the root of the server."""
        return f"{FOLDER}/{self.token}"

    def hexagons(self, resolution: int) -> Hexagons:
        """Return the hexagons of a resolution, counted at their first use."""
        if resolution not in self._hexagons:
            self._hexagons[resolution] = hexagons(self.points, resolution)
        return self._hexagons[resolution]

    def marks(self, view: Bounds | None) -> bytes:
        """Return the marks in a view."""
        return as_json(marks(self.points, view))

    def rings(self, resolution: int) -> bytes:
        """Return the hexagons of a resolution."""
        cells = self.hexagons(resolution)
        flat = cells.rings.reshape(len(cells.rows), -1).tolist()
        return as_json({"rings": flat, "n": cells.rows.tolist(), "whole": True})


_DRAWINGS: Final[WeakValueDictionary[str, Drawing]] = WeakValueDictionary()


def list_routes() -> list[Route]:
    """Return the routes of drawings."""
    return [
        Route(f"/{FOLDER}/{{token}}/marks.json", _marks, methods=["GET"]),
        Route(f"/{FOLDER}/{{token}}/hexagons-{{resolution:int}}.json", _rings, methods=["GET"]),
    ]


async def _marks(request: Request) -> Response:
    drawing, view = _drawing(request), _view(request.query_params.get("view"))
    if drawing is None:
        return _gone()
    return _answer(request, await run_in_threadpool(drawing.marks, view))


async def _rings(request: Request) -> Response:
    drawing, resolution = _drawing(request), request.path_params["resolution"]
    if drawing is None or resolution not in WIDTH_KM:
        return _gone()
    return _answer(request, await run_in_threadpool(drawing.rings, resolution))


def _drawing(request: Request) -> Drawing | None:
    return _DRAWINGS.get(request.path_params["token"])


def _gone() -> Response:
    return Response("no such list\n", 404, headers=HEADERS, media_type="text/plain")


def _view(text: str | None) -> Bounds | None:
    """Return the bounds that the map asks for; None if the text holds none."""
    try:
        west, south, east, north = (float(word) for word in (text or "").split(","))
    except ValueError:
        return None
    values: Any = (west, south, east, north)
    is_sound = all(map(math.isfinite, values)) and west < east and south < north
    return tuple(np.clip(values, -180, 180).tolist()) if is_sound else None


def _answer(request: Request, body: bytes) -> Response:
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, encoding = gzip.compress(body, LEVEL, mtime=0), {"Content-Encoding": "gzip"}
    else:
        encoding = {}
    return Response(body, media_type="application/json", headers=HEADERS | encoding)
