"""Travel times and routes on a network whose answers can be checked by hand."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.uncertain_distances import Places
from geo.choices import RoadClass
from geo.crs import GTM
from geo.roads.road_extract import read_ways
from geo.roads.road_network import TREES_KEPT, road_network
from geo.roads.travel_times import TravelTimes
from tests.geo.roads.extracts import BOUNDS, CROSS, cross_ways, gtm, write_extract

NOWHERE = np.empty((0, 2))


def at(*km, radius_m=0.0):
    return Places(gtm(km), np.full(len(km), radius_m))


def speeds(low=30.0, high=60.0):
    table = pd.DataFrame({"road_class": [*RoadClass], "low_kmh": low, "high_kmh": high})
    table.loc[table["road_class"] == RoadClass.FOOT, ["low_kmh", "high_kmh"]] = 5.0
    return table


@pytest.fixture(scope="module")
def times(tmp_path_factory):
    path = write_extract(tmp_path_factory.mktemp("roads") / "cross.osm.pbf", CROSS, cross_ways())
    network, _ = road_network(read_ways(path, BOUNDS, NOWHERE, print), NOWHERE, print)
    return TravelTimes(network, speeds())


def near(minutes):
    """Return what a time is compared with: a plane kilometre is not quite one on the ground."""
    return pytest.approx(minutes, rel=2e-3, abs=0.02)


def test_a_time_is_between_those_at_both_speeds(times):
    answer = times.span(at((0, 0)), at((20, 0)))
    assert (answer.low[0, 0], answer.high[0, 0]) == (near(20), near(40))
    assert answer.nominal[0, 0] == near(30)


def test_places_between_junctions_are_measured_from_where_they_are(times):
    answer = times.span(at((4, 0), (12, 0)), at((10, 5), (6, 0)))
    assert answer.low == near(np.array([[6 + 5, 2], [2 + 5, 6]]))


def test_a_one_way_road_is_not_travelled_against(times):
    ahead = times.span(at((20, 0)), at((20, 10))).low[0, 0]
    back = times.span(at((20, 10)), at((20, 0))).low[0, 0]
    assert ahead == near(10)
    assert back == near(10 + 10 + 10)


def test_the_way_to_the_road_is_on_foot(times):
    answer = times.span(at((5, -1)), at((15, 0)))
    assert answer.low[0, 0] == near(12 + 10)
    assert answer.high[0, 0] == near(12 + 20)


def test_a_place_far_from_every_road_cannot_be_reached(times):
    answer = times.span(at((0, 0), (0, 30)), at((20, 0)))
    assert np.isinf(answer.high).tolist() == [[False], [True]]
    assert np.isinf(answer.low).tolist() == [[False], [True]]
    assert times.journey(at((0, 30)), at((20, 0))) is None


def test_an_uncertain_location_widens_the_range(times):
    exact = times.span(at((0, 0)), at((15, 0)))
    wide = times.span(at((0, 0)), at((15, 0), radius_m=1000))
    # (14, 0) is the nearest on the road; from (15, 1) it is a kilometre on foot.
    assert wide.low[0, 0] == near(14)
    assert wide.high[0, 0] == near(exact.high[0, 0] + 12)


def test_a_municipio_is_measured_from_all_of_it(times):
    area = shapely.box(*gtm([(12, -2)])[0], *gtm([(18, 2)])[0])
    wide = times.span(at((0, 0)), Places(gtm([(15, 0)]), np.zeros(1), {0: area}))
    assert wide.low[0, 0] == near(12)
    assert wide.high[0, 0] > 30


def test_a_place_inside_an_area_may_be_where_the_target_is(times):
    wide = times.span(at((14, 0)), at((15, 0), radius_m=2000))
    assert wide.low[0, 0] == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 20), st.floats(-10, 10)), min_size=3, max_size=3))
def test_ranges_are_in_order_and_a_detour_is_never_shorter(times, km):
    answer = times.span(at(*km), at(*km))
    assert np.all(answer.low <= answer.high + 1e-6)
    # Along roads alone; a stop on the way may need to be walked to.
    walked = 12 * times.network.entries(gtm(km)).leg_m / 1e3
    direct, over = answer.low[0, 2], answer.low[0, 1] + answer.low[1, 2]
    assert direct <= over + 1e-3 + walked[1]


def test_speeds_change_the_times(times):
    slow = TravelTimes(times.network, speeds(low=10, high=20))
    assert slow.span(at((0, 0)), at((20, 0))).low[0, 0] == near(60)


def test_a_journey_has_its_length_its_roads_and_its_line(times):
    journey = times.journey(at((2, 0)), at((10, 7)))
    assert journey is not None
    assert journey.km == pytest.approx(15, rel=1e-3)
    assert [(road.road, round(road.km, 1)) for road in journey.roads] == [
        ("CA-1", 8.0),
        ("Camino Real", 7.0),
    ]
    assert journey.minutes == (near(15), near(30))
    assert journey.legs_km == pytest.approx((0, 0), abs=1e-2)
    assert shapely.get_num_points(journey.line) == 3


def test_a_journey_against_a_one_way_road_goes_round(times):
    journey = times.journey(at((20, 10)), at((20, 0)))
    assert journey is not None
    assert journey.km == pytest.approx(30, rel=1e-3)
    assert [road.road for road in journey.roads] == ["", "Camino Real", "CA-1"]


def test_a_journey_along_one_section_stays_on_it(times):
    for start, end in (((2, 0), (7, 0)), ((7, 0), (2, 0))):
        journey = times.journey(at(start), at(end))
        assert journey is not None
        assert journey.km == pytest.approx(5, rel=1e-3)


def test_the_isochrone_grows_with_time_and_is_surer_closer(times):
    def km(minutes):
        reach = times.reach(at((10, 0)), minutes)
        lengths = reach.to_crs(GTM).length / 1e3
        return lengths[~reach["is_sure"]].sum(), lengths[reach["is_sure"]].sum()

    # In 6 minutes 6 km of each of four arms at 60 km/h, 3 km at 30 km/h.
    assert km(6) == pytest.approx((24, 12), rel=1e-2)
    # In 12 also 2 km of the one-way road before its end.
    assert km(12) == pytest.approx((42, 24), rel=1e-2)


def test_the_isochrone_of_a_place_between_junctions_lies_around_it(times):
    reach = times.reach(at((4, 0)), 2)
    lengths = reach.to_crs(GTM).length / 1e3
    assert lengths.tolist() == pytest.approx([4, 2], rel=1e-2)


def test_trees_are_kept_for_the_next_question(times):
    origins, targets = at((0, 0), (5, 0)), at((10, 3))
    first = times.span(origins, targets)
    kept = len(times.network.times.trees)
    assert times.span(origins, targets).low.tolist() == first.low.tolist()
    assert len(times.network.times.trees) == kept


def test_many_speeds_keep_no_more_trees_than_one(times):
    for low in range(1, 31):
        slow = TravelTimes(times.network, speeds(low=low))
        for east in range(10):
            slow.span(at((0, 0), radius_m=10), at((east, 0), radius_m=10))
    assert len(times.network.times.trees) == TREES_KEPT
    assert len(times.network.times.graphs) <= 4


def test_the_same_speeds_are_the_same_key_of_an_answer(times):
    again = TravelTimes(times.network, speeds())
    assert again == times
    assert hash(again) == hash(times)
    assert TravelTimes(times.network, speeds(low=29)) != times


def test_departures_are_the_way_back(times):
    there, back = at((20, 0)), at((20, 10))
    assert times.departing.span(there, back).low[0, 0] == near(30)
    assert times.departing.span(back, there).low[0, 0] == near(10)
