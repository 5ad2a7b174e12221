"""The sheets of table files, and spreadsheets, CSV and XLSX, in which no cell is run as a formula.

`About` has the citations, licences, filters and dates that accompany a result; `rows` and `shapes` turn a
table into cells and geometries that every program reads alike.

`csv_text` is the only writer of CSV: tables of analyses, placed lists, answers of the API and the sites of
a briefing all go through it.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.dataset.data_history import Recency, recency
from geo.dataset.records import DATA, data_version, read_record

UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither XML nor a spreadsheet may hold."""

UNKNOWN: Final = "unknown"
"""What is written for a date that the tables do not have."""

MEASURED: Final = ("boundaries", "municipios", "sites")
"""The data sets that every analysis is based on."""


@dataclass(frozen=True)
class About:
    """The text that accompanies a result; `title`, `filters` and `notes` are in the reader's language."""

    title: str
    citations: tuple[str, ...]
    licences: tuple[str, ...]
    data_version: str
    created: date
    recency: Recency
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return (what, text) line by line, as a sheet or a table of a file holds them."""
        lines = (
            ("title", self.title),
            *(("filters", text) for text in self.filters),
            *(("note", text) for text in self.notes),
            *(("citation", text) for text in self.citations),
            *(("licence", text) for text in self.licences),
            ("data_version", self.data_version),
            *self._dates().items(),
            ("created", self.created.isoformat()),
        )
        return tuple((what, UNPRINTABLE.sub("", text)) for what, text in lines)

    def columns(self) -> dict[str, str]:
        """Return the same as one value a column, for a format whose rows stand alone."""
        columns = {
            "filters": "; ".join(self.filters),
            "citation": "; ".join(self.citations),
            "licence": "; ".join(self.licences),
            "data_version": self.data_version,
            **self._dates(),
            "created": self.created.isoformat(),
        }
        return {name: UNPRINTABLE.sub("", text) for name, text in columns.items()}

    def _dates(self) -> dict[str, str]:
        """Return how current the tables are; a date that a broken table hides is `UNKNOWN`."""
        newest, consulted = self.recency.newest, self.recency.consulted
        return {"newest_fact": newest or UNKNOWN, "sources_consulted": consulted or UNKNOWN}


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, with or without geometry in WGS 84; `label` is the column that names a row."""

    name: str
    table: pd.DataFrame
    label: str


@dataclass(frozen=True, eq=False)
class Download:
    """The sheets of a file; a format with one table holds the first, or the first with geometry."""

    name: str
    about: About
    sheets: tuple[Sheet, ...]


def about(
    title: str,
    filters: Sequence[str] = (),
    notes: Sequence[str] = (),
    data: Path = DATA,
    language: str = "en",
) -> About:
    """Return the text of today's result from the `MEASURED` data sets, in "en" or "es".

    Raises
    ------
    DataFileError
        A record of a data set is missing or unreadable.
    """
    records = [read_record(dataset, data) for dataset in MEASURED]
    return About(
        title=title,
        citations=tuple(dict.fromkeys(record.words("citation", language) for record in records)),
        licences=tuple(f"{record.dataset}: {record.words('licence', language)}" for record in records),
        data_version=data_version(data),
        created=date.today(),
        recency=recency(data),
        filters=tuple(filters),
        notes=tuple(notes),
    )


DECIMALS: Final = 6
"""Digits after the point of a coordinate (0.1 m) and of a number."""


def cell(value: Any) -> str | float | int | bool | None:
    """Return a cell as text, number, boolean or None; an infinite or missing number is None.

    A list becomes its members with spaces between them.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, tuple | list):
        return " ".join(str(cell(member)) for member in value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) if math.isfinite(value) else None
    return UNPRINTABLE.sub("", str(value))


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `table` as plain cells, its index as the first columns, its geometry left out."""
    flat = pd.DataFrame(table).reset_index() if _has_names(table.index) else pd.DataFrame(table)
    names = [name for name in flat.columns if name != "geometry"]
    columns = [[cell(value) for value in flat[name].tolist()] for name in names]
    return [dict(zip(map(str, names), values, strict=True)) for values in zip(*columns, strict=True)]


def column_names(table: pd.DataFrame) -> list[str]:
    """Return the names that `rows` has, also where there is no row."""
    names = [*table.index.names, *table.columns] if _has_names(table.index) else list(table.columns)
    return [str(name) for name in names if name != "geometry"]


