"""`make bench-soak`: check that memory stays flat while viewers come and go."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from statistics import mean
from time import perf_counter
from typing import Final

from bench.crowd import Tally, paced
from bench.rows import Row, at_most, table, write, write_table
from bench.servers import Server, running

MINUTES: Final = 30
WARM_MINUTES: Final = 5
"""Minutes before the first counted measurement, in which the caches fill."""

VIEWERS: Final = 20
EVERY: Final = 2.0
ROUNDS: Final = 12
"""Viewers of a wave; each takes 12 steps of 2 s, then the next wave follows at once."""


def growth(samples: Sequence[float]) -> float:
    """Return the relative growth of the mean from the first to the last fifth of samples."""
    part = max(1, len(samples) // 5)
    first, last = mean(samples[:part]), mean(samples[-part:])
    return last / first - 1


async def waves(
    server: Server, seconds: float, rounds: int = ROUNDS, every: float = EVERY
) -> tuple[list[float], Tally]:
    """Run waves for some seconds; return the memory after each, and the viewers' times."""
    samples, whole, end = [], Tally(), perf_counter() + seconds
    while perf_counter() < end:
        tally = await paced(server, VIEWERS, every, rounds)
        whole.seconds += tally.seconds
        whole.failed += tally.failed
        samples.append(server.memory_mb())
        print(f"{samples[-1]:.0f} MB, {len(whole.seconds)} steps", file=sys.stderr, flush=True)
    return samples, whole


def rows(minutes: float = MINUTES, warm_minutes: float = WARM_MINUTES) -> list[Row]:
    """Return the rows of the soak test."""
    with running("atlas") as server:
        asyncio.run(waves(server, 60 * warm_minutes))
        samples, tally = asyncio.run(waves(server, 60 * minutes))
    name = f"{minutes:g} minutes, {len(tally.seconds):,} steps of changing viewers"
    return [
        at_most(f"{name}: memory growth", 100 * growth(samples), "%", 5),
        Row(f"{name}: memory at the end", round(samples[-1]), "MB"),
        at_most(f"{name}: failed steps", tally.failed, "", 0),
    ]


def main() -> None:
    """Measure, print, and write the results file and the benchmarks page."""
    results = rows()
    write(results, "soak")
    write_table(results, "soak")
    print(table(results))


if __name__ == "__main__":
    main()
