"""The routes of the API; each answer has an ETag, and each error says what is wrong."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.web.api import api_answers
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
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version, sha256
from geo.errors import GeoError
from geo.exports.tables.gis_files import feature_collection

HEADERS: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding, Host"}
"""A client keeps its copy and asks whether it still holds; a matching ETag answers in a few bytes."""


class NotFoundError(LookupError):
    """There is no such collection or feature."""


@dataclass(frozen=True)
class Body:
    """The content of an answer and its media type."""

    content: bytes
    kind: str


Answer = Callable[[Request, str, AtlasData], Body]
"""Makes a body from the request, the address of the API and the data."""


def api_routes(atlas_data: AtlasData) -> list[Route]:
    """Return the routes, which answer from `atlas_data`."""
    answers: dict[str, Answer] = {
        "/api": _landing,
        "/api/": _landing,
        "/api/openapi.json": _openapi,
        "/api/conformance": _conformance,
        "/api/collections": _collections,
        "/api/collections/{name}": _collection,
        "/api/collections/{name}/items": _items,
        "/api/collections/{name}/items/{feature:path}": _item,
    }
    return [Route(path, _endpoint(answer, atlas_data), methods=["GET"]) for path, answer in answers.items()]


def _endpoint(answer: Answer, atlas_data: AtlasData) -> Callable[[Request], Any]:
    @functools.wraps(answer)
    async def endpoint(request: Request) -> Response:
        try:
            body = await run_in_threadpool(answer, request, root(request), atlas_data)
        except (BadQueryError, BadHostError) as error:
            return _error(400, "InvalidParameterValue", str(error))
        except NotFoundError as error:
            return _error(404, "NotFound", str(error))
        except GeoError as error:
            return _error(503, "Broken", str(error).splitlines()[0])
        return _response(request, body, data_version(atlas_data.data))

    return endpoint


def _response(request: Request, body: Body, version: str) -> Response:
    etag = f'"{version}-{sha256(body.content)[:16]}"'
    headers = HEADERS | {"ETag": etag}
    if is_unchanged(etag, request.headers.getlist("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(body.content, headers=headers, media_type=body.kind)


VALIDATOR: Final = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
"""An ETag in a list of them, weak or strong (RFC 9110)."""


def is_unchanged(etag: str, held: Iterable[str]) -> bool:
    """Return whether a client holds the answer with this ETag; `held` are its `If-None-Match` headers.

    The comparison is weak: a proxy that compresses an answer makes its ETag a weak one.
    """
    headers = ",".join(held)
    return headers.strip() == "*" or etag in VALIDATOR.findall(headers)


def _error(status: int, code: str, description: str) -> Response:
    content = json.dumps({"code": code, "description": description}, ensure_ascii=False)
    return Response(content, status, headers=HEADERS, media_type=JSON)


def _json(value: Any, kind: str = JSON) -> Body:
    return Body(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), kind)


def _landing(_request: Request, address: str, atlas_data: AtlasData) -> Body:
    return _json(api_answers.landing(address, atlas_data))


def _openapi(_request: Request, address: str, atlas_data: AtlasData) -> Body:
    return _json(api_answers.description(address, data_version(atlas_data.data)), OPENAPI)


def _conformance(_request: Request, _address: str, _atlas_data: AtlasData) -> Body:
    return _json(api_answers.conformance())


def _collections(_request: Request, address: str, atlas_data: AtlasData) -> Body:
    return _json(api_answers.collections(address, atlas_data))


def _name(request: Request) -> str:
    name = str(request.path_params["name"])
    if name not in BY_NAME:
        raise NotFoundError(f"the collection {name[:60]!r} does not exist; use one of {', '.join(BY_NAME)}")
    return name


def _collection(request: Request, address: str, atlas_data: AtlasData) -> Body:
    return _json(api_answers.collection(address, atlas_data, _name(request)))


def _items(request: Request, address: str, atlas_data: AtlasData) -> Body:
    features = features_of(atlas_data, _name(request))
    query = query_of(request.query_params, features.columns, request.headers.get("accept", ""))
    matching = query.matching(features)
    shown = matching[query.offset : query.offset + query.limit]
    if query.file_format == "csv":
        return Body(as_csv(features, shown), CSV)
    members = api_answers.page(address, features, query, matching) | api_answers.current(atlas_data)
    around = json.dumps(members, ensure_ascii=False)[1:-1]
    return Body(feature_collection(around, map(features.feature, shown)).encode(), GEOJSON)


def _item(request: Request, address: str, atlas_data: AtlasData) -> Body:
    features = features_of(atlas_data, _name(request))
    identifier = str(request.path_params["feature"])
    if identifier not in features.nth:
        raise NotFoundError(f"{features.collection.name} has no feature {identifier[:60]!r}")
    collection = f"{address}/collections/{features.collection.name}"
    links = [
        link(f"{collection}/items/{identifier}", "self", GEOJSON, identifier),
        link(collection, "collection", JSON, features.collection.title),
    ]
    members = f',"links":{json.dumps(links, ensure_ascii=False)}'
    return Body(features.feature(features.nth[identifier], members).encode(), GEOJSON)
