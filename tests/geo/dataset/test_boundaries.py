"""The boundaries that readers return, compared with published figures."""

import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.cli.data_commands import update_checksums
from geo.crs import GTM, WGS84
from geo.dataset import boundaries
from geo.dataset.records import DATA, read_record, require_file
from geo.errors import DataFileError
from tests.geo.real import country_outline

BORDER_KM: dict[str, dict[int, float]] = {
    "MEX": {
        1207: 32.91, 1208: 14.42, 1209: 6.45, 1215: 35.83, 1217: 27.39, 1218: 19.76, 1304: 20.04,
        1305: 57.13, 1307: 0.37, 1311: 2.79, 1312: 12.77, 1318: 16.49, 1321: 4.65, 1326: 23.72,
        1331: 11.79, 1420: 70.94, 1701: 38.62, 1702: 22.73, 1704: 173.22, 1705: 41.18,
        1710: 109.01, 1711: 22.78, 1713: 201.48,
    },
    "BLZ": {1708: 42.62, 1709: 41.17, 1711: 106.92, 1712: 18.61, 1802: 55.69},
    "HND": {
        1801: 57.51, 1804: 52.97, 1805: 35.71, 1904: 8.84, 1909: 12.55, 2005: 17.72, 2007: 62.43,
        2008: 8.13,
    },
    "SLV": {
        2008: 21.84, 2204: 17.87, 2205: 46.64, 2207: 8.7, 2208: 21.54, 2210: 7.87, 2211: 6.2, 2212: 9.87,
        2213: 14.11, 2214: 39.36,
    },
}  # fmt: skip
"""Kilometres of border by municipio, measured independently on the ellipsoid from the same package."""

AT_AN_END = {1218, 1711, 1801, 1802, 2008, 2214}
"""Municipios where a border ends: the independent figures run on for 2 to 9 km along the coast, or
past the corner where three countries meet, because they took each stretch for the nearest country's."""


@pytest.fixture(scope="module")
def municipios() -> gpd.GeoDataFrame:
    return boundaries.read_municipios()


@pytest.fixture(scope="module")
def border() -> gpd.GeoDataFrame:
    return boundaries.read_border()


def border_km(municipios: gpd.GeoDataFrame, line: shapely.LineString) -> pd.Series:
    """Return the kilometres of `line` by municipio, where there are any."""
    shapes = municipios.set_index("codigo_muni").geometry.to_crs(GTM)
    shapes = shapes[shapes.intersects(line)]
    lengths: pd.Series = shapes.boundary.intersection(line).length / 1e3
    return lengths[lengths > 0]


