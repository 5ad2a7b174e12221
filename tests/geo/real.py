"""The real country, read once for all tests; no test changes it."""

from functools import cache

import geopandas as gpd

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import CountryMeasures, country_measures
from geo.crs import WGS84
from geo.dataset.boundaries import BOUNDARIES, read_border, read_coast, read_municipios
from geo.dataset.census import read_population
from geo.dataset.records import require_file


@cache
def municipios() -> gpd.GeoDataFrame:
    """Return the 340 municipios in WGS 84."""
    return read_municipios()


@cache
def country_outline() -> gpd.GeoDataFrame:
    """Return the country with its lakes: one row, `iso3`, `area_km2` (GTM), `geometry` in WGS 84."""
    layer = gpd.read_file(require_file(*BOUNDARIES), layer="country")
    return layer[["iso3", "area_km2", "geometry"]].set_crs(WGS84, allow_override=True)


@cache
def guatemala() -> CountryMeasures:
    """Return the country laid out for measuring."""
    return country_measures(municipios(), read_population(), read_border(), read_coast())


def ground_of_guatemala() -> DemandAreas:
    """Return its ground."""
    return guatemala().ground
