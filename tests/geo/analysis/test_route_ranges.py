"""Distances by the main routes: bounds that are metrics, known lengths, and places off the routes."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.route_ranges import (
    Access,
    RouteNetwork,
    RouteRange,
    Stretch,
    UnknownPositionError,
    access,
    route_network,
    route_range,
)
from geo.choices import LengthBasis
from geo.dataset.census import read_population
from geo.dataset.facts import read_facts
from geo.dataset.route_lines import place_positions
from geo.dataset.sites import read_sites

ROUNDING_KM = 1e-6


@cache
def network() -> RouteNetwork:
    return route_network(read_facts(), read_population(), read_sites())


def between(start: int | str, end: int | str) -> RouteRange:
    return route_range(network(), Access(start, start, 0.0), Access(end, end, 0.0))


def small(*stretches: Stretch, points: list[list[float]]) -> RouteNetwork:
    """Return a network of the places "a", "b", "c" and so on at `points` (km)."""
    places = tuple("abcdef"[: len(points)])
    ratios = {False: 1.5, True: 2.0}
    return RouteNetwork(places, 1e3 * np.array(points), stretches, {}, ratios)


def straight(route: str, start: str, end: str, km: float, **others: float) -> Stretch:
    return Stretch(route, False, start, end, others.get("start_off", 0.0), others.get("end_off", 0.0), km)


LINE = [[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]]


def test_a_chain_is_as_long_as_its_straight_lines_and_at_most_that_times_the_ratio() -> None:
    chain = small(straight("x", "a", "b", 10), straight("x", "b", "c", 10), points=LINE)
    assert chain.low_km[0, 2] == pytest.approx(20)
    assert chain.high_km[0, 2] == pytest.approx(30)
    assert chain.routes_between("a", "c") == ("x",)


def test_a_mountain_road_has_its_own_ratio() -> None:
    chain = small(Stretch("x", True, "a", "b", 0, 0, 10), points=LINE[:2])
    assert chain.high_km[0, 1] == pytest.approx(20)


def test_a_stop_off_the_road_shortens_the_way_past_it_and_not_the_way_to_it() -> None:
    points = [[0.0, 0.0], [10.0, 10.0], [20.0, 0.0]]
    side = float(np.hypot(10, 10))
    off = small(
        straight("x", "a", "b", side, end_off=3), straight("x", "b", "c", side, start_off=3), points=points
    )
    assert off.low_km[0, 2] == pytest.approx(2 * side - 6)
    assert off.low_km[0, 1] == pytest.approx(side)


def test_changing_the_route_at_a_junction_counts_what_it_lies_off_the_town() -> None:
    points = [[0.0, 0.0], [10.0, 10.0], [20.0, 0.0]]
    side = float(np.hypot(10, 10))
    through = small(
        straight("x", "a", "b", side), straight("y", "b", "c", side, start_off=4), points=points
    )
    assert through.low_km[0, 2] == pytest.approx(max(2 * side - 8, 20))
    assert through.routes_between("a", "c") == ("x", "y")


def test_the_lower_bound_is_never_below_the_straight_line() -> None:
    near = small(
        straight("x", "a", "b", 10, end_off=9), straight("x", "b", "c", 10, start_off=9), points=LINE
    )
    assert near.low_km[0, 2] == pytest.approx(20)


def test_the_ratios_are_the_largest_of_the_known_lengths() -> None:
    # Palín to Escuintla: 26 km of posts over 15 km. Huehuetenango to San Mateo Ixtatán: 125 over 58.
    assert network().ratios == {False: 1.8, True: 2.2}


def test_every_place_can_be_reached() -> None:
    assert network().cut_off == ()
    assert np.isfinite(network().high_km).all()
    assert len(network().places) == 180


def test_a_place_that_no_route_joins_is_cut_off() -> None:
    apart = small(straight("x", "a", "b", 10), straight("y", "c", "d", 10), points=[*LINE, [30.0, 0.0]])
    assert apart.cut_off == ("c", "d")


PLACES = st.integers(0, 179)


@given(PLACES, PLACES, PLACES)
def test_both_bounds_are_metrics(start: int, middle: int, end: int) -> None:
    for bound in (network().low_km, network().high_km):
        assert bound[start, start] == 0
        assert bound[start, end] == pytest.approx(bound[end, start])
        assert bound[start, end] <= bound[start, middle] + bound[middle, end] + ROUNDING_KM
    assert network().low_km[start, end] <= network().high_km[start, end] + ROUNDING_KM


@given(PLACES, PLACES)
def test_a_distance_is_at_least_the_straight_line_and_the_same_both_ways(start: int, end: int) -> None:
    places, points = network().places, network().points
    there, back = between(places[start], places[end]), between(places[end], places[start])
    assert there.low_km == pytest.approx(back.low_km)
    assert there.high_km == pytest.approx(back.high_km)
    assert there.known == back.known
    assert there.low_km >= np.hypot(*(points[end] - points[start])) / 1e3 - ROUNDING_KM


def test_no_known_length_exceeds_its_upper_bound() -> None:
    for (start, end), length in network().known.items():
        assert length.km <= between(start, end).high_km + ROUNDING_KM, (start, end)


def test_a_known_length_is_never_shorter_than_the_lower_bound() -> None:
    answers = [between(start, end) for start, end in network().known]
    known = [(answer.known.km, answer.low_km) for answer in answers if answer.known]
    assert all(km >= low for km, low in known)
    # Cuyotenango to Mazatenango: posts 6 km apart, towns 7 km.
    assert between(1002, 1001).known is None
    assert len(known) > 40


@pytest.mark.parametrize(
    ("start", "end", "km", "basis", "sources"),
    [
        (101, 1801, 292, LengthBasis.POSTS, ("R03",)),
        (1216, 501, 204, LengthBasis.POSTS, ("R99", "R06")),
        (1301, 1318, 125, LengthBasis.REPORTED, ("R74",)),
        (1710, 1701, 61, LengthBasis.REPORTED, ("R84",)),
    ],
)
def test_a_length_between_posts_or_as_reported_is_known(
    start: int, end: int, km: float, basis: LengthBasis, sources: tuple[str, ...]
) -> None:
    known = between(start, end).known
    assert known is not None
    assert (known.km, known.basis, known.sources) == (km, basis, sources)


def test_posts_at_a_junction_make_no_length_between_towns() -> None:
    # El Molino, 10 km from Cuilapa, has km 74.5.
    assert between(601, "valle-nuevo").known is None


def test_from_tecun_uman_to_champerico() -> None:
    answer = between(1217, "champerico")
    assert (round(answer.low_km), round(answer.high_km)) == (76, 157)
    assert answer.known is None
    assert answer.routes == ("ca-2a", "ca-2-occidente", "rn-9s")


def test_a_place_off_the_routes_reaches_them_at_the_nearest_stop() -> None:
    point = place_positions([1802], read_population(), read_sites())[0]
    way = access(network(), 1802, point)
    assert way.stop == "puerto-barrios"
    assert way.km == pytest.approx(18.8, abs=0.1)
    assert access(network(), 101, np.array([np.nan, np.nan])) == Access(101, 101, 0.0)


def test_a_place_without_a_location_is_refused() -> None:
    with pytest.raises(UnknownPositionError, match="bethel"):
        access(network(), "bethel", place_positions(["bethel"], read_population(), read_sites())[0])


def test_a_stop_without_a_location_is_refused() -> None:
    sites: gpd.GeoDataFrame = read_sites()
    sites.loc["corinto", "geometry"] = None
    with pytest.raises(UnknownPositionError, match="corinto"):
        route_network(read_facts(), pd.DataFrame(read_population()), sites)
