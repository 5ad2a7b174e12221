"""CSV and its kin: the encoding and the separator are found out, rows that do not fit are kept aside."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from geo.lists.cell_parsing import NUMBER
from geo.lists.uploaded_table import (
    BadRow,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    require_size,
    unique_names,
)

SEPARATORS: Final = (";", "\t", ",", "|")
"""In the order of preference between equals: a comma may be a decimal sign."""
LOOKED_AT: Final = 60
"""Rows from which the separator is found out."""
MAX_BAD: Final = 10_000
"""Rows that do not fit and are kept; a file with more is no table."""
BLOCK: Final = 4_000_000
"""Bytes that one row may have at most."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHOWN: Final = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"} | dict.fromkeys(
    ("utf-16", "utf-16-le", "utf-16-be"), "UTF-16"
)
"""Encodings as programs name them to people."""


def read_text(name: str, content: bytes) -> Table:
    """Return the rows of delimited text, every cell as text.

    Raises
    ------
    UnreadableFileError
        Its encoding is unknown, or it is no table.
    """
    encoding = encoding_of(content)
    if encoding is None:
        raise UnreadableFileError(Fault.ENCODING, name, "neither UTF-8, UTF-16 nor Windows-1252")
    if encoding != "utf-8":
        content = content.decode(encoding).encode()
    # An empty first line has no headings.
    content = content.lstrip(b"\r\n")
    start = content[: BLOCK // 4].decode(errors="ignore")
    separator = separator_of(start)
    header, has_header = _header(start, separator)
    if content and not header:
        # Without names the parser would take them from the file, doubled ones as they are.
        raise UnreadableFileError(Fault.DAMAGED, name, "the first row cannot be read")
    require_size(name, 0, len(header))
    bad: list[BadRow] = []
    columns = _parsed(name, content, (separator, header, has_header), bad)
    require_size(name, columns.num_rows, len(header))
    if not columns.num_rows and not bad:
        raise UnreadableFileError(Fault.EMPTY, name, "no rows")
    numbers = np.arange(1, columns.num_rows + len(bad) + 1)
    numbers = np.setdiff1d(numbers, [row.number for row in bad])
    cells = columns.to_pandas(types_mapper=_text_of)
    shown = {"\t": "tab"}.get(separator, separator)
    details = (("encoding", _SHOWN.get(encoding, encoding)), ("separator", shown))
    return Table(name, ListFormat.CSV, cells, numbers, bad=tuple(bad), details=details)


def encoding_of(content: bytes) -> str | None:
    """Return the encoding of text: by its mark, by its zeros, UTF-8 if it is, else Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding if _decodes(content, encoding) else None
    zeros = [content[start:2000:2].count(0) for start in (0, 1)]
    if max(zeros) > 200 or (max(zeros) and len(content) < 2000):
        encoding = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        return encoding if _decodes(content, encoding) else None
    return next((name for name in ("utf-8", "cp1252") if _decodes(content, name)), None)


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), BLOCK):
            text = decoder.decode(content[start : start + BLOCK])
            if "\0" in text:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(start: str) -> str:
    """Return the separator that divides the first rows into as many cells each, and into most."""

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _rows(start, separator) if row]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual

    return max(SEPARATORS, key=lambda separator: score(separator)[0])


def _rows(start: str, separator: str) -> Iterator[list[str]]:
    # The last line may be cut off by the end of what is looked at.
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    try:
        for _, row in zip(range(LOOKED_AT), reader, strict=False):
            yield row
    except csv.Error:
        return


def _header(start: str, separator: str) -> tuple[list[str], bool]:
    first = next(_rows(start, separator), [])
    has_header = not any(NUMBER.fullmatch(cell.strip()) for cell in first)
    return unique_names(first if has_header else [""] * len(first)), has_header


def _parsed(name: str, content: bytes, shape: tuple[str, list[str], bool], bad: list[BadRow]) -> Any:
    separator, header, has_header = shape

    def keep(row: Any) -> str:
        if len(bad) >= MAX_BAD:
            return "error"
        bad.append(BadRow(int(row.number or 0) - has_header, str(row.text)[:200]))
        return "skip"

    batches, rows = [], 0
    try:
        with pacsv.open_csv(
            pa.py_buffer(content),
            # One thread: only then a row that does not fit has its number.
            pacsv.ReadOptions(
                column_names=header,
                skip_rows_after_names=int(has_header),
                block_size=BLOCK,
                use_threads=False,
            ),
            pacsv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=keep),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        ) as blocks:
            for block in blocks:
                # Counted while reading: 200 MB of separators are a gigabyte of empty cells.
                rows += block.num_rows
                require_size(name, rows, len(header))
                batches.append(block)
            return pa.Table.from_batches(batches, blocks.schema)
    except pa.ArrowInvalid as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error


def _text_of(_type: pa.DataType) -> Any:
    import pandas as pd

    return pd.StringDtype("pyarrow", na_value=float("nan"))
