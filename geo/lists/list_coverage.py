"""A reader's own list as demand: how many of its rows lie within a distance of sites.

A row with coordinates is a point; a row known to its municipio alone may be anywhere in it, so
that its distance is a range, as that of a site whose position is known no better.

A reader's own list as supply: its places as sites that cover what lies around them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.site_coverage import CURVE_KM
from geo.analysis.uncertain_distances import (
    DistanceRange,
    LocatedSites,
    Places,
    distances_to_nearest,
    middle,
    nearest,
    placed_sites,
    span,
)
from geo.choices import Precision
from geo.crs import WGS84, Floats, to_gtm
from geo.errors import GeoError
from geo.lists.point_aggregation import ListPoints

SUFFIXES = ("", "_low", "_high")


@dataclass(frozen=True, eq=False)
class MeasurableRows:
    """Rows of a list that can be measured from.

    `points` are those with a point, `municipio` (n,) their codes, 0 on a lake; `areas` is how many
    rows are known to each municipio and no finer.
    """

    points: ListPoints
    municipio: NDArray[np.int32]
    areas: Mapping[int, int]

    @property
    def total(self) -> int:
        """Rows in all."""
        return len(self.points) + sum(self.areas.values())


@dataclass(frozen=True, eq=False)
class RowCoverage:
    """How many rows of a list lie within `distance_m` of sites: `_low` for certain, `_high` at most.

    table
        One row a municipio that has rows: `codigo_muni`, `municipio`, `departamento`, `rows`,
        `covered`, `covered_low`, `covered_high`.
    totals
        One row: `total`, `covered`, `share` (missing without rows), the two also as `_low` and `_high`.
    curve
        `distance_km`, `share`, `share_low`, `share_high`.
    sites
        The sites measured to, and those left out.
    """

    distance_m: float
    table: pd.DataFrame
    totals: pd.DataFrame
    curve: pd.DataFrame
    sites: LocatedSites

    def largest_gaps(self, count: int = 20) -> pd.DataFrame:
        """Return the municipios with most rows that are not covered, as `not_covered`, largest first."""
        gaps = self.table.assign(not_covered=self.table["rows"] - self.table["covered"])
        gaps = gaps[gaps["not_covered"] > 0]
        return gaps.sort_values(["not_covered", "codigo_muni"], ascending=[False, True]).head(count)


def reached(
    rows: MeasurableRows,
    sites: gpd.GeoDataFrame,
    ground: DemandAreas,
    kinds: Collection[str],
    distance_m: float,
) -> RowCoverage:
    """Return how many rows lie within `distance_m` of the sites of `kinds` (empty: of all sites)."""
    placed = placed_sites(sites, ground, kinds)
    away = _joined(_of_points(rows.points, placed.places), _of_areas(rows.areas, ground, placed.places))
    codes = np.concatenate([rows.municipio, np.array(list(rows.areas), dtype=np.int32)])
    weights = np.concatenate([np.ones(len(rows.points)), np.array(list(rows.areas.values()), dtype=float)])
    # What is far at most is near for certain.
    distances = dict(zip(SUFFIXES, (away.nominal, away.high, away.low), strict=True))
    within = {name: weights * (values <= distance_m) for name, values in distances.items()}
    table = _by_municipio(codes, weights, within, ground.table)
    return RowCoverage(distance_m, table, _totals(weights, within), _curve(weights, distances), placed)


def _of_points(points: ListPoints, places: Places) -> DistanceRange:
    points_gtm = np.column_stack(to_gtm(points.longitude, points.latitude))
    return distances_to_nearest(points_gtm.reshape(-1, 2), places)


def _of_areas(areas: Mapping[int, int], ground: DemandAreas, places: Places) -> DistanceRange:
    shapes = [ground.outlines[code] for code in areas]
    centres = np.array([middle(shape).coords[0] for shape in shapes]).reshape(-1, 2)
    origins = Places(centres, np.zeros(len(shapes)), dict(enumerate(shapes)))
    return nearest(span(origins, places))[0]


def _joined(first: DistanceRange, second: DistanceRange) -> DistanceRange:
    pairs = ((first.low, second.low), (first.nominal, second.nominal), (first.high, second.high))
    return DistanceRange(*(np.concatenate(pair) for pair in pairs))


def _by_municipio(
    codes: NDArray[np.int32], weights: Floats, within: Mapping[str, Floats], names: pd.DataFrame
) -> pd.DataFrame:
    table = pd.DataFrame({"codigo_muni": codes, "rows": weights})
    table = table.assign(**{f"covered{name}": values for name, values in within.items()})
    sums = table.groupby("codigo_muni").sum().round().astype(int)
    return names[["codigo_muni", "municipio", "departamento"]].merge(sums, on="codigo_muni", how="inner")


def _totals(weights: Floats, within: Mapping[str, Floats]) -> pd.DataFrame:
    total = float(weights.sum())
    row = {"total": total}
    for name, values in within.items():
        row[f"covered{name}"] = covered = float(values.sum())
        row[f"share{name}"] = covered / total if total else np.nan
    return pd.DataFrame([row])


def _curve(weights: Floats, distances: Mapping[str, Floats]) -> pd.DataFrame:
    steps = np.array(CURVE_KM, dtype=float)
    columns = {"distance_km": steps}
    for name, values in distances.items():
        nth = np.searchsorted(steps * 1e3, values)
        covered = np.bincount(nth, weights, minlength=len(steps) + 1)[:-1].cumsum()
        columns[f"share{name}"] = covered / weights.sum() if len(weights) else covered * np.nan
    return pd.DataFrame(columns)


OWN_KIND: Final = "own"
"""Stands for a kind of site; no kind of the atlas is called so."""
MOST_PLACES: Final = 1_000
"""Distinct places that are measured to: five seconds, and what memory a page may take."""
COLUMNS: Final = ("name_en", "name_es", "kind", "precision", "uncertainty_m", "codigo_muni")
"""What measuring asks of a site, besides its point."""


class TooManyPlacesError(GeoError):
    """A list has more places than can be measured to as sites."""

    def __init__(self, count: int) -> None:
        self.count, self.most = count, MOST_PLACES
        super().__init__(
            f"{count} distinct places; a list of sites has at most {MOST_PLACES}; take a shorter list"
        )


def places_of(rows: MeasurableRows, name: str) -> gpd.GeoDataFrame:
    """Return the distinct places of a list as sites, each once, called `name` with a number.

    A row with coordinates is exact, as far as its list is; one known to a municipio alone has that
    precision.

    Raises
    ------
    TooManyPlacesError
        There are more than `MOST_PLACES`.
    """
    points = np.unique(np.column_stack([rows.points.longitude, rows.points.latitude]), axis=0)
    count = len(points) + len(rows.areas)
    if count > MOST_PLACES:
        raise TooManyPlacesError(count)
    names = [f"{name} {number}" for number in range(1, count + 1)]
    exact, codes = len(points), list(rows.areas)
    radii: list[Any] = [0] * exact + [pd.NA] * len(codes)
    municipios: list[Any] = [pd.NA] * exact + codes
    columns: dict[str, Any] = {
        "name_en": names,
        "name_es": names,
        "kind": OWN_KIND,
        "precision": [Precision.EXACT] * exact + [Precision.MUNICIPIO] * len(codes),
        "uncertainty_m": pd.array(radii, dtype="Int64"),
        "codigo_muni": pd.array(municipios, dtype="Int64"),
    }
    shapes = [*shapely.points(points), *(None for _ in codes)]
    index = pd.Index([f"own-{number}" for number in range(1, count + 1)], name="site_id")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84, index=index)


def beside(sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return `sites` with `places` below them, with the columns that measuring asks for."""
    wanted = [*COLUMNS, "geometry"]
    both = [table[wanted].astype({"kind": object, "precision": object}) for table in (sites, places)]
    parts = [table for table in both if len(table)]
    return gpd.GeoDataFrame(pd.concat(parts), crs=WGS84) if parts else both[0]
