"""XLSX: the first sheet that has rows, values only; formulas are never run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import pandas as pd
from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from geo.lists.readers.zip_archive import chunks, entries
from geo.lists.uploaded_table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    CellCount,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    table_of,
)

MAX_TEXTS: Final = 1_000_000
"""Distinct texts of a workbook: openpyxl keeps them all."""
MAX_KEPT: Final = 250_000
"""Opening and closing tags of styles and other parts, 1 kB each; Excel allows 65,490 cell formats."""
_STREAMED: Final = (
    "xl/worksheets/",
    "xl/sharedstrings",
    "xl/drawings",
    "xl/comments",
    "xl/charts",
    "xl/pivot",
)
"""Parts that are read piece by piece, counted by their texts, or not at all."""
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
    _require_plain(name, content)
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


def _require_plain(name: str, content: bytes) -> None:
    """Check the XML of a workbook before openpyxl parses it.

    openpyxl may hand XML to a parser that obeys declarations, and keeps shared texts and styles as objects.

    Raises
    ------
    UnreadableFileError
        A part declares anything, or holds more elements than openpyxl can keep in little memory.
    """
    texts = elements = 0
    for entry in entries(name, content):
        path = entry.filename.lower()
        if not path.endswith((".xml", ".rels")):
            continue
        is_kept = not path.startswith(_STREAMED)
        before = b""
        for chunk in chunks(name, content, entry):
            # A word may lie across two chunks.
            both = before + chunk
            if b"<!ENTITY" in both or b"<!DOCTYPE" in both or (not before and b"\0" in chunk[:200]):
                raise UnreadableFileError(Fault.ENTITIES, name, "a document type declaration")
            texts += chunk.count(b"<si") + chunk.count(b":si")
            elements += chunk.count(b"<") if is_kept else 0
            before = both[-16:]
        if texts > MAX_TEXTS or elements > MAX_KEPT:
            raise UnreadableFileError(Fault.BOMB, name, f"too many elements in {path[:40]}")


def _rows(sheet: Any, name: str) -> Iterator[list[Any]]:
    kept = CellCount(name)
    made = 0
    for nth, row in enumerate(sheet.iter_rows(values_only=True)):
        if nth > MAX_ROWS:
            raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_ROWS:,} rows")
        # One cell at the far right makes openpyxl give 16,384 of them.
        made += len(row)
        if made > MAX_CELLS:
            raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_CELLS:,} cells")
        if len(row) > MAX_COLUMNS and any(cell is not None for cell in islice(row, MAX_COLUMNS, None)):
            raise UnreadableFileError(Fault.TOO_LARGE, name, f"more than {MAX_COLUMNS} columns")
        cells = list(row[:MAX_COLUMNS])
        while cells and (cells[-1] is None or (isinstance(cells[-1], str) and not cells[-1].strip())):
            cells.pop()
        if cells:
            kept.add(cells)
            yield cells


def _table(name: str, title: str, rows: list[list[Any]]) -> Table:
    filled = [sum(cell is not None for cell in row) for row in rows[:HEADER_WITHIN]]
    usual = max(set(filled), key=lambda count: (filled.count(count), count))
    at = next(nth for nth, count in enumerate(filled) if count >= usual)
    width = max(len(row) for row in rows[at:])
    CellCount(name).require(len(rows) * width)
    header = [str(cell) if cell is not None else "" for cell in rows[at]]
    body = rows[at + 1 :]
    columns = [_column([row[nth] if nth < len(row) else None for row in body]) for nth in range(width)]
    cells = pd.concat(columns, axis="columns") if body else pd.DataFrame()
    cells.columns = pd.Index([*header, *[""] * (width - len(header))][: len(cells.columns)])
    return table_of(name, ListFormat.XLSX, cells, sheet=title)


def _column(cells: list[Any]) -> pd.Series[Any]:
    """Return cells as numbers, as dates, or as text if they are of several kinds."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {int} and all(cell is None or -(2**63) <= cell < 2**63 for cell in cells):
        return pd.Series(cells, dtype="Int64" if None in cells else "int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(cells, dtype="float64")
    if kinds == {datetime}:
        return pd.Series(cells, dtype="datetime64[us]")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="str")
