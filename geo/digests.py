"""A digest of every fact: what files and links are compared with when they are opened later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo.provenance import DATA, datasets, read_record, require_file, sha256
from geo.views.catalogue import read_rows
from geo.vocabulary import FactKind

DIGITS: Final = 10
"""Hexadecimal digits of a fact's digest: chance agrees once in a million million."""

SOURCE: Final = "source"
"""The kind of a cited publication."""

FILE: Final = "file"
"""The kind of a file whose rows are not told apart, such as the census or a layer."""

TABLES: Final[Mapping[str, tuple[str, str, str]]] = {
    FactKind.SITE: ("sites", "sites.csv", "site_id"),
    FactKind.FIGURE: ("figures", "figures.csv", "figure_id"),
    FactKind.CONFLICT: ("conflicts", "conflicts.csv", "conflict_id"),
    FactKind.POINT: ("series", "points.csv", "point_id"),
    FactKind.SERIES: ("series", "series.csv", "series_id"),
    FactKind.EVENT: ("events", "events.csv", "event_id"),
    FactKind.COMPONENT: ("components", "components.csv", "component_id"),
    FactKind.PROGRAMME: ("programmes", "programmes.csv", "programme"),
    FactKind.PILLAR: ("programmes", "pillars.csv", "pillar"),
    SOURCE: ("sources", "sources.csv", "source_id"),
}
"""Where facts are stored: data set, file and key."""

Digests = Mapping[str, str]
"""`kind identifier` of a fact, such as `figure I002`, to the digest of its row."""


def fact_digests(data: Path = DATA) -> Digests:
    """Return the digest of every fact of the tables in `data`.

    Raises
    ------
    DataFileError
        A table is missing or altered.
    """
    files = tuple(
        require_file(dataset, file, data).stat().st_mtime_ns for dataset, file, _ in TABLES.values()
    )
    return _digests(data, files)


def all_digests(data: Path = DATA) -> Digests:
    """Return the digest of every fact, and of every other file by `file DATASET/NAME`.

    Raises
    ------
    DataFileError
        A table or a record is missing or altered.
    """
    return dict(fact_digests(data)) | dict(_files(data))


@lru_cache(maxsize=4)
def _digests(data: Path, modified_ns: tuple[int, ...]) -> Digests:
    """Return the digests of the tables in `data`; `modified_ns` makes changed files new ones."""
    del modified_ns
    return {
        f"{kind} {row[key]}": sha256(json.dumps(row, sort_keys=True).encode())[:DIGITS]
        for kind, (dataset, file, key) in TABLES.items()
        for row in read_rows(dataset, file, data).to_dict("records")
    }


def _files(data: Path) -> Iterator[tuple[str, str]]:
    told_apart = {(dataset, file) for dataset, file, _ in TABLES.values()}
    for dataset in datasets(data):
        for name, entry in read_record(dataset, data).files.items():
            if (dataset, name) not in told_apart:
                yield f"{FILE} {dataset}/{name}", entry.sha256[:DIGITS]
