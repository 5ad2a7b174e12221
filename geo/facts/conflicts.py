"""Where sources disagree or invite a mix-up: shown side by side, with the difference in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.facts.columns import SOURCES, in_both
from geo.provenance import DATA, require_file
from geo.rules import one_at_least
from geo.schema import Column, TableSpec, one_of, words
from geo.vocabulary import Programme

DATASET: Final = "conflicts"
FILE: Final = f"data/{DATASET}/conflicts.csv"

REFERENCES: Final = ("figure_ids", "point_ids", "series_ids", "event_ids", "component_ids", "site_ids")
"""The columns that name what stands on either side of a conflict."""

CONFLICTS: Final = TableSpec(
    name="conflicts",
    key="conflict_id",
    columns=(
        Column("conflict_id"),
        *in_both("title", "statement"),
        Column("programme", one_of(Programme), optional=True),
        *(Column(name, words, optional=True) for name in REFERENCES),
        SOURCES,
    ),
    rules=(one_at_least(*REFERENCES),),
)
"""What a row of `conflicts.csv` promises: a sentence that says the difference and which is which."""


def read_conflicts(data: Path = DATA) -> pd.DataFrame:
    """Return the conflicts, one row each; a missing list of references is None."""
    return CONFLICTS.read(require_file(DATASET, "conflicts.csv", data), FILE)


def conflicts_of(conflicts: pd.DataFrame, identifier: str) -> pd.DataFrame:
    """Return the conflicts that name a figure, point, series, event, component or site."""
    named = conflicts[list(REFERENCES)].map(lambda ids: identifier in (ids or ()))
    return conflicts[named.any(axis="columns")]
