"""Fuzz the inputs of a target in parts, each in its own process.

This module is separate from `bench.fuzz` because a page under test replaces the main module of its process.
"""

from __future__ import annotations

import faulthandler
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Any, Final

from hypothesis import HealthCheck, given, settings

from bench.fuzz_target import Target
from bench.streamlit_targets import websocket
from bench.targets import TARGETS

SLOWEST_S: Final = 60
"""The most seconds for an input; a longer one counts as hanging."""

MOST: Final = 1_500
"""Inputs of one part; the limit bounds the memory in which hypothesis keeps its draws."""

HANGS_S: Final = 1_200
"""Seconds after which the process of a part is ended with a traceback."""


@dataclass(frozen=True)
class Part:
    """Some inputs of a target, by its name; `address` is the URL of the running server."""

    target: str
    count: int
    address: str


@dataclass(frozen=True)
class PartResult:
    """The result of a part: number of inputs, seconds of the slowest, failures."""

    part: Part
    taken: int
    slowest: float
    failures: Sequence[str]


def fuzzed(target: Target, count: int, derandomize: bool = False) -> tuple[int, float, list[str]]:
    """Return the number of inputs of a target, the seconds of the slowest, the failures."""
    taken, slowest, last = 0, 0.0, None

    def take(hostile_input: Any) -> None:
        nonlocal taken, slowest, last
        started, last = perf_counter(), hostile_input
        target.check(hostile_input)
        taken, slowest = taken + 1, max(slowest, perf_counter() - started)

    limits = settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=derandomize,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        with warnings.catch_warnings():
            # GDAL's warnings about a damaged file are not failures.
            warnings.simplefilter("ignore")
            limits(given(target.inputs)(take))()
    except Exception as error:  # noqa: BLE001
        # Any exception is a failure of the target.
        return taken, slowest, [f"{target.name}: {type(error).__name__}: {str(error)[:200]}; {last!r:.300}"]
    return taken, slowest, []


@cache
def targets(address: str) -> dict[str, Target]:
    """Return every target by name, including the server at `address`."""
    return {target.name: target for target in (*TARGETS, websocket(address))}


def parts_of(known: dict[str, Target], inputs: int, address: str) -> Iterator[Part]:
    """Yield all inputs in parts of at most `MOST`, targets with slow inputs first.

    Targets with few inputs are slow; started last, they would leave a core idle at the end.
    """
    for target in sorted(known.values(), key=lambda target: target.share):
        left = max(1, int(inputs * target.share))
        while left > 0:
            yield Part(target.name, min(left, MOST), address)
            left -= MOST


def fuzz(part: Part) -> PartResult:
    """Fuzz a part in its own process, which ends with the state of all threads if an input hangs."""
    logging.disable(logging.CRITICAL)
    faulthandler.dump_traceback_later(HANGS_S, exit=True)
    result = PartResult(part, *fuzzed(targets(part.address)[part.target], part.count))
    faulthandler.cancel_dump_traceback_later()
    return result
