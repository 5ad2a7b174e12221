"""Write names on a printed map where there is room, the most important first.

The rule of placement is also in `atlas/frontend/map/labels.js`; `tests/frontend/rules.json` tests both.
Lengths are inches and `y` points down, as in the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import atan2, ceil, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path

from geo.crs import GTM, to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import name_places
from geo.exports.documents.map_extent import Extent
from geo.exports.documents.map_ground import shown_towns
from geo.exports.documents.map_sites import SiteName
from geo.exports.documents.map_symbols import Box
from geo.mapping.ground_styles import DETAIL_FROM, RIVERS_BELOW, ROUTES_BELOW, zoom_of
from geo.mapping.map_styles import LETTERING, SURROUNDINGS, Lettering, Way
from geo.mapping.typefaces import document_font
from geo.roads.drawn_roads import STREETS_NAMED_FROM, STYLES, drawn_roads, imported_roads

CLOSE_KM: Final = 160
"""Below this width municipios are named instead of departamentos."""

INCHES_PER_PIXEL: Final = 0.6 / 72
"""The size of a pixel of the screen on paper: names have the size of a caption there."""

METRES_PER_DEGREE: Final = (107_500, 110_600)
"""Metres of a degree of longitude and latitude in central Guatemala, to judge whether a name fits."""

DOT_PX: Final = 3
"""Radius of the symbol of a town."""

SPACES: Final = ((0.15, "\u2009"), (0.05, "\u200a"), (0.0, ""))
"""What stands between letters from a spacing on: a thin space, a hair space, nothing."""

LINE: Final = 1.15
"""Height of a line of text as a share of its size."""

LEAST_LAKE: Final = 0.045
"""The width of a lake with a name as a share of the map's: 40 of 900 pixels, as in the browser."""

HALO: Final = withStroke(linewidth=2.2, foreground="white", alpha=0.85)

Step = tuple[float, float]


@dataclass(frozen=True)
class NameToPlace:
    """A name by its place and size; `symbol` and `room` are around the place."""

    way: Way
    x: float
    y: float
    width: float
    height: float
    symbol: Box = (0, 0, 0, 0)
    room: tuple[float, float] = (0, 0)
    angle: float = 0


def _grid(columns: Iterable[float], rows: Iterable[float]) -> tuple[Step, ...]:
    """Return shifts as multiples of the height of a name, the nearest first."""
    downs = tuple(rows)
    return tuple(sorted(((x, y) for x in columns for y in downs), key=lambda step: hypot(*step)))


INSIDE: Final = _grid((0, -0.75, 0.75, -1.5, 1.5), (0, -0.5, 0.5, -1, 1, -1.5, 1.5, -2, 2))
AROUND: Final = _grid((0, -2, 2, -4, 4, -6, 6), (0, -1.75, 1.75, -3.5, 3.5, -5.25, 5.25))
GAP: Final = 0.25
"""Between a symbol and its name, as a share of the height of the name."""


def placed(names: Sequence[NameToPlace], taken: Iterable[Box], view: Box) -> list[Step | None]:
    """Return the shift of each name, in the order given; None for a name without room.

    Names overlap neither `taken` nor each other, and lie in `view`.
    """
    symbols = list(taken)
    covered = list(symbols)
    return [_free_step(_beside_cover(name, symbols), covered, view) for name in names]


def _beside_cover(name: NameToPlace, symbols: Sequence[Box]) -> NameToPlace:
    """Return a name that lies beside the symbols that cover its own."""
    if name.way is not Way.BESIDE:
        return name
    covers = [
        (left - name.x, top - name.y, right - name.x, bottom - name.y)
        for left, top, right, bottom in symbols
        if left <= name.x <= right and top <= name.y <= bottom
    ]
    lefts, tops, rights, bottoms = zip(name.symbol, *covers, strict=True)
    return replace(name, symbol=(min(lefts), min(tops), max(rights), max(bottoms)))