def shapes(table: pd.DataFrame) -> list[Any] | None:
    """Return the geometry of each row, rounded, rings the right way round; None where a table has none."""
    if not isinstance(table, gpd.GeoDataFrame):
        return None
    rounded = shapely.transform(table.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    return list(shapely.orient_polygons(rounded))


def first_with_places(download: Download) -> Sheet:
    """Return the first sheet that has geometry, or the first of all."""
    with_places = (sheet for sheet in download.sheets if isinstance(sheet.table, gpd.GeoDataFrame))
    return next(with_places, download.sheets[0])


def _has_names(index: pd.Index) -> bool:
    return any(name is not None for name in index.names)


FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the start of a formula, its full-width characters included."""

NUMBER: Final = r"[-+]?[0-9]+([.,][0-9]+)?"
"""A number with a sign, as in a list of coordinates, is no formula."""

LONE_RETURN: Final = re.compile(r"\r(?!\n)")
"""A carriage return that some programs take for the end of a row."""

LINE_END: Final = "\r\n"
"""RFC 4180, and the one ending for which every reader of CSV expects a quoted carriage return."""


def to_csv(download: Download) -> bytes:
    """Return the first sheet of `download`; each row has the attribution."""
    table, about = download.sheets[0].table, download.about.columns()
    cells = [
        {name: str(value).lower() if isinstance(value, bool) else value for name, value in row.items()}
        for row in rows(table)
    ]
    return table_csv(pd.DataFrame(cells, columns=column_names(table), dtype=object).assign(**about))


def table_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with the byte order mark that Excel needs."""
    return csv_text(table).encode("utf-8-sig", errors="replace")


def csv_text(table: pd.DataFrame, comments: Sequence[str] = ()) -> str:
    """Return a table, below lines of comments, as CSV that no spreadsheet runs.

    Text that looks like a formula gets an apostrophe in front of it; characters that a spreadsheet cannot
    hold are removed. The line of a comment has a first cell `#`, so that a program can skip it, and the
    comment as a second one, so that a comma in it starts no cell.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator=LINE_END)
    lines.writerows(("#", harmless(" ".join(comment.split()))) for comment in comments)
    columns = dict(enumerate(_harmless_column(column) for _, column in table.items()))
    cells = pd.DataFrame(columns, index=table.index)
    cells.columns = pd.Index([harmless(str(name)) for name in table.columns])
    cells.to_csv(text, index=False, lineterminator=LINE_END)
    return text.getvalue()


def harmless(text: str) -> str:
    """Return text that no spreadsheet runs."""
    text = LONE_RETURN.sub("\n", UNPRINTABLE.sub("", text))
    return f"'{text}" if text.startswith(FORMULA) and not re.fullmatch(NUMBER, text) else text


def _harmless_column(column: pd.Series[Any]) -> Any:
    if pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_datetime64_any_dtype(column.dtype):
        return column
    if isinstance(column.dtype, pd.CategoricalDtype):
        # The last one is for the code -1 of a missing value.
        words = np.array([*(harmless(str(word)) for word in column.cat.categories), ""], dtype=object)
        return words[column.cat.codes.to_numpy()]
    if column.dtype == object:
        cells = [harmless(cell) if isinstance(cell, str) else cell for cell in column]
        return pd.Series(cells, index=column.index, dtype=object)
    return _harmless_text(column.astype("str").where(column.notna(), ""))


def _harmless_text(text: pd.Series[str]) -> pd.Series[str]:
    """Return what `harmless` returns for each text; a list has hundreds of thousands of them."""
    joined = "\n".join(text)
    if UNPRINTABLE.search(joined) or LONE_RETURN.search(joined):
        return text.map(harmless)
    is_risky = text.str.startswith(FORMULA) & ~text.str.fullmatch(NUMBER)
    return text.where(~is_risky, "'" + text)


LONGEST_NAME: Final = 31
"""Characters that Excel allows in the name of a sheet."""
WIDEST: Final = 60
LONGEST_CELL: Final = 32_767


def to_xlsx(download: Download) -> bytes:
    """Return the sheets of `download` and a last one, `about`; text is text, never a formula."""
    from openpyxl import Workbook  # takes 20 MB with its pictures, and no page needs it at first

    book = Workbook(write_only=True)
    for sheet in download.sheets:
        names = column_names(sheet.table)
        _add(book, sheet.name, names, [[row[name] for name in names] for row in rows(sheet.table)])
    _add(book, "about", ("what", "text"), download.about.lines())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add(book: Any, name: str, header: Sequence[str], table: Sequence[Sequence[Any]]) -> None:
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:LONGEST_NAME])
    page.freeze_panes = "A2"
    for nth, column in enumerate(header):
        longest = max((len(str(row[nth])) for row in table), default=0)
        page.column_dimensions[get_column_letter(nth + 1)].width = min(
            max(len(column), longest) + 2, WIDEST
        )
    page.append([_cell(page, column, bold=True) for column in header])
    for row in table:
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if isinstance(value, str):
        cell = WriteOnlyCell(page, UNPRINTABLE.sub("", value)[:LONGEST_CELL])
        # openpyxl takes what begins with "=" for a formula; the prefix keeps it text when it is edited.
        cell.data_type, cell.quotePrefix = "s", True
    else:
        cell = WriteOnlyCell(page, value)
    if bold:
        cell.font = Font(bold=True)
    return cell
