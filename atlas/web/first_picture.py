"""Draw what a link to the map shows as an inline SVG, which the browser shows until the live map is ready.

The picture is part of the document, so it appears before Streamlit's scripts run. It has the outlines of
the display layers and the symbols of the sites, in the colours of the live map and both themes;
`atlas/frontend/first_picture` places, fits and removes it. Coordinates are whole pixels of a web map at
zoom `GRID_ZOOM`, which is about half a pixel on a screen that shows the whole country.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import pairwise
from math import asinh, pi, radians, tan
from typing import Any, Final
from urllib.parse import parse_qsl

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.frontend.bundles import first_picture_script, first_picture_style
from atlas.i18n.messages import Language, preferred_language
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import touches_land
from geo.choices import Layer, Precision
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import layer_objects
from geo.dataset.schema import Row, rows
from geo.drawn_area import from_text
from geo.errors import GeoError
from geo.mapping.map_styles import SURROUNDINGS, SYMBOLS
from geo.selection import Selection, from_query, only_known
from geo.share_links import PACKED, unpacked, view_of
from geo.views.locator_map import municipio_shapes
from geo.views.sites_view import Region, SitesView, sites_view

GRID_ZOOM: Final = 9
"""The zoom of a web map whose pixels are the grid of the picture."""

CORNER: Final = (-93.0, 18.5)
"""Longitude and latitude of the origin of the grid, north-west of Guatemala."""

AROUND: Final = (-96.5, 11.5, -84.5, 20.5)
"""The window in which neighbours are drawn: even a wide screen does not show more."""

DETAIL: Final = 0.006
"""Outlines are simplified by this many degrees, about a pixel of the whole country on a screen."""

STRIPS: Final = 24
"""Horizontal strips that describe where an area is, for fitting it next to the legend."""

NEAR: Final = 40
"""Grid pixels between sites of the whole country that the picture merges, a symbol's width on a screen."""

NEAR_IN_REGION: Final = 8
"""The same in a picture of a region or a site."""

LONGEST_QUERY: Final = 4000
"""Characters of a query string that are read."""

EMBEDDED: Final = "embed"
"""The parameter of a page in another site, which has another layout."""


def first_picture(query_string: str, accepted_languages: str) -> bytes:
    """Return the picture of a link, its style and its script as HTML; empty where the data are broken.

    `query_string` is untrusted: what it should not hold is ignored, as the page does.
    """
    query = dict(parse_qsl(query_string[:LONGEST_QUERY], keep_blank_values=True))
    if EMBEDDED in query:
        return b""
    query = (unpacked(query[PACKED]) or {}) | query if PACKED in query else query
    known = query.get("lang") in set(Language)
    language = Language(query["lang"]) if known else preferred_language(accepted_languages)
    view = view_of(query.get("at"))
    try:
        drawn = _picture(atlas_data(), _selection(atlas_data(), query), language)
    except GeoError:
        return b""
    at = f"{view.latitude},{view.longitude},{view.zoom}" if view else ""
    # A browser may paint between any two parts: without its style the picture would move.
    style, script = f"<style>{first_picture_style()}</style>", f"<script>{first_picture_script()}</script>"
    return f'{style}<div id="atlas-first" aria-hidden="true" data-at="{at}" {drawn}{script}'.encode()


def _selection(atlas: AtlasData, query: Mapping[str, str]) -> Selection:
    regions, population = atlas.regions, atlas.population
    selection, _ = only_known(
        from_query(query)[0],
        regions["codigo_depto"].astype(int).tolist(),
        population["codigo_muni"].astype(int).tolist(),
        list(atlas.sites.index),
        touches_land=partial(touches_land, atlas),
    )
    return selection


@lru_cache(maxsize=128)
def _picture(atlas: AtlasData, selection: Selection, language: Language) -> str:
    """Return the rest of the element: what its script fits, and the drawing.

    Raises
    ------
    GeoError
        A table or a display layer is missing or altered.
    """
    # What is drawn depends on neither the order of a link nor a municipio's departamento.
    view = sites_view(replace(selection, site=None), atlas.sites, atlas)
    site = selection.site if selection.site in view.filtered.index else None
    fitted = json.dumps(_fitted(atlas, view, site), separators=(",", ":"))
    drawing = "".join(
        [
            _ground(atlas, "neighbour", "land"),
            *_region(atlas, view.region),
            _ground(atlas, "lake", "departamento", "border", "disputed"),
            *_sites(
                atlas,
                view.shown,
                site,
                NEAR if view.region.is_whole_country and not site else NEAR_IN_REGION,
            ),
            *_names(language),
        ]
    )
    chosen = ' class="atlas-first-region"' if view.region.has_places else ""
    return f"data-fit='{fitted}'{chosen}><svg>{_symbols()}{drawing}</svg></div>"


