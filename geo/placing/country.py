"""The country as rows are placed in it: which municipio or lake a point is in, and names of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import Floats
from geo.dataset.gazetteer import Gazetteer
from geo.placing.names import NameIndex
from geo.points.lookup import AreaLookup, lookup

LAKE: Final = 10_000
"""A lake stands in the lookup as this plus the code of its departamento, after every municipio."""

Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PlaceIndex:
    """What rows are placed by."""

    lookup: AreaLookup
    names: NameIndex

    def areas_of(self, longitude: Floats, latitude: Floats) -> Codes:
        """Return the municipio of each point, `LAKE` plus a departamento on a lake, 0 outside."""
        return self.lookup.codes_of(longitude, latitude).astype(np.int32)


def country(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame, gazetteer: Gazetteer) -> PlaceIndex:
    """Return the country of the full-resolution layers (WGS 84) and of a gazetteer."""
    return PlaceIndex(areas_lookup(municipios, lakes), NameIndex(gazetteer))


def areas_lookup(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame) -> AreaLookup:
    """Return the lookup of municipios and, after them, lakes."""
    land = municipios[["codigo_muni", "geometry"]]
    water = lakes.assign(codigo_muni=LAKE + lakes["codigo_depto"])[["codigo_muni", "geometry"]]
    areas = gpd.GeoDataFrame(pd.concat([land, water], ignore_index=True), crs=municipios.crs)
    return lookup(areas)
