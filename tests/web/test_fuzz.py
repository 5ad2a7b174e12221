"""Hostile input in short: every target of `make fuzz` with a few inputs, and that it can fail."""

import pytest
from hypothesis import strategies as st

from bench.fuzz import SLOWEST_S, fuzzed
from bench.promises import Target, require, require_nothing_of_the_inside
from bench.streamlit_targets import websocket
from bench.targets import TARGETS

INPUTS = 600


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_hostile_input_breaks_nothing(target):
    count = max(3, int(INPUTS * target.share))
    taken, slowest, failures = fuzzed(target, count, derandomize=True)
    assert failures == []
    assert taken >= count / 2
    assert slowest < SLOWEST_S


def test_the_shares_are_a_whole():
    assert sum(target.share for target in (*TARGETS, websocket("http://x"))) == pytest.approx(1)


def test_a_broken_promise_is_found_and_told():
    target = Target("small numbers", 1, st.integers(), lambda n: require(n < 1000, "all are small"))
    taken, _, failures = fuzzed(target, 200, derandomize=True)
    assert taken > 0
    (failure,) = failures
    assert failure.startswith("small numbers: BrokenPromiseError: all are small")
    assert "1000" in failure


@pytest.mark.parametrize("said", [b"Traceback (most recent call last)", b"/lib/site-packages/x.py"])
def test_an_answer_that_tells_of_the_inside_is_found(said):
    with pytest.raises(AssertionError, match="tells of the inside"):
        require_nothing_of_the_inside(said)
