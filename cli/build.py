"""`atlas build`: rebuild the derived data sets from the packages they come from, and seal them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from cli.seal import seal
from geo.dataset import boundaries
from geo.dataset.records import DATA
from geo.errors import GeoError

Files = Iterator[tuple[str, bytes]]


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("build", help="rebuild boundaries, neighbours and layers from their packages")
    parser.add_argument("datasets", nargs="*", help=f"of {', '.join(BUILDERS)} (default: all)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, data: Path = DATA) -> int:
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
