"""Schemas of tables: columns, cells, partial dates, and the rules that several tables share.

A `TableSpec` reads a CSV file as text, lists every violation with its line, and only then gives the
columns their types. Each violation is a `Problem` whose text says what to write.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from geo.dataset.records import DATA, read_content, require_file
from geo.errors import DataFileError, GeoError


def first_day(partial: str) -> date:
    """Return the first day that a partial ISO date can mean."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :])


def last_day(partial: str) -> date:
    """Return the last day that a partial ISO date can mean."""
    if len(partial) == 4:
        return date(int(partial), 12, 31)
    if len(partial) == 7:
        year, month = int(partial[:4]), int(partial[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(partial)


def middle_day(start: str, end: str) -> date:
    """Return the day in the middle of a period of partial dates: where a chart draws it."""
    first = first_day(start)
    return first + (last_day(end) - first) // 2


def years_old(as_of: str, today: date) -> int:
    """Return the full years between a partial date and `today`: at least so old.

    Counted from the last day that `as_of` can mean, so that a date known only to the
    year never looks older than it is; 0 where that day is still to come.
    """
    then = last_day(as_of)
    before_anniversary = (today.month, today.day) < (then.month, then.day)
    return max(0, today.year - then.year - before_anniversary)


Rule = Callable[[pd.DataFrame], Iterator[tuple[int, str, str]]]
"""A rule takes the typed table and yields (row number from 0, column, advice)."""


def both_languages(*names: str) -> Rule:
    """Return a rule that refuses a row with `name_en` but no `name_es`, or the other way round."""

    def rule(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
        for name in names:
            english, spanish = f"{name}_en", f"{name}_es"
            for column, other in ((english, spanish), (spanish, english)):
                for row in table.index[table[column].isna() & table[other].notna()]:
                    yield int(row), column, f"is empty while {other} is not; write it in both languages"

    return rule


def one_at_least(*columns: str) -> Rule:
    """Return a rule that refuses a row in which all of `columns` are empty; it names the first."""

    def rule(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
        for row in table.index[table[list(columns)].isna().all(axis="columns")]:
            yield int(row), columns[0], f"is empty like {', '.join(columns[1:])}; fill one of them"

    return rule


PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""A date known to the year, the month or the day; its length is its precision."""


@dataclass(frozen=True)
class Problem:
    """One violation: its place and its correction."""

    file: str
    line: int
    column: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.advice}"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `parse` turns a non-empty cell into its value and raises `ValueError` with advice;
    an empty cell is missing, and only an `optional` column may hold one.
    """

    name: str
    parse: Callable[[str], Any] = str
    optional: bool = False
    dtype: str = "object"

    def problem(self, cell: str) -> str | None:
        """Return what is wrong with `cell`, or None."""
        if not cell:
            return None if self.optional else "is empty; this column needs a value in every row"
        if cell != cell.strip():
            return f"{cell!r} has spaces around it; remove them"
        try:
            self.parse(cell)
        except ValueError as error:
            return str(error)
        return None


@dataclass(frozen=True)
class TableSpec:
    """The columns of a table, its key, and the rules about more than one cell.

    `rules` each take the typed table and yield (row number from 0, column, advice).
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    rules: tuple[Callable[[pd.DataFrame], Iterator[tuple[int, str, str]]], ...] = field(default=())

    def read(self, path: Path, file: str) -> pd.DataFrame:
        """Return the table at `path`, typed, indexed from 0.

        Raises
        ------
        DataFileError
            The file is missing or is not UTF-8 CSV with the expected header.
        SchemaError
            One or more cells or rows violate a rule; all of them are listed.
        """
        rows = _read_rows(path, file, [column.name for column in self.columns])
        if problems := tuple(self._cell_problems(rows, file)):
            raise SchemaError(file, problems)
        table = self._typed(rows)
        if problems := tuple(self._row_problems(table, file)):
            raise SchemaError(file, problems)
        return table

    def read_recorded(self, file: str, data: Path = DATA) -> pd.DataFrame:
        """Return the table of `file`, such as `data/sites/sites.csv`, after comparing it with its record.

        `data` is the folder of the data sets. Raises the errors of `require_file` and of `read`.
        """
        _, dataset, name = file.split("/")
        return self.read(require_file(dataset, name, data), file)

    def _cell_problems(self, rows: list[dict[str, str]], file: str) -> Iterator[Problem]:
        for line, row in enumerate(rows, start=2):
            for column in self.columns:
                if advice := column.problem(row[column.name]):
                    yield Problem(file, line, column.name, advice)

    def _row_problems(self, table: pd.DataFrame, file: str) -> Iterator[Problem]:
        for position in table.index[table[self.key].duplicated()]:
            advice = f"{table.at[position, self.key]!s} is used twice; every row needs its own {self.key}"
            yield Problem(file, int(position) + 2, self.key, advice)
        for rule in self.rules:
            for position, column, advice in rule(table):
                yield Problem(file, position + 2, column, advice)

    def _typed(self, rows: list[dict[str, str]]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                column.name: pd.Series(
                    [column.parse(cell) if (cell := row[column.name]) else None for row in rows],
                    dtype=column.dtype,
                )
                for column in self.columns
            }
        )


def _read_rows(path: Path, file: str, expected: list[str]) -> list[dict[str, str]]:
    try:
        text = read_content(path, file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(file, "UTF-8 text", f"byte {error.start} that is not") from error
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if header != expected:
        raise DataFileError(file, f"the columns {', '.join(expected)}", f"{', '.join(header) or 'none'}")
    rows = list(reader)
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            raise DataFileError(file, f"{len(header)} cells in line {line}", f"{len(cells)}")
    return [dict(zip(header, cells, strict=True)) for cells in rows]


def one_of(kinds: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Return a parser that accepts the values of `kinds` and lists them when it refuses."""

    def parse(cell: str) -> StrEnum:
        try:
            return kinds(cell)
        except ValueError:
            raise ValueError(f"{cell!r} is none of: {', '.join(kinds)}") from None

    return parse


def some_of(kinds: type[StrEnum]) -> Callable[[str], tuple[StrEnum, ...]]:
    """Return a parser of space-separated values of `kinds`."""
    parse_one = one_of(kinds)
    return lambda cell: tuple(parse_one(word) for word in cell.split())


def words(cell: str) -> tuple[str, ...]:
    """Return the space-separated words of a cell: a list of identifiers."""
    return tuple(cell.split())


def whole_number(cell: str) -> int:
    """Return a cell as an integer."""
    if not re.fullmatch(r"-?\d+", cell):
        raise ValueError(f"{cell!r} is not a whole number; write digits only")
    return int(cell)


def number(cell: str) -> float:
    """Return a cell as a number with a decimal point."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        raise ValueError(f"{cell!r} is not a number; write digits and a decimal point")
    return float(cell)


def partial_date(cell: str) -> str:
    """Return a date known to the year, month or day, as it was written (ISO 8601)."""
    if not PARTIAL_DATE.fullmatch(cell):
        raise ValueError(
            f"{cell!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, as finely as it is known"
        )
    try:
        date.fromisoformat((cell + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"{cell!r} is not in the calendar; correct the month or the day") from None
    return cell


def web_address(cell: str) -> str:
    """Return an http or https address."""
    if not re.fullmatch(r"https?://[^\s\"'<>]+", cell):
        raise ValueError(f"{cell!r} is not a web address; write it from https:// on, or leave it empty")
    return cell


Row = Mapping[str, Any]
"""A row of a table by column."""


def rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table in order, a missing integer as None; its index is left out.

    Three times as fast as `DataFrame.to_dict("records")`, which boxes cell by cell.
    """
    names = table.columns.tolist()
    cells = ([None if cell is pd.NA else cell for cell in table[name].to_numpy(object)] for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


class SchemaError(GeoError):
    """A table violates one or more rules of its specification; all are listed."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file, self.problems = file, tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{file}: {len(self.problems)} violations; correct these rows:\n{lines}")
