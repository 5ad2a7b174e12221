"""Compute and cache the analyses of the planning page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.border_gaps import Gaps, gaps
from geo.analysis.border_lines import Line
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import country_of, indicators_of, ranks_of
from geo.analysis.region_profile import AreaSites, Profile, profile
from geo.analysis.route_ranges import (
    Key,
    RouteRange,
    UnknownPositionError,
    access,
    main_routes_of,
    route_range,
)
from geo.analysis.scenarios import Comparison, Scenario, applied, compared, municipio_at
from geo.analysis.site_coverage import Coverage, coverage
from geo.analysis.uncertain_distances import (
    STRAIGHT_LINES,
    DistanceMeasure,
    DistanceRange,
    Places,
    exactly,
    placed_sites,
    seats,
)
from geo.choices import MISSION_LAYERS, Kind, Scheme
from geo.choices.planning_kinds import Level, Metric
from geo.choices.site_kinds import AIM_OF, Reason
from geo.dataset.atlas_data import AtlasData
from geo.dataset.route_lines import place_positions
from geo.drawn_area import gtm_shape
from geo.location.instance import Instance, LocationQuestion, instance
from geo.mapping.classification import classified
from geo.roads.drawn_roads import imported_roads
from geo.roads.fastest_way import Journey
from geo.roads.main_roads import main_roads
from geo.roads.road_store import ClassSpeed, Roads
from geo.roads.travel_times import TravelTimes, travel_times
from geo.selection import Selection
from geo.views.sites_view import Region, SitesView, region_of, sites_in_area, sites_view

CLASSES: Final = 6
"""Zero and five other classes."""


@dataclass(frozen=True, eq=False)
class Choropleth:
    """An indicator of every region at a level.

    `table` is indexed by the level's code, largest value first: `value` (missing where unknown),
    `rank`, `nth` (the class from 0, `classification.NO_DATA` where the value is missing). `legend`
    is that of `geo.mapping.classification.Classes`.
    """

    indicator: str
    level: Level
    table: pd.DataFrame
    legend: pd.DataFrame
    municipios: tuple[int, ...]

    @property
    def places(self) -> dict[int, int]:
        """The row of `legend` of each municipio, by code."""
        row_of = {number: row for row, number in enumerate(self.legend["nth"].tolist())}
        class_of = self.table["nth"].to_dict()
        digits = 1 if self.level is Level.MUNICIPIO else 100
        return {code: row_of[class_of[code // digits]] for code in self.municipios}


@lru_cache(maxsize=64)
def choropleth_of(
    atlas: AtlasData, indicator: str, level: Level, scheme: Scheme = Scheme.QUANTILES
) -> Choropleth:
    """Return an indicator in classes by `scheme`, with a separate class for zero."""
    values = indicators_of(level, country_of(atlas))[indicator]
    classes = classified(values, scheme, CLASSES)
    ranks = ranks_of(level, country_of(atlas))[indicator]
    table = pd.DataFrame({"value": values, "rank": ranks, "nth": classes.nth})
    ordered = table.sort_values("value", ascending=False, kind="stable", na_position="last")
    codes = country_of(atlas).ground.table["codigo_muni"].tolist()
    return Choropleth(indicator, level, ordered, classes.legend, tuple(codes))


WHOLE_COUNTRY: Final = Region()
KEPT: Final = 64
"""Cached answers of each analysis, about 100 kB each, shared by all readers of a process."""


def filters_of(selection: Selection) -> Selection:
    """Return the filters of a selection without its region, kinds and layers.

    Sites outside a region serve it too, and each question names its own kinds.
    """
    return replace(
        selection, departamentos=(), municipios=(), areas=(), kinds=(), layers=MISSION_LAYERS, site=None
    )


@lru_cache(maxsize=KEPT)
def measured_sites(atlas: AtlasData, filters: Selection) -> gpd.GeoDataFrame:
    """Return the sites of the whole country that pass the filters."""
    return sites_view(filters, atlas.sites).filtered


def region_codes(atlas: AtlasData, region: Region) -> tuple[int, ...]:
    """Return the municipios of a region, whole or in part; empty for the whole country."""
    return country_of(atlas).codes(region.departamentos, (*region.municipios, *region.touched))


def place(code: int) -> Region:
    """Return a departamento (1 to 22) or a municipio (from 101) as a region."""
    return Region(municipios=(code,)) if code > 100 else Region(departamentos=(code,))


@lru_cache(maxsize=KEPT)
def profile_of(
    atlas: AtlasData, filters: Selection, region: Region, by: DistanceMeasure = STRAIGHT_LINES
) -> Profile:
    """Return the profile of a region, with the sites that pass the filters."""
    sites, whole = measured_sites(atlas, filters), _whole_codes(atlas, region)
    area = region.area and AreaSites(gtm_shape(region.area), sites_in_area(sites, region)[1])
    return profile(country_of(atlas), sites, whole, area or None, by)


@lru_cache(maxsize=4)
def part_of(atlas: AtlasData, region: Region) -> DemandAreas:
    """Return the demand areas of a region."""
    if region.is_whole_country:
        return country_of(atlas).ground
    area = gtm_shape(region.area) if region.area else None
    return country_of(atlas).ground.part(_whole_codes(atlas, region), area)


def _whole_codes(atlas: AtlasData, region: Region) -> tuple[int, ...]:
    return country_of(atlas).codes(region.departamentos, region.municipios)


def measure_by(atlas: AtlasData, metric: Metric, speeds: tuple[ClassSpeed, ...] = ()) -> DistanceMeasure:
    """Return what measures the ways to sites; straight lines where no roads are imported."""
    roads = imported_roads(atlas.data) if metric is Metric.ROAD else None
    return STRAIGHT_LINES if roads is None else travel_times(roads, speeds)


def roads_for(atlas: AtlasData, kinds: Iterable[str]) -> Roads | None:
    """Return the imported roads where one of `kinds` serves main roads."""
    if not any(AIM_OF[Kind(kind)].reason is Reason.ROADS for kind in kinds if kind in set(Kind)):
        return None
    return imported_roads(atlas.data)


def measured_lines(atlas: AtlasData, kinds: Iterable[str]) -> tuple[Line, ...]:
    """Return border and coast, and where one of `kinds` serves them, the imported main roads."""
    country, roads = country_of(atlas), roads_for(atlas, kinds)
    return country.lines if roads is None else (*country.lines, *main_roads(roads.network, country.ground))


def coverage_of(  # noqa: PLR0913, PLR0917 - the key of a cached answer
    atlas: AtlasData,
    filters: Selection,
    kinds: tuple[Kind, ...],
    limit: float,
    region: Region,
    by: DistanceMeasure = STRAIGHT_LINES,
) -> Coverage:
    """Return the part of a region within `limit` (km or minutes) of sites of `kinds`, inside it or not."""
    return _coverage(atlas, filters, kinds, limit, region, by, measured_lines(atlas, kinds))


@lru_cache(maxsize=KEPT)
def _coverage(  # noqa: PLR0913, PLR0917 - the key of a cached answer
    atlas: AtlasData,
    filters: Selection,
    kinds: tuple[Kind, ...],
    limit: float,
    region: Region,
    by: DistanceMeasure,
    lines: tuple[Line, ...],
) -> Coverage:
    sites, within = measured_sites(atlas, filters), limit / by.metric.scale
    return coverage(part_of(atlas, region), sites, kinds, within, lines, by)


@lru_cache(maxsize=KEPT)
def gaps_of(atlas: AtlasData, filters: Selection, km: float, region: Region = WHOLE_COUNTRY) -> Gaps:
    """Return the border and coast of a region further than `km` from a checkpoint or port."""
    country, sites = country_of(atlas), measured_sites(atlas, filters)
    part = None if region.is_whole_country else part_of(atlas, region)
    return gaps(country.lines, country.ground, sites, km * 1e3, part=part)


def view_of(atlas: AtlasData, selection: Selection, kinds: tuple[Kind, ...]) -> SitesView:
    """Return the view of the sites to which an analysis of `kinds` measures."""
    sites = measured_sites(atlas, filters_of(selection))
    chosen = sites[sites["kind"].isin(kinds)] if kinds else sites
    return SitesView(
        selection=selection,
        region=region_of(selection, atlas),
        filtered=chosen,
        shown=chosen[chosen["layer"].isin(selection.layers)],
    )


def instance_of(
    atlas: AtlasData, filters: Selection, question: LocationQuestion, region: Region
) -> Instance:
    """Return the numbers of the next-sites question, for the region alone."""
    return _instance(atlas, filters, question, region, measured_lines(atlas, question.kinds))


@lru_cache(maxsize=KEPT)
def _instance(
    atlas: AtlasData,
    filters: Selection,
    question: LocationQuestion,
    region: Region,
    lines: tuple[Line, ...],
) -> Instance:
    return instance(part_of(atlas, region), measured_sites(atlas, filters), question, lines=lines)


def scenario_of(  # noqa: PLR0913, PLR0917 - the key of a cached answer
    atlas: AtlasData,
    filters: Selection,
    scenario: Scenario,
    measured_to: tuple[tuple[Kind, ...], float],
    region: Region,
    by: DistanceMeasure = STRAIGHT_LINES,
) -> Comparison:
    """Return the coverage today (A) and in a scenario (B); `measured_to`: kinds, and km or minutes."""
    lines = measured_lines(atlas, measured_to[0])
    return _scenario(atlas, filters, scenario, measured_to, region, by, lines)


@lru_cache(maxsize=KEPT)
def _scenario(  # noqa: PLR0913, PLR0917 - the key of a cached answer
    atlas: AtlasData,
    filters: Selection,
    scenario: Scenario,
    measured_to: tuple[tuple[Kind, ...], float],
    region: Region,
    by: DistanceMeasure,
    lines: tuple[Line, ...],
) -> Comparison:
    kinds, limit = measured_to
    sites = measured_sites(atlas, filters)
    changed, _ = applied(scenario, sites, country_of(atlas).ground)
    within = limit / by.metric.scale
    return compared(part_of(atlas, region), (sites, changed), kinds, within, lines, by)


@dataclass(frozen=True, eq=False)
class WayBetween:
    """How far it is from one place to another, by every measure that there is.

    `straight_m` are the metres of the straight line, arrays of one value; `by_routes` is the range by the
    main routes; `journey` is the way by imported roads, None where there is none.
    """

    straight_m: DistanceRange
    by_routes: RouteRange
    journey: Journey | None


def located_place(atlas: AtlasData, place: Key) -> Places:
    """Return where a site is, with its uncertainty, or the cabecera of a municipio.

    Raises
    ------
    UnknownPositionError
        The place has no location.
    """
    if isinstance(place, str):
        located = placed_sites(atlas.sites.loc[[place]], country_of(atlas).ground).places
        if not len(located):
            raise UnknownPositionError(place)
        return located
    points = place_positions((place,), atlas.population, atlas.sites)
    if not np.isfinite(points).all():
        raise UnknownPositionError(place)
    return exactly(points)


@lru_cache(maxsize=KEPT)
def way_between(atlas: AtlasData, start: Key, end: Key, by_road: DistanceMeasure) -> WayBetween:
    """Return how far it is from a place to another; without roads `by_road` measures straight lines.

    Raises
    ------
    UnknownPositionError
        A place has no location.
    """
    origin, target = located_place(atlas, start), located_place(atlas, end)
    network, points = main_routes_of(atlas), (origin.centres[0], target.centres[0])
    stops = [access(network, place, point) for place, point in zip((start, end), points, strict=True)]
    journey = by_road.journey(origin, target) if isinstance(by_road, TravelTimes) else None
    return WayBetween(STRAIGHT_LINES.span(origin, target), route_range(network, *stops), journey)


@lru_cache(maxsize=KEPT)
def reached_from(atlas: AtlasData, start: Key, by: DistanceMeasure) -> pd.DataFrame:
    """Return how far each municipio's cabecera is from a place, one row each, the nearest first.

    Code, names, `population_2018`, and `distance_km` or `minutes` with `_low` and `_high`; infinite where
    there is no road.

    Raises
    ------
    UnknownPositionError
        The place has no location.
    """
    ground, column = country_of(atlas).ground, by.metric.column
    away = by.departing.span(seats(ground), located_place(atlas, start))
    table = ground.table[["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]]
    ends = zip(("", "_low", "_high"), (away.nominal, away.low, away.high), strict=True)
    table = table.assign(**{column + end: by.metric.scale * values[:, 0] for end, values in ends})
    return table.sort_values([column, "codigo_muni"], ignore_index=True)


def place_of(atlas: AtlasData, longitude: float, latitude: float) -> int | None:
    """Return the municipio at a point in WGS 84; None at sea, on a lake or abroad."""
    return municipio_at(longitude, latitude, country_of(atlas).ground)
