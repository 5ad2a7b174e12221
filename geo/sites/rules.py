"""What a site's row promises by itself: precision, place, border, programme, inferences.

Each rule takes the typed table and yields (row number from 0, column, advice).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from geo.vocabulary import Field, InlRole, Kind, Precision

Breaches = Iterator[tuple[int, str, str]]

PLACED: Final = (Precision.EXACT, Precision.LOCALITY, Precision.ZONE)
"""The classes of precision that have a point."""

LARGEST_UNCERTAINTY_M: Final = {Precision.EXACT: 200, Precision.LOCALITY: 2000, Precision.ZONE: 3000}
"""How far off a point of each class may be: beyond that it belongs to a coarser class."""

NEVER_PLACED: Final = (Kind.POLICE_UNIT, Kind.INCINERATOR)
"""Kinds that get no point: nothing finer than is public on units and chemical stores."""


def position_as_precise_as_its_class(table: pd.DataFrame) -> Breaches:
    """A pin, circle or area has a point with its uncertainty; nothing else has one."""
    for row, site in _rows(table):
        placed = site["precision"] in PLACED
        for column in ("longitude", "latitude", "uncertainty_m", "position_sources"):
            if placed and _missing(site[column]):
                yield (
                    row,
                    column,
                    f"is empty; precision {site['precision']} needs a point, so give it",
                )
            if not placed and not _missing(site[column]):
                yield row, column, f"is finer than precision {site['precision']} allows; remove it"


def uncertainty_within_its_class(table: pd.DataFrame) -> Breaches:
    """The uncertainty is positive and no larger than the class of precision allows."""
    for row, site in _rows(table):
        metres, largest = site["uncertainty_m"], LARGEST_UNCERTAINTY_M.get(site["precision"])
        if largest and not _missing(metres) and not 0 < metres <= largest:
            advice = f"{metres} m is not within 1 to {largest} m; coarsen precision {site['precision']}"
            yield row, "uncertainty_m", advice


def municipio_where_it_is_shown(table: pd.DataFrame) -> Breaches:
    """A point, and a shaded municipio, need the municipio's code; only the unplaced do without."""
    for row, site in _rows(table):
        if site["precision"] != Precision.UNPLACED and _missing(site["codigo_muni"]):
            yield row, "codigo_muni", "is empty; give the municipio's INE code, or set precision unplaced"


def municipio_within_departamento(table: pd.DataFrame) -> Breaches:
    """An INE code of a municipio is a hundred times that of its departamento, and some."""
    for row, site in _rows(table):
        muni, depto = site["codigo_muni"], site["codigo_depto"]
        if not _missing(muni) and (_missing(depto) or muni // 100 != depto):
            yield row, "codigo_depto", f"does not hold municipio {muni}; correct one of the two codes"


def neighbour_at_the_border_only(table: pd.DataFrame) -> Breaches:
    """A border checkpoint names the country and the place on the other side; nothing else does."""
    for row, site in _rows(table):
        at_border = site["kind"] == Kind.BORDER_CHECKPOINT
        for column in ("neighbour", "counterpart"):
            if at_border and _missing(site[column]):
                yield row, column, "is empty; a border checkpoint needs it"
            if not at_border and not _missing(site[column]):
                yield row, column, "is for border checkpoints only; remove it"


def programme_where_inl_works(table: pd.DataFrame) -> Breaches:
    """A site that INL's page names, or that INL supports, belongs to one of the programmes."""
    for row, site in _rows(table):
        if site["inl_role"] in (InlRole.NAMED, InlRole.SUPPORTED) and _missing(site["programme"]):
            yield row, "programme", f"is empty while inl_role is {site['inl_role']}; name the programme"


def no_point_for_protected_kinds(table: pd.DataFrame) -> Breaches:
    """Police units and chemical stores get no point."""
    for row, site in _rows(table):
        if site["kind"] in NEVER_PLACED and site["precision"] in PLACED:
            advice = f"a site of kind {site['kind']} gets no point; use municipio or unplaced"
            yield row, "precision", advice


def no_pins_on_one_point(table: pd.DataFrame) -> Breaches:
    """A site that shares its point with another is not there exactly."""
    shared = table["longitude"].notna() & table.duplicated(["longitude", "latitude"], keep=False)
    for row, site in _rows(table):
        if shared[row] and site["precision"] == Precision.EXACT:
            yield row, "precision", "another site has the same point; an exact position is of one site"


def inference_of_what_is_there(table: pd.DataFrame) -> Breaches:
    """A position or municipio that is marked as inferred is given."""
    for row, site in _rows(table):
        for field, column in ((Field.POSITION, "longitude"), (Field.MUNICIPIO, "codigo_muni")):
            if field in (site["inferred"] or ()) and _missing(site[column]):
                yield row, "inferred", f"names {field}, but {column} is empty; remove it"


def position_sources_among_sources(table: pd.DataFrame) -> Breaches:
    """What places a site is among its sources, and no source stands twice."""
    for row, site in _rows(table):
        sources = site["sources"]
        if len(set(sources)) != len(sources):
            yield row, "sources", "names a source twice; name it once"
        if absent := [source for source in site["position_sources"] or () if source not in sources]:
            yield row, "position_sources", f"{' '.join(absent)} is not in sources; add it there"


def _rows(table: pd.DataFrame) -> Iterator[tuple[int, dict[Any, Any]]]:
    return enumerate(table.to_dict("records"))


def _missing(cell: Any) -> bool:
    return not isinstance(cell, tuple) and bool(pd.isna(cell))
