"""Outlines of the country for small pictures, as SVG path data.

Plate carrée with degrees of longitude shortened as in the middle of the country, in
hundredths of a degree, north up: for looking at, not for measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Final

import geopandas as gpd
import shapely

from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_layer
from geo.topojson import features, parse

SHORTENED: Final = cos(radians(15.7))
"""The length of a degree of longitude against one of latitude."""

DETAIL: Final = 1 / 200
"""Outlines are simplified by this share of the frame's width: about two pixels."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class SvgOutline:
    """SVG path data: the land, the borders, and the border that is in dispute, empty where out of sight."""

    land: str
    borders: str
    disputed: str


def outline(shelf: AtlasData, box: Box) -> SvgOutline:
    """Return the outlines of the country and its departamentos inside a frame.

    Raises
    ------
    DataFileError
        A display layer is missing or altered.
    """
    detail = (box[2] - box[0]) * DETAIL
    drawn = shapely.coverage_simplify(departamento_shapes(shelf).geometry.to_numpy(), detail)
    dispute = _dispute(shelf)
    # The simplified border strays from the other by up to twice the detail.
    settled = shapely.union_all(shapely.boundary(drawn)).difference(dispute.buffer(2 * detail))
    return SvgOutline(
        land=path_data(shapely.clip_by_rect(shapely.union_all(drawn), *_wider(box))),
        borders=path_data(shapely.clip_by_rect(settled, *box)),
        disputed=path_data(shapely.clip_by_rect(dispute.simplify(detail / 2), *box)),
    )


@cache
def departamento_shapes(shelf: AtlasData) -> gpd.GeoDataFrame:
    """Return the departamentos as they are drawn at 500 m."""
    return features(parse(read_layer("adm1_500m", shelf.data).content), "departamentos")


@cache
def municipio_shapes(shelf: AtlasData) -> dict[int, shapely.Geometry]:
    """Return the outlines of the municipios at 500 m by INE code."""
    table = features(parse(read_layer("adm2_500m", shelf.data).content), "municipios")
    return dict(zip(table["codigo_muni"].astype(int), table.geometry, strict=True))


@cache
def _dispute(shelf: AtlasData) -> shapely.Geometry:
    border = features(parse(read_layer("context", shelf.data).content), "border")
    return border.geometry[border["disputed"].astype(bool)].union_all()


def _wider(box: Box) -> Box:
    """Return a box wide enough that the edge of the clipped land lies out of sight."""
    west, south, east, north = box
    x, y = (east - west) / 20, (north - south) / 20
    return west - x, south - y, east + x, north + y


def path_data(shape: shapely.Geometry) -> str:
    """Return lines, or the outer edges of areas, as SVG path data; empty for an empty shape."""
    parts = shapely.get_parts(shapely.line_merge(shape) if "Line" in shape.geom_type else shape)
    lines = (part if part.geom_type == "LineString" else part.exterior for part in parts)
    return "".join(
        "M" + "L".join(f"{x * SHORTENED * 100:.1f} {-y * 100:.1f}" for x, y in line.coords)
        for line in lines
        if not line.is_empty
    )
