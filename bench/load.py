"""`make bench-load`: measure many viewers of one process on this machine.

Rows: interactions a second of one process; response times, processor, memory and failures of 1 to 200
viewers; memory per viewer; the capacity that follows from them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from bench.cost import cost_of_crowds
from bench.crowd import CHOOSING, Step, Tally, paced, per_second
from bench.rows import Row, at_least, at_least_times, at_most, replace_section, table, write, write_table
from bench.servers import Server, running

CROWDS: Final = (1, 10, 50, 200)
EVERY: Final = 5.0
"""Seconds between the steps of a viewer, those of a fast reader."""

ROUNDS: Final = 12
"""Steps of each viewer: one whole visit."""

CLOSED: Final = 50
"""Viewers who act without a pause."""

SECONDS: Final = 30
"""Seconds for which they act."""

STAYS: Final[tuple[Step, ...]] = (("", ""),)
"""For pages without parameters: the same run again, which costs as much as a choice."""


@dataclass(frozen=True)
class Crowd:
    """Measurements of a crowd: seconds, share of one core, memory in MB."""

    viewers: int
    tally: Tally
    cores: float
    memory_mb: float


def rows() -> Iterator[Row]:
    """Yield the rows of load."""
    rates = dict(_closed())
    atlas, label = rates["atlas"], f"{CLOSED} viewers without a pause, interactions"
    yield at_least(label, atlas, "per s", 50)
    yield at_least_times(label, atlas, "per s", ("without map", rates["without map"]), 0.8)
    for other in ("tutorial", "empty"):
        yield Row(label, round(atlas, 2), "per s", f"{other}: {rates[other]:.1f} per s")
    with running("atlas") as server:
        started = server.memory_mb()
        crowds = [_crowd(server, count) for count in CROWDS]
    for crowd in crowds:
        yield from _crowd_rows(crowd)
    largest = crowds[-1]
    each = (largest.memory_mb - started) / largest.viewers
    yield at_most(f"memory per viewer, of {largest.viewers}", each, "MB", 0.7)
    replace_section(cost_of_crowds(atlas, started, largest.memory_mb, largest.viewers), "viewers")


def _closed() -> Iterator[tuple[str, float]]:
    for name in ("atlas", "without map", "tutorial", "empty"):
        steps = CHOOSING if name in {"atlas", "without map"} else STAYS
        with running(name) as server:
            yield name, asyncio.run(per_second(server, CLOSED, SECONDS, steps))


def _crowd(server: Server, count: int) -> Crowd:
    used, began = server.cpu_seconds(), perf_counter()
    tally = asyncio.run(paced(server, count, EVERY, ROUNDS))
    cores = (server.cpu_seconds() - used) / (perf_counter() - began)
    return Crowd(count, tally, cores, server.memory_mb())


def _crowd_rows(crowd: Crowd) -> Iterator[Row]:
    name = f"{crowd.viewers} viewers, a step every {EVERY:g} s"
    for label, share in (("median", 0.5), ("95th percentile", 0.95), ("99th percentile", 0.99)):
        value = crowd.tally.percentile(share)
        if crowd.viewers == CLOSED and share == 0.95:
            yield at_most(f"{name}: {label}", value, "s", 1)
        else:
            yield Row(f"{name}: {label}", round(value, 3), "s")
    yield Row(f"{name}: processor", round(crowd.cores, 2), "cores")
    yield Row(f"{name}: memory", round(crowd.memory_mb), "MB")
    yield at_most(f"{name}: failed steps", crowd.tally.failed, "", 0)


def main() -> None:
    """Measure, print, and write the results file and the benchmarks page."""
    results = []
    for row in rows():
        results.append(row)
        print(table([row]).splitlines()[1], file=sys.stderr, flush=True)
    write(results, "load")
    write_table(results, "load")
    print(table(results))


if __name__ == "__main__":
    main()
