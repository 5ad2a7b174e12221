"""The layers of a GeoPackage, by its own tables: a view is a query that may never end.

SQLite reads the schema here without running anything of it; GDAL is then given the names of real
tables only.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any, Final

from geo.lists.uploaded_table import Fault, UnreadableFileError

_OF_GDAL: Final = re.compile(r"(gpkg|ogr|sqlite|rtree)_.*|layer_styles", re.IGNORECASE)
"""Tables that GDAL reads by itself when it opens a file."""
_STEPS: Final = 200_000_000
"""Steps of SQLite's machine that the schema and the counts may take, some seconds."""


def in_rollback_mode(content: bytes) -> bytes:
    """Return the database without its mark of a write-ahead log, whose file is not uploaded."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content


def real_layers(name: str, content: bytes) -> list[tuple[str, int]]:
    """Return the registered layers that are real tables, with their rows.

    Raises
    ------
    UnreadableFileError
        It is damaged, or a layer or a table that GDAL reads is a view, virtual or computed.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: 1, _STEPS)
            return _layers(name, database)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, f"SQLite: {str(error)[:120]}") from error


def _layers(name: str, database: sqlite3.Connection) -> list[tuple[str, int]]:
    schema = {
        str(item).casefold(): (kind, item, root)
        for kind, item, root in database.execute(
            "SELECT type, name, rootpage FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    for item, about in schema.items():
        if _OF_GDAL.fullmatch(item) and not item.startswith("rtree_"):
            _require_real(name, database, about)
    if "gpkg_contents" not in schema:
        raise UnreadableFileError(Fault.DAMAGED, name, "SQLite without gpkg_contents, no GeoPackage")
    found = []
    for (table,) in database.execute(
        "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
    ).fetchall():
        layer = schema.get(str(table).casefold())
        if layer is None:
            continue
        _require_real(name, database, layer)
        (rows,) = database.execute(f"SELECT COUNT(*) FROM {_quoted(layer[1])}").fetchone()  # noqa: S608
        found.append((str(layer[1]), int(rows)))
    return found


def _require_real(name: str, database: sqlite3.Connection, about: tuple[Any, ...]) -> None:
    kind, item, root = about
    if kind != "table" or not root:
        what = "a view" if kind == "view" else "a virtual table"
        raise UnreadableFileError(Fault.FORMAT, name, f"{str(item)[:60]!r} is {what}, not a table")
    columns = database.execute(f"PRAGMA table_xinfo({_quoted(item)})").fetchall()
    if any(column[6] > 1 for column in columns):
        raise UnreadableFileError(Fault.FORMAT, name, f"{str(item)[:60]!r} has computed columns")


def _quoted(item: str) -> str:
    return '"' + str(item).replace('"', '""') + '"'
