"""The rows of a table, each by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

Row = Mapping[str, Any]
"""A row of a table by column."""


def rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table in order; its index is left out."""
    return [cast(Row, row) for row in table.to_dict("records")]
