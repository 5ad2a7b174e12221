"""Figures, the series that charts draw, and conflicts between sources.

A figure says what kind of claim it is, for which period, as of when, and by which source. It is stored
once: a figure that names a series is a point of it, and `points.csv` holds the other points. A series
measures one thing in one way, with gaps left open. A conflict lists the rows where sources disagree or
are easily confused, with the difference in a sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Chart, ClaimKind, Confidence, Field, Programme, Qualifier, SeriesShape, Unit
from geo.dataset.facts.columns import (
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
from geo.dataset.records import DATA
from geo.dataset.schema import (
    Column,
    TableSpec,
    both_languages,
    middle_day,
    number,
    one_at_least,
    one_of,
    partial_date,
    some_of,
    words,
)

CONFLICTS_FILE: Final = "data/conflicts/conflicts.csv"

REFERENCES: Final = ("figure_ids", "point_ids", "series_ids", "event_ids", "component_ids", "site_ids")
"""The columns that name the two sides of a conflict."""

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
"""The rules of a row of `conflicts.csv`, whose sentence states the difference."""


def read_conflicts(data: Path = DATA) -> pd.DataFrame:
    """Return the conflicts, one row each; a missing list of references is None."""
    return CONFLICTS.read_recorded(CONFLICTS_FILE, data)


def conflicts_of(conflicts: pd.DataFrame, identifier: str) -> pd.DataFrame:
    """Return the conflicts that name a figure, point, series, event, component or site."""
    named = conflicts[list(REFERENCES)].map(lambda ids: identifier in (ids or ()))
    return conflicts[named.any(axis="columns")]


FIGURES_FILE: Final = "data/figures/figures.csv"

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
"""The rules of a row of `figures.csv`.

`period_*` is the span that a flow covers or a plan reaches, both ends included; a stock has
none. `as_of` is the moment up to which the figure speaks: the end of the period of a flow,
the day of the statement for a stock, a plan or a commitment; where that day is known only to
lie between two, it is the later one, so that the age of a figure is a minimum (`inferred`
then holds `date`). `founding` marks the figures of the two founding
documents. Figures of one `series` measure the same thing in the same way.
"""


def read_figures(data: Path = DATA) -> pd.DataFrame:
    """Return the figures, one row each; missing text is None, missing codes are NA."""
    return FIGURES.read_recorded(FIGURES_FILE, data)


def figures_of(figures: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return the figures of a programme area, those of the founding documents first."""
    own = figures[figures["programme"] == programme]
    return own.sort_values("founding", ascending=False, kind="stable")


SERIES_FILE: Final = "data/series/series.csv"
POINTS_FILE: Final = "data/series/points.csv"

SERIES: Final = TableSpec(
    name="series",
    key="series_id",
    columns=(
        Column("series_id"),
        *in_both("label", "measures", "counted_by"),
        Column("unit", one_of(Unit)),
        Column("claim", one_of(ClaimKind)),
        Column("shape", one_of(SeriesShape)),
        Column("chart", one_of(Chart)),
        *BELONGS,
        *in_both("caution", optional=True),
    ),
    rules=(both_languages("caution"), scope_and_programme),
)
"""The rules of a row of `series.csv`; its sources are those of its points."""

_SHARED: Final = (
    Column("period_start", partial_date),
    Column("period_end", partial_date),
    Column("value", number, dtype="float64"),
    Column("qualifier", one_of(Qualifier)),
    *in_both("place"),
    *CODIGOS,
    SOURCES,
    *in_both("note", optional=True),
    Column("confidence", one_of(Confidence)),
)

POINTS: Final = TableSpec(
    name="points",
    key="point_id",
    columns=(Column("point_id"), Column("series_id"), *_SHARED),
    rules=(
        both_languages("note"),
        in_order("period_start", "period_end", both=True),
        municipio_in_departamento,
    ),
)
"""The rules of a row of `points.csv`."""

POINT_COLUMNS: Final = ("reference", "series_id", "day", *(column.name for column in _SHARED))
"""The columns of `all_points`.

`reference` is a `point_id` or a `figure_id`; `day` is the middle of the period, a timestamp.
"""


def read_series(data: Path = DATA) -> pd.DataFrame:
    """Return the series, one row each: what they measure, who counted, and in which unit."""
    return SERIES.read_recorded(SERIES_FILE, data)


def read_points(data: Path = DATA) -> pd.DataFrame:
    """Return the points that are not figures; see `all_points` for all of them."""
    return POINTS.read_recorded(POINTS_FILE, data)


def all_points(points: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return every point of every series, those that are figures too, with `POINT_COLUMNS`.

    A figure without a period is dated by its `as_of`.
    """
    names = {"figure_id": "reference", "series": "series_id"}
    drawn = figures[figures["series"].notna()].rename(columns=names)
    for side in ("period_start", "period_end"):
        drawn[side] = drawn[side].fillna(drawn["as_of"])
    together = pd.concat([points.rename(columns={"point_id": "reference"}), drawn], ignore_index=True)
    periods = zip(together["period_start"], together["period_end"], strict=True)
    together["day"] = pd.to_datetime([middle_day(start, end) for start, end in periods])
    ordered = together.sort_values(["series_id", "day", "reference"], ignore_index=True)
    return ordered[list(POINT_COLUMNS)]


def points_of(every_point: pd.DataFrame, series_id: str) -> pd.DataFrame:
    """Return the points of one series from `all_points`, oldest first."""
    return every_point[every_point["series_id"] == series_id].reset_index(drop=True)


def yearly(points: pd.DataFrame) -> pd.Series[float]:
    """Return the calendar years of a series over time, first to last; a missing year is NaN.

    Points for part of a year, or for several years, are left out: they measure something else.
    """
    whole = points[
        (points["period_start"] == points["period_end"]) & (points["period_start"].str.len() == 4)
    ]
    values = pd.Series(whole["value"].to_numpy(), index=whole["period_start"].astype(int), name="value")
    if values.empty:
        return values
    years = range(min(values.index), max(values.index) + 1)
    return values.reindex(pd.Index(years, name="year"))
