"""Census figures add up, and every rule of the tables detects a violation."""

import tomllib
from pathlib import Path

import geopandas as gpd
import pytest

from geo.crs import GTM, WGS84
from geo.dataset.boundaries import read_departamentos, read_municipios
from geo.dataset.census import (
    CENSUS_2018,
    DEPARTAMENTOS,
    MUNICIPIOS,
    PEOPLES,
    SEXES,
    read_population,
    read_regions,
)
from geo.dataset.records import DATA
from tests.geo.dataset.mutation import broken_columns, mutated


def test_people_add_up_to_the_census() -> None:
    people = read_population()
    assert people["population_2018"].sum() == 14_901_286
    assert people["men_2018"].sum() == 7_223_096
    assert people["women_2018"].sum() == 7_678_190
    assert (people[list(SEXES)].sum(axis="columns") == people["population_2018"]).all()
    assert (people[list(PEOPLES)].sum(axis="columns") == people["population_2018"]).all()


def test_municipios_are_those_of_the_boundaries() -> None:
    people, municipios = read_population(), read_municipios()
    for column in ("codigo_muni", "municipio", "codigo_depto"):
        assert people[column].tolist() == municipios[column].tolist()


def test_departamentos_are_those_of_the_boundaries() -> None:
    regions, departamentos = read_regions(), read_departamentos()
    for column in ("codigo_depto", "departamento"):
        assert regions[column].tolist() == departamentos[column].tolist()
    assert regions["iso_3166_2"].tolist() == [f"GT-{code:02}" for code in range(1, 23)]


def test_official_areas_add_up_but_differ_from_measured_ones() -> None:
    official = read_regions().set_index("codigo_depto")["official_area_km2"]
    assert official.sum() == 108_889
    measured = read_departamentos().set_index("codigo_depto")["area_with_lakes_km2"]
    assert (official / measured - 1).abs().max() == pytest.approx(0.18, abs=0.01), "Alta Verapaz"


def test_each_departamento_has_one_region_and_its_municipios_the_same() -> None:
    of_depto = read_regions().set_index("codigo_depto")["region"]
    people = read_population()
    assert (people["region"] == people["codigo_depto"].map(of_depto)).all()
    assert read_regions().groupby("region")["region_es"].nunique().tolist() == [1] * 8


def test_all_seats_but_three_lie_in_their_municipio() -> None:
    people = read_population()
    seats = gpd.GeoSeries.from_xy(people["cabecera_longitude"], people["cabecera_latitude"], crs=WGS84)
    unknown = people["cabecera_longitude"].isna()
    assert people.loc[unknown, "municipio"].tolist() == [
        "Sipacate",
        "Unión Cantinil",
        "Petatán",
        "Las Cruces",
    ]
    away = read_municipios()[~unknown].to_crs(GTM).geometry.distance(seats[~unknown].to_crs(GTM))
    outside = dict(zip(people["codigo_muni"], away.reindex(people.index), strict=True))
    assert {code: round(metres) for code, metres in outside.items() if metres > 0} == {
        1317: 260,
        1327: 10,
        1701: 227,
    }
    record = tomllib.loads((DATA / "municipios" / "source.toml").read_text(encoding="utf-8"))
    for language in ("en", "es"):
        description = record["columns"]["cabecera_longitude"][f"description_{language}"]
        assert all(f"({code})" in description for code in (1317, 1327, 1701))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"codigo_depto": "2"}, "codigo_depto"),
        ({"codigo_depto": "23"}, "codigo_depto"),
        ({"region": "IX"}, "region"),
        ({"men_2018": "438694"}, "population_2018"),
        ({"maya_2018": "65657"}, "population_2018"),
        ({"population_2018": "14"}, "population_2018"),
        ({"women_2018": "484698", "men_2018": "438694"}, "women_2018"),
        ({"cabecera_latitude": ""}, "cabecera_latitude"),
        ({"population_2018": ""}, "population_2018"),
        ({"ladino_2018": "many"}, "ladino_2018"),
    ],
)
def test_a_broken_municipio_is_reported(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    assert column in broken_columns(MUNICIPIOS, mutated(tmp_path, MUNICIPIOS, "101", **cells))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"region_en": ""}, "region_en"),
        ({"region": "0"}, "region"),
        ({"official_area_km2": "x"}, "official_area_km2"),
    ],
)
def test_a_broken_departamento_is_reported(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    assert column in broken_columns(DEPARTAMENTOS, mutated(tmp_path, DEPARTAMENTOS, "1", **cells))


@pytest.mark.parametrize(
    "dataset", ["municipios", "departamentos", "boundaries", "neighbours", "layers", "names"]
)
def test_every_column_is_described_in_both_languages(dataset: str) -> None:
    record = tomllib.loads((DATA / dataset / "source.toml").read_text(encoding="utf-8"))
    columns = record["columns"]
    assert all(column["description_en"] and column["description_es"] for column in columns.values())
    for table in (DATA / dataset).glob("*.csv"):
        assert set(table.read_text(encoding="utf-8").splitlines()[0].split(",")) <= set(columns), table


def test_the_totals_checked_are_the_published_ones() -> None:
    assert CENSUS_2018["men_2018"] + CENSUS_2018["women_2018"] == CENSUS_2018["population_2018"]
