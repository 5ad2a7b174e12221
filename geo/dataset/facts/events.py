"""Dated events; the length of a date is its precision: year, month or day."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Confidence, Field
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
)
from geo.dataset.records import DATA, require_file
from geo.dataset.schema import (
    Column,
    TableSpec,
    both_languages,
    first_day,
    one_of,
    partial_date,
    some_of,
    words,
)

DATASET: Final = "events"
FILE: Final = f"data/{DATASET}/events.csv"

EVENTS: Final = TableSpec(
    name="events",
    key="event_id",
    columns=(
        Column("event_id"),
        Column("date", partial_date),
        Column("date_end", partial_date, optional=True),
        *in_both("title"),
        *BELONGS,
        *PILLARS,
        Column("site_ids", words, optional=True),
        Column("component_ids", words, optional=True),
        *CODIGOS,
        SOURCES,
        *in_both("note", optional=True),
        Column("confidence", one_of(Confidence)),
        Column("inferred", some_of(Field), optional=True),
    ),
    rules=(
        both_languages("note"),
        in_order("date", "date_end", both=False),
        municipio_in_departamento,
        scope_and_programme,
        pillars_have_a_basis,
    ),
)
"""The rules of a row of `events.csv`; `date_end` is for events that lasted."""


def read_events(data: Path = DATA) -> pd.DataFrame:
    """Return the events, one row each, oldest first; missing text is None, missing codes are NA."""
    events = EVENTS.read(require_file(DATASET, "events.csv", data), FILE)
    return events.sort_values("date", key=lambda dates: dates.map(first_day), kind="stable")


def events_by_site(events: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of `events` by the site that they name, newest first."""
    named = events.explode("site_ids").dropna(subset="site_ids").iloc[::-1]
    return {str(site): own for site, own in named.groupby("site_ids")}
