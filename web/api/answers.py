"""What each address of the API answers, as plain values; broken tables and slips are told."""

from __future__ import annotations

from typing import Any, Final

from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.recency import recency
from web.api.catalogue import BY_NAME, COLLECTIONS
from web.api.features import Features, features_of
from web.api.links import CSV, GEOJSON, JSON, OPENAPI, link, with_query
from web.api.query import Query

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""Longitude and latitude, WGS 84: the only reference system of the API."""
CONFORMS_TO: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "oas30", "geojson")
)


def current(shelf: AtlasData) -> dict[str, str | None]:
    """Return the date of the newest fact, and the day on which sources were last consulted."""
    known = recency(shelf.data)
    return {"newestFact": known.newest, "sourcesConsulted": known.consulted}


def landing(address: str, shelf: AtlasData) -> dict[str, Any]:
    """Return the first page."""
    return {
        "title": "Security cooperation atlas: Guatemala and the United States",
        "description": "Layers and tables of the atlas. In QGIS: add a WFS / OGC API - Features layer "
        "with this address. In Excel: Data, From Web, with the address of a CSV.",
        **current(shelf),
        "links": [
            link(address, "self", JSON, "This page"),
            link(f"{address}/openapi.json", "service-desc", OPENAPI, "The description as OpenAPI"),
            link(f"{address}/conformance", "conformance", JSON, "What this API conforms to"),
            link(f"{address}/collections", "data", JSON, "The collections"),
        ],
    }


def conformance() -> dict[str, Any]:
    """Return what the API conforms to."""
    return {"conformsTo": list(CONFORMS_TO)}


def collections(address: str, shelf: AtlasData) -> dict[str, Any]:
    """Return every collection whose table is whole."""
    found = []
    for one in COLLECTIONS:
        try:
            found.append(collection(address, shelf, one.name))
        except GeoError:
            continue
    return {
        **current(shelf),
        "links": [link(f"{address}/collections", "self", JSON, "The collections")],
        "collections": found,
    }


def collection(address: str, shelf: AtlasData, name: str) -> dict[str, Any]:
    """Return one collection.

    Raises
    ------
    GeoError
        Its table is broken.
    """
    features, one = features_of(shelf, name), BY_NAME[name]
    here = f"{address}/collections/{name}"
    place = (
        {"extent": {"spatial": {"bbox": [features.extent()], "crs": CRS84}}}
        if features.has_geometry
        else {}
    )
    return {
        "id": name,
        "title": one.title,
        "description": one.description(shelf),
        "itemType": "feature",
        "crs": [CRS84],
        **place,
        "links": [
            link(here, "self", JSON, one.title),
            link(f"{here}/items", "items", GEOJSON, f"{one.title} as GeoJSON"),
            link(with_query(f"{here}/items", {"f": "csv"}), "items", CSV, f"{one.title} as CSV"),
        ],
    }


def page(address: str, features: Features, query: Query, matching: list[int]) -> dict[str, Any]:
    """Return what stands around the features of a page: links to it, the next and the one before."""
    name = features.collection.name
    here = f"{address}/collections/{name}/items"

    def at(offset: int, **more: str) -> str:
        asked: dict[str, object] = dict(query.filters)
        if query.bbox is not None:
            asked["bbox"] = ",".join(f"{edge:.12g}" for edge in query.bbox)
        return with_query(here, asked | {"limit": query.limit, "offset": offset} | more)

    links = [
        link(at(query.offset), "self", GEOJSON, "This page"),
        link(at(query.offset, f="csv"), "alternate", CSV, "This page as CSV"),
        link(f"{address}/collections/{name}", "collection", JSON, features.collection.title),
    ]
    if query.offset + query.limit < len(matching):
        links.append(link(at(query.offset + query.limit), "next", GEOJSON, "The next page"))
    if query.offset:
        links.append(link(at(max(0, query.offset - query.limit)), "prev", GEOJSON, "The page before"))
    shown = matching[query.offset : query.offset + query.limit]
    return {"links": links, "numberMatched": len(matching), "numberReturned": len(shown)}
