"""Programme areas, pillars and components of programmes, and dated events.

The eight areas are those of the archived INL page, the three pillars those of the 2024 dialogue.
Components are units, institutions, facilities, initiatives and measures. The length of the date of an
event is its precision: year, month or day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Basis, ComponentKind, Confidence, Field, InlRole, Pillar, Programme
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
from geo.dataset.records import DATA
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

COMPONENTS_FILE: Final = "data/components/components.csv"
PROGRAMMES_FILE: Final = "data/programmes/programmes.csv"
PILLARS_FILE: Final = "data/programmes/pillars.csv"
EVENTS_FILE: Final = "data/events/events.csv"

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
    return COMPONENTS.read_recorded(COMPONENTS_FILE, data)


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
    return PROGRAMMES.read_recorded(PROGRAMMES_FILE, data)


def read_pillars(data: Path = DATA) -> pd.DataFrame:
    """Return the pillars, one row each, in the order of the joint statement."""
    return PILLARS_TABLE.read_recorded(PILLARS_FILE, data)


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
    events = EVENTS.read_recorded(EVENTS_FILE, data)
    return events.sort_values("date", key=lambda dates: dates.map(first_day), kind="stable")


def events_by_site(events: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of `events` by the site that they name, newest first."""
    named = events.explode("site_ids").dropna(subset="site_ids").iloc[::-1]
    return {str(site): own for site, own in named.groupby("site_ids")}
