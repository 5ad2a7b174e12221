"""Planning questions by travel time, with answers known by head.

The cabeceras of 102 and 202 lie on a road, that of 101 lies 1 km from its end, and that of 201 further than
10 km from it. Roads are travelled at 30 to 60 km/h, and 5 km/h are walked.
"""

import time

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.analysis.region_profile import AreaSites, profile
from geo.analysis.scenarios import Scenario, applied, compared
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import STRAIGHT_LINES
from geo.cancellation import Control, StoppedError, reported_to, stopped_by
from geo.choices import Confirmation, Kind, Model, Status
from geo.choices.planning_kinds import Measure, Metric
from geo.location.assumptions import Assumption, OtherMeasure, robustness
from geo.location.instance import Candidates, LocationQuestion, instance
from geo.location.open_facts import OpenFact, open_facts
from geo.location.recommendation import next_sites
from geo.roads.road_extract import read_ways
from geo.roads.road_network import road_network
from geo.roads.travel_times import TravelTimes
from tests.geo.analysis.test_region_profile import SQUARES
from tests.geo.location.test_lines import line
from tests.geo.roads.extracts import BOUNDS, write_extract
from tests.geo.roads.test_travel_times import NOWHERE, near, speeds
from tests.geo.squares import four_squares, metres, site, sites

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


def asked(times, model, minutes, count=1, *rows, ground=GROUND):
    question = LocationQuestion(model, PORT, minutes, count, Candidates(), by=times)
    return instance(ground, sites(*rows), question)


def area(north):
    """Return what lies in an area: all of 102, and 202 up to `north` km from its southern edge."""
    return GROUND.part((), shapely.box(*metres(0, -10), *metres(10, north)))


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


def survey(times, minutes, *rows, control=None, ground=GROUND):
    table = sites(*rows)
    table["status"] = [row.get("status", Status.OPERATING) for row in rows]
    table["confirmation"] = Confirmation.RECENT
    table["sources"] = [("S001",)] * len(rows)
    question = LocationQuestion(Model.MAXIMAL_COVERING, PORT, minutes, 1, Candidates(), by=times)
    return open_facts(ground, table, question, control=control)


def test_a_status_by_road_leaves_the_range_of_the_speeds(times):
    result = survey(times, 22, site("a", 5, -5, status=Status.UNKNOWN))
    # Open, it reaches 102 and 202 surely and 101 possibly; closed, no one.
    assert result.width == 1_000
    (row,) = result.table.to_dict("records")
    assert row["fact"] == OpenFact.STATUS
    assert row["narrows"] == 7_000 - (0 + 1_000) / 2
    # 201 is best today, with 3,000; were the site closed, 102 would reach 6,000.
    assert (row["decides"], row["regret"]) == (True, 3_000)


def test_a_rough_location_by_road_is_tried_at_the_speeds(times):
    result = survey(times, 11, site("a", 5, 0, uncertainty_m=1000, precision="locality"))
    # On foot it is 12 minutes or more to the cabeceras but from its middle and the north and south of its
    # circle. From the middle 102 and 202 are surely in reach, from there only one of them is.
    assert result.width == 6_000
    (row,) = result.table.to_dict("records")
    assert row["fact"] == OpenFact.LOCATION
    assert row["narrows"] == pytest.approx(6_000 - (0 + 2_000 + 4_000) / 9)
    # Today the best estimate covers no one, and 202 is best; at its middle the site would leave 201.
    assert row["regret"] == 3_000


def test_knowing_a_fact_by_road_never_widens(times):
    rough = site("a", 4, -4, uncertainty_m=3000, precision="locality", status=Status.DOUBTFUL)
    for minutes in (5, 12, 25, 60):
        result = survey(times, minutes, rough, site("b", code=202, precision="unplaced"))
        assert sorted(result.table["fact"]) == sorted(OpenFact)
        assert (result.table["narrows"] >= 0).all()
        assert (result.table["regret"] >= 0).all()


def test_the_time_for_trying_begins_when_all_is_measured(times):
    late = Control(60, started=time.monotonic() - 100)
    assert survey(times, 22, site("a", 5, -5, status=Status.UNKNOWN), control=late).is_complete


def test_a_stopped_measuring_by_road_ends_without_a_result(times):
    stopped = Control(should_stop=lambda: True)
    with pytest.raises(StoppedError):
        survey(times, 23, site("a", 5.01, -5, status=Status.UNKNOWN), control=stopped)
    looks = iter([False, False, False, True])
    with pytest.raises(StoppedError), stopped_by(lambda: next(looks)):
        asked(times, Model.MAXIMAL_COVERING, 23, 1, site("a", 5.02, -5))
    # Nothing half measured was kept.
    assert asked(times, Model.MAXIMAL_COVERING, 23, 1, site("a", 5.02, -5)).demand["covered"].any()


