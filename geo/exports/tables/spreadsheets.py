"""Spreadsheet files: CSV and XLSX, in which no cell is ever run as a formula.

`csv_text` is the only writer of CSV: tables of analyses, placed lists, answers of the API and the sites of
a briefing all go through it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.exports.tables.sheets import UNPRINTABLE, Download, column_names, rows

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
