"""Figures: each says what kind of claim it is, for which period, as of when, and by which source."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.facts.columns import (
    BELONGS,
    CODIGOS,
    PILLARS,
    SOURCES,
    in_both,
    in_order,
    municipio_in_departamento,
    pillars_have_a_basis,
    scope_and_programme,
    yes_no,
)
from geo.provenance import DATA, require_file
from geo.rules import both_languages
from geo.schema import Column, TableSpec, number, one_of, partial_date, some_of, words
from geo.vocabulary import ClaimKind, Confidence, Field, Programme, Qualifier, Unit

DATASET: Final = "figures"
FILE: Final = f"data/{DATASET}/figures.csv"

RESULTS: Final = frozenset({ClaimKind.REPORTED, ClaimKind.COUNTED})
"""Claims about what was; the other kinds are never drawn as results."""

FOUNDING_ROWS: Final = 19
"""Figures that the two founding documents hold; fewer rows would be a lost figure."""

FIGURES: Final = TableSpec(
    name="figures",
    key="figure_id",
    columns=(
        Column("figure_id"),
        *in_both("label"),
        Column("value", number, dtype="float64"),
        Column("unit", one_of(Unit)),
        Column("qualifier", one_of(Qualifier)),
        Column("claim", one_of(ClaimKind)),
        Column("period_start", partial_date, optional=True),
        Column("period_end", partial_date, optional=True),
        *in_both("period_note", optional=True),
        Column("as_of", partial_date),
        *in_both("place"),
        *CODIGOS,
        *BELONGS,
        *PILLARS,
        Column("series", optional=True),
        Column("founding", yes_no, dtype="bool"),
        Column("component_ids", words, optional=True),
        Column("site_ids", words, optional=True),
        SOURCES,
        *in_both("source_location"),
        *in_both("note", optional=True),
        Column("confidence", one_of(Confidence)),
        Column("inferred", some_of(Field), optional=True),
    ),
    rules=(
        both_languages("period_note", "note"),
        in_order("period_start", "period_end", both=True),
        municipio_in_departamento,
        scope_and_programme,
        pillars_have_a_basis,
    ),
)
"""What a row of `figures.csv` promises.

`period_*` is the span that a flow covers or a plan reaches, both ends included; a stock has
none. `as_of` is the moment up to which the figure speaks: the end of the period of a flow,
the day of the statement for a stock, a plan or a promise; where that day is known only to
lie between two, it is the later one, so that the age of a figure is a minimum (`inferred`
then holds `date`). `founding` marks the figures of the two founding
documents. Figures of one `series` measure the same thing in the same way.
"""


def read_figures(data: Path = DATA) -> pd.DataFrame:
    """Return the figures, one row each; missing text is None, missing codes are NA."""
    return FIGURES.read(require_file(DATASET, "figures.csv", data), FILE)


def figures_of(figures: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return the figures of a programme area, those of the founding documents first."""
    own = figures[figures["programme"] == programme]
    return own.sort_values("founding", ascending=False, kind="stable")


def founding_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the two founding documents."""
    return figures[figures["founding"]]
