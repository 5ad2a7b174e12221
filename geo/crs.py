"""The two coordinate reference systems of the atlas, and the guard between them."""

from __future__ import annotations

from typing import Final

import geopandas as gpd

from geo.errors import CRSError

WGS84: Final = "EPSG:4326"
"""Longitude and latitude in degrees: everything stored and drawn."""

GTM: Final = "ESRI:103598"
"""Guatemala Transverse Mercator, metres: every area, length and buffer (error at most 0.04 %)."""


def require_crs(layer: gpd.GeoDataFrame | gpd.GeoSeries, crs: str) -> None:
    """Raise `CRSError` unless `layer` is in `crs`."""
    if layer.crs is None or layer.crs != crs:
        raise CRSError(crs, None if layer.crs is None else layer.crs.to_string())
