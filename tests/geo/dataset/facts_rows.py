"""Rows of the committed facts by their identifiers, for the tests of traps."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import pandas as pd

from geo.dataset.facts import Facts, read_facts
from geo.dataset.facts.figures import REFERENCES

Row = Mapping[Hashable, Any]


@cache
def facts() -> Facts:
    """Return the committed facts, read once."""
    return read_facts()


def row_of(table: pd.DataFrame, identifier: str) -> Row:
    """Return the row whose first column is `identifier`."""
    return table[table.iloc[:, 0] == identifier].to_dict("records")[0]


def figure(figure_id: str) -> Row:
    return row_of(facts().figures, figure_id)


def event(event_id: str) -> Row:
    return row_of(facts().events, event_id)


def component(component_id: str) -> Row:
    return row_of(facts().components, component_id)


def statement(conflict_id: str) -> str:
    """Return the English sentence of a conflict."""
    return str(row_of(facts().conflicts, conflict_id)["statement_en"])


def sides(conflict_id: str) -> set[str]:
    """Return every identifier that a conflict names."""
    conflict = row_of(facts().conflicts, conflict_id)
    return {identifier for column in REFERENCES for identifier in conflict[column] or ()}


def values_by_year(series_id: str) -> dict[str, float]:
    """Return the values of the points of a series by the start of their periods."""
    points = facts().every_point()
    own = points[points["series_id"] == series_id]
    return dict(zip(own["period_start"], own["value"], strict=True))
