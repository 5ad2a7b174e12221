"""What programmes are made of: units, institutions, facilities, initiatives and measures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.facts.columns import BELONGS, PILLARS, SOURCES, in_both, pillars_have_a_basis, scope_and_programme
from geo.provenance import DATA, require_file
from geo.rules import both_languages
from geo.schema import Column, TableSpec, one_of, words
from geo.vocabulary import ComponentKind, InlRole, Programme

DATASET: Final = "components"
FILE: Final = f"data/{DATASET}/components.csv"

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
"""What a row of `components.csv` promises. `inl_role` says what ties it to INL, on the evidence found."""


def read_components(data: Path = DATA) -> pd.DataFrame:
    """Return the components, one row each, grouped by programme area."""
    return COMPONENTS.read(require_file(DATASET, "components.csv", data), FILE)


def components_of(components: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return the components of a programme area, those of related subjects too (see `scope`)."""
    return components[components["programme"] == programme]
