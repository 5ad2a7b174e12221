"""The profile of a region: sums, ranks, border, sites inside and nearest outside."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from geo.analysis.border_lines import lines
from geo.analysis.indicators import COUNTS, INDICATORS, CountryMeasures, indicators, indicators_of, ranks_of
from geo.analysis.region_profile import Direction, Profile, compare, direction, profile
from geo.choices import Kind
from geo.choices.planning_kinds import Level
from geo.crs import GTM, WGS84
from geo.dataset.boundaries import read_border
from geo.dataset.census import PEOPLES, SEXES
from geo.dataset.sites import read_sites
from geo.errors import UnknownCodeError
from tests.geo import real
from tests.geo.squares import CORNERS, PEOPLE, four_squares, metres, site, sites

GROUND = four_squares()
NO_SITES = sites()


def squares() -> CountryMeasures:
    people = pd.DataFrame({"codigo_muni": list(CORNERS), "population_2018": list(PEOPLE.values())})
    for name in (*SEXES, *PEOPLES):
        people[name] = people["population_2018"] // 2 if name in SEXES else 0
    people["maya_2018"] = people["population_2018"] // 4
    south = LineString([metres(-10, -10), metres(0, -10), metres(10, -10)])
    east = LineString([metres(10, -10), metres(10, 0), metres(10, 10)])
    border = gpd.GeoDataFrame({"neighbour": ["SLV"]}, geometry=[south], crs=GTM).to_crs(WGS84)
    coast = gpd.GeoDataFrame({"sea": ["caribbean"]}, geometry=[east], crs=GTM).to_crs(WGS84)
    return CountryMeasures(GROUND, people, lines(border, coast, GROUND))


SQUARES = squares()


def value(result: Profile, indicator: str) -> float:
    return float(result.indicators["value"][indicator])


def rank(result: Profile, indicator: str) -> tuple[int, int]:
    return int(result.indicators["rank"][indicator]), int(result.indicators["ranked"][indicator])


def test_a_municipio_has_its_own_figures() -> None:
    result = profile(SQUARES, NO_SITES, [202])
    assert value(result, "population") == 4_000
    assert value(result, "women") == 2_000
    assert value(result, "area_km2") == 100
    assert value(result, "people_per_km2") == 40
    assert value(result, "maya") == 1_000
    assert value(result, "maya_share") == 0.25
    assert value(result, "land_border_km") == 0
    assert value(result, "coast_km") == pytest.approx(10)
    assert result.level is Level.MUNICIPIO
    assert rank(result, "population") == (1, 4)
    assert rank(result, "area_km2") == (1, 4)


def test_a_whole_departamento_is_ranked_among_departamentos() -> None:
    result = profile(SQUARES, NO_SITES, [102, 101])
    assert (result.codes, result.level) == ((101, 102), Level.DEPARTAMENTO)
    assert value(result, "population") == 3_000
    assert rank(result, "population") == (2, 2)


def test_parts_of_two_departamentos_have_no_rank() -> None:
    result = profile(SQUARES, NO_SITES, [101, 201])
    assert result.level is None
    assert result.indicators[["rank", "ranked"]].isna().all(axis=None)


def test_no_codes_are_the_whole_country() -> None:
    result = profile(SQUARES, NO_SITES, [])
    assert result.codes == (101, 102, 201, 202)
    assert value(result, "population") == 10_000
    assert result.outside.empty


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="999"):
        profile(SQUARES, NO_SITES, [101, 999])


def test_the_border_is_listed_by_neighbour_and_sea() -> None:
    border = profile(SQUARES, NO_SITES, [102, 202]).border.set_index("line")
    assert border["km"].to_dict() == {"SLV": pytest.approx(10), "caribbean": pytest.approx(20)}
    assert border["is_coast"].to_dict() == {"SLV": False, "caribbean": True}


def test_years_belong_to_people_and_not_to_ground() -> None:
    years = profile(SQUARES, NO_SITES, [101]).indicators["year"]
    assert years["population"] == years["people_per_km2"] == years["maya_share"] == 2018
    assert pd.isna(years["area_km2"])


def test_a_ratio_without_people_is_missing_and_not_zero() -> None:
    nobody = indicators(pd.DataFrame(0.0, index=[1], columns=list(COUNTS)))
    assert nobody["maya_share"].isna().all()
    assert nobody["people_per_km2"].isna().all()


def test_an_uncounted_part_makes_the_sum_unknown() -> None:
    holed = squares()
    holed.population.loc[0, "maya_2018"] = pd.NA
    result = profile(holed, NO_SITES, [101, 102])
    assert np.isnan(value(result, "maya"))
    assert value(result, "population") == 3_000


def test_sites_are_inside_by_their_municipio_or_their_departamento() -> None:
    table = sites(
        site("here", 5, 5, code=202),
        site("there", -5, 5, code=201),
        site("somewhere in 2", codigo_depto=2),
        site("nowhere"),
    )
    part = profile(SQUARES, table, [202])
    assert part.inside.index.tolist() == ["here"]
    assert sorted(part.unlocated.index) == ["nowhere", "somewhere in 2"]
    whole = profile(SQUARES, table, [201, 202])
    assert sorted(whole.inside.index) == ["here", "somewhere in 2", "there"]
    assert whole.unlocated.index.tolist() == ["nowhere"]
    assert profile(SQUARES, table, [101]).unlocated.index.tolist() == ["nowhere"]


def test_the_nearest_outside_is_measured_from_the_outline() -> None:
    table = sites(
        site("near", 3, -4, code=102, uncertainty_m=500),
        site("far", -5, -5, code=101),
        site("airport", -5, 5, Kind.AIRPORT, code=201),
    )
    outside = profile(SQUARES, table, [202]).outside.set_index("kind")
    port, airport = outside.loc[Kind.PORT], outside.loc[Kind.AIRPORT]
    assert port["site_id"] == "near"
    assert (port["distance_km_low"], port["distance_km"], port["distance_km_high"]) == (
        pytest.approx(3.5), pytest.approx(4), pytest.approx(4.5)
    )  # fmt: skip
    assert (airport["distance_km"], airport["direction"]) == (pytest.approx(5), Direction.WEST)


def test_a_municipio_outside_ranges_from_its_edge_to_its_far_corner() -> None:
    outside = profile(SQUARES, sites(site("area", code=101)), [202]).outside.iloc[0]
    assert outside["distance_km_low"] == pytest.approx(0, abs=1e-6)
    assert outside["distance_km"] == pytest.approx(np.hypot(5, 5))
    assert outside["distance_km_high"] == pytest.approx(np.hypot(10, 10))
    assert outside["direction"] == Direction.SOUTH_WEST


@pytest.mark.parametrize(("bearing", "wind"), [(0, "n"), (22, "n"), (23, "ne"), (180, "s"), (359, "n")])
def test_a_bearing_has_the_nearest_wind(bearing: float, wind: str) -> None:
    assert direction(bearing) == wind


def test_regions_stand_side_by_side() -> None:
    both = compare([profile(SQUARES, NO_SITES, [code]) for code in (101, 202)])
    assert both.T["population"].tolist() == [1_000, 4_000]


def test_no_more_than_four_regions_are_compared() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        compare([profile(SQUARES, NO_SITES, [101])] * 5)


codes = st.sets(st.sampled_from(list(CORNERS)), min_size=1)


@given(codes, codes)
def test_merging_two_regions_adds_their_people(first: set[int], other: set[int]) -> None:
    apart = other - first
    if not apart:
        return
    parts = [profile(SQUARES, NO_SITES, list(region)) for region in (first, apart)]
    merged = profile(SQUARES, NO_SITES, list(first | other))
    for name in COUNTS:
        assert value(merged, name) == pytest.approx(sum(value(part, name) for part in parts))


@pytest.fixture(scope="module")
def guatemala() -> CountryMeasures:
    return real.guatemala()


def test_the_country_is_the_census(guatemala: CountryMeasures) -> None:
    result = profile(guatemala, read_sites(), [])
    assert value(result, "population") == 14_901_286
    assert value(result, "men") + value(result, "women") == 14_901_286
    assert value(result, "land_border_km") == pytest.approx(read_border()["length_km"].sum(), abs=0.01)


def test_ranks_run_through_22_and_340(guatemala: CountryMeasures) -> None:
    for level, count in ((Level.DEPARTAMENTO, 22), (Level.MUNICIPIO, 340)):
        ranks = ranks_of(level, guatemala)
        assert len(ranks) == count
        assert ranks["population"].min() == 1
        assert indicators_of(level, guatemala)["population"].sum() == 14_901_286
    assert ranks_of(Level.DEPARTAMENTO, guatemala)["area_km2"][17] == 1
    assert ranks_of(Level.MUNICIPIO, guatemala)["population"][101] == 1


def test_izabal_is_the_most_garifuna_departamento(guatemala: CountryMeasures) -> None:
    result = profile(guatemala, read_sites(), guatemala.codes(departamentos=(18,)))
    assert rank(result, "garifuna_share") == (1, 22)
    assert "pci-rio-dulce" in result.inside.index
    assert set(result.border["line"]) == {"BLZ", "HND", "caribbean"}


def test_every_indicator_is_named_once() -> None:
    names = [indicator.name for indicator in INDICATORS]
    assert len(names) == len(set(names))
