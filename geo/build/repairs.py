"""Repair the packaged boundaries: one function per error, described in its docstring.

The errors were found by comparing with OCHA's common operational data set, GeoNames and Natural Earth;
`tests/geo/build/test_repairs.py` tests each repair.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import GTM, WGS84
from geo.errors import BuildError

SANSARE, SANARATE, LIVINGSTON, BELIZE, LAKE = 206, 207, 1802, 4000, 0
IZABAL: Final = 18
GAP_DEGREES: Final = 5e-5
"""Width in metres up to which gaps are closed; the widest of the 15 gaps is 2.5 m wide."""
MAX_CHANGE_M2: Final = 1e4
"""Greatest change of a municipio by edge matching: one hectare; the greatest is 0.35 ha."""


def without_belize(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Drop Belize, which the file lists among the municipios as code 4000."""
    return features[features["codigo_muni"] != BELIZE].reset_index(drop=True)


def with_own_polygons(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Exchange the polygons of 206 Sansare and 207 Sanarate, which the file has swapped.

    INE's Sansare is the smaller one (about 144 km2), Sanarate the larger (about 274 km2).
    """
    exchanged = features["codigo_muni"].replace({SANSARE: SANARATE, SANARATE: SANSARE})
    return features.assign(codigo_muni=exchanged)


def with_southern_livingston(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Restore the part of Livingston south of the Rio Dulce.

    The file stores its outline (590 km2) as a hole that lies outside the northern shell,
    which is invalid and takes its area away instead of adding it.
    """
    return features.assign(
        geometry=[
            _holes_as_parts(shape) if code == LIVINGSTON else shape
            for code, shape in zip(features["codigo_muni"], features.geometry, strict=True)
        ]
    )


def _holes_as_parts(shape: shapely.Polygon) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.Polygon(ring) for ring in (shape.exterior, *shape.interiors)])


def lakes(features: gpd.GeoDataFrame, departamentos: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the three lakes that belong to no municipio.

    Lago de Izabal with El Golfete and the Rio Dulce (741 km2) is missing from the
    municipio file: it is what the packaged departamento of Izabal has beyond its
    municipios, including 5 ha of water enclosed by El Estor.

    Returns
    -------
    GeoDataFrame
        `lake`, `name_en`, `name_es`, `codigo_depto`, geometry in WGS 84.
    """
    izabal = departamentos.loc[departamentos["codigo_depto"] == IZABAL, "geometry"].item()
    water = shapely.get_parts(izabal.difference(features[features["codigo_muni"] != LAKE].union_all()))
    wide = water[gpd.GeoSeries(water, crs=WGS84).to_crs(GTM).area > MAX_CHANGE_M2]
    in_file = features[features["codigo_muni"] == LAKE].set_index("minfin_name").geometry
    return gpd.GeoDataFrame(
        [
            ("amatitlan", "Lake Amatitlán", "Lago de Amatitlán", 1),
            ("atitlan", "Lake Atitlán", "Lago de Atitlán", 7),
            ("izabal", "Lake Izabal and Río Dulce", "Lago de Izabal y Río Dulce", IZABAL),
        ],
        columns=["lake", "name_en", "name_es", "codigo_depto"],
        geometry=[
            in_file["Lago de Amatitlán"],
            in_file["Lago de Atitlán"],
            shapely.MultiPolygon(list(wide)),
        ],
        crs=WGS84,
    )


def with_ine_names(features: gpd.GeoDataFrame, ine: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the municipios with INE's names, joined by code and sorted by it; lakes are left out.

    The package's own look-up matches parts of names ("San" gives Santa Rosa), and six
    municipio names occur twice: only the code is a key.

    Raises
    ------
    BuildError
        A code is in only one of the two lists.
    """
    shapes = features.loc[features["codigo_muni"] != LAKE, ["codigo_muni", "geometry"]]
    named = shapes.merge(ine, on="codigo_muni", how="outer", validate="one_to_one")
    if odd := named.loc[named.isna().any(axis="columns"), "codigo_muni"].tolist():
        raise BuildError(f"codes without a polygon or a name: {odd}", "compare the two lists")
    return named[[*ine.columns, "geometry"]].sort_values("codigo_muni", ignore_index=True)


def with_matched_edges(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the polygons as a valid coverage, with matching edges.

    In the file 14.5 km of their edges do not match.

    Raises
    ------
    BuildError
        A polygon would change by more than one hectare.
    """
    matched = gpd.GeoSeries(
        shapely.coverage_clean(shapes.to_numpy(), gap_width=GAP_DEGREES), crs=shapes.crs
    )
    moved = matched.to_crs(GTM).symmetric_difference(shapes.to_crs(GTM), align=False).area
    if np.any(moved > MAX_CHANGE_M2):
        problem = f"polygon {moved.idxmax()} would change by {moved.max() / 1e4:.2f} ha"
        raise BuildError(problem, "look at its edges")
    return matched


def area_km2(shapes: gpd.GeoSeries) -> pd.Series:
    """Return areas in GTM, rounded to 100 m2.

    The package's areas, planar in UTM 16N, are up to 0.6 % too large.
    """
    areas: pd.Series = (shapes.to_crs(GTM).area / 1e6).round(4)
    return areas
