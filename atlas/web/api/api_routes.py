"""The routes of the API: each answer has its ETag, and says what is wrong where something is."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.web.api import api_answers
from atlas.web.api.api_answers import description
from atlas.web.api.api_requests import (
    CSV,
    GEOJSON,
    JSON,
    OPENAPI,
    BadHostError,
    BadQueryError,
    link,
    query_of,
    root,
)
from atlas.web.api.feature_collections import BY_NAME, as_csv, features_of
from atlas.web.served_data import atlas_data
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version, sha256
from geo.errors import GeoError
from geo.exports.tables.gis_files import feature_collection

HEADERS: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding, Host"}
"""A copy is kept and asked about: the ETag answers in a few bytes."""


class NotFoundError(LookupError):
    """There is no such collection or feature."""


@dataclass(frozen=True)
class Body:
    """What is answered, and what kind of text it is."""

    content: bytes
    kind: str


Asked = Callable[[Request, str, AtlasData], Body]


def api_routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/api", _answered(_landing), methods=["GET"]),
        Route("/api/", _answered(_landing), methods=["GET"]),
        Route("/api/openapi.json", _answered(_openapi), methods=["GET"]),
        Route("/api/conformance", _answered(_conformance), methods=["GET"]),
        Route("/api/collections", _answered(_collections), methods=["GET"]),
        Route("/api/collections/{name}", _answered(_collection), methods=["GET"]),
        Route("/api/collections/{name}/items", _answered(_items), methods=["GET"]),
        Route("/api/collections/{name}/items/{feature:path}", _answered(_item), methods=["GET"]),
    ]


def _answered(ask: Asked) -> Callable[[Request], Any]:
    @functools.wraps(ask)
    async def answer(request: Request) -> Response:
        try:
            body = await run_in_threadpool(ask, request, root(request), atlas_data())
        except (BadQueryError, BadHostError) as error:
            return _told(400, "InvalidParameterValue", str(error))
        except NotFoundError as error:
            return _told(404, "NotFound", str(error))
        except GeoError as error:
            return _told(503, "Broken", str(error).splitlines()[0])
        return _response(request, body)

    return answer


def _response(request: Request, body: Body) -> Response:
    etag = f'"{data_version(atlas_data().data)}-{sha256(body.content)[:16]}"'
    headers = HEADERS | {"ETag": etag}
    if etag in {word.strip() for word in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body.content, headers=headers, media_type=body.kind)


def _told(status: int, code: str, words: str) -> Response:
    content = json.dumps({"code": code, "description": words}, ensure_ascii=False)
    return Response(content, status, headers=HEADERS, media_type=JSON)


def _json(value: Any, kind: str = JSON) -> Body:
    return Body(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), kind)


def _landing(_request: Request, address: str, known: AtlasData) -> Body:
    return _json(api_answers.landing(address, known))


def _openapi(_request: Request, address: str, known: AtlasData) -> Body:
    return _json(description(address, data_version(known.data)), OPENAPI)


def _conformance(_request: Request, _address: str, _known: AtlasData) -> Body:
    return _json(api_answers.conformance())


def _collections(_request: Request, address: str, known: AtlasData) -> Body:
    return _json(api_answers.collections(address, known))


def _name(request: Request) -> str:
    name = str(request.path_params["name"])
    if name not in BY_NAME:
        raise NotFoundError(f"there is no collection {name[:60]!r}; there are {', '.join(BY_NAME)}")
    return name


def _collection(request: Request, address: str, known: AtlasData) -> Body:
    return _json(api_answers.collection(address, known, _name(request)))


def _items(request: Request, address: str, known: AtlasData) -> Body:
    features = features_of(known, _name(request))
    query = query_of(request.query_params, features.columns, request.headers.get("accept", ""))
    matching = query.matching(features)
    shown = matching[query.offset : query.offset + query.limit]
    if query.file_format == "csv":
        return Body(as_csv(features, shown), CSV)
    members = api_answers.page(address, features, query, matching) | api_answers.current(known)
    around = json.dumps(members, ensure_ascii=False)[1:-1]
    return Body(feature_collection(around, map(features.feature, shown)).encode(), GEOJSON)


def _item(request: Request, address: str, known: AtlasData) -> Body:
    features = features_of(known, _name(request))
    identifier = str(request.path_params["feature"])
    if identifier not in features.nth:
        raise NotFoundError(f"{features.collection.name} has no feature {identifier[:60]!r}")
    here = f"{address}/collections/{features.collection.name}"
    links = [
        link(f"{here}/items/{identifier}", "self", GEOJSON, identifier),
        link(here, "collection", JSON, features.collection.title),
    ]
    more = f',"links":{json.dumps(links, ensure_ascii=False)}'
    return Body(features.feature(features.nth[identifier], more).encode(), GEOJSON)
