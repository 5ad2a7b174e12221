"""Define the two coordinate reference systems, convert between them and check them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from geo.errors import CRSError

Floats = NDArray[np.float64]

WGS84: Final = "EPSG:4326"
"""Longitude and latitude in degrees, for everything that is stored or drawn."""

GTM: Final = "ESRI:103598"
"""Guatemala Transverse Mercator, metres, for areas, lengths and buffers (error ≤ 0.04 %)."""


def require_crs(layer: gpd.GeoDataFrame | gpd.GeoSeries, crs: str) -> None:
    """Raise `CRSError` unless `layer` is in `crs`."""
    if layer.crs is None or layer.crs != crs:
        raise CRSError(crs, None if layer.crs is None else layer.crs.to_string())


def to_gtm(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Return x and y in GTM metres of points in WGS 84; NaN for missing points."""
    known = np.isfinite(longitude) & np.isfinite(latitude)
    x, y = np.full(len(longitude), np.nan), np.full(len(longitude), np.nan)
    x[known], y[known] = _transformer().transform(longitude[known], latitude[known])
    return x, y


def to_wgs84(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude of points in GTM metres."""
    longitude, latitude = _transformer().transform(x, y, direction="INVERSE")
    return np.asarray(longitude), np.asarray(latitude)


@cache
def _transformer() -> Any:
    return Transformer.from_crs(WGS84, GTM, always_xy=True)
