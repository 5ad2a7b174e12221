"""`atlas seal`: write the rows and the checksum of every file into its record; remember the version.

`atlas check`: validate every table, record and layer; print every breach.

`atlas dictionary`: write the data dictionary in both languages from the records.

`atlas build`: rebuild the derived data sets from the packages they come from, and seal them.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from atlas.i18n.messages import Language
from atlas.publishing.static_site import dictionary
from geo.dataset import boundaries
from geo.dataset.data_history import VERSIONS, record_version
from geo.dataset.records import DATA, RECORD_NAME, data_version, datasets, read_record, sha256
from geo.errors import DataFileError, GeoError
from geo.validation import breaches


def add_check(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("check", help="validate every table, record and layer")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
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


DOCS = Path(__file__).resolve().parents[2] / "docs"


def add_dictionary(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("dictionary", help="write the data dictionary from the records")
    parser.add_argument("--out", type=Path, default=DOCS, help="the folder to write to (default: docs)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run_dictionary)


def run_dictionary(arguments: argparse.Namespace) -> int:
    """Write one file a language; return 1 where a record cannot be read."""
    try:
        for language in Language:
            path = arguments.out / file_name(language)
            path.write_text(dictionary(language, arguments.data), encoding="utf-8")
            print(path)
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def file_name(language: Language) -> str:
    """Return the name of the dictionary in a language."""
    return f"data-dictionary.{language}.md"


def add_seal(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("seal", help="after editing tables: write their rows and checksums")
    parser.add_argument("datasets", nargs="*", help="data sets to seal (default: all)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run_seal)


def run_seal(arguments: argparse.Namespace) -> int:
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


Files = Iterator[tuple[str, bytes]]


def add_build(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("build", help="rebuild boundaries, neighbours and layers from their packages")
    parser.add_argument("datasets", nargs="*", help=f"of {', '.join(BUILDERS)} (default: all)")
    parser.set_defaults(run=run_build)


def run_build(arguments: argparse.Namespace, data: Path = DATA) -> int:
    """Build the named data sets in the order in which they need each other; stop at the first failure."""
    if unknown := set(arguments.datasets) - set(BUILDERS):
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BUILDERS)}", file=sys.stderr)
        return 1
    try:
        for dataset in BUILDERS:
            if not arguments.datasets or dataset in arguments.datasets:
                _write(dataset, data)
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _write(dataset: str, data: Path) -> None:
    # All of a data set is built before the first file is replaced.
    for name, content in list(BUILDERS[dataset]()):
        (data / dataset / name).write_bytes(content)
        print(f"built data/{dataset}/{name}: {len(content):,} bytes")
    seal(dataset, data)


def _boundaries() -> Files:
    from geo.build.national_outlines import adjacency, boundaries_file, built_boundaries

    layers = built_boundaries()
    yield boundaries.BOUNDARIES[1], boundaries_file(layers)
    yield boundaries.ADJACENCY[1], adjacency(layers["municipios"]).to_csv(index=False).encode()


def _neighbours() -> Files:
    from geo.build.national_outlines import boundaries_file
    from geo.build.neighbour_outlines import downloaded_atlas, neighbours

    around = neighbours(downloaded_atlas(), boundaries.read_border())
    yield boundaries.NEIGHBOURS[1], boundaries_file({"neighbours": around})


def _layers() -> Files:
    from geo.build.simplification import SimplificationLevel, built_layers

    full = SimplificationLevel(
        boundaries.read_municipios(), boundaries.read_lakes(), boundaries.read_neighbours()
    )
    yield from ((f"{name}.topojson", content) for name, content in built_layers(full))


BUILDERS: Final[dict[str, Callable[[], Files]]] = {
    "boundaries": _boundaries,
    "neighbours": _neighbours,
    "layers": _layers,
}
