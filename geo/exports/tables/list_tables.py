"""A placed list as tables: every row with its place, and the rows without a place with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.choices.list_kinds import Reason
from geo.lists.placement import FIXES, PLACED_AS, REASONS, PlacedRows
from geo.lists.uploaded_table import Table

ADDED: Final = (
    "longitude", "latitude", "codigo_muni", "municipio", "codigo_depto", "departamento", "placed_as",
    "reason", "fix",
)  # fmt: skip
"""What placing adds to the columns of a list."""

ROW: Final = "row"
"""The number of a row in the file, counted from the first below the header."""


def placed_rows(table: Table, placed: PlacedRows, names: Mapping[int, str]) -> pd.DataFrame:
    """Return every row of the list with what placing adds; a column of the same name gets an underscore.

    `names` are those of departamentos (1 to 22) and municipios by code.
    """
    added = _added(placed, names)
    cells = table.cells.rename(columns={name: f"{name}_" for name in table.cells if name in {*ADDED, ROW}})
    numbers = pd.DataFrame({ROW: table.numbers}, index=cells.index)
    return pd.concat([numbers, cells, added.set_index(cells.index)], axis="columns")


def _added(placed: PlacedRows, names: Mapping[int, str]) -> pd.DataFrame:
    kinds = (
        (placed.placed_as, [str(kind) for kind in PLACED_AS]),
        (placed.reason, ["" if reason is Reason.NONE else str(reason) for reason in REASONS]),
        (placed.fixed, ["", *map(str, FIXES)]),
    )
    placed_as, reason, fix = (_categories(codes, words) for codes, words in kinds)
    places = [
        column
        for codes in (placed.municipio, placed.departamento)
        for column in (pd.array(np.where(codes > 0, codes, -1)).astype("Int32"), _named(codes, names))
    ]
    points = (np.round(values, 6) for values in (placed.longitude, placed.latitude))
    columns = dict(zip(ADDED, (*points, *places, placed_as, reason, fix), strict=True))
    frame = pd.DataFrame(columns)
    for name in ("codigo_muni", "codigo_depto"):
        frame[name] = frame[name].mask(frame[name] < 0)
    return frame


def _named(codes: Any, names: Mapping[int, str]) -> Any:
    distinct, nth = np.unique(codes, return_inverse=True)
    words = [names.get(int(code), "") for code in distinct]
    kinds = list(dict.fromkeys(words))
    return _categories(np.array([kinds.index(word) for word in words])[nth], kinds)


def _categories(codes: Any, words: list[str]) -> Any:
    return pd.Categorical.from_codes(codes, pd.Index(words))


def unplaced_rows(table: Table, placed: PlacedRows, most: int | None = None) -> pd.DataFrame:
    """Return the rows without a place in the order of the file: `row`, `reason`, and their cells.

    A row that did not have as many cells as the header has its text in the first of them.
    """
    nowhere = np.flatnonzero(~placed.is_placed)[:most]
    cells = table.cells.iloc[nowhere].rename(columns={name: f"{name}_" for name in (ROW, "reason")})
    reasons = [str(REASONS[code]) for code in placed.reason[nowhere]]
    frame = cells.reset_index(drop=True)
    frame.insert(0, ROW, table.numbers[nowhere])
    frame.insert(1, "reason", reasons)
    if table.bad:
        first = frame.columns[2] if len(frame.columns) > 2 else "text"
        texts = [
            {ROW: bad.number, "reason": str(Reason.BAD_ROW), first: bad.text} for bad in table.bad[:most]
        ]
        frame = pd.concat([frame.astype(object), pd.DataFrame(texts, dtype=object)], ignore_index=True)
        frame = frame.sort_values(ROW, ignore_index=True, kind="stable")
    return frame if most is None else frame.head(most)
