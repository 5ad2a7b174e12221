"""Coverage, next sites, scenarios and assumptions by travel time, with answers known by head.

The cabeceras of 102 and 202 lie on a road, that of 101 lies 1 km from its end, and that of 201 further than
10 km from it. Roads are travelled at 30 to 60 km/h, and 5 km/h are walked.
"""

import numpy as np
import pytest

from geo.analysis.scenarios import Scenario, applied, compared
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import STRAIGHT_LINES
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Measure, Metric
from geo.location import Candidates, LocationQuestion, instance, next_sites
from geo.location.assumptions import Assumption, OtherMeasure, robustness
from geo.roads.road_extract import read_ways
from geo.roads.road_network import road_network
from geo.roads.travel_times import TravelTimes
from tests.geo.location.test_lines import line
from tests.geo.roads.extracts import BOUNDS, write_extract
from tests.geo.roads.test_travel_times import NOWHERE, near, speeds
from tests.geo.squares import four_squares, site, sites

GROUND = four_squares()
PORT = (Kind.PORT,)
EVERYONE = Measure.PEOPLE_BY_CABECERA


@pytest.fixture(scope="module")
def times(tmp_path_factory):
    points = {1: (-4, -55), 2: (5, -55), 3: (5, -45)}
    ways = [([1, 2, 3], {"highway": "primary"})]
    path = write_extract(tmp_path_factory.mktemp("roads") / "bend.osm.pbf", points, ways)
    network, _ = road_network(read_ways(path, BOUNDS, NOWHERE, print), NOWHERE, print)
    return TravelTimes(network, speeds())


def asked(times, model, minutes, count=1, *rows):
    question = LocationQuestion(model, PORT, minutes, count, Candidates(), by=times)
    return instance(GROUND, sites(*rows), question)


def test_coverage_has_the_range_of_the_speeds(times):
    view = coverage(GROUND, sites(site("a", 5, -5)), PORT, 22, by=times)
    assert view.metric is Metric.ROAD
    table = view.table.set_index("codigo_muni")
    assert table["minutes_low"].tolist() == near([21, 0, np.inf, 10])
    assert table["minutes_high"].tolist() == near([30, 0, np.inf, 20])
    people = view.totals.loc[EVERYONE]
    counts = [people[name] for name in ("covered_low", "covered", "covered_high")]
    assert counts == [6_000, 6_000, 7_000]


def test_a_cabecera_without_a_road_is_named_and_has_no_nearest_site(times):
    view = coverage(GROUND, sites(site("a", 5, -5)), PORT, 22, by=times)
    assert view.off_road["codigo_muni"].tolist() == [201]
    assert view.off_road["nearest_site_id"].tolist() == [None]


def test_people_spread_over_the_area_walk_to_the_road(times):
    view = coverage(GROUND, sites(site("a", 5, -5)), PORT, 12, by=times)
    share = view.table.set_index("codigo_muni")["area_share_high"]
    # At 60 km/h the strip that is reached in 12 minutes is 7 minutes on foot wide, 0.58 km, on each side
    # where the road leaves 102, and 3 minutes, 0.25 km, at the end of the road. Cells are 1 km wide.
    assert share[101] == pytest.approx(4 * (0.58 + 0.25) / 100, abs=0.02)
    assert share[201] == 0
    assert share[202] == pytest.approx(5 * (0.58 + 0.17) / 100, abs=0.02)


def test_the_curve_by_road_is_in_minutes_and_never_falls(times):
    view = coverage(GROUND, sites(site("a", 5, -5)), PORT, 22, by=times)
    rows = view.curve[view.curve["measure"] == EVERYONE].set_index("minutes")["share"]
    # 102 at once, 202 after 15 minutes, 101 after 25.5; 201 never.
    assert rows[[10, 20, 30, 600]].tolist() == pytest.approx([0.2, 0.6, 0.7, 0.7])
    assert rows.is_monotonic_increasing


