"""`make fuzz`: send more than 100,000 malformed and malicious inputs; nothing may crash or leak."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from typing import Final

from bench.fuzzing import SLOWEST_S, PartResult, fuzz, parts_of, targets
from bench.hostile_uploads import rows_of_uploads, uploaded
from bench.rows import Row, at_least, at_most, table, write, write_table
from bench.servers import running

INPUTS: Final = 110_000


def rows(inputs: int = INPUTS) -> list[Row]:
    """Fuzz all targets on every core, then upload hostile files to a server; return the rows."""
    results: list[PartResult] = []
    with running("atlas") as server, ProcessPoolExecutor(cpu_count(), get_context("spawn")) as cores:
        for part in cores.map(fuzz, parts_of(targets(server.address), inputs, server.address)):
            results.append(part)
            failed = "; ".join(part.failures) or "no failure"
            print(f"{part.part.target}: {part.taken} inputs, {failed}", file=sys.stderr, flush=True)
        names = [part.name for part in targets(server.address).values()]
    with running("atlas") as server:
        uploads = rows_of_uploads(*uploaded(server))
    return [*rows_of(names, results), *uploads]


def rows_of(names: Sequence[str], results: Sequence[PartResult]) -> list[Row]:
    """Return a row for each target, then the totals."""
    rows_of_targets = []
    for name in names:
        parts = [part for part in results if part.part.target == name]
        label = f"{name}: inputs, the slowest took {max(part.slowest for part in parts):.2f} s"
        rows_of_targets.append(Row(label, sum(part.taken for part in parts), "inputs"))
    return [
        *rows_of_targets,
        at_least("hostile inputs", sum(part.taken for part in results), "inputs", 100_000),
        at_most("hostile inputs: the slowest", max(part.slowest for part in results), "s", SLOWEST_S),
        at_most("hostile inputs: failures", sum(len(part.failures) for part in results), "failures", 0),
    ]


def main() -> int:
    """Fuzz and print; write the results of a full run; return 1 after a failure."""
    counts = [int(number) for number in sys.argv[1:2]]
    measured = rows(*counts)
    print(table(measured))
    if not counts:
        write(measured, "fuzz")
        write_table(measured, "fuzz")
    return 0 if all(row.holds is not False for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