def _free_step(name: NameToPlace, covered: list[Box], view: Box) -> Step | None:
    for step in _steps(name):
        boxes = _boxes(name, step)
        if all(_is_free(box, covered, view) for box in boxes):
            covered += boxes
            return step
    return None


def _is_free(box: Box, covered: Sequence[Box], view: Box) -> bool:
    left, top, right, bottom = box
    is_inside = left >= view[0] and top >= view[1] and right <= view[2] and bottom <= view[3]
    return is_inside and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in covered
    )


def _steps(name: NameToPlace) -> Sequence[Step]:
    """Return the shifts from the place of a name to its middle, the best first."""
    height = name.height
    if name.way is Way.BESIDE:
        return _beside(name)
    if name.way is Way.ALONG:
        turn, away = radians(name.angle), 0.75 * height
        above = (sin(turn) * away, -cos(turn) * away)
        return (above, (-above[0], -above[1]))
    if name.way is Way.ON:
        return ((0.0, 0.0),)
    steps = [(x * height, y * height) for x, y in (INSIDE if name.way is Way.INSIDE else AROUND)]
    if name.way is Way.AROUND:
        return steps
    # A name may cross its border by a letter.
    free = (name.room[0] - name.width) / 2 + height / 2
    return [(x, y) for x, y in steps if abs(x) <= free and abs(y) <= name.room[1] / 3] if free >= 0 else []


def _beside(name: NameToPlace) -> Sequence[Step]:
    left, top, right, bottom = name.symbol
    gap, half_width, half_height = GAP * name.height, name.width / 2, name.height / 2
    across, down = (left + right) / 2, (top + bottom) / 2
    east, west = right + gap + half_width, left - gap - half_width
    return (
        (east, down),
        (west, down),
        (across, bottom + gap + half_height),
        (across, top - gap - half_height),
        (east, top),
        (east, bottom),
        (west, top),
        (west, bottom),
        *(
            (column, row)
            for row in (top - gap - half_height, bottom + gap + half_height)
            for column in (left + half_width, right - half_width)
        ),
    )


def _boxes(name: NameToPlace, step: Step) -> list[Box]:
    """Return the boxes that a name covers; a name along a line covers a row of squares."""
    turn, parts = radians(name.angle), ceil(name.width / name.height) if name.angle else 1
    half = (name.height if name.angle else name.width) / 2
    boxes = []
    for part in range(parts):
        away = (part + 0.5) / parts * name.width - name.width / 2 if name.angle else 0
        x, y = name.x + step[0] + away * cos(turn), name.y + step[1] + away * sin(turn)
        boxes.append((x - half, y - name.height / 2, x + half, y + name.height / 2))
    return boxes


@dataclass(frozen=True)
class _MapName:
    """A name in GTM metres; `symbol` is in inches and `room` in metres."""

    kind: str
    x: float
    y: float
    text: str
    order: float = 0
    symbol: Box = (-DOT_PX * INCHES_PER_PIXEL,) * 2 + (DOT_PX * INCHES_PER_PIXEL,) * 2
    room: tuple[float, float] = (0, 0)
    angle: float = 0


