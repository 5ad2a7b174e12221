"""Each rule between sites, sources and municipios detects its violation."""

from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Point, box

from geo.crs import GTM, WGS84
from geo.dataset.bibliography import read_sources
from geo.dataset.boundaries import read_municipios
from geo.dataset.cross_references import site_problems
from geo.dataset.sites import read_sites
from geo.errors import CRSError

EAST, SOUTH = 500_000, 1_600_000
"""The south-east corner of municipio 101 of the drawn country, in GTM metres."""


class Country(NamedTuple):
    """What the sites are held against."""

    sources: pd.DataFrame
    municipios: gpd.GeoDataFrame


@pytest.fixture(scope="module")
def country() -> Country:
    """Draw two municipios of 10 by 10 km, 101 and 201 to its west, and two sources."""
    squares = [
        box(EAST - 10_000, SOUTH, EAST, SOUTH + 10_000),
        box(EAST - 20_000, SOUTH, EAST - 10_000, SOUTH + 10_000),
    ]
    codes = {"codigo_muni": [101, 201], "codigo_depto": [1, 2]}
    municipios = gpd.GeoDataFrame(codes, geometry=squares, crs=GTM).to_crs(WGS84)
    return Country(pd.DataFrame({"published": ["2024-10-03", None]}, index=["P02", "P18"]), municipios)


def one_site(east_m: float = -5_000, **cells: Any) -> gpd.GeoDataFrame:
    """Return one sound site in municipio 101, `east_m` east of its eastern edge, with `cells` changed."""
    row = {
        "sources": ("P02", "P18"),
        "position_sources": ("P18",),
        "status_as_of": "2024-10-03",
        "codigo_depto": 1,
        "codigo_muni": 101,
        "uncertainty_m": 200,
        **cells,
    }
    table = pd.DataFrame([row], index=["here"]).astype({"codigo_depto": "Int64", "codigo_muni": "Int64"})
    point = gpd.GeoSeries([Point(EAST + east_m, SOUTH + 5_000)], index=["here"], crs=GTM).to_crs(WGS84)
    return gpd.GeoDataFrame(table, geometry=point)


def broken_columns(sites: gpd.GeoDataFrame, country: Country) -> list[str]:
    return [problem.column for problem in site_problems(sites, *country)]


def test_a_sound_site_has_no_problem(country: Country) -> None:
    assert broken_columns(one_site(), country) == []


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        pytest.param({"sources": (), "status_as_of": None}, ["sources"], id="no source"),
        pytest.param({"sources": ("P02", "P99")}, ["sources"], id="a source that is not there"),
        pytest.param({"position_sources": ("G77",)}, ["position_sources"], id="placed by one that is not"),
        pytest.param({"status_as_of": "2025"}, ["status_as_of"], id="a status of a day without source"),
        pytest.param({"codigo_muni": 199}, ["codigo_muni"], id="no such municipio"),
        pytest.param({"codigo_depto": 2}, ["codigo_depto"], id="another departamento"),
        pytest.param(
            {"codigo_depto": 23, "codigo_muni": pd.NA}, ["codigo_depto"], id="no such departamento"
        ),
        pytest.param({"codigo_depto": 2, "codigo_muni": 201}, ["longitude"], id="another municipio"),
    ],
)
def test_a_broken_rule_is_reported(country: Country, cells: dict[str, Any], columns: list[str]) -> None:
    assert broken_columns(one_site(**cells), country) == columns


def test_a_problem_names_line_distance_and_remedy(country: Country) -> None:
    (problem,) = site_problems(one_site(east_m=1_000), *country)
    assert str(problem) == (
        "data/sites/sites.csv:2: longitude: the point lies 1000 m outside municipio 101, beyond its "
        "uncertainty of 200 m; correct the point, the code or the uncertainty"
    )


def test_a_point_over_the_border_is_right_within_its_uncertainty(country: Country) -> None:
    assert broken_columns(one_site(east_m=150), country) == []
    assert broken_columns(one_site(east_m=250), country) == ["longitude"]


@given(east_m=st.integers(1, 50_000), uncertainty_m=st.integers(1, 50_000))
def test_a_point_is_refused_exactly_beyond_its_uncertainty(
    country: Country, east_m: int, uncertainty_m: int
) -> None:
    assume(abs(east_m - uncertainty_m) > 1)
    site = one_site(east_m=east_m, uncertainty_m=uncertainty_m)
    assert bool(broken_columns(site, country)) == (east_m > uncertainty_m)


def test_a_site_without_a_point_is_not_measured(country: Country) -> None:
    site = one_site(east_m=40_000)
    site.geometry = gpd.GeoSeries([None], index=["here"], crs=WGS84)
    assert broken_columns(site, country) == []


def test_sites_in_another_reference_system_are_refused(country: Country) -> None:
    with pytest.raises(CRSError):
        list(site_problems(one_site().to_crs(GTM), *country))
    with pytest.raises(CRSError):
        list(site_problems(one_site(), country.sources, country.municipios.to_crs(GTM)))


def test_the_sites_of_the_atlas_hold_against_its_sources_and_boundaries() -> None:
    assert list(site_problems(read_sites(), read_sources(), read_municipios())) == []


def test_the_incinerator_of_the_atlas_would_be_refused_in_zacapa() -> None:
    sites = read_sites()
    sites.loc["incinerator-san-jose-del-golfo", "codigo_depto"] = 19
    (problem,) = site_problems(sites, read_sources(), read_municipios())
    assert problem.column == "codigo_depto"
    assert problem.line == 2 + sites.index.get_loc("incinerator-san-jose-del-golfo")
