"""The best sets of new sites, compared with brute force and with spopt."""

import threading
import warnings
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from geo.cancellation import Control, Progress, Stop
from geo.location.costs import (
    Costs,
    CoveringCosts,
    DistanceCosts,
    covering_costs,
    exchanged,
    greedy,
    ranked,
    total,
)
from geo.location.exact_solver import (
    IntegerProgram,
    bounded,
    fewest,
    least_paid,
    merged,
    minimize,
    programme,
)
from tests.geo.location.spopt_reference import fewest_by_spopt, least_paid_by_spopt

NO_LIMIT = Control(time_limit_s=600)


def line(*positions: float, weights: list[float] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the distances between points on a line, each both demand and candidate."""
    at = np.array(positions, dtype=float)
    return np.abs(at[:, None] - at), np.array(weights or [1.0] * len(at))


def in_the_plane(count: int, candidates: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    demand, where = random.uniform(0, 100, (count, 2)), random.uniform(0, 100, (candidates, 2))
    distances = np.hypot(*(demand[:, None, :] - where).transpose(2, 0, 1))
    return distances, random.integers(1, 1000, count).astype(float)


def sets(costs: Costs, count: int) -> Iterator[tuple[int, ...]]:
    for size in range(count + 1):
        yield from combinations(range(costs.count), size)


def least_by_trying_all(costs: Costs, count: int) -> float:
    return min(total(costs, chosen) for chosen in sets(costs, count))


def test_two_sites_on_a_line_cover_both_ends() -> None:
    distances, weights = line(0, 1, 2, 10, 11, 30, weights=[1, 1, 1, 5, 5, 7])
    solution = least_paid(covering_costs(distances, weights, 1), 2, 0.5, NO_LIMIT)
    assert solution.paid == 3
    assert solution.is_proven
    assert set(solution.chosen) in ({3, 5}, {4, 5})


def test_greed_can_be_beaten() -> None:
    """The middle covers most alone, but the two outer ones cover everyone between them."""
    covers = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [0, 0, 1]], dtype=float)
    costs = CoveringCosts(sparse.csr_array(covers), np.ones(6))
    assert total(costs, greedy(costs, 2)) == 1
    assert total(costs, ranked(costs, 2)) == 1
    assert least_paid(costs, 2, 0.5, NO_LIMIT).chosen == (0, 2)


def test_the_median_of_a_line_is_its_middle() -> None:
    distances, weights = line(0, 1, 2, 3, 100)
    solution = least_paid(DistanceCosts(distances, weights, distances.max(axis=1)), 1, 1e-6, NO_LIMIT)
    assert (solution.chosen, solution.paid) == ((2,), 102)


def test_a_site_that_is_there_is_used_before_a_farther_new_one() -> None:
    distances, weights = line(0, 1, 2, 3, 100)
    now = np.abs(np.array([0.0, 1, 2, 3, 100]) - 100)
    solution = least_paid(DistanceCosts(distances, weights, now), 1, 1e-6, NO_LIMIT)
    assert solution.paid == 4
    assert solution.chosen in ((1,), (2,))


def test_the_fewest_that_cover_a_line() -> None:
    distances, _ = line(*range(9))
    solution = fewest(sparse.csr_array((distances <= 1).astype(float)), NO_LIMIT)
    assert (solution.paid, solution.bound, solution.is_proven) == (3, 3, True)


def test_demand_that_no_candidate_reaches_is_left_out_of_the_fewest() -> None:
    covers = sparse.csr_array(np.array([[1.0, 0], [0, 0], [0, 1]]))
    assert fewest(covers, NO_LIMIT).chosen == (0, 1)


def test_no_candidate_and_no_demand_are_answers_too() -> None:
    nobody = CoveringCosts(sparse.csr_array((0, 3)), np.empty(0))
    assert least_paid(nobody, 2, 0.5, NO_LIMIT).chosen == ()
    nowhere = DistanceCosts(np.empty((2, 0)), np.ones(2), np.ones(2))
    stay = least_paid(nowhere, 2, 1e-6, NO_LIMIT)
    assert (stay.chosen, stay.paid, stay.bound, stay.is_proven) == ((), 2.0, 2.0, True)
    assert fewest(sparse.csr_array((0, 3)), NO_LIMIT).chosen == ()


def test_a_candidate_that_serves_no_one_is_not_chosen() -> None:
    covers = sparse.csr_array(np.array([[1.0, 1, 0], [1, 0, 0]]))
    assert least_paid(CoveringCosts(covers, np.ones(2)), 3, 0.5, NO_LIMIT).chosen == (0,)


def test_demand_of_the_same_candidates_is_added_up() -> None:
    covers = sparse.csr_array(np.array([[1.0, 0], [1, 0], [0, 1], [0, 0]]))
    rows, weights, lost = merged(CoveringCosts(covers, np.array([1.0, 2, 4, 8])))
    assert sorted(weights) == [3, 4]
    assert lost == 8
    assert rows.shape == (2, 2)


coverings = st.integers(1, 6).flatmap(
    lambda k: st.tuples(
        arrays(float, st.tuples(st.integers(1, 7), st.just(k)), elements=st.sampled_from([0.0, 1.0])),
        st.integers(1, 4),
        st.integers(0, 1000),
    )
)


@settings(max_examples=40)
@given(coverings)
def test_maximal_covering_is_the_best_of_all_sets(drawn: tuple[np.ndarray, int, int]) -> None:
    covers, count, seed = drawn
    weights = np.random.default_rng(seed).integers(1, 50, len(covers)).astype(float)
    costs = CoveringCosts(sparse.csr_array(covers), weights)
    solution = least_paid(costs, count, 0.5, NO_LIMIT)
    assert solution.paid == least_by_trying_all(costs, count)
    assert total(costs, solution.chosen) == solution.paid
    assert solution.is_proven


@settings(max_examples=40)
@given(coverings)
def test_set_covering_is_the_smallest_of_all_sets(drawn: tuple[np.ndarray, int, int]) -> None:
    covers, _, _ = drawn
    costs = CoveringCosts(sparse.csr_array(covers), np.ones(len(covers)))
    reachable = total(costs, range(costs.count))
    smallest = min(len(c) for c in sets(costs, costs.count) if total(costs, c) == reachable)
    solution = fewest(costs.covers, NO_LIMIT)
    assert (solution.paid, len(solution.chosen)) == (smallest, smallest)
    assert total(costs, solution.chosen) == reachable


@settings(max_examples=40)
@given(st.integers(1, 7), st.integers(1, 6), st.integers(1, 4), st.integers(0, 10_000), st.booleans())
def test_the_p_median_is_the_best_of_all_sets(n: int, k: int, count: int, seed: int, there: bool) -> None:
    distances, weights = in_the_plane(n, k, seed)
    base = np.full(n, 30.0) if there else distances.max(axis=1)
    costs = DistanceCosts(distances, weights, base)
    solution = least_paid(costs, count, 1e-6, NO_LIMIT)
    assert solution.paid == pytest.approx(least_by_trying_all(costs, count))
    assert solution.is_proven


def cases() -> Iterator[Any]:
    for seed in (1, 2, 3):
        distances, weights = in_the_plane(60, 40, seed)
        for count in (3, 7):
            yield pytest.param(covering_costs(distances, weights, 14), count, id=f"covering-{seed}-{count}")
            base = distances.max(axis=1) if seed == 1 else np.full(60, 40.0)
            yield pytest.param(DistanceCosts(distances, weights, base), count, id=f"median-{seed}-{count}")


@pytest.mark.parametrize(("costs", "count"), list(cases()))
def test_bounds_hold_on_both_sides(costs: Costs, count: int) -> None:
    exact = minimize(programme(costs, count), 1e-6, NO_LIMIT)
    solution = bounded(costs, count, 1e-3, NO_LIMIT)
    assert solution.bound <= exact.objective + 1e-6
    assert solution.paid >= exact.objective - 1e-6
    values = exact.values
    assert values is not None
    if solution.paid > exact.objective + 1e-3:
        assert set(np.flatnonzero(values[: costs.count] > 0.5)) <= set(solution.alive)
    assert least_paid(costs, count, 1e-3, NO_LIMIT).paid == pytest.approx(exact.objective, abs=1e-3)


@pytest.mark.parametrize(("costs", "count"), list(cases()))
def test_exchanging_never_worsens_the_greedy_solution(costs: Costs, count: int) -> None:
    by_greed = greedy(costs, count)
    assert total(costs, exchanged(costs, by_greed)) <= total(costs, by_greed)
    assert ranked(costs, 1) == by_greed[:1]


@pytest.mark.parametrize("seed", [1, 2])
def test_spopt_finds_the_same_optimum(seed: int) -> None:
    distances, weights = in_the_plane(40, 25, seed)
    covering = covering_costs(distances, weights, 14)
    for costs in (covering, DistanceCosts(distances, weights, np.full(40, 50.0))):
        ours = least_paid(costs, 4, 1e-3, NO_LIMIT)
        theirs = least_paid_by_spopt(costs, 4, 1e-3, NO_LIMIT)
        assert theirs.paid == pytest.approx(ours.paid, abs=1e-3)
        assert theirs.is_proven
    assert fewest_by_spopt(covering.covers, NO_LIMIT).paid == fewest(covering.covers, NO_LIMIT).paid


def test_spopt_s_own_example_of_set_covering() -> None:
    """From the docstring of `spopt.locate.LSCP`: facilities 1, 2 and 4 serve 63, 85 and 58 clients."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        covers = _spopt_example() <= 8
    assert covers.sum(axis=0)[[1, 2, 4]].tolist() == [63, 85, 58]
    assert covers[:, [1, 2, 4]].any(axis=1).all()
    assert fewest(sparse.csr_array(covers.astype(float)), NO_LIMIT).paid == 3


def _spopt_example() -> np.ndarray:
    import geopandas as gpd
    import spaghetti
    from spopt.locate.util import simulated_geo_points

    network = spaghetti.Network(in_data=spaghetti.regular_lattice((0, 0, 10, 10), 9, exterior=True))
    streets = spaghetti.element_as_gdf(network, arcs=True)
    around = gpd.GeoDataFrame(geometry=[streets.geometry.buffer(0.2).union_all()], crs=streets.crs)
    for name, needed, seed in (("clients", 100, 5), ("facilities", 5, 6)):
        points = simulated_geo_points(around, needed=needed, seed=seed)
        network.snapobservations(points, name, attribute=True)
    patterns = network.pointpatterns
    return np.asarray(network.allneighbordistances(patterns["clients"], patterns["facilities"]))


HARD = covering_costs(*in_the_plane(600, 300, 5), 12)


def test_a_search_that_runs_out_of_time_says_so_and_bounds_its_answer() -> None:
    solution = least_paid(HARD, 15, 0.5, Control(time_limit_s=0))
    assert solution.stop is Stop.TIME_LIMIT
    assert 0 <= solution.bound < solution.paid
    assert total(HARD, solution.chosen) == solution.paid


def test_a_search_can_be_cancelled_and_keeps_its_best_answer() -> None:
    stop = threading.Event()
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        stop.set()

    solution = least_paid(HARD, 15, 0.5, Control(600, listen, stop.is_set))
    assert solution.stop is Stop.CANCELLED
    assert solution.paid <= heard[-1].value
    assert all(progress.bound <= progress.value for progress in heard)


def test_the_integer_programme_can_be_cancelled_too() -> None:
    hard_programme = programme(HARD, 15)
    solution = minimize(hard_programme, 0.5, Control(600, should_stop=lambda: True))
    assert solution.stop is Stop.CANCELLED


def test_an_impossible_programme_is_an_error() -> None:
    matrix = sparse.csr_array(np.array([[1.0]]))
    with pytest.raises(ValueError, match="Infeasible"):
        minimize(IntegerProgram(np.ones(1), matrix, np.array([2.0]), np.array([3.0]), 1), 0.5, NO_LIMIT)


def test_progress_tells_the_gap() -> None:
    assert Progress(200.0, 150.0, 1.0).gap == 0.25
    assert Progress(0.0, 0.0, 1.0).gap == 0
    assert Progress(0.0, -1.0, 1.0).gap == float("inf")
