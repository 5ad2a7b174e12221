"""`atlas check`: validate every table, record and layer; print every breach."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geo.dataset.records import DATA, data_version, datasets
from geo.validation import breaches


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("check", help="validate every table, record and layer")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check everything; return 1 if anything is wrong."""
    if not arguments.data.is_dir():
        print(f"{arguments.data} is no folder; name the one that holds the data sets", file=sys.stderr)
        return 1
    lines = list(dict.fromkeys(breaches(arguments.data)))
    for line in lines:
        print(line)
    if lines:
        print(f"{len(lines)} breaches; each line says what to do")
        return 1
    print(
        f"{len(datasets(arguments.data))} data sets are whole; data version {data_version(arguments.data)}"
    )
    return 0
