"""The table of sites: its columns, its reader, and what counts as Place Based Strategy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo.crs import WGS84
from geo.provenance import DATA, read_record, require_file
from geo.rules import both_languages
from geo.schema import Column, TableSpec, number, one_of, partial_date, some_of, whole_number, words
from geo.sites import rules
from geo.sites.confirmation import confirmation_of
from geo.vocabulary import (
    LAYER_OF,
    Basis,
    Confidence,
    Field,
    InlRole,
    Kind,
    Neighbour,
    Pillar,
    Precision,
    Programme,
    Status,
)

DATASET: Final = "sites"
FILE: Final = "data/sites/sites.csv"

PBS_KINDS: Final = (Kind.PBS_ZONE, Kind.PBS_NEIGHBOURHOOD, Kind.PBS_FACILITY)
"""What counts as Place Based Strategy; a prioritised neighbourhood never does."""


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
        rules.position_as_precise_as_its_class,
        rules.uncertainty_within_its_class,
        rules.municipio_where_it_is_shown,
        rules.municipio_within_departamento,
        rules.neighbour_at_the_border_only,
        rules.programme_where_inl_works,
        rules.no_point_for_protected_kinds,
        rules.no_pins_on_one_point,
        rules.inference_of_what_is_there,
        rules.position_sources_among_sources,
    ),
)
"""What a row of `sites.csv` promises.

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
        A row breaks a promise of `SITES`.
    """
    table = SITES.read(require_file(DATASET, "sites.csv", data), FILE)
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


def pbs_sites(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sites of the Place Based Strategy: zone, neighbourhoods and facility."""
    return sites[sites["kind"].isin(PBS_KINDS)]
