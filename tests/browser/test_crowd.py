"""Load and soak tests in short: every step is answered and all sessions end."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from bench.cost import cost_of_crowds
from bench.crowd import VISIT, Tally, paced, per_second
from bench.fuzzing import fuzzed
from bench.servers import Server
from bench.soak import growth, waves
from bench.streamlit_targets import websocket


@pytest.fixture(scope="module")
def server(app):
    return Server(app, psutil.Process(os.getpid()))


@pytest.fixture(scope="module")
def thread():
    """A thread without an event loop: the browser's tests keep one running in this one."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def figures(app):
    lines = httpx.get(f"{app}/metrics").text.splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_every_step_of_every_viewer_is_answered_and_no_session_is_left(app, server, thread):
    before = figures(app)
    tally = thread.submit(asyncio.run, paced(server, 4, 0.0, len(VISIT))).result()
    after = figures(app)
    assert (len(tally.seconds), tally.failed) == (4 * len(VISIT), 0)
    runs = 'atlas_reruns_total{outcome="finished_successfully"}'
    assert float(after[runs]) - float(before.get(runs, 0)) >= 4 * len(VISIT)
    assert {name for name in after if name.startswith("atlas_errors_total")} <= set(before)
    assert float(after["atlas_sessions"]) <= float(before["atlas_sessions"])


def test_viewers_without_a_pause_are_answered(server, thread):
    assert thread.submit(asyncio.run, per_second(server, 2, 0.2, VISIT[:2])).result() >= 0


def test_a_soak_notes_the_memory_after_each_wave(server, thread):
    samples, tally = thread.submit(asyncio.run, waves(server, 0.01, 1, 0.0)).result()
    assert len(samples) == 1
    assert tally.failed == 0
    assert len(tally.seconds) == 20


def test_hostile_messages_reveal_nothing_and_affect_no_session(app, thread):
    target = websocket(app)
    taken, _, failures = thread.submit(fuzzed, target, 25, derandomize=True).result()
    assert (taken > 10, failures) == (True, [])


def test_growth_compares_the_last_fifth_with_the_first():
    assert growth([100] * 10) == 0
    assert growth([100, 100, 500, 1, 300, 300, 300, 300, 110, 110]) == pytest.approx(0.1)
    assert growth([100]) == 0


def test_percentiles_are_those_of_the_ordered_times():
    tally = Tally([float(n) for n in range(100, 0, -1)])
    assert [tally.percentile(share) for share in (0.5, 0.95, 0.99)] == [51, 96, 100]
    assert Tally().percentile(0.5) == float("inf")


def test_the_cost_of_viewers_is_arithmetic_on_what_was_measured():
    # 30 a second, 70 % used, one act in 10 s: 210 viewers a process; 250 MB and 0.5 MB a viewer.
    written = cost_of_crowds(30, 250, 350, 200)
    assert "| 100 | 10 | 1 | 0.3 GB |" in written
    assert "| 10,000 | 1,000 | 48 | 17.0 GB |" in written
    assert "| 1,000,000 | 100,000 | 4,762 | 1,690.5 GB |" in written
