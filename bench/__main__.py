"""`make bench`: run the benchmarks and write bench/results.json and docs/benchmarks.md."""

from __future__ import annotations

import sys

from bench import fact_pages, map_page, own_layers, planning, presenting, road_times
from bench.reader import chromium
from bench.rows import table, write, write_table

GROUPS = {
    "map": map_page.rows,
    "facts": fact_pages.rows,
    "planning": planning.rows,
    "roads": road_times.rows,
    "presenting": presenting.rows,
    "own_layers": own_layers.rows,
}


def main(arguments: list[str]) -> None:
    """Measure the named groups, or all of them."""
    with chromium() as browser:
        for name in arguments or GROUPS:
            rows = []
            for row in GROUPS[name](browser):
                rows.append(row)
                print(table([row]).splitlines()[1], file=sys.stderr, flush=True)
            write(rows, name)
            write_table(rows, name)
            print(f"\n{name}\n{table(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
