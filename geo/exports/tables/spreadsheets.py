"""XLSX: a sheet for each table and one that says whose they are.

CSV: UTF-8 with the mark that Excel needs; each row says whose it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from geo.exports.tables.sheets import UNPRINTABLE, Download, column_names, harmless, rows


def to_csv(download: Download) -> bytes:
    """Return the first sheet of `download`; text that looks like a formula begins with an apostrophe."""
    table = download.sheets[0].table
    about = {name: harmless(text) for name, text in download.about.columns().items()}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*column_names(table), *about])
    writer.writeheader()
    writer.writerows(
        {**{name: _text(value) for name, value in row.items()}, **about} for row in rows(table)
    )
    return text.getvalue().encode("utf-8-sig")


def _text(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return harmless(value)
        case _:
            return value


LONGEST_NAME: Final = 31
"""Characters that Excel allows in the name of a sheet."""
WIDEST: Final = 60
LONGEST_CELL: Final = 32_767


def to_xlsx(download: Download) -> bytes:
    """Return the sheets of `download` and a last one, `about`; text is text, never a formula."""
    book = Workbook(write_only=True)
    for sheet in download.sheets:
        found = rows(sheet.table)
        names = column_names(sheet.table)
        _add(book, sheet.name, names, [[row[name] for name in names] for row in found])
    _add(book, "about", ("what", "text"), download.about.lines())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add(book: Any, name: str, header: Sequence[str], table: Sequence[Sequence[Any]]) -> None:
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
    if isinstance(value, str):
        made = WriteOnlyCell(page, UNPRINTABLE.sub("", value)[:LONGEST_CELL])
        # openpyxl takes what begins with "=" for a formula; the prefix keeps it text when it is edited.
        made.data_type, made.quotePrefix = "s", True
    else:
        made = WriteOnlyCell(page, value)
    if bold:
        made.font = Font(bold=True)
    return made
