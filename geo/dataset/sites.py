"""The sites of the atlas: one place of interest a row, positions as finely as they are known.

A rule of a row takes the typed table and yields (row number from 0, column, advice); it concerns
precision, place, border, programme and inferences. Rules about other tables are in `cross_references`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo.choices import (
    LAYER_OF,
    Basis,
    Confidence,
    Confirmation,
    Field,
    InlRole,
    Kind,
    Neighbour,
    Pillar,
    Precision,
    Programme,
    Status,
)
from geo.crs import WGS84
from geo.dataset.records import DATA, read_record
from geo.dataset.schema import (
    Column,
    Row,
    TableSpec,
    both_languages,
    first_day,
    number,
    one_of,
    partial_date,
    rows,
    some_of,
    whole_number,
    words,
)

Violations = Iterator[tuple[int, str, str]]

PLACED: Final = (Precision.EXACT, Precision.LOCALITY, Precision.ZONE)
"""The classes of precision that have a point."""

LARGEST_UNCERTAINTY_M: Final = {Precision.EXACT: 200, Precision.LOCALITY: 2000, Precision.ZONE: 3000}
"""How far off a point of each class may be: beyond that it belongs to a coarser class."""

NEVER_PLACED: Final = (Kind.POLICE_UNIT, Kind.INCINERATOR)
"""Kinds that get no point: nothing finer than is public on units and chemical stores."""


def position_as_precise_as_its_class(table: pd.DataFrame) -> Violations:
    """A pin, circle or area has a point with its uncertainty; nothing else has one."""
    for row, site in _rows(table):
        has_position = site["precision"] in PLACED
        for column in ("longitude", "latitude", "uncertainty_m", "position_sources"):
            if has_position and _missing(site[column]):
                yield (
                    row,
                    column,
                    f"is empty; precision {site['precision']} needs a point, so give it",
                )
            if not has_position and not _missing(site[column]):
                yield row, column, f"is finer than precision {site['precision']} allows; remove it"


def uncertainty_within_its_class(table: pd.DataFrame) -> Violations:
    """The uncertainty is positive and no larger than the class of precision allows."""
    for row, site in _rows(table):
        metres, largest = site["uncertainty_m"], LARGEST_UNCERTAINTY_M.get(site["precision"])
        if largest and not _missing(metres) and not 0 < metres <= largest:
            advice = f"{metres} m is not within 1 to {largest} m; coarsen precision {site['precision']}"
            yield row, "uncertainty_m", advice


def municipio_where_it_is_shown(table: pd.DataFrame) -> Violations:
    """A point, and a shaded municipio, need the municipio's code; only the unplaced do without."""
    for row, site in _rows(table):
        if site["precision"] != Precision.UNPLACED and _missing(site["codigo_muni"]):
            yield row, "codigo_muni", "is empty; give the municipio's INE code, or set precision unplaced"


