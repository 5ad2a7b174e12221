"""The next-sites question: demand, candidates and the answer."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.demand_areas import DemandAreas
from geo.cancellation import Control, Progress
from geo.choices import Kind, Model
from geo.dataset.sites import read_sites
from geo.location.instance import MAX_NEW_SITES, Candidates, Instance, LocationQuestion, instance
from geo.location.recommendation import HALF_A_PERSON, Method, NextSites, gain_curve, next_sites, value_of
from tests.geo.location.spopt_reference import least_paid_by_spopt
from tests.geo.real import ground_of_guatemala
from tests.geo.squares import four_squares, site, sites

GROUND = four_squares()
PORT = (Kind.PORT,)


ANYWHERE = Candidates()
ONE_SITE = sites(site("a", 5, 5))


def small_instance(
    model: Model = Model.MAXIMAL_COVERING,
    *,
    km: float = 1.0,
    count: int = 2,
    where: Candidates = ANYWHERE,
    table: gpd.GeoDataFrame = ONE_SITE,
    country: DemandAreas = GROUND,
) -> Instance:
    return instance(country, table, LocationQuestion(model, PORT, km * 1e3, count, where))


def codes(result: NextSites) -> list[int]:
    return [int(code) for code in result.chosen["codigo_muni"]]


def test_the_most_people_not_yet_covered_come_first() -> None:
    result = next_sites(small_instance())
    assert (result.before, result.value, result.bound) == (4_000, 9_000, 9_000)
    assert codes(result) == [201, 102]
    assert result.chosen["gain"].tolist() == [3_000, 2_000]
    assert result.chosen["value"].tolist() == [7_000, 9_000]
    assert result.chosen["order"].tolist() == [1, 2]
    assert (result.is_proven, result.gap) == (True, 0)


def test_candidates_are_kept_to_a_region_a_size_and_without_exclusions() -> None:
    assert codes(next_sites(small_instance(where=Candidates(municipios=(101, 102))))) == [102, 101]
    assert codes(next_sites(small_instance(where=Candidates(min_population=3_000)))) == [201]
    assert codes(next_sites(small_instance(where=Candidates(excluded=(201,))))) == [102, 101]


def test_without_any_candidate_nothing_changes() -> None:
    nowhere = Candidates(min_population=10**9)
    for model, before in ((Model.MAXIMAL_COVERING, 4_000), (Model.SET_COVERING, 0)):
        result = next_sites(small_instance(model, where=nowhere))
        assert result.chosen.empty
        assert result.value == before
    assert next_sites(small_instance(Model.P_MEDIAN, where=nowhere)).value == pytest.approx(
        (3 * 10 + 2 * 10 + np.hypot(10, 10)) / 10
    )


def test_without_any_candidate_or_site_the_mean_distance_is_unknown() -> None:
    nothing = small_instance(Model.P_MEDIAN, where=Candidates(min_population=10**9), table=sites())
    result = next_sites(nothing)
    assert np.isnan(result.before)
    assert np.isnan(result.value)


def test_a_cabecera_of_unknown_position_is_no_candidate_but_still_asks() -> None:
    result = next_sites(small_instance(count=4, country=four_squares(unknown_seats=(201,))))
    assert codes(result) == [102, 101]
    assert result.unreachable["codigo_muni"].tolist() == [201]


def test_the_fewest_sites_cover_everyone() -> None:
    result = next_sites(small_instance(Model.SET_COVERING, km=10, count=1))
    assert (result.value, result.before) == (1, 0)
    assert result.demand["covered_after"].all()
    assert result.value_low == result.value_high == 10_000
    assert codes(result) in ([101], [102], [201])


def test_the_p_median_makes_the_mean_distance_least() -> None:
    result = next_sites(small_instance(Model.P_MEDIAN, count=1))
    assert codes(result) == [201]
    assert result.before == pytest.approx((3 * 10 + 2 * 10 + np.hypot(10, 10)) / 10)
    assert result.value == pytest.approx((2 * 10 + 10) / 10)
    served = result.demand.set_index("codigo_muni")["served_by"]
    assert served[[101, 201]].tolist() == [201, 201]
    assert served.isna().tolist() == [False, True, False, True]


def test_an_uncertain_site_makes_the_value_uncertain() -> None:
    result = next_sites(small_instance(table=sites(site("a", 5, 5, uncertainty_m=2_000)), count=1))
    assert (result.value_low, result.value, result.value_high) == (3_000, 7_000, 7_000)


def test_ranking_is_blind_to_overlap_and_the_optimum_is_not() -> None:
    methods = next_sites(small_instance(km=10, count=1, table=sites())).methods
    assert methods["method"].tolist() == [Method.OPTIMUM, Method.GREEDY, Method.RANKING]
    assert methods["value"].tolist() == [9_000] * 3
    two = next_sites(small_instance(km=10, count=2, table=sites())).methods.set_index(["method", "count"])
    assert two["gain"].loc[(Method.OPTIMUM, 2)] == 1_000


def test_the_gain_of_each_further_site_is_a_curve() -> None:
    problem = small_instance(count=3)
    curve = [value_of(problem, answer.paid) for _, answer in gain_curve(problem)]
    assert curve == [7_000, 9_000, 10_000]


def test_a_stopped_curve_ends() -> None:
    assert list(gain_curve(small_instance(count=3), Control(should_stop=lambda: True))) == []


def test_progress_is_reported_in_people() -> None:
    heard: list[Progress] = []
    country = guatemala()
    question = LocationQuestion(Model.MAXIMAL_COVERING, PORT, 20e3, 5)
    result = next_sites(instance(country, read_sites(), question), Control(on_progress=heard.append))
    assert heard
    assert all(progress.value <= result.value + 0.5 <= progress.bound + 1 for progress in heard)


def test_more_sites_than_a_plan_can_show_are_refused() -> None:
    for count in (0, MAX_NEW_SITES + 1):
        with pytest.raises(ValueError, match="new sites"):
            LocationQuestion(Model.P_MEDIAN, PORT, 1.0, count)
    with pytest.raises(ValueError, match="distance"):
        LocationQuestion(Model.P_MEDIAN, PORT, 0.0, 1)


@settings(max_examples=15)
@given(st.permutations(range(4)), st.sampled_from(list(Model)))
def test_the_order_of_rows_does_not_matter(order: list[int], model: Model) -> None:
    rows = [site(f"s{n}", n, -n) for n in range(4)]
    first, other = (
        next_sites(small_instance(model, table=sites(*table))) for table in (rows, [rows[n] for n in order])
    )
    pd.testing.assert_frame_equal(first.chosen, other.chosen)


@settings(max_examples=15)
@given(st.integers(1, 3), st.floats(0.5, 15))
def test_more_sites_or_a_longer_reach_never_cover_fewer(count: int, km: float) -> None:
    value = next_sites(small_instance(km=km, count=count)).value
    assert next_sites(small_instance(km=km, count=count + 1)).value >= value
    assert next_sites(small_instance(km=km + 1, count=count)).value >= value


def guatemala() -> DemandAreas:
    return ground_of_guatemala()


def test_spopt_agrees_on_the_real_country() -> None:
    where = Candidates(min_population=60_000)
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.MODEL_PRECINCT,), 25e3, 4, where)
    problem = instance(guatemala().part(range(100, 500)), read_sites(), question)
    ours = next_sites(problem)
    theirs = least_paid_by_spopt(problem.costs(), 4, HALF_A_PERSON, Control())
    assert ours.is_proven
    assert theirs.is_proven
    assert ours.value == value_of(problem, theirs.paid)
