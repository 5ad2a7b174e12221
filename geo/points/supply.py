"""A reader's own list as supply: its places as sites that cover what lies around them."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.choices import Precision
from geo.crs import WGS84
from geo.errors import GeoError
from geo.points.reached import MeasurableRows

OWN_KIND: Final = "own"
"""Stands for a kind of site; no kind of the atlas is called so."""
MOST_PLACES: Final = 1_000
"""Distinct places that are measured to: five seconds, and what memory a page may take."""
COLUMNS: Final = ("name_en", "name_es", "kind", "precision", "uncertainty_m", "codigo_muni")
"""What measuring asks of a site, besides its point."""


class TooManyPlacesError(GeoError):
    """A list has more places than can be measured to as sites."""

    def __init__(self, count: int) -> None:
        self.count, self.most = count, MOST_PLACES
        super().__init__(
            f"{count} distinct places; a list of sites has at most {MOST_PLACES}; take a shorter list"
        )


def places_of(rows: MeasurableRows, name: str) -> gpd.GeoDataFrame:
    """Return the distinct places of a list as sites, each once, called `name` with a number.

    A row with coordinates is exact, as far as its list is; one known to a municipio alone has that
    precision.

    Raises
    ------
    TooManyPlacesError
        There are more than `MOST_PLACES`.
    """
    points = np.unique(np.column_stack([rows.points.longitude, rows.points.latitude]), axis=0)
    count = len(points) + len(rows.areas)
    if count > MOST_PLACES:
        raise TooManyPlacesError(count)
    names = [f"{name} {number}" for number in range(1, count + 1)]
    exact, codes = len(points), list(rows.areas)
    radii: list[Any] = [0] * exact + [pd.NA] * len(codes)
    municipios: list[Any] = [pd.NA] * exact + codes
    columns: dict[str, Any] = {
        "name_en": names,
        "name_es": names,
        "kind": OWN_KIND,
        "precision": [Precision.EXACT] * exact + [Precision.MUNICIPIO] * len(codes),
        "uncertainty_m": pd.array(radii, dtype="Int64"),
        "codigo_muni": pd.array(municipios, dtype="Int64"),
    }
    shapes = [*shapely.points(points), *(None for _ in codes)]
    index = pd.Index([f"own-{number}" for number in range(1, count + 1)], name="site_id")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84, index=index)


def beside(sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return `sites` with `places` below them, with the columns that measuring asks for."""
    wanted = [*COLUMNS, "geometry"]
    both = [table[wanted].astype({"kind": object, "precision": object}) for table in (sites, places)]
    parts = [table for table in both if len(table)]
    return gpd.GeoDataFrame(pd.concat(parts), crs=WGS84) if parts else both[0]
