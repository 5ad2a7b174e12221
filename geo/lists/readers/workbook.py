"""XLSX: the first sheet that has rows, values only; formulas are never run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import pandas as pd
from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from geo.lists.readers.zip_archive import entries, unfolded
from geo.lists.uploaded_table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    table_of,
)

HEADER_WITHIN: Final = 20
"""Titles may stand above the header; it is the first row with as many cells as the usual one."""

_DAMAGED: Final = (
    InvalidFileException,
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
)
"""What openpyxl raises at a workbook that is not as it should be."""


def read_sheet(name: str, content: bytes) -> Table:
    """Return the first sheet with rows.

    Raises
    ------
    UnreadableFileError
        It is damaged, a bomb, or holds no rows.
    """
    for entry in entries(name, content):
        if entry.filename.lower().endswith((".xml", ".rels")):
            _require_plain(name, unfolded(name, content, entry))
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            # What a sheet says of its own size may be a lie of a billion cells.
            sheet.reset_dimensions()
            rows = list(_rows(sheet, name))
            if len(rows) > 1:
                return _table(name, str(sheet.title), rows)
    except DefusedXmlException as error:
        raise UnreadableFileError(Fault.ENTITIES, name, type(error).__name__) from error
    except _DAMAGED as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error
    raise UnreadableFileError(Fault.EMPTY, name, "no sheet with rows")


def _require_plain(name: str, xml: bytes) -> None:
    """Raise `UnreadableFileError` if XML declares anything: openpyxl may hand it to a parser that obeys."""
    if b"<!ENTITY" in xml or b"<!DOCTYPE" in xml or b"\0" in xml[:200]:
        raise UnreadableFileError(Fault.ENTITIES, name, "a document type declaration")


def _rows(sheet: Any, name: str) -> Iterator[list[Any]]:
    for nth, row in enumerate(sheet.iter_rows(values_only=True)):
        if nth > MAX_ROWS:
            raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_ROWS:,} rows")
        if len(row) > MAX_COLUMNS and any(cell is not None for cell in islice(row, MAX_COLUMNS, None)):
            raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_COLUMNS} columns")
        cells = list(row[:MAX_COLUMNS])
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield cells


def _table(name: str, title: str, rows: list[list[Any]]) -> Table:
    filled = [sum(cell is not None for cell in row) for row in rows[:HEADER_WITHIN]]
    usual = max(set(filled), key=lambda count: (filled.count(count), count))
    at = next(nth for nth, count in enumerate(filled) if count >= usual)
    width = max(len(row) for row in rows[at:])
    header = [str(cell) if cell is not None else "" for cell in rows[at]]
    body = [[*row, *[None] * (width - len(row))] for row in rows[at + 1 :]]
    cells = pd.DataFrame(body, columns=[*header, *[""] * (width - len(header))], dtype=object)
    return table_of(name, ListFormat.XLSX, cells, sheet=title)
