"""The main routes as smooth lines: through their stops, inside the country, and never a loop."""

from functools import cache

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.crs import GTM, WGS84
from geo.dataset.boundaries import read_lakes
from geo.dataset.route_lines import schematic_lines, smooth, stop_positions
from tests.geo.real import country_outline
from tests.shared_data import ATLAS

FACTS, MUNICIPIOS, SITES = ATLAS.facts, ATLAS.population, ATLAS.sites
POSITIONS = stop_positions(FACTS.stops, MUNICIPIOS, SITES)


@cache
def lines() -> gpd.GeoDataFrame:
    return schematic_lines(FACTS, MUNICIPIOS, SITES)


def test_every_stop_has_a_position() -> None:
    assert POSITIONS.shape == (227, 2)
    assert np.isfinite(POSITIONS).all()


def test_every_route_is_one_line_in_degrees() -> None:
    assert list(lines()["route_id"]) == list(FACTS.routes["route_id"])
    assert lines().crs == WGS84
    assert set(lines().geom_type) == {"LineString"}
    assert {"number", "route_class", "name_en", "name_es"} <= set(lines())
    assert lines().get_coordinates().shape[0] < 2_000


def test_a_line_passes_through_all_its_stops() -> None:
    for route, line in zip(lines()["route_id"], lines().to_crs(GTM).geometry, strict=True):
        own = shapely.points(POSITIONS[(FACTS.stops["route_id"] == route).to_numpy()])
        # The way to degrees and back costs a little.
        assert shapely.distance(own, line).max() < 0.01, route


def outside_m(route_line: shapely.LineString) -> float:
    """Return how much of a line lies outside the country, its ends within their uncertainty left out."""
    country = country_outline().to_crs(GTM).geometry.iloc[0]
    ends = shapely.union_all([shapely.boundary(route_line)]).buffer(1_000)
    return float(route_line.difference(country).difference(ends).length)


def test_no_line_leaves_the_country_or_crosses_the_sea() -> None:
    measured = {
        route: outside_m(line)
        for route, line in zip(lines()["route_id"], lines().to_crs(GTM).geometry, strict=True)
    }
    assert {route for route, metres in measured.items() if metres > 0} == set()


def test_no_line_crosses_a_lake_but_the_road_over_the_rio_dulce() -> None:
    lakes = read_lakes().to_crs(GTM).union_all()
    lengths = lines().to_crs(GTM).intersection(lakes).length.set_axis(lines()["route_id"])
    assert list(lengths[lengths > 0].index) == ["ca-13"]
    assert lengths["ca-13"] < 1_500


@pytest.mark.parametrize("route", ["ca-13", "ca-9-norte", "ca-9-norte-a"])
def test_each_bend_is_needed(route: str) -> None:
    own = (FACTS.stops["route_id"] == route).to_numpy()
    assert outside_m(shapely.LineString(smooth(POSITIONS[own]))) > 1_000


def test_the_bend_of_ca_13_is_where_the_posts_put_it() -> None:
    line = lines().set_index("route_id").geometry["ca-13"]
    assert shapely.distance(line, shapely.Point(-89.238, 15.868)) < 0.001


def test_a_stop_without_a_position_is_left_out() -> None:
    nowhere = SITES.copy()
    nowhere.loc["tecun-uman-ii", "geometry"] = None
    assert set(lines()["route_id"]) - set(schematic_lines(FACTS, MUNICIPIOS, nowhere)["route_id"]) == {
        "ca-2b"
    }


def test_two_points_give_a_straight_line_and_a_repeated_one_counts_once() -> None:
    assert smooth([[0, 0], [0, 0], [3, 4]]).tolist() == [[0, 0], [3, 4]]


@given(arrays(float, (5, 2), elements=st.integers(0, 1_000)))
def test_a_curve_stays_near_the_corners_it_joins(points: np.ndarray) -> None:
    through = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
    curve = smooth(points)
    assert np.isfinite(curve).all()
    assert curve[[0, -1]] == pytest.approx(through[[0, -1]])
    steps = np.hypot(*np.diff(through, axis=0).T)
    longest = steps.max(initial=0)
    away = shapely.distance(shapely.points(curve), shapely.LineString(through)) if len(through) > 1 else 0
    assert np.max(away) <= longest / 2
