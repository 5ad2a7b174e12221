"""Every target of `make fuzz` with a few inputs, and proof that it can fail."""

import pytest
from hypothesis import strategies as st

from bench.fuzz import rows_of
from bench.fuzz_target import Target, require, require_no_internals
from bench.fuzzing import MOST, SLOWEST_S, Part, PartResult, fuzzed, parts_of, targets
from bench.targets import TARGETS

INPUTS = 600


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_hostile_input_breaks_nothing(target):
    count = max(3, int(INPUTS * target.share))
    taken, slowest, failures = fuzzed(target, count, derandomize=True)
    assert failures == []
    assert taken >= count / 2
    assert slowest < SLOWEST_S


def test_the_shares_are_a_whole():
    assert sum(target.share for target in targets("http://x").values()) == pytest.approx(1)


def test_the_cores_share_all_inputs():
    parts = list(parts_of(targets("http://x"), 110_000, "http://x"))
    assert sum(part.count for part in parts) == pytest.approx(110_000, abs=20)
    assert max(part.count for part in parts) == MOST
    assert parts[0].target == "pages"


def test_the_parts_of_a_target_are_one_row_and_a_failure_is_counted():
    first, second = Part("links", 2, ""), Part("links", 3, "")
    results = [PartResult(first, 2, 0.5, ()), PartResult(second, 3, 61, ("links: broken",))]
    rows = rows_of(["links"], results)
    assert [(row.value, row.holds) for row in rows] == [(5, None), (5, False), (61, False), (1, False)]


def test_a_violated_requirement_is_reported():
    target = Target("small numbers", 1, st.integers(), lambda n: require(n < 1000, "all are small"))
    taken, _, failures = fuzzed(target, 200, derandomize=True)
    assert taken > 0
    (failure,) = failures
    assert failure.startswith("small numbers: RequirementError: all are small")
    assert "1000" in failure


@pytest.mark.parametrize("said", [b"Traceback (most recent call last)", b"/lib/site-packages/x.py"])
def test_an_answer_that_reveals_internals_is_a_failure(said):
    with pytest.raises(AssertionError, match="reveals no internals"):
        require_no_internals(said)
