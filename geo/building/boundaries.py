"""All boundaries of Guatemala, repaired and measured, from the packaged files."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from geo.building import border, package, repairs
from geo.building.topology import to_topojson
from geo.crs import WGS84

STEP_DEGREES = 1e-7
"""The grid that boundaries are stored on: about 1 cm; the source's own grid has 3 m."""


def built_boundaries() -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of `data/boundaries`: municipios, lakes, departamentos, country, border, coast."""
    features = repairs.without_belize(package.packaged_municipios())
    features = repairs.with_southern_livingston(repairs.with_own_polygons(features))
    lakes = repairs.lakes(features, package.packaged_departamentos())
    municipios = repairs.with_ine_names(features, package.ine_municipios())
    shapes = pd.concat([municipios.geometry, lakes.geometry], ignore_index=True)
    matched = repairs.with_matched_edges(shapes)
    areas = repairs.area_km2(matched)
    land = municipios.set_geometry(matched[: len(municipios)]).assign(area_km2=areas[: len(municipios)])
    water = lakes.set_geometry(matched[len(municipios) :].reset_index(drop=True))
    water["area_km2"] = areas[len(municipios) :].to_numpy()
    outline = shapely.coverage_union_all(matched.to_numpy())
    return {
        "municipios": land,
        "lakes": water,
        "departamentos": departamentos(land, water),
        "country": _country(outline, areas.sum()),
        "border": border.border(outline),
        "coast": border.coast(outline),
    }


def _country(outline: shapely.Polygon, area_km2: float) -> gpd.GeoDataFrame:
    columns = {"iso3": ["GTM"], "area_km2": [round(area_km2, 4)]}
    return gpd.GeoDataFrame(columns, geometry=[outline], crs=WGS84)


def departamentos(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Dissolve municipios and lakes by departamento; the packaged departamentos do not nest.

    Theirs put 244 km2 of San Andres Villa Seca into Suchitepequez and 26 km2 of Mexico into
    Peten, and differ by more than 1 km2 in nine of the 22.

    Returns
    -------
    GeoDataFrame
        22 rows sorted by `codigo_depto`; `departamento`, `area_km2` (land: the municipios),
        `area_with_lakes_km2`, geometry (with lakes) in WGS 84.
    """
    names = municipios.groupby("codigo_depto")["departamento"].first()
    land = municipios.groupby("codigo_depto")["area_km2"].sum()
    water = lakes.groupby("codigo_depto")["area_km2"].sum().reindex(land.index, fill_value=0.0)
    whole = pd.concat([municipios, lakes]).groupby("codigo_depto")["geometry"]
    shapes = whole.agg(lambda parts: shapely.coverage_union_all(parts.to_numpy()))
    return gpd.GeoDataFrame(
        {"departamento": names, "area_km2": land.round(4), "area_with_lakes_km2": (land + water).round(4)},
        geometry=gpd.GeoSeries(shapes, crs=WGS84),
    ).reset_index()


def boundaries_file(layers: Mapping[str, gpd.GeoDataFrame]) -> bytes:
    """Return the layers as the bytes of `data/boundaries/guatemala.topojson`."""
    return to_topojson(layers, STEP_DEGREES)
