"""Who and what lies within a distance of sites: by municipio, in total, and as a curve over distance.

Distances are straight lines. Every figure has its range: `_low` holds wherever in its
uncertainty each site is, `_high` holds for some position, the plain one takes the middles.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import Floats
from geo.planning.ground import DemandAreas
from geo.planning.placed import LocatedSites, placed_sites, seats
from geo.planning.proximity import DistanceRange, nearest, span
from geo.planning.reach import covered_shares
from geo.planning.spread import lattice_distances

CURVE_KM: Final = (1, 2, 3, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300)
"""The distances of the curve."""


class Measure(StrEnum):
    """What a covered share is a share of, and how it is told."""

    PEOPLE_BY_CABECERA = "people_by_cabecera"
    """All people of a municipio count where its cabecera does: rough where a municipio is wide."""
    PEOPLE_BY_AREA = "people_by_area"
    """People count by the covered share of their municipio, as if spread evenly over it."""
    AREA_KM2 = "area_km2"
    """Area, without people."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """What lies within `distance_m` of the sites of `kinds`.

    table
        One row a municipio: code, names, `population_2018`, `area_km2`, `nearest_site_id`
        (None where there is no site), `distance_km` of the cabecera to it (infinite where
        there is none), `area_share`, `people_by_cabecera`, `people_by_area`,
        `covered_area_km2`, each of these five also as `_low` and `_high`.
    totals
        Indexed by `Measure`: `total`, `covered`, `covered_low`, `covered_high`, `share`,
        `share_low`, `share_high` (0 to 1; missing where the total is 0).
    curve
        Long: `measure`, `distance_km`, `share`, `share_low`, `share_high`. The two measures by
        area are right to 0.05 of a percentage point for the country; `totals` is finer.
    sites
        The sites measured to, and in `left_out` those without a position.
    """

    kinds: tuple[str, ...]
    distance_m: float
    table: pd.DataFrame
    totals: pd.DataFrame
    curve: pd.DataFrame
    sites: LocatedSites

    def largest_gaps(self, measure: Measure = Measure.PEOPLE_BY_CABECERA, count: int = 20) -> pd.DataFrame:
        """Return the municipios with most people (or km2) not covered, as `not_covered`, largest first."""
        column, total = _COLUMNS[measure]
        gaps = self.table.assign(not_covered=self.table[total] - self.table[column])
        gaps = gaps[gaps["not_covered"] > 0]
        return gaps.sort_values(["not_covered", "codigo_muni"], ascending=[False, True]).head(count)


_COLUMNS: Final = {
    Measure.PEOPLE_BY_CABECERA: ("people_by_cabecera", "population_2018"),
    Measure.PEOPLE_BY_AREA: ("people_by_area", "population_2018"),
    Measure.AREA_KM2: ("covered_area_km2", "area_km2"),
}


def coverage(
    ground: DemandAreas, sites: gpd.GeoDataFrame, kinds: Collection[str], distance_m: float
) -> Coverage:
    """Return what lies within `distance_m` of the sites of `kinds` (empty: of all sites).

    For a region give `ground.part(codes)` and all sites: those outside cover it as well.
    """
    placed = placed_sites(sites, ground, kinds)
    away, which = nearest(span(seats(ground), placed.places))
    shares = covered_shares(ground, placed.places, distance_m)
    ids = np.array([*placed.table.index, None], dtype=object)
    within = DistanceRange(*((d <= distance_m).astype(float) for d in (away.high, away.nominal, away.low)))
    columns: dict[str, object] = {"nearest_site_id": pd.Series(ids[which], dtype="object")}
    for name, found, scale in (
        ("distance_km", away, 1e-3),
        ("area_share", shares, 1.0),
        ("people_by_cabecera", within, ground.people),
        ("people_by_area", shares, ground.people),
        ("covered_area_km2", shares, ground.area_km2),
    ):
        for suffix, values in (("", found.nominal), ("_low", found.low), ("_high", found.high)):
            columns[name + suffix] = values * scale
    table = pd.concat([ground.table, pd.DataFrame(columns)], axis="columns")
    curve = _curve(ground, away, lattice_distances(ground, placed.places))
    return Coverage(tuple(sorted(kinds)), distance_m, table, _totals(table), curve, placed)


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for measure, (column, total) in _COLUMNS.items():
        whole = float(table[total].sum())
        rows[measure] = row = {"total": whole}
        for suffix in ("", "_low", "_high"):
            row[f"covered{suffix}"] = covered = float(table[column + suffix].sum())
            row[f"share{suffix}"] = covered / whole if whole else np.nan
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _curve(ground: DemandAreas, of_seats: DistanceRange, of_cells: DistanceRange) -> pd.DataFrame:
    lattice = ground.lattice
    people, area = (values[lattice.row] * lattice.weight for values in (ground.people, ground.area_km2))
    by_seat = {Measure.PEOPLE_BY_CABECERA: ground.people}
    by_cell = {Measure.PEOPLE_BY_AREA: people, Measure.AREA_KM2: area}
    parts = (
        _shares_at(by_seat, of_seats, np.zeros(len(ground.people))),
        _shares_at(by_cell, of_cells, lattice.width_m),
    )
    return pd.concat(parts, ignore_index=True)


def _shares_at(weights: dict[Measure, Floats], away: DistanceRange, widths_m: Floats) -> pd.DataFrame:
    """Return the share of each of `weights` within each distance; a cell is reached in two halves."""
    distances = np.array(CURVE_KM, dtype=float)
    columns: dict[Measure, dict[str, Floats]] = {measure: {} for measure in weights}
    for suffix, values in (("", away.nominal), ("_low", away.high), ("_high", away.low)):
        halves = np.concatenate([values - widths_m / 4, values + widths_m / 4])
        nth = np.searchsorted(distances * 1e3, halves)
        for measure, weight in weights.items():
            reached = np.bincount(nth, np.tile(weight / 2, 2), minlength=len(distances) + 1)[:-1].cumsum()
            total = weight.sum()
            columns[measure][f"share{suffix}"] = (
                np.minimum(reached / total, 1) if total else reached * np.nan
            )
    tables = [
        pd.DataFrame({"measure": measure, "distance_km": distances, **shares})
        for measure, shares in columns.items()
    ]
    return pd.concat(tables, ignore_index=True)