def municipio_within_departamento(table: pd.DataFrame) -> Violations:
    """An INE code of a municipio is a hundred times that of its departamento, and some."""
    for row, site in _rows(table):
        muni, depto = site["codigo_muni"], site["codigo_depto"]
        if not _missing(muni) and (_missing(depto) or muni // 100 != depto):
            yield row, "codigo_depto", f"does not hold municipio {muni}; correct one of the two codes"


def neighbour_at_the_border_only(table: pd.DataFrame) -> Violations:
    """A border checkpoint names the country and the place on the other side; nothing else does."""
    for row, site in _rows(table):
        at_border = site["kind"] == Kind.BORDER_CHECKPOINT
        for column in ("neighbour", "counterpart"):
            if at_border and _missing(site[column]):
                yield row, column, "is empty; a border checkpoint needs it"
            if not at_border and not _missing(site[column]):
                yield row, column, "is for border checkpoints only; remove it"


def programme_where_inl_works(table: pd.DataFrame) -> Violations:
    """A site that INL's page names, or that INL supports, belongs to one of the programmes."""
    for row, site in _rows(table):
        if site["inl_role"] in (InlRole.NAMED, InlRole.SUPPORTED) and _missing(site["programme"]):
            yield row, "programme", f"is empty while inl_role is {site['inl_role']}; name the programme"


def no_point_for_protected_kinds(table: pd.DataFrame) -> Violations:
    """Police units and chemical stores get no point."""
    for row, site in _rows(table):
        if site["kind"] in NEVER_PLACED and site["precision"] in PLACED:
            advice = f"a site of kind {site['kind']} gets no point; use municipio or unplaced"
            yield row, "precision", advice


def no_pins_on_one_point(table: pd.DataFrame) -> Violations:
    """A site that shares its point with another is not there exactly."""
    shared = table["longitude"].notna() & table.duplicated(["longitude", "latitude"], keep=False)
    for row, site in _rows(table):
        if shared[row] and site["precision"] == Precision.EXACT:
            yield row, "precision", "another site has the same point; an exact position is of one site"


def inference_of_what_is_there(table: pd.DataFrame) -> Violations:
    """A position or municipio that is marked as inferred is given."""
    for row, site in _rows(table):
        for field, column in ((Field.POSITION, "longitude"), (Field.MUNICIPIO, "codigo_muni")):
            if field in (site["inferred"] or ()) and _missing(site[column]):
                yield row, "inferred", f"names {field}, but {column} is empty; remove it"


def position_sources_among_sources(table: pd.DataFrame) -> Violations:
    """What places a site is among its sources, and no source is listed twice."""
    for row, site in _rows(table):
        sources = site["sources"]
        if len(set(sources)) != len(sources):
            yield row, "sources", "names a source twice; name it once"
        if absent := [source for source in site["position_sources"] or () if source not in sources]:
            yield row, "position_sources", f"{' '.join(absent)} is not in sources; add it there"


def _rows(table: pd.DataFrame) -> Iterator[tuple[int, Row]]:
    return enumerate(rows(table))


def _missing(cell: Any) -> bool:
    return not isinstance(cell, tuple) and bool(pd.isna(cell))


DATASET: Final = "sites"
FILE: Final = "data/sites/sites.csv"


def slug(cell: str) -> str:
    """Return an identifier in lower case with hyphens, fit for a URL."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        raise ValueError(f"{cell!r} is no identifier; join lower-case letters and digits by hyphens")
    return cell


def _texts(name: str, optional: bool = True) -> tuple[Column, Column]:
    return Column(f"{name}_en", optional=optional), Column(f"{name}_es", optional=optional)


def _code(name: str) -> Column:
    return Column(name, whole_number, optional=True, dtype="Int64")


SITES: Final = TableSpec(
    name="sites",
    key="site_id",
    columns=(
        Column("site_id", slug),
        *_texts("name", optional=False),
        Column("kind", one_of(Kind)),
        Column("programme", one_of(Programme), optional=True),
        Column("inl_role", one_of(InlRole)),
        *_texts("inl_note", optional=False),
        Column("pillar", one_of(Pillar)),
        Column("pillar_basis", one_of(Basis)),
        Column("status", one_of(Status)),
        Column("status_as_of", partial_date, optional=True),
        *_texts("status_note", optional=False),
        Column("since", partial_date, optional=True),
        *_texts("since_note"),
        _code("codigo_depto"),
        _code("codigo_muni"),
        *_texts("place"),
        Column("neighbour", one_of(Neighbour), optional=True),
        Column("counterpart", optional=True),
        Column("route", optional=True),
        *_texts("operator"),
        Column("longitude", number, optional=True, dtype="float64"),
        Column("latitude", number, optional=True, dtype="float64"),
        Column("precision", one_of(Precision)),
        Column("uncertainty_m", whole_number, optional=True, dtype="Int64"),
        *_texts("position_note", optional=False),
        Column("position_sources", words, optional=True),
        Column("sources", words),
        Column("inferred", some_of(Field), optional=True),
        *_texts("caution"),
        Column("confidence", one_of(Confidence)),
    ),
    rules=(
        both_languages("since_note", "place", "operator", "caution"),
        position_as_precise_as_its_class,
        uncertainty_within_its_class,
        municipio_where_it_is_shown,
        municipio_within_departamento,
        neighbour_at_the_border_only,
        programme_where_inl_works,
        no_point_for_protected_kinds,
        no_pins_on_one_point,
        inference_of_what_is_there,
        position_sources_among_sources,
    ),
)
"""The rules of a row of `sites.csv`.

`status_as_of` is the date of the newest source behind the status, missing where that source
is undated. `programme` of a site with the role `context` is the area whose setting it is part
of. `inferred` names what is our inference.
"""


def read_sites(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the sites in WGS 84, in the order of the table.

    Returns
    -------
    GeoDataFrame
        Indexed by `site_id`, with the columns of `SITES`, the `layer` that draws each site, the
        `confirmation` of its status seen from the day of the record, and `geometry`: a point, or
        None where only the municipio or nothing is known. Missing text is None, missing codes
        `pd.NA`, lists are tuples that may be empty.

    Raises
    ------
    DataFileError
        The table or its record is missing or altered.
    SchemaError
        A row violates a rule of `SITES`.
    """
    table = SITES.read_recorded(FILE, data)
    for column in ("position_sources", "inferred"):
        table[column] = pd.Series([cell or () for cell in table[column]], dtype="object")
    table["layer"] = pd.Series([LAYER_OF[kind] for kind in table["kind"]], dtype="object")
    consulted = read_record(DATASET, data).accessed
    table["confirmation"] = pd.Series(
        [
            confirmation_of(status, as_of, consulted)
            for status, as_of in zip(table["status"], table["status_as_of"], strict=True)
        ],
        dtype="object",
    )
    points = [
        None if pd.isna(longitude) else Point(longitude, latitude)
        for longitude, latitude in zip(table["longitude"], table["latitude"], strict=True)
    ]
    return gpd.GeoDataFrame(table, geometry=points, crs=WGS84).set_index("site_id")


def no_sites() -> gpd.GeoDataFrame:
    """Return the table of sites without a row: what is left to show when the real one is broken."""
    columns = ["site_id", *(column.name for column in SITES.columns[1:])]
    columns += ["layer", "confirmation", "geometry"]
    return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=WGS84).set_index("site_id")


__all__ = [
    "FILE",
    "RECENT_YEARS",
    "SITES",
    "confirmation_of",
    "no_sites",
    "read_sites",
]


RECENT_YEARS: Final = 3
"""Full years for which a status counts as recent.

A choice of ours: between February 2024 and February 2026 the police division of ports and borders was to
be dissolved, was still at work, and was to be merged into another. What was confirmed longer ago may well
have changed; it is drawn as before, but its date is said with it.
"""


def confirmation_of(status: Status, as_of: str | None, consulted: date) -> Confirmation:
    """Return whether a status was confirmed within `RECENT_YEARS` before the day `consulted`.

    Parameters
    ----------
    as_of
        The date of the newest source behind the status, a partial ISO date: never the day on
        which that source was read. It counts from the first day that it can mean, so that no
        status is called recent that may be older.
    consulted
        When the sources were last consulted: the same data give the same answer on any day.
    """
    if status is Status.UNKNOWN or as_of is None:
        return Confirmation.UNDATED
    first = first_day(as_of)
    limit = consulted.year - RECENT_YEARS, consulted.month, consulted.day
    return Confirmation.RECENT if (first.year, first.month, first.day) >= limit else Confirmation.OLD
