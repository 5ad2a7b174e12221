"""The answers of the API as plain values, and its description as OpenAPI 3.0."""

from __future__ import annotations

from typing import Any, Final

from atlas.web.api.api_requests import (
    CSV,
    DEFAULT_LIMIT,
    FORMATS,
    GEOJSON,
    JSON,
    MAX_LIMIT,
    OPENAPI,
    Query,
    link,
    with_query,
)
from atlas.web.api.feature_collections import BY_NAME, Features, features_of
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import recency
from geo.errors import GeoError

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""Longitude and latitude, WGS 84: the only reference system of the API."""
CONFORMS_TO: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "oas30", "geojson")
)


def current(atlas_data: AtlasData) -> dict[str, str | None]:
    """Return the date of the newest fact, and the day on which sources were last consulted."""
    known = recency(atlas_data.data)
    return {"newestFact": known.newest, "sourcesConsulted": known.consulted}


def landing(address: str, atlas_data: AtlasData) -> dict[str, Any]:
    """Return the first page."""
    return {
        "title": "Security cooperation atlas: Guatemala and the United States",
        "description": "Layers and tables of the atlas. In QGIS, add a WFS / OGC API - Features layer "
        "with this URL. In Excel, choose Data, From Web and enter the URL of a CSV.",
        **current(atlas_data),
        "links": [
            link(address, "self", JSON, "This page"),
            link(f"{address}/openapi.json", "service-desc", OPENAPI, "OpenAPI description"),
            link(f"{address}/conformance", "conformance", JSON, "Conformance classes"),
            link(f"{address}/collections", "data", JSON, "Collections"),
        ],
    }


def conformance() -> dict[str, Any]:
    """Return what the API conforms to."""
    return {"conformsTo": list(CONFORMS_TO)}


def collections(address: str, atlas_data: AtlasData) -> dict[str, Any]:
    """Return every collection whose table is whole."""
    whole = []
    for name in BY_NAME:
        try:
            whole.append(collection(address, atlas_data, name))
        except GeoError:
            continue
    return {
        **current(atlas_data),
        "links": [link(f"{address}/collections", "self", JSON, "Collections")],
        "collections": whole,
    }


def collection(address: str, atlas_data: AtlasData, name: str) -> dict[str, Any]:
    """Return one collection.

    Raises
    ------
    GeoError
        Its table is broken.
    """
    features, fields = features_of(atlas_data, name), BY_NAME[name]
    collection_address = f"{address}/collections/{name}"
    extent: dict[str, Any] = {}
    if features.has_geometry:
        extent["spatial"] = {"bbox": [features.extent()], "crs": CRS84}
    if features.days is not None:
        # Open at both ends: of some features we know no beginning, and most go on.
        extent["temporal"] = {"interval": [[None, None]]}
    return {
        "id": name,
        "title": fields.title,
        "description": fields.description(atlas_data),
        "itemType": "feature",
        "crs": [CRS84],
        **({"extent": extent} if extent else {}),
        "links": [
            link(collection_address, "self", JSON, fields.title),
            link(f"{collection_address}/items", "items", GEOJSON, f"{fields.title} as GeoJSON"),
            link(
                with_query(f"{collection_address}/items", {"f": "csv"}),
                "items",
                CSV,
                f"{fields.title} as CSV",
            ),
        ],
    }


def page(address: str, features: Features, query: Query, matching: list[int]) -> dict[str, Any]:
    """Return the members next to the features of a page: links to it, the next, the previous; counts."""
    name = features.collection.name
    items = f"{address}/collections/{name}/items"

    def at(offset: int, **more: str) -> str:
        parameters: dict[str, object] = dict(query.filters)
        if query.bbox is not None:
            parameters["bbox"] = ",".join(f"{edge:.12g}" for edge in query.bbox)
        if query.when is not None:
            parameters["datetime"] = query.when
        if query.area is not None:
            parameters["area"] = query.area
        return with_query(items, parameters | {"limit": query.limit, "offset": offset} | more)

    links = [
        link(at(query.offset), "self", GEOJSON, "This page"),
        link(at(query.offset, f="csv"), "alternate", CSV, "This page as CSV"),
        link(f"{address}/collections/{name}", "collection", JSON, features.collection.title),
    ]
    if query.offset + query.limit < len(matching):
        links.append(link(at(query.offset + query.limit), "next", GEOJSON, "Next page"))
    if query.offset:
        links.append(link(at(max(0, query.offset - query.limit)), "prev", GEOJSON, "Previous page"))
    shown = matching[query.offset : query.offset + query.limit]
    return {"links": links, "numberMatched": len(matching), "numberReturned": len(shown)}


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
            "/": _get("landing", "Landing page with links to all other pages", JSON),
            "/conformance": _get("conformance", "Conformance classes", JSON),
            "/collections": _get("collections", "Collections", JSON),
            "/collections/{collectionId}": _get("collection", "One collection", JSON, [_collection()]),
            "/collections/{collectionId}/items": _get(
                "items",
                "Features of a collection, in pages",
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
        "304": {"description": "Unchanged since the ETag in the request"},
    }
    if parameters:
        answers["400"] = _problem("A parameter is unknown or invalid")
        answers["404"] = _problem("The collection or feature does not exist")
        answers["503"] = _problem("The table of this collection cannot be read")
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
    return _path("collectionId", {"type": "string", "enum": list(BY_NAME)})


def _paging() -> list[dict[str, Any]]:
    def parameter(name: str, words: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
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
        parameter("limit", "Number of features in one page", whole | most),
        parameter(
            "offset",
            "Number of features to skip",
            whole | {"minimum": 0, "maximum": 999_999_999, "default": 0},
        ),
        parameter("bbox", "west,south,east,north in degrees", box, style="form", explode=False),
        parameter(
            "area",
            "An area drawn on the map, as the parameter area in the URL of a page: the features whose "
            "geometry meets it. A site without a point has no geometry",
            {"type": "string"},
        ),
        parameter(
            "datetime",
            "A date (2019-03, 2019-03-08), a moment, or an interval such as 2019-01-01/2020-12-31 or "
            "2019-01-01/..: the sites and components that were there then or may have been, the figures "
            "that were valid, and events. Other collections have no time and ignore it",
            {"type": "string"},
        ),
        parameter("f", "Format of the answer", {"type": "string", "enum": list(FORMATS)}),
    ]
