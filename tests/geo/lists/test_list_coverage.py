"""A list as demand and as supply, on four squares of 10 km."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import Places, distances_to_nearest, nearest, span
from geo.choices import Kind, Model, Precision
from geo.choices.planning_kinds import Counted, Measure
from geo.crs import to_wgs84
from geo.lists.list_coverage import (
    MOST_PLACES,
    OWN_KIND,
    MeasurableRows,
    TooManyPlacesError,
    beside,
    places_of,
    reached,
)
from geo.lists.point_aggregation import ListPoints
from geo.location.instance import LocationQuestion, instance
from geo.location.recommendation import next_sites
from tests.geo.squares import four_squares, metres, site, sites

GROUND = four_squares()


def points(*places):
    longitude, latitude = to_wgs84(*np.array([metres(*place) for place in places]).reshape(-1, 2).T)
    return ListPoints(longitude, latitude)


def rows(*places, code=202, areas=None):
    return MeasurableRows(points(*places), np.full(len(places), code, dtype=np.int32), areas or {})


def counted(found):
    row = found.totals.iloc[0]
    return [int(row[name]) for name in ("total", "covered_low", "covered", "covered_high")]


def test_points_within_the_distance_are_counted():
    three = rows((5, 5), (5, 8), (-5, -5))
    found = reached(three, sites(site("a", 5, 5)), GROUND, [Kind.PORT], 4_000)
    assert counted(found) == [3, 2, 2, 2]
    assert found.table[["codigo_muni", "rows", "covered"]].to_numpy().tolist() == [[202, 3, 2]]
    assert found.largest_gaps()["not_covered"].tolist() == [1]


def test_an_uncertain_site_gives_a_range():
    near_two = sites(site("a", 5, 5, uncertainty_m=2_000))
    assert counted(reached(rows((5, 5), (5, 8)), near_two, GROUND, [], 4_000)) == [2, 1, 2, 2]
    # A site that is somewhere in the square is near to nothing for certain.
    somewhere = sites(site("a", code=202))
    assert counted(reached(rows((5, 5), (9, 9)), somewhere, GROUND, [], 1_000)) == [2, 0, 1, 2]


def test_a_row_known_to_its_municipio_may_be_anywhere_in_it():
    ten = rows(areas={202: 10})
    # From the middle of the square its corners are 7.07 km away.
    found = [counted(reached(ten, sites(site("a", 5, 5)), GROUND, [], m)) for m in (1_000, 7_000, 7_100)]
    assert found == [[10, 0, 10, 10], [10, 0, 10, 10], [10, 10, 10, 10]]
    outside = reached(ten, sites(site("a", -1, 5)), GROUND, [], 2_000)
    assert counted(outside) == [10, 0, 0, 10]


def test_without_sites_or_rows_nothing_is_near():
    assert counted(reached(rows((5, 5)), sites(), GROUND, [], 4_000)) == [1, 0, 0, 0]
    found = reached(rows(), sites(site("a", 5, 5)), GROUND, [], 4_000)
    assert counted(found) == [0, 0, 0, 0]
    assert np.isnan(found.totals["share"].iloc[0])
    assert found.table.empty


@given(near=st.floats(0, 2e4), further=st.floats(0, 2e4))
def test_more_rows_are_near_a_greater_distance_and_ranges_hold(near, further):
    many = rows(*((x, y) for x in range(-9, 10, 3) for y in range(-9, 10, 3)), areas={101: 5, 202: 7})
    some = sites(site("a", 5, 5, uncertainty_m=1_500), site("b", code=101))
    small, large = (counted(reached(many, some, GROUND, [], d)) for d in (near, near + further))
    assert small[1] <= small[2] <= small[3] <= small[0]
    assert all(one <= other for one, other in zip(small, large, strict=True))


def test_the_curve_grows_to_everything_and_agrees_with_the_total():
    found = reached(rows((5, 5), (9, 5)), sites(site("a", 5, 5)), GROUND, [], 3_000)
    at = found.curve.set_index("distance_km")["share"].to_dict()
    assert (at[3], at[5], at[300]) == (0.5, 1, 1)
    assert found.totals["share"].iloc[0] == at[3]


PLACE = st.tuples(st.floats(-20, 20), st.floats(-20, 20))


@given(here=st.lists(PLACE, min_size=1, max_size=8), there=st.lists(PLACE, max_size=3))
def test_measuring_only_what_an_area_can_change_changes_nothing(here, there):
    areas = {len(there): GROUND.outlines[101], len(there) + 1: GROUND.outlines[202]}
    middles = [np.array(shapely.centroid(area).coords[0]) for area in areas.values()]
    centres = np.array([*(metres(*one) for one in there), *middles])
    places = Places(centres, np.array([500.0] * len(there) + [0, 0]), areas)
    from_here = np.array([metres(*one) for one in here])
    found = distances_to_nearest(from_here, places)
    all_of_them = nearest(span(Places(from_here, np.zeros(len(here))), places))[0]
    for name in ("low", "nominal", "high"):
        assert getattr(found, name) == pytest.approx(getattr(all_of_them, name), abs=1e-6)


def test_places_of_a_list_are_sites_as_precise_as_it_is():
    found = places_of(rows((5, 5), (5, 5), (-5, 5), areas={101: 3}), "mine")
    assert found["precision"].tolist() == [Precision.EXACT, Precision.EXACT, Precision.MUNICIPIO]
    assert found["name_es"].tolist() == ["mine 1", "mine 2", "mine 3"]
    with pytest.raises(TooManyPlacesError, match=f"{MOST_PLACES}"):
        places_of(rows(*((x / 200, 0) for x in range(MOST_PLACES + 1))), "mine")


def test_places_of_a_list_cover_beside_the_sites_there_are():
    mine = places_of(rows((5, 5)), "mine")
    both = beside(sites(site("a", -5, -5)), mine)
    people = Measure.PEOPLE_BY_CABECERA
    for kinds, expected in (((Kind.PORT,), 1_000), ((OWN_KIND,), 4_000), ((Kind.PORT, OWN_KIND), 5_000)):
        assert coverage(GROUND, both, kinds, 1_000).totals.at[people, "covered"] == expected
    assert beside(sites(), mine).index.tolist() == mine.index.tolist()


def test_a_place_known_to_its_municipio_covers_nothing_for_certain():
    mine = beside(sites(), places_of(rows(areas={202: 1}), "mine"))
    row = coverage(GROUND, mine, (OWN_KIND,), 1_000).totals.loc[Measure.PEOPLE_BY_CABECERA]
    assert (row["covered_low"], row["covered"], row["covered_high"]) == (0, 4_000, 4_000)


def test_rows_are_counted_in_place_of_people():
    asked = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.PORT,), 1_000, 1, counted=Counted.ROWS)
    found = next_sites(instance(GROUND, sites(site("a", -5, -5)), asked, weights=np.array([9.0, 5, 3, 1])))
    assert found.chosen["codigo_muni"].tolist() == [102]
    assert (found.before, found.value) == (9, 14)
    assert found.chosen["population_2018"].tolist() == [2_000]
