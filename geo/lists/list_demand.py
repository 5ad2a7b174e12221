"""Measure an uploaded list with the atlas: people it serves, and sites to serve it.

Apart from `list_coverage`, which the first visitor's page loads: the search for sites loads a solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import seats
from geo.choices import Model
from geo.choices.planning_kinds import Counted
from geo.crs import Floats, to_gtm
from geo.lists.point_aggregation import ListPoints
from geo.location.instance import Instance, LocationQuestion, instance
from geo.location.recommendation import NextSites, next_sites


@dataclass(frozen=True)
class PeopleNear:
    """How many of `total` lie within the distance: for certain, by the middles, and at most."""

    total: int
    low: int
    nominal: int
    high: int


def people_near(points: ListPoints, ground: DemandAreas, distance_m: float) -> PeopleNear:
    """Return how many people's cabecera lies within a distance of a point (supply), census 2018."""
    from scipy.spatial import cKDTree

    places = seats(ground)
    people = ground.people
    if not len(points):
        return PeopleNear(int(people.sum()), 0, 0, 0)
    away = cKDTree(np.column_stack(to_gtm(points.longitude, points.latitude))).query(places.centres)[0]
    unknown = np.isin(np.arange(len(people)), list(places.areas))
    nominal = int(people[away <= distance_m].sum())
    low = int(people[(away <= distance_m) & ~unknown].sum())
    return PeopleNear(int(people.sum()), low, nominal, int(people[(away <= distance_m) | unknown].sum()))


MOST_NEW: Final = 8
"""New sites that the page offers to place."""


def rows_by_municipio(counts: pd.DataFrame, ground: DemandAreas) -> Floats:
    """Return the rows of `counts` (by municipio) in the order of the ground, 0 where it has none."""
    rows = counts.set_index("codigo_muni")["rows"].reindex(ground.table["codigo_muni"])
    return rows.fillna(0).to_numpy(dtype=float)


def next_for(
    counts: pd.DataFrame,
    sites: gpd.GeoDataFrame,
    ground: DemandAreas,
    kinds: tuple[str, ...],
    how: tuple[float, int],
) -> NextSites:
    """Return where new sites would reach most rows; `counts` by municipio, `how` the distance and number.

    Rows count at the cabecera of their municipio; a new site is at a cabecera.
    """
    distance_m, number = how
    question = LocationQuestion(Model.MAXIMAL_COVERING, kinds, distance_m, number, counted=Counted.ROWS)
    of_rows: Instance = instance(ground, sites, question, weights=rows_by_municipio(counts, ground))
    return next_sites(of_rows)
