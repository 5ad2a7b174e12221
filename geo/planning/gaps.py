"""How far each kilometre of border and coast is from a checkpoint or port, and where the gaps are.

Distances are straight lines to the nearest site of the kinds sought; the nearest to a stretch of
one border may stand on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import Kind
from geo.crs import WGS84
from geo.planning.border import Line
from geo.planning.ground import DemandAreas
from geo.planning.placed import LocatedSites, placed_sites
from geo.planning.stretches import catchments_of, each_kilometre, measure, stretches_beyond, total_beyond

STRETCHES: Final = (
    "line", "is_coast", "start_km", "end_km", "length_km", "length_km_low", "length_km_high",
    "furthest_km", "furthest_km_low", "furthest_km_high", "from_site_id", "to_site_id",
    "codigo_muni", "geometry",
)  # fmt: skip
CATCHMENTS: Final = ("line", "is_coast", "site_id", "start_km", "end_km", "length_km", "geometry")


@dataclass(frozen=True)
class Sought:
    """The kinds of site that are looked for along the land border and along the coast."""

    border: tuple[Kind, ...] = (Kind.BORDER_CHECKPOINT,)
    coast: tuple[Kind, ...] = (Kind.PORT,)


@dataclass(frozen=True, eq=False)
class Gaps:
    """Border and coast further than `distance_m` from any checkpoint or port.

    stretches
        One row a stretch without one, longest first, lines in WGS 84: `STRETCHES`. `length_km`
        takes the middles of the sites; `_low` is what is further from them wherever they are,
        `_high` how long the stretch may be. `furthest_km` is the distance at its most remote
        point; `from_site_id` and `to_site_id` are nearest to its ends; `codigo_muni` holds the
        municipios along it in order.
    catchments
        The stretches of which each site is the nearest, lines in WGS 84: `CATCHMENTS`.
    profile
        Each kilometre: `line`, `along_km`, `distance_km`, `distance_km_low`,
        `distance_km_high`, `site_id`, `longitude`, `latitude`.
    totals
        Indexed by `line`: `is_coast`, `length_km`, `beyond_km`, `beyond_share`, each of the two
        also as `_low` and `_high`, `furthest_km`.
    border_sites, coast_sites
        The sites measured to; their `left_out` have no position and may close a gap.
    """

    distance_m: float
    stretches: gpd.GeoDataFrame
    catchments: gpd.GeoDataFrame
    profile: pd.DataFrame
    totals: pd.DataFrame
    border_sites: LocatedSites
    coast_sites: LocatedSites


def gaps(
    lines: Sequence[Line],
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    distance_m: float,
    kinds: Sought = Sought(),
) -> Gaps:
    """Return the stretches of `lines` further than `distance_m` from any site of `kinds`."""
    border, coast = (placed_sites(sites, ground, chosen) for chosen in (kinds.border, kinds.coast))
    measured = [measure(line, coast if line.is_coast else border) for line in lines]
    stretches = [row for found in measured for row in stretches_beyond(found, distance_m)]
    catchments = [row for found in measured for row in catchments_of(found)]
    totals = pd.DataFrame([total_beyond(found, distance_m) for found in measured]).set_index("line")
    profile = pd.concat([each_kilometre(found) for found in measured], ignore_index=True)
    by_length = {"by": ["length_km", "line", "start_km"], "ascending": [False, True, True]}
    table = gpd.GeoDataFrame(stretches, columns=list(STRETCHES), geometry="geometry", crs=WGS84)
    return Gaps(
        distance_m,
        table.sort_values(**by_length, ignore_index=True),
        gpd.GeoDataFrame(catchments, columns=list(CATCHMENTS), geometry="geometry", crs=WGS84),
        profile,
        totals,
        border,
        coast,
    )