def grid(longitude: float, latitude: float) -> tuple[int, int]:
    """Return a place in pixels of the grid, to the right and down of its corner."""
    x, y = _mercator(np.array([[longitude, latitude]]))[0]
    return int(x), int(y)


def _mercator(lonlat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return degrees as whole pixels of the grid, one row a place."""
    world = 256 * 2**GRID_ZOOM
    west, north = CORNER
    top = asinh(tan(radians(north)))
    x = (lonlat[:, 0] - west) / 360 * world
    y = (top - np.arcsinh(np.tan(np.radians(lonlat[:, 1])))) / (2 * pi) * world
    pixels: np.ndarray[Any, Any] = np.rint(np.column_stack([x, y])).astype(int)
    return pixels


def path_of(shapes: Iterable[shapely.Geometry]) -> str:
    """Return lines, or the outer edges of areas, as SVG path data in relative whole pixels."""
    parts = shapely.get_parts(np.array(list(shapes), dtype=object))
    lines = (
        part if part.geom_type == "LineString" else part.exterior for part in parts if not part.is_empty
    )
    return "".join(filter(None, map(_line, lines)))


def _line(line: shapely.LineString) -> str:
    points = _mercator(shapely.get_coordinates(line))
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if not len(steps):
        return ""
    moves = " ".join(f"{x} {y}" for x, y in steps.tolist()).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves}"


@cache
def _outlines(atlas: AtlasData) -> dict[int, shapely.Geometry]:
    """Return the simplified departamentos by INE code."""
    table = layer_objects("adm1_500m", atlas.data)["departamentos"]
    drawn = shapely.coverage_simplify(table.geometry.to_numpy(), DETAIL)
    return dict(zip(table["codigo_depto"].astype(int), drawn, strict=True))


def _ground(atlas: AtlasData, *names: str) -> str:
    """Return parts of the ground, the lowest first."""
    paths = _ground_paths(atlas)
    return "".join(f'<path class="atlas-first-{name}" d="{paths[name]}"/>' for name in names)


@cache
def _ground_paths(atlas: AtlasData) -> dict[str, str]:
    """Return neighbours, land, lakes and borders."""
    context = layer_objects("context", atlas.data)
    drawn = np.array(list(_outlines(atlas).values()), dtype=object)
    neighbours = context["neighbours"].geometry.simplify(2 * DETAIL).to_numpy()
    border, lines = context["border"], context["border"].geometry.simplify(DETAIL)
    disputed = border["disputed"].astype(bool)
    return {
        "neighbour": path_of(shapely.clip_by_rect(neighbours, *AROUND)),
        "land": path_of([shapely.union_all(drawn)]),
        "lake": path_of(layer_objects("adm2_500m", atlas.data)["lakes"].geometry.simplify(DETAIL)),
        "departamento": path_of([shapely.line_merge(shapely.union_all(shapely.boundary(drawn)))]),
        "border": path_of(lines[~disputed]),
        "disputed": path_of(lines[disputed]),
    }


def _region(atlas: AtlasData, region: Region) -> Iterator[str]:
    """Yield the chosen departamentos and municipios, which the rest of the country recedes behind."""
    shapes = [_outlines(atlas)[code] for code in region.departamentos]
    municipios = municipio_shapes(atlas) if region.municipios else {}
    shapes += [municipios[code] for code in region.municipios]
    if shapes:
        yield f'<path class="atlas-first-chosen" d="{path_of(shapes)}"/>'
    if region.area:
        ring = shapely.Polygon(from_text(region.area).ring)
        yield f'<path class="atlas-first-area" d="{path_of([ring])}"/>'


@cache
def _symbols() -> str:
    """Return the symbol of each layer, to be used at each site."""
    pins = (
        f'<g id="atlas-first-{layer}"><g class="atlas-first-mark"><path class="atlas-first-pin" '
        f'fill="{mark.colour}" d="{PIN}"/><path fill="#fff" fill-rule="evenodd" '
        f'transform="translate(-9.6-35.6)scale(.8)" d="{mark.path}"/></g></g>'
        for layer, mark in SYMBOLS.items()
    )
    return f"<defs>{''.join(pins)}</defs>"


MIXED: Final = "#5b6873"
"""The ring around the number of sites of several layers."""

PIN: Final = "M0-40C-7.7-40-14-33.8-14-26.1-14-16 0 0 0 0s14-16 14-26.1C14-33.8 7.7-40 0-40z"
"""The pin of `atlas/frontend/map/map_styles.js` with its tip at the origin."""


def _sites(atlas: AtlasData, shown: gpd.GeoDataFrame, site: str | None, near: int) -> Iterator[str]:
    """Yield the symbols of sites, as precisely as their locations are known."""
    inside = shown[shown["precision"] == Precision.MUNICIPIO]
    municipios = municipio_shapes(atlas) if len(inside) else {}
    for layer, code in inside[["layer", "codigo_muni"]].itertuples(index=False):
        colour = SYMBOLS[Layer(layer)].colour
        path = path_of([municipios[int(code)]])
        yield f'<path class="atlas-first-shade" fill="{colour}" stroke="{colour}" d="{path}"/>'
    places = shown[shown["precision"].isin([Precision.EXACT, Precision.LOCALITY, Precision.ZONE])]
    left = sorted(rows(pd.DataFrame(places.reset_index())), key=lambda row: -float(row["latitude"]))
    while left:
        first = left[0]
        at = grid(first["longitude"], first["latitude"])
        group = [row for row in left if _distance(at, row) < near]
        left = [row for row in left if row not in group] if len(group) > 1 else left[1:]
        yield _symbol(at, group, site)


def _distance(at: tuple[int, int], row: Row) -> float:
    x, y = grid(row["longitude"], row["latitude"])
    return float(np.hypot(at[0] - x, at[1] - y))


def _symbol(at: tuple[int, int], group: list[Row], site: str | None) -> str:
    """Return the symbol of one site, or of several close together, which are counted."""
    x, y = at
    if len(group) > 1:
        layers = {Layer(row["layer"]) for row in group}
        colour = SYMBOLS[layers.pop()].colour if len(layers) == 1 else MIXED
        ring = f'<circle r="11" stroke="{colour}"/><text y="4">{len(group)}</text>'
        return f'<g transform="translate({x} {y})"><g class="atlas-first-pile">{ring}</g></g>'
    row = group[0]
    mark = SYMBOLS[Layer(row["layer"])]
    if row["precision"] == Precision.ZONE:
        area = f'<circle class="atlas-first-zone" r="11" fill="{mark.colour}"/>'
        return f'<g transform="translate({x} {y})">{area}</g>'
    chosen = ' class="atlas-first-site"' if row["site_id"] == site else ""
    return f'<use href="#atlas-first-{row["layer"]}" x="{x}" y="{y}"{chosen}/>'


def _names(language: Language) -> Iterator[str]:
    """Yield the names of the countries and seas around."""
    for name in SURROUNDINGS:
        at: Any = name["at"]
        x, y = grid(*at)
        kind = f"atlas-first-{name['kind']}"
        text = name[f"name_{language}"]
        yield f'<g transform="translate({x} {y})"><text class="{kind}">{text}</text></g>'


def _fitted(atlas: AtlasData, view: SitesView, site: str | None) -> dict[str, Any]:
    """Return what the picture may be fitted to, in pixels of the grid.

    `country` and `region` are boxes that cover areas, `points` and `site` are places of symbols; `filtered`
    is whether a filter holds back sites.
    """
    shown = view.shown[view.shown["longitude"].notna()]
    fitted: dict[str, Any] = {
        "country": _strips(_boxes(atlas)),
        "points": _mercator(shown[["longitude", "latitude"]].to_numpy(float)).tolist(),
        "filtered": len(view.filtered) < len(atlas.sites),
    }
    if not view.region.is_whole_country:
        boxes = _boxes(atlas)
        whole = boxes.index.to_numpy() // 100
        is_chosen = boxes.index.isin(view.region.municipios) | np.isin(whole, view.region.departamentos)
        fitted["region"] = _strips(boxes[is_chosen]) if is_chosen.any() else []
        if view.region.area:
            ring = _mercator(from_text(view.region.area).ring)
            fitted["region"].append([*ring.min(axis=0).tolist(), *ring.max(axis=0).tolist()])
    if site is not None and site in shown.index:
        fitted["site"] = grid(shown.at[site, "longitude"], shown.at[site, "latitude"])
    return fitted


@cache
def _boxes(atlas: AtlasData) -> pd.DataFrame:
    """Return the box of each municipio by its INE code: its edges in pixels of the grid."""
    bounds = atlas.municipios.geometry.bounds
    upper_left = _mercator(bounds[["minx", "maxy"]].to_numpy())
    lower_right = _mercator(bounds[["maxx", "miny"]].to_numpy())
    return pd.DataFrame(
        np.hstack([upper_left, lower_right]),
        index=atlas.municipios["codigo_muni"].astype(int),
        columns=["left", "top", "right", "bottom"],
    )


def _strips(boxes: pd.DataFrame) -> list[tuple[int, int, int, int]]:
    """Return fewer boxes, one below the other, that cover the same area as `boxes`."""
    edges = np.linspace(boxes["top"].min(), boxes["bottom"].max(), STRIPS + 1).astype(int).tolist()
    strips = []
    for upper, lower in pairwise(edges):
        within = boxes[(boxes["top"] < lower) & (boxes["bottom"] > upper)]
        if len(within):
            strips.append((int(within["left"].min()), upper, int(within["right"].max()), lower))
    return strips
