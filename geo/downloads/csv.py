"""CSV: UTF-8 with the mark that Excel needs; each row says whose it is."""

from __future__ import annotations

import csv
import io
from typing import Any

from geo.downloads.about import Download
from geo.downloads.plain import column_names, harmless, rows


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
