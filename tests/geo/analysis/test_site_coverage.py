"""The people and the area within a distance of sites."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.analysis.demand_areas import DemandAreas, intervals, segments
from geo.analysis.site_coverage import CURVE_KM, Coverage, coverage, covered_shares
from geo.analysis.uncertain_distances import Places, placed_sites
from geo.choices import Kind
from geo.choices.planning_kinds import Measure
from geo.dataset.sites import read_sites
from tests.geo.real import ground_of_guatemala
from tests.geo.squares import four_squares, metres, site, sites

GROUND = four_squares()
CIRCLE_1_KM = np.pi / 100
"""Part of a 10 km square that a circle of 1 km covers."""


def covered(*rows: dict[str, object], km: float = 1.0, country: DemandAreas = GROUND) -> Coverage:
    return coverage(country, sites(*rows), (), km * 1e3)


def by_code(result: Coverage, column: str) -> dict[int, float]:
    return dict(zip(result.table["codigo_muni"], result.table[column], strict=True))


def test_a_circle_inside_one_square_covers_its_own_area_only() -> None:
    share = by_code(covered(site("a", 5, 5)), "area_share")
    assert share[202] == pytest.approx(CIRCLE_1_KM, rel=0.01)
    assert share[101] == share[102] == share[201] == 0


def test_a_circle_on_the_corner_is_shared_by_four() -> None:
    share = by_code(covered(site("a", 0, 0), km=4), "area_share")
    assert np.allclose(list(share.values()), 4 * CIRCLE_1_KM, atol=2e-4)


def test_a_distance_past_everything_covers_everything() -> None:
    result = covered(site("a", 0, 0), km=15)
    assert result.totals["share"].tolist() == [1, 1, 1]
    assert result.largest_gaps().empty


def test_people_count_by_area_or_by_cabecera() -> None:
    result = covered(site("a", 5, 5))
    assert result.totals.at[Measure.PEOPLE_BY_CABECERA, "covered"] == 4_000
    assert result.totals.at[Measure.PEOPLE_BY_AREA, "covered"] == pytest.approx(
        4_000 * CIRCLE_1_KM, rel=0.01
    )
    assert result.totals.at[Measure.AREA_KM2, "covered"] == pytest.approx(np.pi, rel=0.01)
    assert result.totals.at[Measure.AREA_KM2, "total"] == 400


def test_an_uncertain_site_gives_a_range() -> None:
    result = covered(site("a", 5, 8, uncertainty_m=500), km=3.2)
    row = result.totals.loc[Measure.PEOPLE_BY_CABECERA]
    assert (row["covered_low"], row["covered"], row["covered_high"]) == (0, 4_000, 4_000)
    share = result.table.set_index("codigo_muni").loc[202]
    assert share["area_share_low"] < share["area_share"] < share["area_share_high"]


def test_a_site_known_to_its_municipio_is_an_area() -> None:
    result = covered(site("a", code=202), km=2)
    table = result.table.set_index("codigo_muni")
    assert table.at[202, "area_share_high"] == 1
    assert table.at[202, "area_share_low"] == 0
    assert table.at[102, "area_share_high"] == pytest.approx(0.2, abs=4e-3)
    assert table.at[202, "distance_km_low"] == 0
    assert table.at[202, "distance_km_high"] == pytest.approx(np.hypot(5, 5))


def test_wherever_it_is_in_its_municipio_a_site_reaches_far_enough() -> None:
    result = covered(site("a", code=202), km=np.hypot(10, 10) + 1e-6)
    assert by_code(result, "area_share_low")[202] == pytest.approx(1, abs=2e-3)


def test_a_site_without_a_position_is_named_and_left_out() -> None:
    result = covered(site("a"), km=5)
    assert result.sites.left_out.index.tolist() == ["a"]
    assert result.totals["covered_high"].tolist() == [0, 0, 0]
    assert result.table["nearest_site_id"].isna().all()
    assert np.isinf(result.table["distance_km"]).all()


def test_the_largest_gap_comes_first() -> None:
    gaps = covered(site("a", 5, 5)).largest_gaps()
    assert gaps["codigo_muni"].tolist() == [201, 102, 101]
    assert gaps["not_covered"].tolist() == [3_000, 2_000, 1_000]
    assert covered(site("a", 5, 5)).largest_gaps(Measure.AREA_KM2, 2)["codigo_muni"].tolist() == [101, 102]


def test_a_part_of_the_country_is_covered_from_outside() -> None:
    result = covered(site("a", 1, 5), km=6.5, country=GROUND.part([201]))
    assert result.table["codigo_muni"].tolist() == [201]
    assert result.totals.at[Measure.PEOPLE_BY_CABECERA, "share"] == 1


def test_the_curve_agrees_with_the_totals() -> None:
    rows = (site("a", 1, 3, uncertainty_m=400), site("b", -8, -8))
    for km in (2, 5, 10):
        result = covered(*rows, km=km)
        curve = result.curve[result.curve["distance_km"] == km].set_index("measure")
        for column in ("share", "share_low", "share_high"):
            assert np.allclose(curve[column], result.totals[column], atol=0.02)


def test_without_people_a_share_is_missing_not_zero() -> None:
    empty = four_squares()
    empty.table["population_2018"] = 0
    result = covered(site("a", 5, 5), country=empty)
    assert result.totals["share"].isna().tolist() == [True, True, False]


kilometres = st.floats(-12, 12)
uncertainties = st.integers(0, 4000)
some_sites = st.lists(st.tuples(kilometres, kilometres, uncertainties), min_size=1, max_size=4)
distances = st.floats(0.1, 30)


def shares(where: list[tuple[float, float, int]], km: float) -> tuple[Coverage, np.ndarray]:
    rows = [site(f"s{n}", x, y, uncertainty_m=u) for n, (x, y, u) in enumerate(where)]
    result = covered(*rows, km=km)
    names = ["area_share_low", "area_share", "area_share_high"]
    return result, result.table[names].to_numpy()


@settings(max_examples=15)
@given(some_sites, distances, st.floats(0, 20))
def test_coverage_grows_with_distance(
    where: list[tuple[float, float, int]], near: float, further: float
) -> None:
    small, large = shares(where, near)[0], shares(where, near + further)[0]
    for column in ("area_share_low", "area_share", "area_share_high", "people_by_cabecera"):
        assert (small.table[column] <= large.table[column] + 1e-9).all()


@settings(max_examples=15)
@given(some_sites, distances)
def test_adding_a_site_never_lowers_coverage(where: list[tuple[float, float, int]], km: float) -> None:
    fewer, more = shares(where[:-1], km)[1], shares(where, km)[1]
    assert (fewer <= more + 1e-9).all()


@settings(max_examples=15)
@given(some_sites, distances)
def test_a_share_lies_in_its_range_and_between_none_and_all(
    where: list[tuple[float, float, int]], km: float
) -> None:
    low, nominal, high = shares(where, km)[1].T
    assert (low >= 0).all()
    assert (low <= nominal).all()
    assert (nominal <= high).all()
    assert (high <= 1).all()


@settings(max_examples=15)
@given(some_sites, distances)
def test_the_order_of_sites_does_not_matter(where: list[tuple[float, float, int]], km: float) -> None:
    rows = [site(f"s{n}", x, y, uncertainty_m=u) for n, (x, y, u) in enumerate(where)]
    pd.testing.assert_frame_equal(covered(*rows, km=km).table, covered(*rows[::-1], km=km).table)


@settings(max_examples=15)
@given(some_sites)
def test_a_curve_never_falls_and_its_range_contains_it(where: list[tuple[float, float, int]]) -> None:
    for _, curve in shares(where, 5)[0].curve.groupby("measure"):
        for column in ("share", "share_low", "share_high"):
            assert curve[column].is_monotonic_increasing
        assert (curve["share_low"] <= curve["share"] + 1e-12).all()
        assert (curve["share"] <= curve["share_high"] + 1e-12).all()


@pytest.fixture(scope="module")
def guatemala() -> DemandAreas:
    return ground_of_guatemala()


def discs(places: Places, radius_m: float) -> object:
    points = shapely.points(places.centres)
    return shapely.union_all(shapely.buffer(points, radius_m, quad_segs=64))


@pytest.mark.parametrize("km", [3, 20, 60])
@pytest.mark.parametrize("kind", [Kind.BORDER_CHECKPOINT, Kind.PORT])
def test_shares_agree_with_an_exact_overlay(guatemala: DemandAreas, kind: Kind, km: float) -> None:
    places = placed_sites(read_sites(), guatemala, (kind,)).places
    shares = covered_shares(guatemala, places, km * 1e3).nominal
    cut = shapely.intersection(guatemala.shapes, discs(places, km * 1e3))
    exact = shapely.area(cut) / shapely.area(guatemala.shapes)
    assert np.abs(shares - exact).max() < 0.003
    area = guatemala.area_km2
    assert abs((shares - exact) @ area) / area.sum() < 1e-4


def test_the_curve_of_the_country_is_right_to_half_a_thousandth(guatemala: DemandAreas) -> None:
    for km in (5, 20, 80):
        result = coverage(guatemala, read_sites(), (Kind.BORDER_CHECKPOINT,), km * 1e3)
        curve = result.curve[result.curve["distance_km"] == km].set_index("measure")
        assert np.allclose(curve["share"], result.totals["share"], atol=5e-4)
    assert set(CURVE_KM) == set(result.curve["distance_km"])


def test_bethel_has_no_position_and_is_left_out(guatemala: DemandAreas) -> None:
    result = coverage(guatemala, read_sites(), (Kind.BORDER_CHECKPOINT,), 2e4)
    assert result.sites.left_out.index.tolist() == ["bethel"]
    assert len(result.sites.table) == 15


def test_segments_fill_a_square_with_a_hole() -> None:
    ring = box(0, 0, 1000, 1000).difference(box(250, 250, 750, 750))
    result = segments(np.array([ring, box(0, 0, 10, 10)]))
    assert np.bincount(result.row, result.length).tolist() == [
        pytest.approx(128 * 750),
        pytest.approx(1280),
    ]


def test_a_line_through_a_bay_has_two_intervals() -> None:
    bay = box(0, 0, 10, 10).difference(box(4, 5, 6, 10))
    starts, stops = intervals(bay, np.array([7.0, 2.0, 50.0]))
    assert np.array_equal(stops - starts, [[4, 4], [10, 0], [0, 0]])


def test_positions_of_squares_are_whole_kilometres() -> None:
    assert metres(1, 2).tolist() == [501_000, 1_652_000]
