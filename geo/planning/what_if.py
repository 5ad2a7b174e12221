"""A scenario carried out on a copy of the sites, and what it changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.choices import LAYER_OF, Precision
from geo.crs import WGS84, require_crs, to_gtm
from geo.planning.coverage import Coverage, coverage
from geo.planning.ground import DemandAreas
from geo.planning.scenario import PARAMETER, Added, Moved, Scenario
from geo.selection import Dropped

ADDED: Final = "added"
MOVED: Final = "moved"

LISTS: Final = ("sources", "position_sources", "inferred")
"""Columns of sites that hold tuples; an added site has empty ones."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Coverage in two scenarios, A and B.

    totals
        Indexed by `Measure`: `total`, the columns `covered` and `share` of `Coverage.totals`
        with their `_low` and `_high`, each as `_a` and `_b`, and `change`, the covered of B less A.
    municipios
        The rows that differ: codes, names, `population_2018`, `distance_km_a`,
        `distance_km_b`, and `people_by_cabecera`, `people_by_area` of both, largest gain first.
    """

    a: Coverage
    b: Coverage
    totals: pd.DataFrame
    municipios: pd.DataFrame


def applied(
    scenario: Scenario, sites: gpd.GeoDataFrame, ground: DemandAreas
) -> tuple[gpd.GeoDataFrame, tuple[Dropped, ...]]:
    """Return a copy of `sites` (WGS 84) with the changes made, and the changes to sites it lacks.

    The column `what_if` holds `added`, `moved`, or None for a site as it is. A position put by
    hand is exact, and its municipio is the one it lies in; an added site has no source.
    """
    require_crs(sites, WGS84)
    named = (*(move.site_id for move in scenario.moved), *scenario.removed)
    unknown = tuple(Dropped(PARAMETER, one) for one in named if one not in sites.index)
    changed = sites.drop(index=[one for one in scenario.removed if one in sites.index])
    changed["what_if"] = np.full(len(changed), None, dtype=object)
    for move in scenario.moved:
        if move.site_id in changed.index:
            _put(changed, move.site_id, move, ground, MOVED)
    if scenario.added:
        changed = pd.concat([changed, _new_rows(scenario.added, changed, ground)])
    return changed, unknown


def compared(
    ground: DemandAreas,
    tables: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    kinds: Collection[str],
    distance_m: float,
) -> Comparison:
    """Return the coverage of two tables of sites (`applied`), A and B, and what differs."""
    a, b = (coverage(ground, sites, kinds, distance_m) for sites in tables)
    return Comparison(a, b, _change_of_totals(a, b), _change_of_municipios(a, b))


def _new_rows(added: tuple[Added, ...], like: gpd.GeoDataFrame, ground: DemandAreas) -> gpd.GeoDataFrame:
    index = pd.Index([f"what-if-{nth}" for nth in range(1, len(added) + 1)], name=like.index.name)
    rows = like.iloc[:0].reindex(index)
    texts = [name for name in rows if rows[name].dtype == object]
    rows[texts] = None
    for nth, (site_id, one) in enumerate(zip(index, added, strict=True), start=1):
        named = {
            "name_en": f"Added site {nth}",
            "name_es": f"Sitio añadido {nth}",
            "kind": one.kind,
            "layer": LAYER_OF[one.kind],
            **dict.fromkeys(LISTS, ()),
        }
        for name in named.keys() & set(rows.columns):
            rows.at[site_id, name] = named[name]
        _put(rows, site_id, one, ground, ADDED)
    return rows


def _put(
    table: gpd.GeoDataFrame, site_id: str, at: Added | Moved, ground: DemandAreas, what_if: str
) -> None:
    code = _municipio(at, ground)
    values: dict[str, Any] = {
        "longitude": at.longitude,
        "latitude": at.latitude,
        "geometry": shapely.Point(at.longitude, at.latitude),
        "precision": Precision.EXACT,
        "uncertainty_m": 0,
        "codigo_muni": code,
        "codigo_depto": pd.NA if code is pd.NA else code // 100,
        "what_if": what_if,
    }
    for name in values.keys() & set(table.columns):
        table.at[site_id, name] = values[name]


def _municipio(at: Added | Moved, ground: DemandAreas) -> Any:
    x, y = to_gtm(np.array([at.longitude]), np.array([at.latitude]))
    rows = np.flatnonzero(shapely.intersects_xy(ground.shapes, x, y))
    return int(ground.table["codigo_muni"].iloc[rows[0]]) if len(rows) else pd.NA


def _change_of_totals(a: Coverage, b: Coverage) -> pd.DataFrame:
    sides = [side.totals.drop(columns="total").add_suffix(f"_{key}") for key, side in (("a", a), ("b", b))]
    totals = pd.concat([a.totals[["total"]], *sides], axis="columns")
    return totals.assign(change=totals["covered_b"] - totals["covered_a"])


def _change_of_municipios(a: Coverage, b: Coverage) -> pd.DataFrame:
    names = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    found = ["distance_km", "people_by_cabecera", "people_by_area"]
    both = pd.concat(
        [a.table[names], *(c.table[found].add_suffix(f"_{key}") for key, c in (("a", a), ("b", b)))],
        axis="columns",
    )
    gain = both["people_by_area_b"] - both["people_by_area_a"]
    differs = (gain != 0) | (both["people_by_cabecera_a"] != both["people_by_cabecera_b"])
    order = gain[differs].sort_values(ascending=False, kind="stable").index
    return both.loc[order].reset_index(drop=True)
