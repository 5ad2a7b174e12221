"""`make bench`: run the benchmarks and write bench/results.json and docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
from inspect import cleandoc
from textwrap import indent
from time import perf_counter

from bench import fact_pages, load, map_page, own_layers, planning, presenting, road_times, soak
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


ALONE = {"load": load, "soak": soak}
"""The modules of the groups that have a make target of their own."""


def description() -> str:
    """Return what each group measures, as its module describes it."""
    groups = {name: sys.modules[rows.__module__] for name, rows in GROUPS.items()} | ALONE
    texts = [f"{name}\n{indent(cleandoc(module.__doc__ or ''), '  ')}" for name, module in groups.items()]
    return "\n\n".join(["The groups and their rows:", *texts])


def main(arguments: list[str]) -> None:
    """Measure the named groups, or all of them, and write their tables."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=main.__doc__,
        epilog=description(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    groups = parser.parse_args(arguments).groups or list(GROUPS)
    if unknown := sorted(set(groups) - set(GROUPS)):
        parser.error(f"unknown group {', '.join(unknown)}; name some of {', '.join(GROUPS)}")
    with chromium() as browser:
        for name in groups:
            started, rows = perf_counter(), []
            for row in GROUPS[name](browser):
                rows.append(row)
                print(table([row]).splitlines()[1], file=sys.stderr, flush=True)
            write(rows, name)
            write_table(rows, name)
            print(f"\n{name}, measured in {perf_counter() - started:.0f} s\n{table(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
