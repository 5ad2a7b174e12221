"""The question of the next sites as numbers: the demand, the candidates and the distances between them.

Demand is people (or rows of a list) at cabeceras, or kilometres of border, coast or main road. A line is
cut into short pieces, each of which counts as a whole where its middle is. A covered stretch is therefore
right to half a piece at each of its two ends, and a mean distance to a quarter of a piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.border_lines import Line, LinePieces, pieces
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import (
    STRAIGHT_LINES,
    DistanceMeasure,
    DistanceRange,
    LocatedSites,
    exactly,
    nearest,
    placed_sites,
    seats,
)
from geo.choices import Model
from geo.choices.planning_kinds import Counted, Metric
from geo.choices.site_kinds import Standing
from geo.crs import Floats, to_wgs84
from geo.location.costs import Costs, CoveringCosts, DistanceCosts, covering_costs

MAX_NEW_SITES: Final = 30
"""More new sites than this is no longer a plan that a page can show."""

PIECE_M: Final = {Model.MAXIMAL_COVERING: 250.0, Model.SET_COVERING: 250.0, Model.P_MEDIAN: 2000.0}
"""The longest piece of a line; a mean distance needs all pairs, so that its pieces are longer."""
ROAD_PIECES: Final = 4
"""So many times as long are the pieces of main roads, which are longer than border and coast together."""
CANDIDATE_M: Final = 5000.0
"""Candidates on a line are at most about so far apart."""


@dataclass(frozen=True)
class Candidates:
    """Where a new site may stand: at cabeceras of these municipios, or on their border, coast or roads."""

    municipios: tuple[int, ...] = ()
    """Only these; empty for all."""
    min_population: int = 0
    """Only municipios of at least so many people."""
    excluded: tuple[int, ...] = ()
    """Never these."""
    standing: Standing = Standing.ANYWHERE
    """At any cabecera, or only along the land border, the coast or the main roads."""


@dataclass(frozen=True)
class LocationQuestion:
    """Which model, next sites of which kinds, within which limit, how many, where, for what.

    `limit` is in metres, or in minutes where `by` measures by road.
    """

    model: Model
    kinds: tuple[str, ...]
    limit: float
    count: int
    candidates: Candidates = field(default_factory=Candidates)
    counted: Counted = Counted.PEOPLE
    by: DistanceMeasure = STRAIGHT_LINES

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MAX_NEW_SITES:
            raise ValueError(f"{self.count} new sites; ask for 1 to {MAX_NEW_SITES}")
        if not self.limit > 0:
            raise ValueError(f"a distance or time of {self.limit}; it must be more than 0")

    @property
    def metric(self) -> Metric:
        """How the way to a site is measured."""
        return self.by.metric

    @property
    def is_covering(self) -> bool:
        """Whether only what is within the limit counts."""
        return self.model is not Model.P_MEDIAN


@dataclass(frozen=True, eq=False)
class Instance:
    """One question on one ground.

    candidates
        One row a candidate: `codigo_muni`, `municipio`, `departamento`, `population_2018`,
        `line` and `along_km` (missing at a cabecera), `longitude`, `latitude`.
    demand
        One row a demand point: `codigo_muni`, `municipio`, `weight` (people, rows of a list or km, as
        the question counts; of a piece of a line also `line` and `along_km`), `distance_km`
        (by road `minutes`) to the nearest site there is (infinite where there is none) with its
        range in `_low` and `_high`, `covered`.
    points, places
        The demand (n, 2) and the candidates (k, 2) in GTM.
    distances
        From each demand (n) to each candidate (k), in the unit of the limit. In a covering those beyond
        the limit may be infinite.
    sites
        The sites there are; their `left_out` have no location and cover no one here.
    off_road
        The demand from which there is no road; a mean time leaves it out, in other questions it is not
        covered.
    """

    question: LocationQuestion
    candidates: pd.DataFrame
    demand: pd.DataFrame
    points: Floats
    places: Floats
    distances: Floats
    sites: LocatedSites
    off_road: pd.DataFrame

    @property
    def weights(self) -> Floats:
        """People of each demand, or what the question counts in their place."""
        return self.demand["weight"].to_numpy(dtype=float)

    @property
    def now(self) -> Floats:
        """The km or minutes from each demand to the nearest site there is."""
        return self.demand[self.question.metric.column].to_numpy(dtype=float)

    def to_candidates(self, rows: Sequence[int]) -> DistanceRange:
        """Return the distances from each demand to the candidates `rows`, with the range of speeds."""
        if self.question.metric is Metric.STRAIGHT:
            nominal = self.distances[:, list(rows)]
            return DistanceRange(nominal, nominal, nominal)
        return self.question.by.span(exactly(self.points), exactly(self.places[list(rows)]))

    @property
    def uncovered(self) -> Floats:
        """The weight of each demand that no site covers now."""
        return np.where(self.demand["covered"], 0.0, self.weights)

    def costs(self) -> Costs:
        """Return what new sites are worth: weight left uncovered, or weight times km."""
        if self.question.model is Model.P_MEDIAN:
            distances = self.distances * self.question.metric.scale
            now = self.now
            # Without any site people pay as much as the worst new one would cost them.
            worst = distances.max(axis=1) if len(self.candidates) else np.nan
            return DistanceCosts(distances, self.weights, np.where(np.isfinite(now), now, worst))
        return self.covering()

    def covering(self) -> CoveringCosts:
        """Return the covering of weight not yet covered; demand without any is left out.

        Pieces of a line that the same candidates cover are one demand.
        """
        asking = self.uncovered > 0
        away, weights = self.distances[asking], self.uncovered[asking]
        if self.question.counted.is_line and len(away):
            packed = np.packbits(away <= self.question.limit, axis=1)
            _, first, group = np.unique(packed, axis=0, return_index=True, return_inverse=True)
            away, weights = away[first], np.bincount(group.ravel(), weights).astype(float)
        return covering_costs(away, weights, self.question.limit)


def instance(  # noqa: PLR0913, PLR0917 - the country, and what may stand in for its people
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    question: LocationQuestion,
    demand: DemandAreas | None = None,
    weights: Floats | None = None,
    lines: Sequence[Line] = (),
) -> Instance:
    """Return the numbers of `question`.

    Candidates are cabeceras of `ground` whose location is known, or points of `lines`, as the question
    says. Demand is the cabeceras of `demand` (by default `ground`), each with the people of its municipio,
    or with `weights` in their place, where it is in the middle of the municipio if its location is
    unknown; or the pieces of `lines` in the municipios of `demand`.
    """
    demand = demand or ground
    placed = placed_sites(sites, ground, question.kinds)
    table, points = _of_lines(demand, question, lines) if question.counted.is_line else _of_seats(demand)
    if weights is not None:
        table["weight"] = weights
    by, column, scale = question.by, question.metric.column, question.metric.scale
    if question.counted.is_line:
        away = by.to_nearest(points, placed.places)
    else:
        away, _ = nearest(by.span(seats(demand), placed.places))
    table[column], table[f"{column}_low"], table[f"{column}_high"] = (
        values * scale for values in (away.nominal, away.low, away.high)
    )
    table["covered"] = away.nominal <= question.limit
    candidates, places = _candidates(ground, question.candidates, lines)
    is_connected = by.is_connected(points)
    off_road = table[~is_connected]
    if not question.is_covering:
        has_road = by.is_connected(places)
        candidates, places = candidates[has_road].reset_index(drop=True), places[has_road]
        table, points = table[is_connected].reset_index(drop=True), points[is_connected]
    cutoff = question.limit if question.is_covering else np.inf
    distances = by.span(exactly(points), exactly(places), cutoff).nominal
    return Instance(question, candidates, table, points, places, distances, placed, off_road)


def _of_seats(demand: DemandAreas) -> tuple[pd.DataFrame, Floats]:
    table = demand.table[["codigo_muni", "municipio"]].assign(weight=demand.people)
    return table, seats(demand).centres


def _of_lines(
    demand: DemandAreas, question: LocationQuestion, lines: Sequence[Line]
) -> tuple[pd.DataFrame, Floats]:
    longest_m = PIECE_M[question.model] * (ROAD_PIECES if question.counted is Counted.MAIN_ROAD_KM else 1)
    cut = pieces([line for line in lines if line.counted is question.counted], longest_m)
    inside = demand.holds(cut.table["codigo_muni"].to_numpy(), cut.points)
    names = demand.table.set_index("codigo_muni")["municipio"]
    table = cut.table[inside].reset_index(drop=True)
    table.insert(1, "municipio", table["codigo_muni"].map(names))
    columns = ["codigo_muni", "municipio", "line", "along_km", "km"]
    return table[columns].rename(columns={"km": "weight"}), cut.points[inside]


LINE_OF: Final = {
    Standing.BORDER: Counted.LAND_BORDER_KM,
    Standing.COAST: Counted.COAST_KM,
    Standing.MAIN_ROAD: Counted.MAIN_ROAD_KM,
}
"""The line along which a new site may stand."""


def _thinned(cut: LinePieces) -> NDArray[np.bool_]:
    """Return which pieces stay where roads lie close together: the longest in a square of `CANDIDATE_M`."""
    order = np.argsort(-cut.table["km"].to_numpy(), kind="stable")
    _, first = np.unique(np.floor(cut.points[order] / CANDIDATE_M), axis=0, return_index=True)
    return np.isin(np.arange(len(order)), order[first])


def _candidates(
    ground: DemandAreas, terms: Candidates, lines: Sequence[Line]
) -> tuple[pd.DataFrame, Floats]:
    """Return the rows of `Instance.candidates` and their points (k, 2) in GTM."""
    names = ["codigo_muni", "municipio", "departamento", "population_2018"]
    rows, is_allowed = ground.table[names], (ground.table["population_2018"] >= terms.min_population)
    if terms.municipios:
        is_allowed &= ground.table["codigo_muni"].isin(terms.municipios)
    rows = rows[is_allowed & ~rows["codigo_muni"].isin(terms.excluded)]
    if terms.standing is Standing.NOWHERE:
        rows = rows.iloc[:0]
    is_known = ~np.isnan(ground.seats[rows.index, 0])
    at_seats = rows[is_known].assign(line=None, along_km=np.nan)
    parts, points = [at_seats], [ground.seats[at_seats.index]]
    if (counted := LINE_OF.get(terms.standing)) is not None:
        cut = pieces([line for line in lines if line.counted is counted], CANDIDATE_M)
        keeps_seat = at_seats["codigo_muni"].isin(cut.table["codigo_muni"])
        keeps_seat &= terms.standing is Standing.BORDER
        is_held = ground.holds(cut.table["codigo_muni"].to_numpy(), cut.points)
        if counted is Counted.MAIN_ROAD_KM:
            is_held &= _thinned(cut)
        on_line = cut.table[["codigo_muni", "line", "along_km"]][is_held].reset_index(names="piece")
        on_line = rows.merge(on_line, on="codigo_muni").sort_values("piece")
        parts = [at_seats[keeps_seat], on_line.drop(columns="piece")]
        points = [points[0][keeps_seat.to_numpy()], cut.points[on_line["piece"].to_numpy()]]
    points_of_all = np.concatenate(points)
    longitude, latitude = to_wgs84(*points_of_all.T)
    filled = [part.astype({"line": object}) for part in parts if len(part)] or parts[:1]
    table = pd.concat(filled, ignore_index=True).assign(longitude=longitude, latitude=latitude)
    return table, points_of_all
