"""The best next sites under each assumption, their regret, and the set of least worst regret."""

from itertools import combinations

import numpy as np
import pytest

from geo.cancellation import Control, Stop
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Counted
from geo.location.assumptions import Assumption, Robustness, assumed, robustness
from geo.location.costs import total
from geo.location.instance import Candidates, Instance, LocationQuestion, instance
from tests.geo.squares import four_squares, site, sites

GROUND = four_squares()


def problem(*rows: dict[str, object], km: float = 1.0, count: int = 1) -> Instance:
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.PORT,), km * 1e3, count, Candidates())
    return instance(GROUND, sites(*rows), question)


def survived(result: Robustness | None) -> Robustness:
    assert result is not None
    return result


def codes(asked: Instance, chosen: tuple[int, ...]) -> list[int]:
    return asked.candidates["codigo_muni"].iloc[list(chosen)].tolist()


def test_without_uncertain_sites_every_end_gives_the_same_sites() -> None:
    asked = problem(site("a", 5, 5))
    result = survived(robustness(asked, GROUND))
    assert codes(asked, result.sets[Assumption.ANSWERED]) == [201]
    assert result.sets[Assumption.NEAR] == result.sets[Assumption.FAR] == result.sets[Assumption.ANSWERED]
    assert Assumption.NEAR not in result.flipping


def test_an_uncertain_site_flips_the_choice_and_its_regret_is_what_is_lost() -> None:
    # The site covers the 4,000 people of 202 by its middle, but not where it is farthest.
    asked = problem(site("a", 5, 5, uncertainty_m=2_000))
    result = survived(robustness(asked, GROUND))
    assert codes(asked, result.sets[Assumption.ANSWERED]) == [201]
    assert codes(asked, result.sets[Assumption.FAR]) == [202]
    assert Assumption.FAR in result.flipping
    assert result.regrets.loc[Assumption.ANSWERED, Assumption.FAR] == 1_000
    assert result.regrets.loc[Assumption.FAR, Assumption.ANSWERED] == 3_000


def test_the_least_worst_set_is_the_best_of_all_sets_tried_one_by_one() -> None:
    asked = problem(site("a", 5, 5, uncertainty_m=2_000), km=6.0, count=2)
    result = survived(robustness(asked, GROUND))
    costs = {name: changed.covering() for name, changed in assumed(asked, GROUND)}
    pairs = list(combinations(range(len(asked.candidates)), 2))
    best = {name: min(total(cost, pair) for pair in pairs) for name, cost in costs.items()}
    worst = min(max(total(cost, pair) - best[name] for name, cost in costs.items()) for pair in pairs)
    assert result.stop is Stop.OPTIMAL
    assert result.least_worst_regrets.max() == pytest.approx(worst, rel=2e-3, abs=0.5)


def test_the_best_set_of_an_assumption_has_no_regret_there() -> None:
    result = survived(robustness(problem(site("a", 2, 3, uncertainty_m=4_000), km=6.0), GROUND))
    assert [result.regrets.loc[name, name] for name in result.sets] == [0.0] * len(result.sets)
    assert result.least_worst_regrets.max() <= result.regrets.max(axis=1).min() + 0.5


def test_people_are_spread_only_where_people_are_counted() -> None:
    asked = problem(site("a", 5, 5))
    spread = dict(assumed(asked, GROUND))[Assumption.SPREAD]
    assert spread.weights.sum() == pytest.approx(10_000)
    question = LocationQuestion(
        Model.MAXIMAL_COVERING, (Kind.PORT,), 1e3, 1, Candidates(), counted=Counted.ROWS
    )
    rows = instance(GROUND, sites(), question, weights=np.array([1.0, 2.0, 3.0, 4.0]))
    assert Assumption.SPREAD not in dict(assumed(rows, GROUND))


def test_a_stopped_test_has_no_answer() -> None:
    stopped = Control(should_stop=lambda: True)
    assert robustness(problem(site("a", 2, 3, uncertainty_m=4_000), km=6.0), GROUND, stopped) is None
