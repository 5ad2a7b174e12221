"""Promises of a row that several tables share, to be listed in a `TableSpec`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

Rule = Callable[[pd.DataFrame], Iterator[tuple[int, str, str]]]
"""A rule takes the typed table and yields (row number from 0, column, advice)."""


def both_languages(*names: str) -> Rule:
    """Return a rule that refuses a row with `name_en` but no `name_es`, or the other way round."""

    def rule(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
        for name in names:
            english, spanish = f"{name}_en", f"{name}_es"
            for column, other in ((english, spanish), (spanish, english)):
                for row in table.index[table[column].isna() & table[other].notna()]:
                    yield int(row), column, f"is empty while {other} is not; write it in both languages"

    return rule


def one_at_least(*columns: str) -> Rule:
    """Return a rule that refuses a row in which all of `columns` are empty; it names the first."""

    def rule(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
        for row in table.index[table[list(columns)].isna().all(axis="columns")]:
            yield int(row), columns[0], f"is empty like {', '.join(columns[1:])}; fill one of them"

    return rule
