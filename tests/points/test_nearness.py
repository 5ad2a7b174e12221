"""A list beside the atlas, on four squares of 10 km with people and sites that are done in the head."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import to_wgs84
from geo.points.marks import Points
from geo.points.nearness import Near, near_sites, next_for, people_near
from geo.vocabulary import Kind
from tests.geo.squares import CORNERS, four_squares, metres, site, sites

GROUND = four_squares()


def points(*places):
    longitude, latitude = to_wgs84(*np.array([metres(*place) for place in places]).reshape(-1, 2).T)
    return Points(longitude, latitude)


def test_points_within_the_distance_are_counted():
    three = points((5, 5), (5, 8), (-5, -5))
    found = near_sites(three, sites(site("a", 5, 5)), GROUND, [Kind.PORT], 4_000)
    assert found == Near(3, 2, 2, 2)


def test_an_uncertain_site_gives_a_range():
    near_two = sites(site("a", 5, 5, uncertainty_m=2_000))
    found = near_sites(points((5, 5), (5, 8)), near_two, GROUND, [], 4_000)
    assert found == Near(2, 1, 2, 2)
    # A site that is somewhere in the square is near to nothing for certain.
    found = near_sites(points((5, 5), (9, 9)), sites(site("a", code=202)), GROUND, [], 1_000)
    assert found == Near(2, 0, 1, 2)


def test_without_sites_or_points_nothing_is_near():
    assert near_sites(points((5, 5)), sites(), GROUND, [], 4_000) == Near(1, 0, 0, 0)
    assert near_sites(points(), sites(site("a", 5, 5)), GROUND, [], 4_000) == Near(0, 0, 0, 0)


def test_people_are_served_where_their_cabecera_is_near():
    assert people_near(points((5, 6)), GROUND, 1_500) == Near(10_000, 4_000, 4_000, 4_000)
    unknown = four_squares(unknown_seats=(202,))
    assert people_near(points((5, 6)), unknown, 1_500) == Near(10_000, 0, 4_000, 4_000)
    assert people_near(points(), GROUND, 1_500) == Near(10_000, 0, 0, 0)


def test_new_sites_stand_where_most_rows_are():
    counts = pd.DataFrame({"codigo_muni": list(CORNERS), "rows": [1, 50, 3, 4]})
    found = next_for(counts, sites(), GROUND, (Kind.PORT,), (1_000, 1))
    assert found.chosen["codigo_muni"].tolist() == [102]
    assert (found.before, found.value) == (0, 50)


@given(near=st.floats(0, 2e4), further=st.floats(0, 2e4))
def test_more_points_are_near_a_greater_distance_and_ranges_hold(near, further):
    many = points(*((x, y) for x in range(-9, 10, 3) for y in range(-9, 10, 3)))
    some = sites(site("a", 5, 5, uncertainty_m=1_500), site("b", code=101))
    small, large = (near_sites(many, some, GROUND, [], d) for d in (near, near + further))
    assert small.low <= small.nominal <= small.high <= small.total
    assert small.nominal <= large.nominal
    assert small.high <= large.high
    assert small.low <= large.low == pytest.approx(large.low)
