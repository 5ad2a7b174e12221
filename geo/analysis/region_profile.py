"""The profile of a region: its indicators, its sites, the nearest sites outside, and local figures.

Local figures are those of the tables of facts about places in the region or around it, with their
period. The nearest site of each kind has its distance from the region's outline and its bearing, and by
road the travel time from the region's cabeceras.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.border_lines import lengths_km
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import COUNTS, INDICATORS, CountryMeasures, indicators, ranks_of
from geo.analysis.uncertain_distances import (
    STRAIGHT_LINES,
    DistanceMeasure,
    DistanceRange,
    LocatedSites,
    exactly,
    placed_sites,
)
from geo.choices.planning_kinds import Level, Metric
from geo.crs import Floats, to_wgs84
from geo.dataset.facts import Facts
from geo.drawn_area import GEOD
from geo.errors import UnknownCodeError

COLUMNS: Final = (
    "series_id", "label_en", "label_es", "unit", "claim", "period_start", "period_end", "value",
    "qualifier", "level", "is_inside", "place_en", "place_es", "codigo_depto", "codigo_muni", "sources",
    "caution_en", "caution_es",
)  # fmt: skip


def local_figures(facts: Facts, ground: DemandAreas, codes: Collection[int]) -> pd.DataFrame:
    """Return the points of series whose place touches the municipios `codes`, newest first: `COLUMNS`.

    `level` is that of the place. `is_inside` says whether the whole place lies in the region; a
    figure of a departamento of which the region is a part is about more than the region. They
    are never added up: series differ in who counted, what and when.
    """
    every = facts.every_point()
    points = every[every["codigo_depto"].notna() | every["codigo_muni"].notna()]
    whole = (
        ground.table["codigo_muni"].isin(codes).groupby(ground.table["codigo_depto"]).agg(["all", "any"])
    )
    of_municipio = points["codigo_muni"].notna()
    touched = points["codigo_muni"].isin(codes) | (
        ~of_municipio & points["codigo_depto"].isin(whole.index[whole["any"]])
    )
    inside = of_municipio | points["codigo_depto"].isin(whole.index[whole["all"]])
    figures = points.assign(
        level=of_municipio.map({True: Level.MUNICIPIO, False: Level.DEPARTAMENTO}), is_inside=inside
    )[touched]
    described = figures.merge(facts.series, on="series_id", validate="many_to_one")
    order = ["day", "series_id", "codigo_depto", "codigo_muni"]
    rows = described.sort_values(order, ascending=[False, True, True, True], kind="stable")
    return rows[list(COLUMNS)].reset_index(drop=True)


OUTSIDE: Final = (
    "kind", "site_id", "name_en", "name_es",
    "distance_km", "distance_km_low", "distance_km_high", "bearing_deg", "direction",
)  # fmt: skip


class Direction(StrEnum):
    """One of the eight winds, clockwise."""

    NORTH = "n"
    """North."""
    NORTH_EAST = "ne"
    """North-east."""
    EAST = "e"
    """East."""
    SOUTH_EAST = "se"
    """South-east."""
    SOUTH = "s"
    """South."""
    SOUTH_WEST = "sw"
    """South-west."""
    WEST = "w"
    """West."""
    NORTH_WEST = "nw"
    """North-west."""


def direction(bearing_deg: float) -> Direction:
    """Return the wind nearest to a bearing, clockwise from north in degrees."""
    return list(Direction)[round(bearing_deg / 45) % 8]


def nearest_outside(
    region: DemandAreas, sites: gpd.GeoDataFrame, by: DistanceMeasure = STRAIGHT_LINES
) -> pd.DataFrame:
    """Return the nearest of `sites` of each kind: `OUTSIDE`, one row a kind, sorted by kind.

    Distances run from the nearest point of the region's outline; their range covers every
    site of the kind, since another than the one named may be the nearest. The bearing is
    geodesic, from the centre of the region's area. By road `minutes`, with `_low` and `_high`, are the
    time to the site named from the nearest of the cabeceras in the region: infinite where no road leads
    there, which `is_reachable` says in files, missing where no cabecera is known to lie in the region.
    """
    located = placed_sites(sites, region)
    away, bearings = _from_outline(region, located), _bearings(region, located)
    table = located.table.reset_index()
    rows = []
    for kind, of_kind in table.groupby("kind").indices.items():
        rows_of_kind = np.asarray(of_kind)
        first = int(rows_of_kind[away.nominal[rows_of_kind].argmin()])
        rows.append(
            {
                "kind": kind,
                **{name: table[name].array[first] for name in ("site_id", "name_en", "name_es")},
                "distance_km": away.nominal[first] / 1e3,
                "distance_km_low": away.low[rows_of_kind].min() / 1e3,
                "distance_km_high": away.high[rows_of_kind].min() / 1e3,
                "bearing_deg": bearings[first],
                "direction": direction(bearings[first]),
            }
        )
    outside = pd.DataFrame(rows, columns=list(OUTSIDE))
    return outside if by.metric is Metric.STRAIGHT else _with_times(outside, region, sites, by)


def _with_times(
    outside: pd.DataFrame, region: DemandAreas, sites: gpd.GeoDataFrame, by: DistanceMeasure
) -> pd.DataFrame:
    """Add the time from the nearest cabecera of the region to each site."""
    located = placed_sites(sites.loc[outside["site_id"]], region)
    cabeceras = exactly(region.seats[~np.isnan(region.seats[:, 0])])
    times = by.span(cabeceras, located.places)
    for end, values in zip(("", "_low", "_high"), (times.nominal, times.low, times.high), strict=True):
        soonest = values.min(axis=0) if len(cabeceras) else np.nan
        outside[f"minutes{end}"] = outside["site_id"].map(pd.Series(soonest, located.table.index))
    is_measured = outside["minutes_low"].notna()
    is_reachable = pd.Series(np.isfinite(outside["minutes_low"]), dtype="boolean").where(is_measured)
    return outside.assign(is_reachable=is_reachable)


def _from_outline(region: DemandAreas, located: LocatedSites) -> DistanceRange:
    places = located.places
    nominal = _to_region(region, shapely.points(places.centres))
    low, high = np.maximum(nominal - places.radii_m, 0), nominal + places.radii_m
    for row, area in places.areas.items():
        corners = shapely.points(shapely.get_coordinates(shapely.convex_hull(area)))
        low[row] = _to_region(region, np.array([area]))[0]
        high[row] = _to_region(region, corners).max()
    return DistanceRange(low, nominal, high)


def _to_region(region: DemandAreas, places: Any) -> Floats:
    """Return the distance of each of `places` (geometries) to the nearest municipio of the region.

    Only municipios whose circle may hold the nearest point are measured: two or three a place.
    """
    middles, widths = region.circles
    radii = shapely.minimum_bounding_radius(places)
    offsets = middles - shapely.get_coordinates(shapely.centroid(places))[:, None, :]
    between = np.sqrt((offsets**2).sum(axis=2))
    reach = (between + widths).min(axis=1) + radii
    place, row = np.nonzero(between - widths <= (reach + radii)[:, None])
    shapely.prepare(region.shapes)
    distances = np.full(len(places), np.inf)
    np.minimum.at(distances, place, shapely.distance(region.shapes[row], places[place]))
    return distances


def _bearings(region: DemandAreas, located: LocatedSites) -> Floats:
    weights = shapely.area(region.shapes)
    centre = np.average(shapely.get_coordinates(shapely.centroid(region.shapes)), axis=0, weights=weights)
    points = np.vstack([centre, located.places.centres])
    longitude, latitude = to_wgs84(*points.T)
    origin = np.zeros(len(points) - 1, dtype=int)
    bearings, _, _ = GEOD.inv(longitude[origin], latitude[origin], longitude[1:], latitude[1:])
    return np.asarray(bearings) % 360


MAX_COMPARED: Final = 4
"""More regions do not stand side by side."""


@dataclass(frozen=True, eq=False)
class Profile:
    """One region.

    codes
        Its municipios. `level` is set where the region is exactly one departamento or one
        municipio; only then does it have ranks.
    indicators
        Indexed by indicator: `value` (missing where unknown), `value_low` and `value_high`, `year`
        (missing where it has none), `rank` and `ranked` (of how many; both missing without a level).
        People of a piece of a municipio are its share of the area, which is an inference: at least
        nobody and at most everybody of that municipio. A ratio of people has no range then.
    border
        `line` (neighbour or sea), `is_coast`, `km`; a line that it does not touch has no row.
    inside
        The sites whose municipio, or where that is unknown whose departamento, lies in it; of a drawn area
        those that may lie in it.
    outside
        The nearest site of each kind outside; see `geo.analysis.region_profile.nearest_outside`.
    unlocated
        Sites that are known to no departamento, or only to one that the region has a part of.
    """

    codes: tuple[int, ...]
    level: Level | None
    indicators: pd.DataFrame
    border: pd.DataFrame
    inside: pd.DataFrame
    outside: pd.DataFrame
    unlocated: pd.DataFrame


@dataclass(frozen=True, eq=False)
class AreaSites:
    """An area in GTM, and which sites may lie in it; made by `geo.views.sites_view`."""

    shape: Any
    may_lie_inside: pd.Series[bool]


def profile(
    country: CountryMeasures,
    sites: gpd.GeoDataFrame,
    codes: Collection[int],
    area: AreaSites | None = None,
    by: DistanceMeasure = STRAIGHT_LINES,
) -> Profile:
    """Return the profile of the municipios `codes` and of `area`; neither means the whole country.

    Where `by` measures by road, the nearest sites outside have travel times, too.

    Raises
    ------
    UnknownCodeError
        A code is no municipio.
    """
    whole = tuple(_known(country, codes)) if codes or area is None else ()
    ground = country.ground.part(whole, area.shape if area else None)
    chosen = tuple(ground.table["codigo_muni"].tolist())
    is_cut = bool((ground.share < 1).any())
    level = None if is_cut else _level(country.ground.table, chosen)
    is_inside, is_unlocated = _located(sites, country.ground.table, chosen if area is None else whole)
    if area is not None:
        is_inside, is_unlocated = is_inside | area.may_lie_inside, is_unlocated & ~area.may_lie_inside
    columns = ["name_en", "name_es", "kind", "precision"]
    border = country.border_km
    border = lengths_km(country.lines, ground) if is_cut else border[border["codigo_muni"].isin(chosen)]
    return Profile(
        codes=chosen,
        level=level,
        indicators=_indicators(country, ground, border, level),
        border=border.groupby(["line", "is_coast"], sort=True)[["km"]].sum().reset_index(),
        inside=pd.DataFrame(sites.loc[is_inside, columns]).sort_values(["kind", "name_en"]),
        outside=nearest_outside(ground, sites[~is_inside & ~is_unlocated], by),
        unlocated=pd.DataFrame(sites.loc[is_unlocated, columns]).sort_values(["kind", "name_en"]),
    )


def compare(profiles: Sequence[Profile]) -> pd.DataFrame:
    """Return up to `MAX_COMPARED` profiles side by side: indexed by indicator, columns 0, 1, ...

    Raises
    ------
    ValueError
        There are more profiles than stand side by side.
    """
    if len(profiles) > MAX_COMPARED:
        raise ValueError(f"{len(profiles)} regions; compare at most {MAX_COMPARED}")
    return pd.DataFrame({number: profile.indicators["value"] for number, profile in enumerate(profiles)})


def _known(country: CountryMeasures, codes: Collection[int]) -> Collection[int]:
    known = country.ground.table["codigo_muni"]
    for code in codes:
        if code not in country.ground.outlines:
            raise UnknownCodeError("municipio", code)
    return codes or known.tolist()


def _level(table: pd.DataFrame, codes: tuple[int, ...]) -> Level | None:
    if len(codes) == 1:
        return Level.MUNICIPIO
    departamentos = {code // 100 for code in codes}
    whole = table["codigo_depto"].isin(departamentos).sum() == len(codes)
    return Level.DEPARTAMENTO if len(departamentos) == 1 and whole else None


def _indicators(
    country: CountryMeasures, ground: DemandAreas, border: pd.DataFrame, level: Level | None
) -> pd.DataFrame:
    codes = ground.table["codigo_muni"].tolist()
    counts = country.counts.loc[codes]
    measured = pd.Series(
        {
            "area_km2": ground.area_km2.sum(),
            "land_border_km": border.loc[~border["is_coast"].astype(bool), "km"].sum(),
            "coast_km": border.loc[border["is_coast"].astype(bool), "km"].sum(),
        }
    )
    is_whole = ground.share == 1
    weights = {
        "value": ground.share,
        "value_low": is_whole.astype(float),
        "value_high": np.ones(len(codes)),
    }
    columns: dict[str, Any] = {}
    for name, weight in weights.items():
        sums = counts.mul(weight, axis="index").sum(min_count=len(codes))
        row = indicators(pd.concat([sums.drop(measured.index), measured]).to_frame().T).iloc[0]
        columns[name] = row if is_whole.all() else row.where(row.index.isin(COUNTS) | (name == "value"))
    columns |= {
        "year": pd.array([indicator.year for indicator in INDICATORS], dtype="Int64"),
        "rank": pd.array([pd.NA] * len(INDICATORS), dtype="Int64"),
        "ranked": pd.array([pd.NA] * len(INDICATORS), dtype="Int64"),
    }
    if level:
        ranks = ranks_of(level, country)
        columns["rank"] = ranks.loc[codes[0] if level is Level.MUNICIPIO else codes[0] // 100]
        columns["ranked"] = pd.array([len(ranks)] * len(INDICATORS), dtype="Int64")
    names = pd.Index([indicator.name for indicator in INDICATORS], name="indicator")
    return pd.DataFrame(columns, index=names)


def _located(
    sites: gpd.GeoDataFrame, table: pd.DataFrame, codes: tuple[int, ...]
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return which sites lie in the region, and of which it cannot be said."""
    whole = table["codigo_muni"].isin(codes).groupby(table["codigo_depto"]).all()
    without = sites["codigo_muni"].isna()
    inside = sites["codigo_muni"].isin(codes) | (without & sites["codigo_depto"].isin(whole.index[whole]))
    touched = sites["codigo_depto"].isna() | sites["codigo_depto"].isin({code // 100 for code in codes})
    return inside, without & touched & ~inside