def write_names(
    axes: Axes, seen: Extent, names: Sequence[SiteName], atlas: AtlasData, language: str
) -> None:
    """Write the names of sites, places and surroundings where there is room."""
    inches = axes.get_window_extent().transformed(axes.figure.dpi_scale_trans.inverted())
    width, height = float(inches.width), float(inches.height)
    across, down = width / (seen.east - seen.west), height / (seen.north - seen.south)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - seen.west) * across, (seen.north - y) * down

    # The scale bar and the arrow to the north, then symbols and the dots of towns.
    taken: list[Box] = [(0, height - 0.5, 1.5, height), (width - 0.5, 0, width, 0.9)]
    for site in names:
        (x, y), (left, top, right, bottom) = at(site.x, site.y), site.symbol
        taken.append((x + left, y + top, x + right, y + bottom))
    # A number on the map occupies space and has no name.
    sites = (_MapName("site", site.x, site.y, site.text, symbol=site.symbol) for site in names if site.text)
    ground = [*_towns(seen, atlas, language), *_water_and_routes(seen, atlas, language)]
    towns = {name.text for name in ground}
    # Most municipios have the name of their seat.
    regions = [name for name in _regions(seen, atlas) if name.kind != "municipio" or name.text not in towns]
    wanted = [*ground, *sites, *_surroundings(language), *regions]
    written = sorted(
        (name for name in wanted if seen.meets(name.x, name.y, name.x, name.y)),
        key=lambda name: (LETTERING[name.kind].rank, name.order),
    )
    texts = [_lettered(name.text, LETTERING[name.kind]) for name in written]
    to_place = [
        NameToPlace(
            LETTERING[name.kind].way,
            *at(name.x, name.y),
            *_size(text, LETTERING[name.kind]),
            name.symbol,
            (name.room[0] * across, name.room[1] * down),
            name.angle,
        )
        for name, text in zip(written, texts, strict=True)
    ]
    taken += [
        (place.x + left, place.y + top, place.x + right, place.y + bottom)
        for place in to_place
        if place.way is Way.BESIDE
        for left, top, right, bottom in (place.symbol,)
    ]
    steps = placed(to_place, taken, (0.04, 0.04, width - 0.04, height - 0.04))
    for name, text, place, step in zip(written, texts, to_place, steps, strict=True):
        if step is not None:
            middle = ((place.x + step[0]) / width, 1 - (place.y + step[1]) / height)
            _write(axes, middle, text, name.kind, name.angle)


def _lettered(text: str, lettering: Lettering) -> str:
    """Return a text in capitals and with spaces between its letters if its kind has them."""
    space = next(space for least, space in SPACES if lettering.spacing >= least)
    return space.join(text.upper() if lettering.capitals else text)


def _size(text: str, lettering: Lettering) -> tuple[float, float]:
    width, _, _ = text_to_path.get_text_width_height_descent(text, _font(text, lettering), ismath=False)
    # A shield has a rim.
    rim = lettering.size * INCHES_PER_PIXEL if lettering is LETTERING["route"] else 0
    return width / 72 + rim, lettering.size * INCHES_PER_PIXEL * LINE


@cache
def _font(text: str, lettering: Lettering) -> FontProperties:
    """Return the typeface of a name; matplotlib's own where a reader's list has other characters."""
    size = lettering.size * INCHES_PER_PIXEL * 72
    file = document_font(lettering.weight, lettering.italic)
    if _characters(file).issuperset(text):
        return FontProperties(fname=str(file), size=size)
    return FontProperties(
        family="DejaVu Sans",
        weight="bold" if lettering.weight > 500 else "normal",
        style="oblique" if lettering.italic else "normal",
        size=size,
    )


@cache
def _characters(file: Path) -> frozenset[str]:
    return frozenset(map(chr, get_font(file).get_charmap()))


def _write(axes: Axes, middle: Step, text: str, kind: str, angle: float) -> None:
    lettering = LETTERING[kind]
    shield = {"boxstyle": "round,pad=0.2", "fc": "white", "ec": lettering.light, "lw": 0.6}
    drawn = axes.text(
        *middle, text, transform=axes.transAxes, ha="center", va="center_baseline", zorder=7,
        color=lettering.light, fontproperties=_font(text, lettering), rotation=-angle,
        rotation_mode="anchor",
        # A dollar sign in a name must not begin a formula.
        parse_math=False,
    )  # fmt: skip
    if kind == "route":
        drawn.set_bbox(shield)
    else:
        drawn.set_path_effects([HALO])


def _surroundings(language: str) -> Iterator[_MapName]:
    at = np.array([place["at"] for place in SURROUNDINGS], dtype=np.float64)
    for x, y, place in zip(*to_gtm(at[:, 0], at[:, 1]), SURROUNDINGS, strict=True):
        yield _MapName(str(place["kind"]), float(x), float(y), str(place[f"name_{language}"]))


