"""Kilometres of imported main roads as the demand of highway checkpoints.

The road of `times` runs 4 km through 101, 10 km through 102, where it turns north, and 5 km through 202.
"""

import pandas as pd
import pytest

from geo.analysis.border_lines import lengths_km, road_name
from geo.analysis.site_coverage import coverage
from geo.cancellation import Control
from geo.choices import Kind, Model, Precision
from geo.choices.planning_kinds import Counted, Measure
from geo.choices.site_kinds import Reason, Standing, aim_for, measure_of, measures_of, proposals_refused
from geo.location.instance import Candidates, LocationQuestion, instance
from geo.location.open_facts import open_facts
from geo.location.recommendation import next_sites
from geo.roads.main_roads import main_roads
from geo.roads.road_extract import read_ways
from geo.roads.road_network import road_network
from tests.geo.location.spopt_reference import least_paid_by_spopt
from tests.geo.location.test_lines import BORDER, COAST
from tests.geo.roads.extracts import BOUNDS, CROSS, cross_ways, write_extract
from tests.geo.roads.test_planning_by_road import GROUND, times
from tests.geo.roads.test_travel_times import NOWHERE
from tests.geo.squares import site, sites

HIGHWAY = (Kind.HIGHWAY_CHECKPOINT,)

__all__ = ("times",)


def post(x, y, **more):
    return sites(site("a", x, y, Kind.HIGHWAY_CHECKPOINT, **more))


@pytest.fixture(scope="module")
def lines(times):
    return BORDER, COAST, *main_roads(times.network, GROUND)


def asked(lines, model=Model.MAXIMAL_COVERING, table=None, **terms):
    question = LocationQuestion(
        model, HIGHWAY, 5_000, 1, Candidates(standing=Standing.MAIN_ROAD), Counted.MAIN_ROAD_KM, **terms
    )
    return instance(GROUND, sites() if table is None else table, question, lines=lines)


def test_a_main_road_has_its_kilometres_in_each_municipio(lines):
    km = lengths_km(lines[2:]).groupby("codigo_muni")["km"].sum()
    assert km.to_dict() == pytest.approx({101: 4, 102: 10, 202: 5}, abs=0.06)


def test_a_road_without_number_and_name_is_called_unnamed(lines):
    assert (lines[2].name, road_name(lines[2].name)) == ("unnamed#1", "")


def test_lesser_roads_are_no_main_roads_and_a_part_knows_its_road(tmp_path):
    path = write_extract(tmp_path / "cross.osm.pbf", CROSS, cross_ways())
    network, _ = road_network(read_ways(path, BOUNDS, NOWHERE, print), NOWHERE, print)
    (line,) = main_roads(network, GROUND)
    assert (line.counted, road_name(line.name)) == (Counted.MAIN_ROAD_KM, "CA-1")
    assert line.length_m == pytest.approx(20_000, rel=1e-3)


def test_a_highway_checkpoint_stands_on_a_main_road_and_is_proven(lines):
    problem = asked(lines)
    assert problem.weights.sum() == pytest.approx(19, abs=0.01)
    assert problem.candidates["line"].notna().all()
    answer = next_sites(problem)
    # At 2.5 km from the bend: 7.5 km on one side of it and the root of 5² - 2.5² on the other.
    assert answer.value == pytest.approx(7.5 + 4.33, abs=0.6)
    assert answer.is_proven
    other = least_paid_by_spopt(problem.costs(), 1, 1e-3, Control(60))
    assert problem.weights.sum() - other.paid == pytest.approx(answer.value, abs=1e-2)


def test_the_mean_distance_along_a_road_is_found(lines):
    answer = next_sites(asked(lines, Model.P_MEDIAN))
    assert answer.is_proven
    # Nowhere on a road of 19 km is the mean distance less than a quarter of the longest straight line.
    assert 3 < answer.value < 5


def test_roads_are_covered_by_time_and_with_the_range_of_the_site(lines, times):
    view = coverage(GROUND, post(5, -5, uncertainty_m=1_000), HIGHWAY, 5_000, lines)
    columns = ("total", "covered_low", "covered", "covered_high")
    row = [view.totals[name].to_dict()[Measure.MAIN_ROAD_KM] for name in columns]
    assert row == pytest.approx([19, 8, 10, 12], abs=0.3)
    assert view.table["covered_main_road_km"].sum() == pytest.approx(row[2])
    # At 30 to 60 km/h, six minutes are 3 to 6 km each way.
    by_time = coverage(GROUND, post(5, -5), HIGHWAY, 6, lines, times).totals.loc[Measure.MAIN_ROAD_KM]
    assert [by_time["covered_low"], by_time["covered_high"]] == pytest.approx([6, 12], abs=0.6)


def test_what_to_find_out_counts_kilometres_of_road(lines):
    table = post(5, -5, uncertainty_m=1_000, precision=Precision.LOCALITY)
    found = open_facts(GROUND, table, asked(lines, table=table).question, lines).table
    assert found["narrows"].tolist() == pytest.approx([4], abs=0.6)


def test_coverage_without_imported_roads_has_no_measure_of_them():
    view = coverage(GROUND, post(5, -5), HIGHWAY, 5_000, (BORDER, COAST))
    assert Measure.MAIN_ROAD_KM not in view.totals.index


def test_highway_checkpoints_are_proposed_only_where_roads_are_imported():
    assert proposals_refused(HIGHWAY) is None
    assert aim_for(HIGHWAY).standing is Standing.MAIN_ROAD
    assert measure_of(HIGHWAY) is Measure.MAIN_ROAD_KM
    assert proposals_refused(HIGHWAY, has_roads=False) == (Reason.NO_ROADS,)
    assert Measure.MAIN_ROAD_KM not in measures_of(HIGHWAY, has_roads=False)
    assert measure_of(HIGHWAY, has_roads=False) is Measure.PEOPLE_BY_CABECERA


def test_a_region_holds_for_roads(lines):
    table = asked(lines).candidates
    where = Candidates((202,), standing=Standing.MAIN_ROAD)
    question = LocationQuestion(Model.MAXIMAL_COVERING, HIGHWAY, 5e3, 1, where, Counted.MAIN_ROAD_KM)
    chosen = instance(GROUND, sites(), question, lines=lines).candidates
    assert set(chosen["codigo_muni"]) == {202} < set(table["codigo_muni"])
    assert pd.isna(chosen["line"]).sum() == 0
