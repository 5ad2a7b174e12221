"""The description of the API as OpenAPI 3.0: what may be asked, and what is answered."""

from __future__ import annotations

from typing import Any

from web.api.catalogue import COLLECTIONS
from web.api.links import CSV, GEOJSON, JSON
from web.api.query import DEFAULT_LIMIT, FORMATS, MAX_LIMIT


def description(address: str, version: str) -> dict[str, Any]:
    """Return the description; `address` is that of the API, `version` that of the data."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Security cooperation atlas: Guatemala and the United States",
            "description": "Layers and tables of the atlas as OGC API - Features, GeoJSON and CSV.",
            "version": version,
            "license": {"name": "CC BY 4.0; each collection names its own"},
        },
        "servers": [{"url": address}],
        "paths": {
            "/": _get("landing", "The first page, with links to all others", JSON),
            "/conformance": _get("conformance", "What this API conforms to", JSON),
            "/collections": _get("collections", "The collections", JSON),
            "/collections/{collectionId}": _get("collection", "One collection", JSON, [_collection()]),
            "/collections/{collectionId}/items": _get(
                "items",
                "Features of a collection, a page at a time",
                GEOJSON,
                [_collection(), *_paging()],
                True,
            ),
            "/collections/{collectionId}/items/{featureId}": _get(
                "item", "One feature", GEOJSON, [_collection(), _path("featureId", {"type": "string"})]
            ),
        },
    }


def _get(
    name: str,
    summary: str,
    kind: str,
    parameters: list[dict[str, Any]] | None = None,
    as_table: bool = False,
) -> dict[str, Any]:
    content: dict[str, Any] = {kind: {"schema": {"type": "object"}}}
    content |= {CSV: {"schema": {"type": "string"}}} if as_table else {}
    answers = {
        "200": {"description": summary, "content": content},
        "304": {"description": "Not changed since the ETag that was sent"},
    }
    if parameters:
        answers["400"] = _problem("A parameter means nothing")
        answers["404"] = _problem("There is no such collection or feature")
        answers["503"] = _problem("The table is broken on this server")
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters or [],
            "responses": answers,
        }
    }


def _problem(words: str) -> dict[str, Any]:
    members = {"code": {"type": "string"}, "description": {"type": "string"}}
    schema = {"type": "object", "properties": members, "required": ["code", "description"]}
    return {"description": words, "content": {JSON: {"schema": schema}}}


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _collection() -> dict[str, Any]:
    return _path("collectionId", {"type": "string", "enum": [one.name for one in COLLECTIONS]})


def _paging() -> list[dict[str, Any]]:
    def asked(name: str, words: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "name": name,
            "in": "query",
            "required": False,
            "description": words,
            "schema": schema,
            **more,
        }

    whole = {"type": "integer"}
    most = {"minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    return [
        asked("limit", "Features in one page", whole | most),
        asked(
            "offset", "Features to pass over", whole | {"minimum": 0, "maximum": 999_999_999, "default": 0}
        ),
        asked("bbox", "west,south,east,north in degrees", box, style="form", explode=False),
        asked(
            "datetime", "Taken and without effect: features have no time of their own", {"type": "string"}
        ),
        asked("f", "The format", {"type": "string", "enum": list(FORMATS)}),
    ]
