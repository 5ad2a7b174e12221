"""The data in time: how current they are, and what has changed since a link or a file was made.

Every fact has a digest. `versions.csv` lists every sealed version and `changes.csv` each digest with
the first version that had it and the first that no longer did, so that a version costs only the rows
that changed. Both tables lie next to the data sets and are not part of a version.

The newest fact and the day on which sources were last consulted are never mixed: reading an old source
again makes no fact newer.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from functools import cache, lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.choices import ClaimKind, FactKind
from geo.dataset.facts import Facts, read_facts
from geo.dataset.records import (
    DATA,
    data_date,
    datasets,
    read_content,
    read_record,
    read_rows,
    read_version,
    require_file,
    sha256,
)
from geo.dataset.schema import first_day
from geo.dataset.sites import read_sites
from geo.errors import DataFileError, GeoError
from geo.files import write_whole

DIGITS: Final = 10
"""Hexadecimal digits of a fact's digest: chance agrees once in a million million."""

SOURCE: Final = "source"
"""The kind of a cited publication."""

FILE: Final = "file"
"""The kind of a file whose rows are not distinguished, such as the census or a layer."""

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
    FactKind.STATE: ("states", "states.csv", "state_id"),
    FactKind.ROUTE: ("routes", "routes.csv", "route_id"),
    FactKind.SPEED: ("routes", "speeds.csv", "road_class"),
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


VERSIONS: Final = "versions.csv"
CHANGES: Final = "changes.csv"
STILL: Final = 0
"""In place of the version that ended a span: none has."""


@dataclass(frozen=True)
class Sealed:
    """One version of the data: its place in the order, its name, the day it was sealed."""

    number: int
    version: str
    day: str


@dataclass(frozen=True)
class FactPeriod:
    """A fact with one content, from the version `since` until the one before `until`."""

    fact: str
    digest: str
    since: int
    until: int

    def holds_at(self, number: int) -> bool:
        """Whether the version `number` had it."""
        return self.since <= number and (self.until == STILL or number < self.until)


@dataclass(frozen=True)
class History:
    """Every sealed version and what each held."""

    versions: tuple[Sealed, ...] = ()
    spans: tuple[FactPeriod, ...] = ()

    def find(self, version: str) -> Sealed | None:
        """Return the latest sealed version of that name; None where it is unknown."""
        return next((sealed for sealed in reversed(self.versions) if sealed.version == version), None)

    def at(self, number: int) -> Digests:
        """Return the digest of every fact in the version `number`."""
        return {span.fact: span.digest for span in self.spans if span.holds_at(number)}

    def with_sealed(self, version: str, day: str, now: Digests) -> History:
        """Return the history with one version more, which holds `now`."""
        number = len(self.versions) + 1
        kept = tuple(_ended(span, now, number) for span in self.spans)
        known = {span.fact for span in kept if span.until == STILL}
        new = (FactPeriod(fact, digest, number, STILL) for fact, digest in now.items() if fact not in known)
        return History((*self.versions, Sealed(number, version, day)), (*kept, *new))


@dataclass(frozen=True)
class Changes:
    """What became of the facts of an earlier version: `kind identifier`, in the order of the tables."""

    sealed: Sealed
    changed: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    def only(self, holds: Callable[[str], bool]) -> Changes:
        """Return the changes of the facts that `holds` accepts."""
        return Changes(self.sealed, *(tuple(filter(holds, part)) for part in self._parts))

    @property
    def _parts(self) -> tuple[tuple[str, ...], ...]:
        return self.changed, self.added, self.gone

    @property
    def count(self) -> int:
        """How many facts and other files are not as they were."""
        return len(self.changed) + len(self.added) + len(self.gone)

    @property
    def files(self) -> int:
        """How many of them are files whose rows are not distinguished."""
        return sum(name.startswith(f"{FILE} ") for name in (*self.changed, *self.added, *self.gone))


def changes_of(history: History, number: int) -> Changes:
    """Return what the version `number` changed in the one before it."""
    then, now = history.at(number - 1), history.at(number)
    return _compared(history.versions[number - 1], then, now)


def _compared(sealed: Sealed, then: Digests, now: Digests) -> Changes:
    return Changes(
        sealed,
        changed=tuple(fact for fact in now if fact in then and now[fact] != then[fact]),
        added=tuple(fact for fact in now if fact not in then),
        gone=tuple(fact for fact in then if fact not in now),
    )


def changes_since(version: str, data: Path = DATA) -> Changes | None:
    """Return what is different today from `version`; None where that version is unknown.

    Raises
    ------
    DataFileError
        The history or a table cannot be read.
    """
    history = read_history(data)
    sealed = history.find(version)
    if sealed is None:
        return None
    return _compared(sealed, history.at(sealed.number), all_digests(data))


def read_history(data: Path = DATA) -> History:
    """Return the history in `data`.

    Raises
    ------
    DataFileError
        One of its tables is missing, cannot be read, or does not fit the other.
    """
    history = History(tuple(_read(data, VERSIONS, Sealed)), tuple(_read(data, CHANGES, FactPeriod)))
    numbers = [sealed.number for sealed in history.versions]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise DataFileError(f"data/{VERSIONS}", "versions that are numbered from 1", f"{numbers}")
    if (named := {number for span in history.spans for number in (span.since, span.until)} - {STILL}) and (
        max(named) > len(numbers) or min(named) < 1
    ):
        expected = f"every version that data/{CHANGES} names, up to {max(named)}"
        raise DataFileError(f"data/{VERSIONS}", expected, f"{len(numbers)} versions")
    return history


