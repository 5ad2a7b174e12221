"""The question of the next sites as numbers: the demand, the candidates and the distances between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import LocatedSites, nearest, placed_sites, seats, span
from geo.choices import Model
from geo.choices.planning_kinds import Counted
from geo.crs import Floats, to_wgs84
from geo.location.costs import Costs, CoveringCosts, DistanceCosts, Indices, covering_costs

MAX_NEW_SITES: Final = 30
"""More new sites than this is no longer a plan that a page can show."""


@dataclass(frozen=True)
class Candidates:
    """Where a new site may stand: the cabeceras of these municipios."""

    municipios: tuple[int, ...] = ()
    """Only these; empty for all."""
    min_population: int = 0
    """Only municipios of at least so many people."""
    excluded: tuple[int, ...] = ()
    """Never these."""


@dataclass(frozen=True)
class LocationQuestion:
    """Which model, next sites of which kinds, within which distance, how many, where, for what."""

    model: Model
    kinds: tuple[str, ...]
    distance_m: float
    count: int
    candidates: Candidates = field(default_factory=Candidates)
    counted: Counted = Counted.PEOPLE

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MAX_NEW_SITES:
            raise ValueError(f"{self.count} new sites; ask for 1 to {MAX_NEW_SITES}")
        if not self.distance_m > 0:
            raise ValueError(f"a distance of {self.distance_m} m; it must be more than 0")


@dataclass(frozen=True, eq=False)
class Instance:
    """One question on one ground.

    candidates
        One row a candidate: `codigo_muni`, `municipio`, `departamento`, `population_2018`,
        `longitude`, `latitude`.
    demand
        One row a demand point: `codigo_muni`, `municipio`, `people` (or rows of a list, as the
        question counts), `distance_km` to the
        nearest site there is (infinite where there is none) with its range in `_low` and
        `_high`, `covered`.
    distances_m
        From each demand (n) to each candidate (k).
    sites
        The sites there are; their `left_out` have no location and cover no one here.
    """

    question: LocationQuestion
    candidates: pd.DataFrame
    demand: pd.DataFrame
    distances_m: Floats
    sites: LocatedSites

    @property
    def people(self) -> Floats:
        """People of each demand."""
        return self.demand["people"].to_numpy(dtype=float)

    @property
    def uncovered(self) -> Floats:
        """People of each demand that no site covers now."""
        return np.where(self.demand["covered"], 0.0, self.people)

    def costs(self) -> Costs:
        """Return what new sites are worth: people left uncovered, or people times km."""
        if self.question.model is Model.P_MEDIAN:
            distances = self.distances_m / 1e3
            now = self.demand["distance_km"].to_numpy(dtype=float)
            # Without any site people pay as much as the worst new one would cost them.
            worst = distances.max(axis=1) if len(self.candidates) else np.nan
            return DistanceCosts(distances, self.people, np.where(np.isfinite(now), now, worst))
        return self.covering()

    def covering(self) -> CoveringCosts:
        """Return the covering of people not yet covered; demand without any is left out."""
        asking = self.uncovered > 0
        return covering_costs(self.distances_m[asking], self.uncovered[asking], self.question.distance_m)


def instance(
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    question: LocationQuestion,
    demand: DemandAreas | None = None,
    weights: Floats | None = None,
) -> Instance:
    """Return the numbers of `question`.

    Candidates are cabeceras of `ground` whose location is known. Demand is the cabeceras of
    `demand` (by default `ground`), each with the people of its municipio, or with `weights` in
    their place; where its location is unknown it is in the middle of the municipio.
    """
    demand = demand or ground
    chosen = _candidates(ground, question.candidates)
    seats_of_demand = seats(demand).centres
    placed = placed_sites(sites, ground, question.kinds)
    away, _ = nearest(span(seats(demand), placed.places))
    table = demand.table[["codigo_muni", "municipio"]].assign(
        people=demand.people if weights is None else weights,
        distance_km=away.nominal / 1e3,
        distance_km_low=away.low / 1e3,
        distance_km_high=away.high / 1e3,
        covered=away.nominal <= question.distance_m,
    )
    seats_of_candidates = ground.seats[chosen]
    longitude, latitude = to_wgs84(*seats_of_candidates.T)
    names = ["codigo_muni", "municipio", "departamento", "population_2018"]
    candidates = ground.table[names].iloc[chosen].reset_index(drop=True)
    candidates = candidates.assign(longitude=longitude, latitude=latitude)
    return Instance(question, candidates, table, cdist(seats_of_demand, seats_of_candidates), placed)


def _candidates(ground: DemandAreas, terms: Candidates) -> Indices:
    table = ground.table
    chosen = ~np.isnan(ground.seats[:, 0]) & (table["population_2018"] >= terms.min_population).to_numpy()
    if terms.municipios:
        chosen &= table["codigo_muni"].isin(terms.municipios).to_numpy()
    return np.flatnonzero(chosen & ~table["codigo_muni"].isin(terms.excluded).to_numpy())