def test_a_line_is_covered_as_far_as_the_time_goes(times):
    border = line("MEX", (-10, -5), (10, -5), is_coast=False)
    view = coverage(GROUND, sites(site("a", 5, -5)), PORT, 9, (border,), times)
    # On the mean 1.5 minutes a km along the road to the west, and 12 on foot to the east.
    km = view.totals.loc[Measure.LAND_BORDER_KM]
    assert km["covered"] == pytest.approx(6 + 0.75, abs=0.3)
    assert km["covered_low"] == pytest.approx(4.5 + 0.75, abs=0.3)
    assert km["covered_high"] == pytest.approx(9 + 0.75, abs=0.3)


def test_next_sites_are_proven_by_minutes(times):
    answer = next_sites(asked(times, Model.MAXIMAL_COVERING, 26))
    assert answer.is_proven
    assert answer.chosen["codigo_muni"].tolist() == [102]
    assert answer.value == 7_000
    # At the lower speeds 101 is 30 minutes away.
    assert (answer.value_low, answer.value_high) == (6_000, 7_000)
    after = answer.demand.set_index("codigo_muni")["minutes_after"]
    assert after.tolist() == near([25.5, 0, np.inf, 15])


def test_everyone_is_reached_with_a_site_where_no_road_leads(times):
    answer = next_sites(asked(times, Model.SET_COVERING, 26))
    assert sorted(answer.chosen["codigo_muni"]) == [102, 201]


def test_a_mean_time_leaves_out_who_has_no_road_and_names_them(times):
    answer = next_sites(asked(times, Model.P_MEDIAN, 26))
    assert answer.chosen["codigo_muni"].tolist() == [202]
    assert answer.value == near((1_000 * 40.5 + 2_000 * 15) / 7_000)
    assert answer.value_low == near((1_000 * 31 + 2_000 * 10) / 7_000)
    assert answer.value_high == near((1_000 * 50 + 2_000 * 20) / 7_000)
    assert answer.instance.off_road["codigo_muni"].tolist() == [201]


def test_a_cutoff_changes_no_time_below_it(times):
    problem = asked(times, Model.MAXIMAL_COVERING, 26)
    whole = asked(times, Model.P_MEDIAN, 26)
    within = problem.distances[np.ix_([0, 1, 3], [0, 1, 3])]
    assert within[within <= 26] == near(whole.distances[whole.distances <= 26])


def test_a_scenario_is_compared_in_minutes(times):
    table = sites(site("a", 5, -5))
    changed, _ = applied(Scenario(removed=("a",)), table, GROUND)
    both = compared(GROUND, (table, changed), PORT, 22, by=times)
    assert both.totals.at[EVERYONE, "change"] == -6_000
    assert set(both.municipios["codigo_muni"]) == {101, 102, 202}
    assert np.isinf(both.municipios["minutes_b"]).all()


def test_the_road_may_change_the_best_site(times):
    question = LocationQuestion(Model.MAXIMAL_COVERING, PORT, 10_500, 1)
    straight = instance(GROUND, sites(), question)
    result = robustness(straight, GROUND, other=OtherMeasure(times, 26))
    assert result is not None
    codes = straight.candidates["codigo_muni"]
    assert codes.iloc[[*result.sets[Assumption.ANSWERED]]].tolist() == [202]
    assert codes.iloc[[*result.sets[Assumption.ROAD]]].tolist() == [102]
    assert Assumption.ROAD in result.flipping
    assert result.regrets.loc[Assumption.ANSWERED, Assumption.ROAD] == 1_000


def test_a_road_answer_is_compared_with_straight_lines_and_both_speeds(times):
    problem = asked(times, Model.MAXIMAL_COVERING, 22)
    result = robustness(problem, GROUND, other=OtherMeasure(STRAIGHT_LINES, 10_500))
    assert result is not None
    assert set(result.sets) == {*Assumption} - {Assumption.ROAD}
    codes = problem.candidates["codigo_muni"]
    # At the higher speeds 101 is 21 minutes from 102.
    assert codes.iloc[[*result.sets[Assumption.NEAR]]].tolist() == [102]
    assert result.regrets.loc[Assumption.NEAR, Assumption.NEAR] == 0
