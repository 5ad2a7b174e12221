"""`make fuzz`: send more than 100,000 malformed and malicious inputs; nothing may crash or leak."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from typing import Final

from bench.fuzzing import SLOWEST_S, Found, fuzz, parts_of, targets
from bench.rows import Row, at_least, at_most, table, write, write_table
from bench.servers import running

INPUTS: Final = 110_000


def rows(inputs: int = INPUTS) -> list[Row]:
    """Start a server, fuzz it and all else on every core, and return the rows."""
    found: list[Found] = []
    with running("atlas") as server, ProcessPoolExecutor(cpu_count(), get_context("spawn")) as cores:
        for one in cores.map(fuzz, parts_of(targets(server.address), inputs, server.address)):
            found.append(one)
            failed = "; ".join(one.failures) or "no failure"
            print(f"{one.part.target}: {one.taken} inputs, {failed}", file=sys.stderr, flush=True)
        return rows_of([one.name for one in targets(server.address).values()], found)


def rows_of(names: Sequence[str], found: Sequence[Found]) -> list[Row]:
    """Return a row for each target, then the sums."""
    made = []
    for name in names:
        parts = [one for one in found if one.part.target == name]
        label = f"{name}: inputs, the slowest took {max(one.slowest for one in parts):.2f} s"
        made.append(Row(label, sum(one.taken for one in parts), "inputs"))
    return [
        *made,
        at_least("hostile inputs", sum(one.taken for one in found), "inputs", 100_000),
        at_most("hostile inputs: the slowest", max(one.slowest for one in found), "s", SLOWEST_S),
        at_most("hostile inputs: failures", sum(len(one.failures) for one in found), "failures", 0),
    ]


def main() -> int:
    """Fuzz and print, write the results unless fewer inputs were asked for; return 1 after a failure."""
    asked = [int(one) for one in sys.argv[1:2]]
    found = rows(*asked)
    print(table(found))
    if not asked:
        write(found, "fuzz")
        write_table(found, "fuzz")
    return 0 if all(row.holds is not False for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
