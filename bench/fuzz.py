"""`make fuzz`: hostile input by the hundred thousand; nothing may crash, leak or let in."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from time import perf_counter
from typing import Any, Final

from hypothesis import HealthCheck, given, settings

from bench.promises import Target
from bench.rows import Row, at_least, at_most, table, write, write_readme
from bench.servers import running
from bench.streamlit_targets import websocket
from bench.targets import TARGETS

INPUTS: Final = 110_000
SLOWEST_S: Final = 60
"""Longer than any input may take: what takes longer hangs."""


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


def rows(inputs: int = INPUTS) -> list[Row]:
    """Start a server, fuzz it and all else, and return the rows."""
    with running("atlas") as server:
        return rows_of((*TARGETS, websocket(server.address)), inputs)


def rows_of(targets: Iterable[Target], inputs: int) -> list[Row]:
    """Return the rows of fuzzing; failures are told on the way."""
    found: list[Row] = []
    total, failures = 0, list[str]()
    for target in targets:
        taken, slowest, failed = fuzzed(target, max(1, int(inputs * target.share)))
        found.append(Row(f"{target.name}: inputs, the slowest took {slowest:.2f} s", taken, "inputs"))
        total, failures = total + taken, failures + failed
        print(f"{target.name}: {taken} inputs, {failed or 'no failure'}", file=sys.stderr, flush=True)
    return [
        *found,
        at_least("hostile inputs", total, "inputs", 100_000),
        at_most("hostile inputs: failures", len(failures), "failures", 0),
    ]


def main() -> int:
    """Fuzz, print, and write the results file and the README; return 1 after a failure."""
    found = rows()
    write(found, "fuzz")
    write_readme(found, "fuzz")
    print(table(found))
    return 0 if all(row.holds is not False for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
