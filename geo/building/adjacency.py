"""Which municipios touch, and along how many kilometres."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import GTM


def adjacency(municipios: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each pair of municipios that shares an edge; a shared corner or a lake between is none.

    Returns
    -------
    DataFrame
        `codigo_muni` < `other_codigo_muni`, `shared_km` (GTM), sorted by the codes.
    """
    shapes = municipios.geometry.to_crs(GTM).to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="touches")
    one, other = one[one < other], other[one < other]
    edges = shapely.intersection(shapely.boundary(shapes[one]), shapely.boundary(shapes[other]))
    codes = municipios["codigo_muni"].to_numpy()
    pairs = pd.DataFrame(
        {
            "codigo_muni": codes[one],
            "other_codigo_muni": codes[other],
            "shared_km": (shapely.length(edges) / 1e3).round(3),
        }
    )
    return pairs[pairs["shared_km"] > 0].sort_values(
        ["codigo_muni", "other_codigo_muni"], ignore_index=True
    )
