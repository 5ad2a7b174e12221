"""Who lives within a travel time of sites, counted at the cabeceras, as a range."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import LocatedSites, nearest, placed_sites, seats
from geo.roads.travel_times import TravelTimes

WITHIN = ("yes", "possibly", "no", "out of reach")
"""Whether a cabecera is in time: at the longest time, at the shortest alone, at none, or by no road."""


@dataclass(frozen=True, eq=False)
class RoadCoverage:
    """Which cabeceras reach the nearest site of `kinds` within `minutes`.

    table
        One row a municipio: code, names, `population_2018`, `nearest_site_id` (in the middle of the range;
        None where no site is reached), `minutes_low`, `minutes_high` (infinite out of reach) and `within`,
        one of `WITHIN`. The shortest and the longest time are each those to the site that is nearest then.
    totals
        Indexed by `WITHIN`: `municipios` and `people`, each municipio counted whole at its cabecera.
    sites
        The sites measured to, and in `left_out` those without a location.
    """

    kinds: tuple[str, ...]
    minutes: float
    table: pd.DataFrame
    totals: pd.DataFrame
    sites: LocatedSites


def road_coverage(
    times: TravelTimes, ground: DemandAreas, sites: gpd.GeoDataFrame, kinds: Collection[str], minutes: float
) -> RoadCoverage:
    """Return who lives within `minutes` by road of the sites of `kinds` (empty: of all sites)."""
    located = placed_sites(sites, ground, kinds)
    away, which = nearest(times.span(seats(ground), located.places))
    ids = np.array([*located.table.index, None], dtype=object)
    is_reached = np.isfinite(away.low)
    within = np.select(
        [away.high <= minutes, away.low <= minutes, is_reached], WITHIN[:3], default=WITHIN[3]
    )
    columns = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    table = ground.table[columns].assign(
        nearest_site_id=pd.Series(ids[np.where(is_reached, which, -1)], dtype="object"),
        minutes_low=away.low,
        minutes_high=away.high,
        within=within,
    )
    groups = table.groupby("within")["population_2018"].agg(["size", "sum"]).reindex(WITHIN, fill_value=0)
    totals = groups.set_axis(["municipios", "people"], axis="columns").rename_axis("within")
    return RoadCoverage(tuple(sorted(kinds)), minutes, table, totals, located)