@pytest.mark.parametrize("uncertainty_m", [0, 500])
def test_measuring_reports_its_steps_and_looks_up_what_is_kept_without_any(times, uncertainty_m):
    targets = (site("a", 5.03, -5, uncertainty_m=uncertainty_m), site("b", -5, -5.03))
    steps = []
    with reported_to(lambda *step: steps.append(step)):
        first = asked(times, Model.MAXIMAL_COVERING, 24, 1, *targets)
    assert {total for _, total in steps} >= {2}
    assert all(0 <= done < total for done, total in steps)
    with stopped_by(lambda: True):
        again = asked(times, Model.MAXIMAL_COVERING, 24, 1, *targets)
    assert again.demand.equals(first.demand)


def test_the_nearest_sites_outside_have_their_time_from_the_cabeceras(times):
    table = sites(
        site("port", 5, 5, code=202),
        site("airport", -5, 5, Kind.AIRPORT, code=201),
        site("rough", -1, -5, Kind.PRISON, code=101, uncertainty_m=1000),
    )
    outside = profile(SQUARES, table, [102], by=times).outside.set_index("kind")
    ends = outside[["minutes_low", "minutes", "minutes_high"]].T.to_dict("list")
    # 10 km at 60 and at 30 km/h, and no road within 10 km of 201.
    assert ends[Kind.PORT] == near([10, 15, 20])
    assert ends[Kind.AIRPORT] == [np.inf] * 3
    assert outside["is_reachable"].to_dict() == {Kind.PORT: True, Kind.AIRPORT: False, Kind.PRISON: True}
    # Between 5 km at 60 km/h, and 6 km at 30 km/h with a kilometre on foot.
    assert ends[Kind.PRISON] == near([5, (5 + 24) / 2, 24])
    # The cabecera of 102 is nearer than that of 101.
    both = profile(SQUARES, table, [101, 102], by=times).outside.set_index("kind")
    assert both.loc[Kind.PORT, "minutes"] == near(15)
    assert "minutes" not in profile(SQUARES, table, [102]).outside


def test_an_area_without_a_cabecera_has_no_time_by_road(times):
    table = sites(site("port", 5, 5, code=202))
    area = AreaSites(shapely.box(*metres(1, -9), *metres(3, -6)), pd.Series(False, table.index))
    outside = profile(SQUARES, table, (), area, times).outside
    assert outside["distance_km"].notna().all()
    assert outside[["minutes", "is_reachable"]].isna().all(axis=None)


def people_covered(times, minutes, ground):
    people = coverage(ground, sites(site("a", 5, -5)), PORT, minutes, by=times).totals.loc[EVERYONE]
    return [people[name] for name in ("covered_low", "covered", "covered_high", "total")]


def test_coverage_of_an_area_counts_its_share_of_people_by_road(times):
    # 60 % of 202 and its cabecera, 10 to 20 minutes away, lie in the area.
    assert people_covered(times, 12, area(6)) == near([2_000, 2_000, 4_400, 4_400])
    assert people_covered(times, 22, area(6)) == near([4_400] * 4)
    # Without its cabecera the 1,600 people may be anywhere in the piece, whose edge is 5 minutes away.
    assert people_covered(times, 9, area(4)) == near([2_000, 2_000, 3_600, 3_600])


def test_next_sites_of_an_area_are_its_cabeceras_and_serve_its_people_by_road(times):
    answer = next_sites(asked(times, Model.MAXIMAL_COVERING, 12, ground=area(6)))
    assert answer.is_proven
    assert answer.instance.candidates["codigo_muni"].tolist() == [102, 202]
    assert answer.chosen["codigo_muni"].tolist() == [202]
    assert [answer.value_low, answer.value, answer.value_high] == near([2_400, 2_400, 4_400])
    # The cabecera of 202 is no candidate where it lies outside of the area.
    assert asked(times, Model.MAXIMAL_COVERING, 12, ground=area(4)).candidates["codigo_muni"].tolist() == [
        102
    ]


def test_an_open_fact_of_an_area_counts_its_people_by_road(times):
    result = survey(times, 12, site("a", 5, 5, status=Status.UNKNOWN), ground=area(6))
    # Open, the site reaches the 2,400 of 202 surely and the 2,000 of 102 possibly; closed, no one.
    assert result.width == near(2_000)
    (row,) = result.table.to_dict("records")
    assert row["narrows"] == near(4_400 - (0 + 2_000) / 2)
    # 102 is best today; were the site closed, 202 would reach 400 more.
    assert row["regret"] == near(400)