def test_municipios_are_340_sorted_and_whole(municipios: gpd.GeoDataFrame) -> None:
    assert list(municipios.columns) == [
        "codigo_muni", "municipio", "codigo_depto", "departamento", "area_km2", "geometry",
    ]  # fmt: skip
    assert len(municipios) == 340
    assert municipios.index.equals(pd.RangeIndex(340))
    assert municipios["codigo_muni"].is_monotonic_increasing
    assert municipios["codigo_muni"].is_unique
    assert (municipios["codigo_muni"] // 100 == municipios["codigo_depto"]).all()
    assert municipios.crs == WGS84
    assert municipios.notna().all(axis=None)


def test_municipios_and_lakes_are_a_valid_coverage(municipios: gpd.GeoDataFrame) -> None:
    shapes = [*municipios.geometry, *boundaries.read_lakes().geometry]
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_areas_stored_are_areas_measured(municipios: gpd.GeoDataFrame) -> None:
    measured = municipios.to_crs(GTM).area / 1e6
    assert np.abs(measured - municipios["area_km2"]).max() < 1e-3


def test_departamentos_are_22() -> None:
    departamentos = boundaries.read_departamentos()
    assert departamentos["codigo_depto"].tolist() == list(range(1, 23))
    assert departamentos.set_index("codigo_depto").at[17, "departamento"] == "Petén"
    assert shapely.coverage_is_valid(departamentos.geometry.to_numpy())


def test_the_country_is_all_of_its_departamentos() -> None:
    country = country_outline()
    departamentos = boundaries.read_departamentos()
    assert country["iso3"].tolist() == ["GTM"]
    assert country["area_km2"].item() == pytest.approx(departamentos["area_with_lakes_km2"].sum(), abs=0.01)


def test_lakes_have_both_names() -> None:
    lakes = boundaries.read_lakes().set_index("lake")
    assert lakes.at["atitlan", "name_en"] == "Lake Atitlán"
    assert lakes.at["izabal", "name_es"] == "Lago de Izabal y Río Dulce"
    assert lakes["codigo_depto"].to_dict() == {"amatitlan": 1, "atitlan": 7, "izabal": 18}


def test_only_the_border_with_belize_is_disputed(border: gpd.GeoDataFrame) -> None:
    assert border.set_index("neighbour")["disputed"].to_dict() == {
        "MEX": False, "BLZ": True, "HND": False, "SLV": False,
    }  # fmt: skip


def test_border_and_coast_are_the_outline_of_the_country(border: gpd.GeoDataFrame) -> None:
    lines = [*border.geometry, *boundaries.read_coast().geometry]
    outline = country_outline().geometry.item().boundary
    assert shapely.union_all(lines).equals(outline)
    assert sum(line.length for line in lines) == pytest.approx(outline.length)


def test_the_pacific_is_in_the_south_and_the_caribbean_in_the_east() -> None:
    coast = boundaries.read_coast().set_index("sea").geometry
    assert coast["pacific"].bounds[3] < 15 < coast["caribbean"].bounds[1]


@pytest.mark.parametrize(
    ("neighbour", "official_km"),
    [("MEX", (958, 965)), ("BLZ", (266, 266)), ("HND", (244, 256)), ("SLV", (199, 203))],
)
def test_border_lengths_are_near_the_official_ones(
    border: gpd.GeoDataFrame, neighbour: str, official_km: tuple[int, int]
) -> None:
    length = border.set_index("neighbour").at[neighbour, "length_km"]
    lowest, highest = official_km
    assert 0.94 * lowest < length < 1.01 * highest
    assert length == pytest.approx(sum(BORDER_KM[neighbour].values()), rel=0.04)


@pytest.mark.parametrize("neighbour", BORDER_KM)
def test_border_lengths_by_municipio(
    municipios: gpd.GeoDataFrame, border: gpd.GeoDataFrame, neighbour: str
) -> None:
    line = border.to_crs(GTM).set_index("neighbour").geometry[neighbour]
    measured = border_km(municipios, line)
    independent = pd.Series(BORDER_KM[neighbour])
    assert set(measured.index) == set(independent.index)
    difference = (measured - independent).abs()
    at_an_end = difference.index.isin(AT_AN_END)
    assert (difference[~at_an_end] < 0.05).all()
    assert difference[at_an_end].between(2, 9.5).all()


def test_44_municipios_are_on_the_border() -> None:
    assert len({code for codes in BORDER_KM.values() for code in codes}) == 44


def test_927_pairs_of_municipios_touch(municipios: gpd.GeoDataFrame) -> None:
    pairs = pd.read_csv(require_file(*boundaries.ADJACENCY))
    assert len(pairs) == 927
    assert (pairs["codigo_muni"] < pairs["other_codigo_muni"]).all()
    assert not pairs.duplicated(["codigo_muni", "other_codigo_muni"]).any()
    guatemala_mixco = pairs.query("codigo_muni == 101 and other_codigo_muni == 108")
    assert len(guatemala_mixco) == 1
    # Every inner edge is one pair's, except where a lake lies between: each edge counts in two perimeters.
    perimeters = municipios.to_crs(GTM).length.sum() / 1e3
    outer = country_outline().to_crs(GTM).length.item() / 1e3
    shores = boundaries.read_lakes().to_crs(GTM).length.sum() / 1e3
    assert 2 * pairs["shared_km"].sum() == pytest.approx(perimeters - outer - shores, rel=0.005)


def test_neighbours_meet_the_municipios_without_gap_or_overlap(municipios: gpd.GeoDataFrame) -> None:
    neighbours = boundaries.read_neighbours()
    shapes = [*municipios.geometry, *boundaries.read_lakes().geometry, *neighbours.geometry]
    assert shapely.is_valid(neighbours.geometry).all()
    assert shapely.coverage_is_valid(shapes)
    country = country_outline().geometry.item()
    border = boundaries.read_border().set_index("neighbour").geometry
    for iso3, shape in neighbours.set_index("iso3").geometry.items():
        shared = shape.boundary.intersection(country.boundary)
        assert shared.equals(border[iso3]) if iso3 in border.index else shared.is_empty, iso3


def test_rows_in_the_records_are_the_features_in_the_files() -> None:
    read: tuple[Callable[[], gpd.GeoDataFrame], ...] = (
        boundaries.read_municipios, boundaries.read_departamentos, country_outline,
        boundaries.read_lakes, boundaries.read_border, boundaries.read_coast,
    )  # fmt: skip
    assert read_record("boundaries").files["guatemala.topojson"].rows == sum(
        len(reader()) for reader in read
    )
    assert read_record("neighbours").files["neighbours.topojson"].rows == len(boundaries.read_neighbours())


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(DATA / "boundaries", tmp_path / "boundaries")
    file = tmp_path / "boundaries" / "guatemala.topojson"
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(DataFileError, match=r"data/boundaries/guatemala\.topojson: expected SHA-256"):
        boundaries.read_municipios(tmp_path)
    with pytest.raises(DataFileError, match=r"data/neighbours/source\.toml"):
        boundaries.read_neighbours(tmp_path)


def test_a_sealed_file_that_is_no_topology_is_named(tmp_path: Path) -> None:
    shutil.copytree(DATA / "boundaries", tmp_path / "boundaries")
    (tmp_path / "boundaries" / "guatemala.topojson").write_text("{}")
    update_checksums("boundaries", tmp_path)
    with pytest.raises(DataFileError, match="expected TopoJSON with an object 'lakes'"):
        boundaries.read_lakes(tmp_path)
