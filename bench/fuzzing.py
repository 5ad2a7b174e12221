"""Fuzz the inputs of a target in parts, each in its own process.

This is separate from `bench.fuzz`, because a page under test replaces the main module of its process.
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

from bench.promises import Target
from bench.streamlit_targets import websocket
from bench.targets import TARGETS

SLOWEST_S: Final = 60
"""Longer than any input may take: what takes longer hangs."""

MOST: Final = 1_500
"""Inputs of one part: the cores share the parts, and hypothesis remembers all that it drew for one."""

HANGS_S: Final = 1_200
"""Longer than any part takes: its process is ended then, and says where it hung."""


@dataclass(frozen=True)
class Part:
    """Some of the inputs of a target, by its name; `address` is that of the running server."""

    target: str
    count: int
    address: str


@dataclass(frozen=True)
class Found:
    """What came of a part: how many inputs it took, the seconds of the slowest, the failures."""

    part: Part
    taken: int
    slowest: float
    failures: Sequence[str]


def fuzzed(target: Target, count: int, derandomize: bool = False) -> tuple[int, float, list[str]]:
    """Return how many inputs a target took, the seconds of the slowest, and the failures."""
    taken, slowest, last = 0, 0.0, None

    def take(one: Any) -> None:
        nonlocal taken, slowest, last
        started, last = perf_counter(), one
        target.check(one)
        taken, slowest = taken + 1, max(slowest, perf_counter() - started)

    ruled = settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=derandomize,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        with warnings.catch_warnings():
            # What GDAL says of a spoiled file is no failure.
            warnings.simplefilter("ignore")
            ruled(given(target.inputs)(take))()
    except Exception as error:  # noqa: BLE001
        # Whatever was raised is what is looked for.
        return taken, slowest, [f"{target.name}: {type(error).__name__}: {str(error)[:200]}; {last!r:.300}"]
    return taken, slowest, []


@cache
def targets(address: str) -> dict[str, Target]:
    """Return every target by its name, that of the server at `address` among them."""
    return {one.name: one for one in (*TARGETS, websocket(address))}


def parts_of(known: dict[str, Target], inputs: int, address: str) -> Iterator[Part]:
    """Yield all inputs in parts of at most `MOST`, the targets with the dearest inputs first.

    A target with few inputs takes long for each: begun last, it would leave a core idle at the end.
    """
    for target in sorted(known.values(), key=lambda one: one.share):
        left = max(1, int(inputs * target.share))
        while left > 0:
            yield Part(target.name, min(left, MOST), address)
            left -= MOST


def fuzz(part: Part) -> Found:
    """Fuzz a part in its own process, which ends with the state of all threads if an input hangs."""
    logging.disable(logging.CRITICAL)
    faulthandler.dump_traceback_later(HANGS_S, exit=True)
    found = Found(part, *fuzzed(targets(part.address)[part.target], part.count))
    faulthandler.cancel_dump_traceback_later()
    return found
