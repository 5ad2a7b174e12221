"""Sites and seats as places to measure between: pins with a radius, whole municipios, or left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.choices import Precision
from geo.crs import WGS84, Floats, require_crs, to_gtm
from geo.planning.ground import OUTLINE_M, DemandAreas
from geo.planning.proximity import Places


@dataclass(frozen=True, eq=False)
class LocatedSites:
    """The sites that can be measured to, and those that cannot.

    `table` is indexed by `site_id` (`name_en`, `name_es`, `kind`, `precision`); `places` has
    its rows; `left_out` holds the sites whose position is not known even to a municipio.
    """

    table: pd.DataFrame
    places: Places
    left_out: pd.DataFrame


def placed_sites(sites: gpd.GeoDataFrame, ground: DemandAreas, kinds: Collection[str] = ()) -> LocatedSites:
    """Return the sites of `kinds` (empty: all) as places; the order of `sites` does not matter.

    Sites of precision `municipio` are areas; their middle is a point inside the municipio.
    """
    require_crs(sites, WGS84)
    plain = pd.DataFrame(sites)
    chosen = plain[plain["kind"].isin(kinds)] if kinds else plain
    chosen = chosen.sort_index()
    areas: dict[int, Any] = {}
    rows: list[int] = []
    points: list[Any] = []
    left_out: list[int] = []
    columns = ("geometry", "precision", "codigo_muni")
    for row, (point, precision, code) in enumerate(zip(*(chosen[name] for name in columns), strict=True)):
        area = None if pd.isna(code) else ground.outlines.get(int(code))
        if precision == Precision.MUNICIPIO and area is not None:
            areas[len(rows)] = area
        elif precision in (Precision.MUNICIPIO, Precision.UNPLACED) or point is None:
            left_out.append(row)
            continue
        rows.append(row)
        points.append(point)
    table = chosen[["name_en", "name_es", "kind", "precision"]]
    radii = chosen["uncertainty_m"].to_numpy(dtype=float, na_value=0)[rows]
    return LocatedSites(
        table.iloc[rows], Places(_centres(points, areas), radii, areas), table.iloc[left_out]
    )


def _centres(points: Sequence[Any], areas: Mapping[int, Any]) -> Floats:
    located = np.array(points, dtype=object)
    centres = np.column_stack(to_gtm(shapely.get_x(located), shapely.get_y(located)))
    for row, area in areas.items():
        centres[row] = shapely.get_coordinates(middle(area))
    return np.asarray(centres.reshape(-1, 2))


@lru_cache(maxsize=4)
def seats(ground: DemandAreas) -> Places:
    """Return the cabeceras; one whose position is unknown may be anywhere in its municipio."""
    unknown = np.isnan(ground.seats[:, 0])
    centres = np.where(unknown[:, None], ground.middles, ground.seats)
    areas = {int(row): shapely.simplify(ground.shapes[row], OUTLINE_M) for row in np.flatnonzero(unknown)}
    return Places(centres, np.zeros(len(centres)), areas)


def middle(area: Any) -> Any:
    """Return the centre of `area`, or a point inside it where the centre lies outside."""
    centre = shapely.centroid(area)
    return centre if area.intersects(centre) else shapely.point_on_surface(area)
