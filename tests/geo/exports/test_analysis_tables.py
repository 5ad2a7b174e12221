"""Analyses as files: their tables, their geometry, and every format."""

import io
import json

import geopandas as gpd
import openpyxl
import pytest

from geo.analysis.border_gaps import gaps
from geo.analysis.indicators import CountryMeasures
from geo.analysis.region_profile import profile
from geo.analysis.scenarios import Added, Scenario, applied, compared
from geo.analysis.site_coverage import coverage
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Level
from geo.dataset.boundaries import read_departamentos
from geo.dataset.sites import read_sites
from geo.exports.tables import About, Download, TableFormat, about, written
from geo.exports.tables.analysis_tables import (
    comparison_file,
    coverage_file,
    gaps_file,
    indicators_file,
    next_sites_file,
    profile_file,
)
from geo.location.instance import LocationQuestion, instance
from geo.location.recommendation import next_sites
from tests.geo import real

POSTS = (Kind.BORDER_CHECKPOINT,)


@pytest.fixture(scope="module")
def guatemala() -> CountryMeasures:
    return real.guatemala()


@pytest.fixture(scope="module")
def sites() -> gpd.GeoDataFrame:
    return read_sites()


@pytest.fixture(scope="module")
def municipios() -> gpd.GeoDataFrame:
    return real.municipios()


@pytest.fixture(scope="module")
def words() -> About:
    return about("Results")


def sheets(download: Download) -> dict[str, int]:
    return {sheet.name: len(sheet.table) for sheet in download.sheets}


def first_map(download: Download) -> str:
    return next(sheet.name for sheet in download.sheets if isinstance(sheet.table, gpd.GeoDataFrame))


def in_every_format(download: Download) -> None:
    features = json.loads(written(download, TableFormat.GEOJSON))["features"]
    assert len(features) == sheets(download)[first_map(download)]
    book = openpyxl.load_workbook(io.BytesIO(written(download, TableFormat.XLSX)))
    assert book.sheetnames == [*sheets(download), "about"]
    for file_format in (TableFormat.CSV, TableFormat.GEOPACKAGE, TableFormat.KML):
        assert written(download, file_format)


def test_a_municipio_of_two_compared_regions_is_listed_under_both(
    guatemala: CountryMeasures, sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame, words: About
) -> None:
    izabal, own = guatemala.codes((18,)), (1802,)
    profiles = [profile(guatemala, sites, codes) for codes in (izabal, own)]
    download = profile_file(profiles, ["Izabal", "Livingston"], municipios, words)
    shapes = download.sheets[-1].table
    assert shapes.groupby("region")["codigo_muni"].size().to_dict() == {"Izabal": 5, "Livingston": 1}
    assert first_map(download) == "municipios"
    in_every_format(download)


def test_coverage_as_a_file_names_what_is_left_out(
    guatemala: CountryMeasures, sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame, words: About
) -> None:
    part = guatemala.ground.part(guatemala.codes((17,)))
    download = coverage_file(coverage(part, sites, POSTS, 20e3), municipios, sites, words)
    assert sheets(download) == {
        "municipios": 14,
        "totals": 3,
        "curve": 60,
        "sites": 15,
        "sites_left_out": 1,
    }
    in_every_format(download)


def test_gaps_as_a_file_hold_both_kinds_of_line(
    guatemala: CountryMeasures, sites: gpd.GeoDataFrame, words: About
) -> None:
    download = gaps_file(gaps(guatemala.lines[2:4], guatemala.ground, sites, 30e3), sites, words)
    counts = sheets(download)
    assert counts["totals"] == 2
    assert counts["sites"] == 15 + 6
    assert counts["sites_left_out"] == 1
    assert first_map(download) == "stretches"
    in_every_format(download)


def test_the_next_sites_as_a_file_say_whether_they_are_proven(
    guatemala: CountryMeasures, sites: gpd.GeoDataFrame, words: About
) -> None:
    question = LocationQuestion(Model.MAXIMAL_COVERING, POSTS, 30e3, 3)
    download = next_sites_file(next_sites(instance(guatemala.ground, sites, question)), words)
    answer = next(sheet.table for sheet in download.sheets if sheet.name == "answer")
    assert answer["stop"].tolist() == ["optimal"]
    assert sheets(download)["next_sites"] == 3
    in_every_format(download)


def test_a_comparison_as_a_file_holds_the_municipios_that_differ(
    guatemala: CountryMeasures, sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame, words: About
) -> None:
    scenario = Scenario((Added(Kind.BORDER_CHECKPOINT, -90.1, 17.0),))
    changed, _ = applied(scenario, sites, guatemala.ground)
    download = comparison_file(compared(guatemala.ground, (sites, changed), POSTS, 20e3), municipios, words)
    assert 0 < sheets(download)["municipios"] < 20
    in_every_format(download)


def test_indicators_are_a_file_too(guatemala: CountryMeasures, words: About) -> None:
    download = indicators_file(guatemala, Level.DEPARTAMENTO, read_departamentos(), words)
    assert sheets(download) == {"departamentos": 22}
    in_every_format(download)
