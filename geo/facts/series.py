"""Series for charts: points that measure the same thing in the same way, with gaps left open.

A fact stands once: a figure that names a series is a point of it, and `points.csv` holds
only the points that are not figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.facts.columns import (
    BELONGS,
    CODIGOS,
    SOURCES,
    in_both,
    in_order,
    municipio_in_departamento,
    scope_and_programme,
)
from geo.facts.dates import middle_day
from geo.provenance import DATA, require_file
from geo.rules import both_languages
from geo.schema import Column, TableSpec, number, one_of, partial_date
from geo.vocabulary import Chart, ClaimKind, Confidence, Qualifier, SeriesShape, Unit

DATASET: Final = "series"
SERIES_FILE: Final = f"data/{DATASET}/series.csv"
POINTS_FILE: Final = f"data/{DATASET}/points.csv"

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
"""What a row of `series.csv` promises; its sources are those of its points."""

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
"""What a row of `points.csv` promises."""

POINT_COLUMNS: Final = ("reference", "series_id", "day", *(column.name for column in _SHARED))
"""The columns of `all_points`.

`reference` is a `point_id` or a `figure_id`; `day` is the middle of the period, a timestamp.
"""


def read_series(data: Path = DATA) -> pd.DataFrame:
    """Return the series, one row each: what they measure, who counted, and in which unit."""
    return SERIES.read(require_file(DATASET, "series.csv", data), SERIES_FILE)


def read_points(data: Path = DATA) -> pd.DataFrame:
    """Return the points that are not figures; see `all_points` for all of them."""
    return POINTS.read(require_file(DATASET, "points.csv", data), POINTS_FILE)


def all_points(points: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return every point of every series, those that are figures too, with `POINT_COLUMNS`.

    A figure without a period stands at its `as_of`.
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
