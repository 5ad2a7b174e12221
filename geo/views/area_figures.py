"""Figures of an area drawn on the map: people, sites, border, coast and roads in it, with their ranges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely

from geo.analysis.border_lines import lengths_km
from geo.analysis.indicators import country_of, part_in
from geo.analysis.route_ranges import main_routes_of
from geo.dataset.atlas_data import AtlasData
from geo.drawn_area import area_km2, gtm_shape
from geo.errors import GeoError
from geo.roads.drawn_roads import drawn_roads, imported_roads
from geo.views.sites_view import SitesView, sites_in_area


@dataclass(frozen=True)
class AreaFigures:
    """What lies in a drawn area.

    `people` are the least, the inferred and the most people (census of 2018): those of the municipios that
    lie in the area whole, each municipio by the share of its area, and all that the area touches. `certain`
    and `possible` count the sites that lie in it for certain, and all that may. `border_km` is the land
    border and `coast_km` the coast at the detail of the boundaries. `road_km` are the imported roads from
    motorway to tertiary, both carriageways counted; None without any. `route_km` is an estimate of the main
    routes: straight lines between the places that they pass, and at most so much more as
    `geo.analysis.route_ranges` found; None if a table is broken.
    """

    area_km2: float
    land_km2: float
    people: tuple[float, float, float]
    certain: int
    possible: int
    border_km: float
    coast_km: float
    road_km: float | None
    route_km: tuple[float, float] | None


def area_figures(view: SitesView, atlas: AtlasData) -> AreaFigures | None:
    """Return the figures of the area of a view, with the sites that pass its filters; None without one.

    Raises
    ------
    GeoError
        The tables of boundaries or people cannot be read.
    """
    if view.region.area is None:
        return None
    certain, possible = sites_in_area(view.filtered, view.region)
    return AreaFigures(
        certain=int(certain.sum()), possible=int(possible.sum()), **_measured(atlas, view.region.area)
    )


@lru_cache(maxsize=64)
def _measured(atlas: AtlasData, area: str) -> dict[str, Any]:
    shape, country, part = gtm_shape(area), country_of(atlas), part_in(atlas, area)
    everyone = country.counts.loc[part.table["codigo_muni"], "population"].to_numpy()
    lines = lengths_km(country.lines, part).groupby("is_coast")["km"].sum()
    return {
        "area_km2": area_km2(area),
        "land_km2": float(part.area_km2.sum()),
        "people": (
            float(everyone[part.share == 1].sum()),
            float(part.people.sum()),
            float(everyone.sum()),
        ),
        "border_km": float(lines.get(False, 0.0)),
        "coast_km": float(lines.get(True, 0.0)),
        "road_km": _road_km(atlas, shape),
        "route_km": _route_km(atlas, shape),
    }


def _road_km(atlas: AtlasData, shape: Any) -> float | None:
    if (roads := imported_roads(atlas.data)) is None:
        return None
    drawn = drawn_roads(roads.network).geometry.to_numpy()
    return (
        float(shapely.length(shapely.intersection(drawn[shapely.intersects(shape, drawn)], shape)).sum())
        / 1e3
    )


def _route_km(atlas: AtlasData, shape: Any) -> tuple[float, float] | None:
    try:
        network = main_routes_of(atlas)
    except GeoError:
        return None
    stretches = {frozenset((stretch.start, stretch.end)): stretch for stretch in network.stretches}.values()
    rows = [[network.position[stretch.start], network.position[stretch.end]] for stretch in stretches]
    km = shapely.length(shapely.intersection(shapely.linestrings(network.points[rows]), shape)) / 1e3
    return float(km.sum()), float(
        (km * [network.ratios[stretch.is_mountain] for stretch in stretches]).sum()
    )
