"""The boundaries before and after repair, built once for all tests."""

from functools import cache

import geopandas as gpd

from geo.build import national_outlines
from geo.build.national_outlines import built_boundaries
from geo.crs import GTM


@cache
def as_packaged() -> gpd.GeoDataFrame:
    """Return the municipios as the package has them, indexed by code, lakes and Belize included."""
    return national_outlines.packaged_municipios().set_index("codigo_muni")


@cache
def rebuilt() -> dict[str, gpd.GeoDataFrame]:
    """Return every layer of boundaries, freshly built."""
    return built_boundaries()


def municipio(code: int) -> gpd.GeoDataFrame:
    """Return one repaired municipio."""
    municipios = rebuilt()["municipios"]
    return municipios[municipios["codigo_muni"] == code]


def km2(shapes: gpd.GeoSeries) -> float:
    """Return the area of all `shapes` together, in GTM."""
    return float(shapes.to_crs(GTM).area.sum() / 1e6)
