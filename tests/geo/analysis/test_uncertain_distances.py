"""Distances between places with uncertain locations."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point, box

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import (
    DistanceRange,
    Places,
    farthest_m,
    middle,
    nearest,
    placed_sites,
    seats,
    span,
)
from geo.choices import Kind
from geo.crs import to_gtm, to_wgs84
from geo.dataset.sites import read_sites
from geo.errors import CRSError
from tests.geo.real import ground_of_guatemala
from tests.geo.squares import four_squares, metres, site, sites

NO_AREAS: dict[int, object] = {}


def at(*points: tuple[float, float], radius_m: float = 0.0) -> Places:
    centres = np.array([metres(*point) for point in points]).reshape(-1, 2)
    return Places(centres, np.full(len(points), radius_m), NO_AREAS)


def values(distance: DistanceRange) -> list[Any]:
    return [
        np.round(distances, 6).tolist() for distances in (distance.low, distance.nominal, distance.high)
    ]


def test_three_and_four_make_five() -> None:
    distances = span(at((0, 0)), at((3, 4)))
    assert values(distances) == [[[5000.0]], [[5000.0]], [[5000.0]]]


def test_uncertainty_widens_a_distance_both_ways() -> None:
    distances = span(at((0, 0)), at((3, 4), radius_m=700))
    assert values(distances) == [[[4300.0]], [[5000.0]], [[5700.0]]]


def test_within_its_uncertainty_a_site_may_be_here() -> None:
    assert values(span(at((0, 0)), at((0, 1), radius_m=1500))) == [[[0.0]], [[1000.0]], [[2500.0]]]


def test_a_municipio_reaches_from_its_nearest_to_its_farthest_corner() -> None:
    square = box(*metres(0, 0), *metres(10, 10))
    areas = Places(np.array([metres(5, 5)]), np.zeros(1), {0: square})
    origin = at((-3, 5))
    low, nominal, high = values(span(origin, areas))
    assert (low, nominal) == ([[3000.0]], [[8000.0]])
    assert high == [[round(1e3 * np.hypot(13, 5), 6)]]
    assert values(span(areas, origin)) == [low, nominal, high]


def test_between_two_municipios_the_range_runs_from_edge_to_far_corner() -> None:
    left = Places(np.array([metres(5, 5)]), np.zeros(1), {0: box(*metres(0, 0), *metres(10, 10))})
    right = Places(np.array([metres(25, 5)]), np.zeros(1), {0: box(*metres(20, 0), *metres(30, 10))})
    high = round(1e3 * np.hypot(30, 10), 6)
    assert values(span(left, right)) == [[[10000.0]], [[20000.0]], [[high]]]


def test_the_nearest_is_named_and_has_its_own_range() -> None:
    distances, which = nearest(span(at((0, 0)), Places(
        np.array([metres(3, 4), metres(6, 0)]), np.array([100.0, 2000.0]), NO_AREAS
    )))  # fmt: skip
    assert which.tolist() == [0]
    assert values(distances) == [[4000.0], [5000.0], [5100.0]]


def test_without_a_site_the_nearest_is_infinitely_far() -> None:
    distances, which = nearest(span(at((0, 0)), at()))
    assert which.tolist() == [-1]
    assert np.isinf(distances.low).all()


def test_sites_are_sorted_into_pins_areas_and_left_out() -> None:
    placed = placed_sites(
        sites(site("pin", 1, 1), site("area", code=202), site("lost"), site("airport", 1, 2, Kind.AIRPORT)),
        four_squares(),
        (Kind.PORT,),
    )
    assert placed.table.index.tolist() == ["area", "pin"]
    assert list(placed.places.areas) == [0]
    assert np.allclose(placed.places.centres, [metres(5, 5), metres(1, 1)], atol=1e-3)
    assert placed.left_out.index.tolist() == ["lost"]


def test_a_municipio_that_is_not_in_the_country_leaves_the_site_out() -> None:
    placed = placed_sites(sites(site("elsewhere", code=999)), four_squares())
    assert placed.left_out.index.tolist() == ["elsewhere"]


def test_sites_in_another_reference_system_are_refused() -> None:
    with pytest.raises(CRSError):
        placed_sites(sites(site("pin", 1, 1)).to_crs("EPSG:3857"), four_squares())


def test_an_unknown_seat_may_be_anywhere_in_its_municipio() -> None:
    places = seats(four_squares(unknown_seats=(202,)))
    assert list(places.areas) == [3]
    low, nominal, high = values(span(places, at((20, 5))))
    assert (low[3], nominal[3]) == ([10000.0], [15000.0])
    assert high[3] == [round(1e3 * np.hypot(20, 5), 6)]


def test_the_middle_of_a_bent_area_lies_inside_it() -> None:
    bent = box(0, 0, 10, 1).union(box(0, 0, 1, 10))
    assert bent.intersects(middle(bent))
    assert middle(box(0, 0, 2, 2)) == Point(1, 1)


def test_the_farthest_point_of_a_square_is_a_corner() -> None:
    assert farthest_m(box(0, 0, 3, 4), np.array([[0.0, 0.0]])).tolist() == [5.0]


coordinates = st.floats(-50, 50)
points = st.tuples(coordinates, coordinates)


@given(
    st.lists(points, min_size=1, max_size=4), st.lists(points, min_size=1, max_size=4), st.floats(0, 5e4)
)
def test_an_interval_contains_its_nominal_value(
    origins: list[tuple[float, float]], targets: list[tuple[float, float]], radius_m: float
) -> None:
    distances = span(at(*origins), at(*targets, radius_m=radius_m))
    assert (distances.low <= distances.nominal).all()
    assert (distances.nominal <= distances.high).all()


@settings(max_examples=15)
@given(st.permutations([site(f"s{n}", n, -n) for n in range(4)]))
def test_the_order_of_sites_does_not_matter(shuffled: list[dict[str, object]]) -> None:
    rows = [site(f"s{n}", n, -n) for n in range(4)]
    first, other = (placed_sites(sites(*table), four_squares()) for table in (rows, shuffled))
    assert first.table.index.equals(other.table.index)
    assert np.array_equal(first.places.centres, other.places.centres)


@pytest.fixture(scope="module")
def guatemala() -> DemandAreas:
    return ground_of_guatemala()


def test_distances_agree_with_geodesics(guatemala: DemandAreas) -> None:
    placed = placed_sites(read_sites(), guatemala)
    distances = span(seats(guatemala), placed.places).nominal
    longitude, latitude = to_wgs84(*np.vstack([seats(guatemala).centres, placed.places.centres]).T)
    rows, columns = np.indices(distances.shape)
    there = columns.ravel() + len(distances)
    row_numbers = rows.ravel()
    _, _, geodesic = Geod(ellps="WGS84").inv(
        longitude[row_numbers], latitude[row_numbers], longitude[there], latitude[there]
    )
    assert (np.abs(distances.ravel() - geodesic) <= 4e-4 * geodesic).all()


def test_positions_come_back_from_gtm(guatemala: DemandAreas) -> None:
    longitude, latitude = np.array([-92.2, -88.3]), np.array([14.5, 17.8])
    assert np.allclose(to_wgs84(*to_gtm(longitude, latitude)), [longitude, latitude], atol=1e-9)


def test_every_real_interval_contains_its_nominal_value(guatemala: DemandAreas) -> None:
    distances = span(seats(guatemala), placed_sites(read_sites(), guatemala).places)
    assert (distances.low <= distances.nominal + 1e-6).all()
    assert (distances.nominal <= distances.high + 1e-6).all()