def _towns(seen: Extent, atlas: AtlasData, language: str) -> Iterator[_MapName]:
    towns = shown_towns(seen, atlas)
    if towns is None:
        return
    for kind, order, at, text in zip(
        towns["kind"], towns["rank"], towns.geometry, towns[f"name_{language}"], strict=True
    ):
        yield _MapName(str(kind), at.x, at.y, str(text), order)


def _water_and_routes(seen: Extent, atlas: AtlasData, language: str) -> Iterator[_MapName]:
    """Yield the names of lakes, rivers and roads, in the middle of what the map shows of them."""
    ground, routes = atlas.drawn_ground()
    level, lakes = zoom_of(seen.east - seen.west), atlas.or_empty("lakes")
    if lakes is not None:
        water = gpd.GeoDataFrame(lakes).to_crs(GTM)
        for lake, text in zip(water.geometry, water[f"name_{language}"], strict=True):
            west, _, east, _ = lake.bounds
            at = lake.representative_point()
            if east - west > LEAST_LAKE * (seen.east - seen.west):
                yield _MapName("lake", at.x, at.y, str(text), room=(east - west, 0))
    if ground is not None and level < RIVERS_BELOW:
        yield from _along("river", ground.rivers, "name", seen)
    if (roads := imported_roads(atlas.data)) is not None:
        drawn = drawn_roads(roads.network)
        named_from = drawn["road_class"].map(
            {str(road): style.named_from for road, style in STYLES.items()}
        )
        is_street = drawn["number"] == ""
        is_named = level >= np.where(is_street, np.maximum(named_from, STREETS_NAMED_FROM), named_from)
        texts = gpd.GeoDataFrame(drawn[is_named].assign(text=drawn["number"] + drawn["name"]))
        yield from _along("route", texts, "text", seen)
    elif routes is not None and level < ROUTES_BELOW:
        is_drawn = (routes["route_class"] == "primary") | (level >= DETAIL_FROM + 1)
        yield from _along("route", gpd.GeoDataFrame(routes[is_drawn]), "number", seen)


def _along(kind: str, table: gpd.GeoDataFrame, column: str, seen: Extent) -> Iterator[_MapName]:
    """Yield each name of a table of lines, at the middle of its longest stretch on the map."""
    lines = table[table[column].fillna("") != ""].to_crs(GTM)
    for order, (text, group) in enumerate(lines.groupby(column, sort=False)):
        shown = shapely.clip_by_rect(
            group.geometry.union_all(), seen.west, seen.south, seen.east, seen.north
        )
        stretches = shapely.get_parts(shapely.line_merge(shown))
        if not len(stretches):
            continue
        longest = max(stretches, key=lambda stretch: stretch.length)
        before, at, after = (longest.interpolate(share, normalized=True) for share in (0.4, 0.5, 0.6))
        fall = -degrees(atan2(after.y - before.y, after.x - before.x))
        angle = 0.0 if kind == "route" else (fall + 90) % 180 - 90
        yield _MapName(kind, at.x, at.y, str(text), order, angle=angle)


def _regions(seen: Extent, atlas: AtlasData) -> tuple[_MapName, ...]:
    kind = "municipio" if seen.width_km < CLOSE_KM else "departamento"
    return _region_names(kind, atlas)


@lru_cache(maxsize=4)
def _region_names(kind: str, atlas: AtlasData) -> tuple[_MapName, ...]:
    gdf = atlas.or_empty(f"{kind}s")
    if gdf is None:
        return ()
    places = name_places(gdf, atlas.or_empty("lakes"))
    bounds: Any = gdf.bounds.to_numpy()
    rooms = (bounds[:, 2:] - bounds[:, :2]) * np.array(METRES_PER_DEGREE)
    across, up = to_gtm(places.x.to_numpy(), places.y.to_numpy())
    return tuple(
        _MapName(kind, float(x), float(y), str(text), room=(float(room[0]), float(room[1])))
        for x, y, room, text in zip(across, up, rooms, gdf[kind], strict=True)
    )
