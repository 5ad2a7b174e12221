"""A list with the atlas, on four squares of 10 km."""

import numpy as np
import pandas as pd

from geo.choices import Kind
from geo.crs import to_wgs84
from geo.lists.list_demand import PeopleNear, next_for, people_near
from geo.lists.point_aggregation import ListPoints
from tests.geo.squares import CORNERS, four_squares, metres, sites

GROUND = four_squares()


def points(*places):
    longitude, latitude = to_wgs84(*np.array([metres(*place) for place in places]).reshape(-1, 2).T)
    return ListPoints(longitude, latitude)


def test_people_are_served_where_their_cabecera_is_near():
    assert people_near(points((5, 6)), GROUND, 1_500) == PeopleNear(10_000, 4_000, 4_000, 4_000)
    unknown = four_squares(unknown_seats=(202,))
    assert people_near(points((5, 6)), unknown, 1_500) == PeopleNear(10_000, 0, 4_000, 4_000)
    assert people_near(points(), GROUND, 1_500) == PeopleNear(10_000, 0, 0, 0)


def test_new_sites_stand_where_most_rows_are():
    counts = pd.DataFrame({"codigo_muni": list(CORNERS), "rows": [1, 50, 3, 4]})
    found = next_for(counts, sites(), GROUND, (Kind.PORT,), (1_000, 1))
    assert found.chosen["codigo_muni"].tolist() == [102]
    assert (found.before, found.value) == (0, 50)
