"""The eight programme areas of the archived INL page and the three pillars of the 2024 dialogue."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.facts.columns import SOURCES, in_both
from geo.provenance import DATA, require_file
from geo.rules import both_languages
from geo.schema import Column, TableSpec, one_of
from geo.vocabulary import Basis, Pillar, Programme

DATASET: Final = "programmes"

PROGRAMMES: Final = TableSpec(
    name="programmes",
    key="programme",
    columns=(
        Column("programme", one_of(Programme)),
        *in_both("name", "summary"),
        Column("pillar", one_of(Pillar)),
        Column("pillar_basis", one_of(Basis)),
        *in_both("pillar_reason"),
        Column("alternative_pillar", one_of(Pillar), optional=True),
        Column("alternative_basis", one_of(Basis), optional=True),
        *in_both("alternative_reason", optional=True),
        *in_both("source_location"),
        SOURCES,
    ),
    rules=(both_languages("alternative_reason"),),
)
"""What a row of `programmes.csv` promises; each `IntegerProgram` has one row, in the page's order."""

PILLARS: Final = TableSpec(
    name="pillars",
    key="pillar",
    columns=(
        Column("pillar", one_of(Pillar)),
        *in_both("name", "summary"),
        *in_both("source_location"),
        SOURCES,
    ),
)
"""What a row of `pillars.csv` promises; each `Pillar` has one row."""


def read_programmes(data: Path = DATA) -> pd.DataFrame:
    """Return the programme areas, one row each, in the order of the archived page."""
    return _read(PROGRAMMES, "programmes.csv", data)


def read_pillars(data: Path = DATA) -> pd.DataFrame:
    """Return the pillars, one row each, in the order of the joint statement."""
    return _read(PILLARS, "pillars.csv", data)


def _read(spec: TableSpec, name: str, data: Path) -> pd.DataFrame:
    return spec.read(require_file(DATASET, name, data), f"data/{DATASET}/{name}")
