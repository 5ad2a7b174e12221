"""A reader's points beside the atlas: how many lie near its sites, and whom they would serve themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import Floats, to_gtm
from geo.planning.ground import Ground
from geo.planning.placed import placed_sites, seats
from geo.points.marks import Points
from geo.siting.plan import NextSites, next_sites
from geo.siting.problem import Instance, Question, instance
from geo.vocabulary import Kind, Model


@dataclass(frozen=True)
class Near:
    """How many of `total` lie within the distance: for certain, by the middles, and at most."""

    total: int
    low: int
    nominal: int
    high: int


def near_sites(
    points: Points, sites: gpd.GeoDataFrame, ground: Ground, kinds: Collection[Kind], distance_m: float
) -> Near:
    """Return how many points lie within a distance of the nearest site of `kinds` (demand).

    A site whose position is uncertain counts within its radius; one known to a municipio alone by
    the middle of the municipio for the nominal figure, not at all for the lowest, and from the
    whole municipio's farthest corner for the highest.
    """
    from scipy.spatial import cKDTree

    here = np.column_stack(to_gtm(points.longitude, points.latitude))
    places = placed_sites(sites, ground, kinds).places
    if not len(places) or not len(points):
        return Near(len(points), 0, 0, 0)
    radii = places.radii_m.copy()
    for row, area in places.areas.items():
        corners = np.asarray(
            area.exterior.coords if area.geom_type == "Polygon" else area.convex_hull.exterior.coords
        )
        radii[row] = np.hypot(*(corners - places.centres[row]).T).max()
    found = []
    for reach in (distance_m - radii, np.full(len(radii), distance_m), distance_m + radii):
        inside = np.zeros(len(points), dtype=bool)
        for radius in np.unique(reach[reach >= 0]):
            tree = cKDTree(places.centres[reach == radius])
            inside |= tree.query(here, distance_upper_bound=np.nextafter(radius, np.inf))[0] <= radius
        found.append(int(inside.sum()))
    return Near(len(points), *found)


def people_near(points: Points, ground: Ground, distance_m: float) -> Near:
    """Return how many people's cabecera lies within a distance of a point (supply), census 2018."""
    from scipy.spatial import cKDTree

    places = seats(ground)
    people = ground.people
    if not len(points):
        return Near(int(people.sum()), 0, 0, 0)
    away = cKDTree(np.column_stack(to_gtm(points.longitude, points.latitude))).query(places.centres)[0]
    unknown = np.isin(np.arange(len(people)), list(places.areas))
    nominal = int(people[away <= distance_m].sum())
    low = int(people[(away <= distance_m) & ~unknown].sum())
    return Near(int(people.sum()), low, nominal, int(people[(away <= distance_m) | unknown].sum()))


MOST_NEW: Final = 8
"""New sites that the page offers to place."""


def demand_of(rows: Floats, ground: Ground) -> Ground:
    """Return the ground with the rows of a list (n,) in the place of people."""
    return Ground(ground.table.assign(population_2018=rows), ground.shapes, ground.seats, ground.outlines)


def next_for(
    counts: pd.DataFrame,
    sites: gpd.GeoDataFrame,
    ground: Ground,
    kinds: tuple[Kind, ...],
    how: tuple[float, int],
) -> NextSites:
    """Return where new sites would reach most rows; `counts` by municipio, `how` the distance and number.

    Rows count at the cabecera of their municipio; a new site stands at a cabecera.
    """
    distance_m, number = how
    rows = (
        counts.set_index("codigo_muni")["rows"].reindex(ground.table["codigo_muni"]).to_numpy(dtype=float)
    )
    question = Question(Model.MAXIMAL_COVERING, kinds, distance_m, number)
    asked: Instance = instance(ground, sites, question, demand_of(rows, ground))
    return next_sites(asked)
