"""Every target of `make fuzz` with a few inputs, and proof that it can fail."""

import pytest
from hypothesis import strategies as st

from bench import hostile_uploads
from bench.fuzz import rows_of
from bench.fuzz_target import Target, require, require_no_internals
from bench.fuzzing import MOST, SLOWEST_S, Part, PartResult, fuzzed, parts_of, targets
from bench.hostile_files import CLASSES
from bench.hostile_uploads import (
    LARGEST_MB,
    LONGEST_HOLD_S,
    QUIET,
    Watch,
    hold_s,
    listener,
    rows_of_uploads,
    uploaded,
)
from bench.servers import running
from bench.targets import TARGETS
from geo.lists.readers import read_table
from geo.lists.uploaded_table import UnreadableFileError

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


@pytest.mark.parametrize("kind", CLASSES)
def test_small_hostile_files_of_each_class_end_in_a_table_or_an_error(kind):
    count = 0
    with listener() as (url, requested):
        for name, content in CLASSES[kind](url, 1):
            count += 1
            try:
                assert len(read_table(name, content))
            except UnreadableFileError:
                continue
    assert count >= 5
    assert requested == []


def test_hostile_uploads_end_in_sentences_while_others_read(monkeypatch):
    chosen = {
        name: lambda url, size, files=files: [*files(url, size)][:1] for name, files in CLASSES.items()
    }
    monkeypatch.setattr(hostile_uploads, "CLASSES", chosen)
    with running("atlas") as server:
        watch, counts, failures = uploaded(server, size=1)
    assert failures == []
    assert set(counts.values()) == {1}
    assert 0 < watch.server_mb <= watch.total_mb < LARGEST_MB
    assert watch.page_s > 0
    assert 0 <= watch.hold_s < watch.silence_s
    assert watch.others >= 0


def test_too_much_memory_a_long_hold_and_a_failure_each_fail_the_run():
    def bars(watch, failures=()):
        return [row.holds for row in rows_of_uploads(watch, {}, [*failures]) if row.bar]

    assert bars(Watch(300, LARGEST_MB, LONGEST_HOLD_S)) == [True, True, True]
    assert bars(Watch(300, LARGEST_MB + 1, 0)) == [True, False, True]
    assert bars(Watch(300, 300, LONGEST_HOLD_S + 0.01)) == [True, True, False]
    assert bars(Watch(), ["x.csv: no end"]) == [False, True, True]


@pytest.mark.parametrize(("others", "holds"), [(QUIET, False), (QUIET + 0.01, True)])
def test_a_silence_fails_the_run_unless_other_programs_were_busy(others, holds):
    watch = Watch(silence_s=LONGEST_HOLD_S + 0.01, hold_s=LONGEST_HOLD_S, others=others)
    assert [row.holds for row in rows_of_uploads(watch, {}, []) if "hold" in row.name] == [holds]


def test_a_hold_that_the_server_caused_fails_the_run_on_a_busy_machine():
    watch = Watch(silence_s=9, hold_s=LONGEST_HOLD_S + 0.01, others=2)
    assert [row.holds for row in rows_of_uploads(watch, {}, []) if "hold" in row.name] == [False]


@pytest.mark.parametrize(
    ("silence", "computed", "waited", "hold"),
    [(2.0, 0.1, 1.5, 0.1), (2.0, 1.8, 1.5, 0.5), (0.4, 0.4, 0.0, 0.4), (0.2, 0.1, 0.3, 0.0)],
)
def test_waiting_for_a_processor_is_no_hold(silence, computed, waited, hold):
    assert hold_s(silence, computed, waited) == pytest.approx(hold)
