"""`atlas seal`: write the rows and the checksum of every file into its record; remember the version."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import Any

from geo.dataset.data_history import VERSIONS, record_version
from geo.dataset.records import DATA, RECORD_NAME, datasets, read_record, sha256
from geo.errors import DataFileError, GeoError


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("seal", help="after editing tables: write their rows and checksums")
    parser.add_argument("datasets", nargs="*", help="data sets to seal (default: all)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Seal the named data sets; return 1 at the first that cannot be sealed."""
    try:
        for dataset in arguments.datasets or datasets(arguments.data):
            for name in seal(dataset, arguments.data):
                print(f"sealed data/{dataset}/{name}")
        if record_version(arguments.data):
            print(f"recorded the data version in data/{VERSIONS}")
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def seal(dataset: str, data: Path = DATA) -> tuple[str, ...]:
    """Write rows and checksum of each file of a data set into its record; return the changed names.

    Raises
    ------
    DataFileError
        The record cannot be read, or names a file that is not there; nothing is written then.
    """
    record_path = data / dataset / RECORD_NAME
    record, text = read_record(dataset, data), record_path.read_text(encoding="utf-8")
    changed = []
    for name, entry in record.files.items():
        content = _content(data / dataset / name)
        rows = count_rows(name, content) if name.endswith(".csv") else entry.rows
        if (rows, sha256(content)) != (entry.rows, entry.sha256):
            text = _with_entry(text, name, rows, sha256(content))
            changed.append(name)
    record_path.write_text(text, encoding="utf-8")
    return tuple(changed)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        file = f"data/{path.parent.name}/{path.name}"
        raise DataFileError(file, "a file to seal", "nothing") from error


def count_rows(name: str, content: bytes) -> int:
    """Return the number of rows of a CSV file, without its header."""
    return max(0, sum(1 for _ in csv.reader(content.decode().splitlines())) - 1)


def _with_entry(text: str, name: str, rows: int, digest: str) -> str:
    heading = re.escape(f'[files."{name}"]')
    return re.sub(
        rf"({heading}\n)(?:(?:rows|sha256) = .*\n?)*",
        lambda found: f'{found[1]}rows = {rows}\nsha256 = "{digest}"\n',
        text,
    )
