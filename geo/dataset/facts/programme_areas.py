"""Programme areas, pillars and components of programmes.

The eight areas are those of the archived INL page, the three pillars those of the 2024 dialogue.
Components are units, institutions, facilities, initiatives and measures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Basis, ComponentKind, InlRole, Pillar, Programme
from geo.dataset.facts.columns import (
    BELONGS,
    PILLARS,
    SOURCES,
    in_both,
    pillars_have_a_basis,
    scope_and_programme,
)
from geo.dataset.records import DATA, require_file
from geo.dataset.schema import Column, TableSpec, both_languages, one_of, words

COMPONENTS_DATASET: Final = "components"
FILE: Final = f"data/{COMPONENTS_DATASET}/components.csv"

COMPONENTS: Final = TableSpec(
    name="components",
    key="component_id",
    columns=(
        Column("component_id"),
        Column("kind", one_of(ComponentKind)),
        *in_both("name", "what"),
        *BELONGS,
        *PILLARS,
        *in_both("pillar_note", optional=True),
        Column("inl_role", one_of(InlRole)),
        Column("site_ids", words, optional=True),
        SOURCES,
        *in_both("caution", optional=True),
    ),
    rules=(both_languages("pillar_note", "caution"), scope_and_programme, pillars_have_a_basis),
)
"""The rules of a row of `components.csv`; `inl_role` is its link to INL in our sources."""


def read_components(data: Path = DATA) -> pd.DataFrame:
    """Return the components, one row each, grouped by programme area."""
    return COMPONENTS.read(require_file(COMPONENTS_DATASET, "components.csv", data), FILE)


PROGRAMMES_DATASET: Final = "programmes"

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
"""The rules of a row of `programmes.csv`; each `Programme` has one, in the page's order."""

PILLARS_TABLE: Final = TableSpec(
    name="pillars",
    key="pillar",
    columns=(
        Column("pillar", one_of(Pillar)),
        *in_both("name", "summary"),
        *in_both("source_location"),
        SOURCES,
    ),
)
"""The rules of a row of `pillars.csv`; each `Pillar` has one row."""


def read_programmes(data: Path = DATA) -> pd.DataFrame:
    """Return the programme areas, one row each, in the order of the archived page."""
    return _read(PROGRAMMES, "programmes.csv", data)


def read_pillars(data: Path = DATA) -> pd.DataFrame:
    """Return the pillars, one row each, in the order of the joint statement."""
    return _read(PILLARS_TABLE, "pillars.csv", data)


def _read(spec: TableSpec, name: str, data: Path) -> pd.DataFrame:
    return spec.read(require_file(PROGRAMMES_DATASET, name, data), f"data/{PROGRAMMES_DATASET}/{name}")
