"""GeoJSON (RFC 7946): WGS 84, rings the right way round, whose it is beside the features."""

from __future__ import annotations

import json
from typing import Any

import shapely

from geo.downloads.about import Download
from geo.downloads.plain import first_with_places, rows, shapes


def to_geojson(download: Download) -> bytes:
    """Return the first sheet of `download` that has geometry; without any, features have none."""
    table = first_with_places(download).table
    found = shapes(table) or [None] * len(table)
    features = ",\n".join(
        f'{{"type":"Feature","geometry":{_geometry(shape)},"properties":{_json(row)}}}'
        for row, shape in zip(rows(table), found, strict=True)
    )
    lines = [{"what": what, "text": text} for what, text in download.about.lines()]
    head = f'"type":"FeatureCollection","name":{_json(download.name)},"about":{_json(lines)}'
    return f'{{{head},"features":[\n{features}\n]}}\n'.encode()


def _geometry(shape: Any) -> str:
    return "null" if shape is None else str(shapely.to_geojson(shape))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