def history_problems(data: Path = DATA) -> Iterator[DataFileError]:
    """Yield what the history says of today's version that today's tables contradict.

    Raises
    ------
    DataFileError
        The history or a table cannot be read.
    """
    history = read_history(data)
    last = history.versions[-1]
    recorded_facts, held = history.at(last.number), dict(all_digests(data))
    if last.version != (version := read_version(data)):
        yield DataFileError(f"data/{VERSIONS}", f"the version {version} as the last", last.version)
    elif recorded_facts != held:
        wrong = sorted(
            fact for fact in {*recorded_facts, *held} if recorded_facts.get(fact) != held.get(fact)
        )
        expected = f"every fact of the version {last.version}"
        actual = f"{len(wrong)} missing or different, such as {wrong[0]}"
        yield DataFileError(f"data/{CHANGES}", expected, actual)


def _history_to_continue(data: Path) -> History:
    """Return the history; an empty one where none was ever written."""
    if not any(os.path.lexists(data / name) for name in (VERSIONS, CHANGES)):
        return History()
    return read_history(data)


def record_version(data: Path = DATA, day: date | None = None) -> bool:
    """Write today's version into the history; return False where it is the last one already.

    Raises
    ------
    DataFileError
        The history or a table cannot be read; nothing is written then.
    """
    history, version = _history_to_continue(data), read_version(data)
    if history.versions and history.versions[-1].version == version:
        return False
    updated = history.with_sealed(version, (day or date.today()).isoformat(), all_digests(data))
    write_whole(data / CHANGES, _table(updated.spans, FactPeriod).encode())
    write_whole(data / VERSIONS, _table(updated.versions, Sealed).encode())
    return True


def _ended(span: FactPeriod, now: Digests, number: int) -> FactPeriod:
    is_over = span.until == STILL and now.get(span.fact) != span.digest
    return FactPeriod(span.fact, span.digest, span.since, number) if is_over else span


def _read(data: Path, name: str, kind: type[Any]) -> Iterator[Any]:
    names = [field.name for field in fields(kind)]
    whole = {field.name for field in fields(kind) if field.type == "int"}
    expected = f"the columns {','.join(names)} in UTF-8"
    content = read_content(data / name, f"data/{name}", expected)
    try:
        head, *rows = [*csv.reader(StringIO(content.decode("utf-8")))] or [[]]
        for row in rows:
            cells = dict(zip(names, row, strict=True))
            yield kind(**{name: int(cell) if name in whole else cell for name, cell in cells.items()})
    except ValueError as error:
        raise DataFileError(f"data/{name}", expected, str(error)) from error
    if head != names:
        raise DataFileError(f"data/{name}", expected, ",".join(head) or "nothing in it")


def _table(rows: Sequence[Any], kind: type[Any]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(kind)])
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()


OURS: Final = frozenset({ClaimKind.COUNTED, ClaimKind.DERIVED})
"""Claims of our own: their date is that of our reading, which is no news from a source."""

PLANNED: Final = frozenset({ClaimKind.TARGET, ClaimKind.COMMITMENT, ClaimKind.INTENT})
"""Claims about what is to come: in a series their period is when something is due."""


@dataclass(frozen=True)
class Recency:
    """Partial ISO dates; None where the tables or every record are broken."""

    newest: str | None
    """The date of the newest fact."""
    consulted: str | None
    """The day on which sources were last consulted."""


@cache
def recency(data: Path = DATA) -> Recency:
    """Return how current the tables in `data` are, as this process found them."""
    consulted = data_date(data)
    if consulted is None:
        return Recency(None, None)
    try:
        newest = newest_fact(read_facts(data), read_sites(data), consulted)
    except GeoError:
        newest = None
    return Recency(newest, consulted.isoformat())


def newest_fact(facts: Facts, sites: gpd.GeoDataFrame, consulted: date) -> str | None:
    """Return the date of the newest of `facts` and of the statuses of `sites`, None without any.

    A partial date counts from the first day that it can mean, so that a fact of the year is not
    called newer than one of a day in it. What begins after the day `consulted` is still to come
    and is left out.
    """
    dates = (date_text for date_text in _dates(facts, sites) if first_day(date_text) <= consulted)
    return max(dates, key=lambda date_text: (first_day(date_text), len(date_text)), default=None)


def _dates(facts: Facts, sites: gpd.GeoDataFrame) -> Iterator[str]:
    figures, series = facts.figures, facts.series
    counted = series.loc[~series["claim"].isin(OURS | PLANNED), "series_id"]
    columns: Iterable[pd.Series[str]] = (
        facts.events["date"],
        facts.events["date_end"],
        figures.loc[~figures["claim"].isin(OURS), "as_of"],
        facts.points.loc[facts.points["series_id"].isin(counted), "period_end"],
        sites["status_as_of"],
    )
    for column in columns:
        yield from column.dropna()
