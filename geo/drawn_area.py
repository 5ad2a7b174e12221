"""Write and read areas that a reader drew on the map: polygons and circles as short texts.

The text of an area is its only form in selections, links, scenes and commands. It begins with `p`
(polygon) or `c` (circle). Integers follow, each as a zigzag number in groups of five bits, the lowest
first, with a sixth bit for continuation (the encoded polyline algorithm of Google Maps) in the alphabet of
RFC 4648 section 5, so that a URL needs no escapes. A polygon is the steps between its corners in units of
0.0001 degrees (11 m), a circle its centre in the same units and its radius in metres. Each area has one
text: anything that `to_text` would not write is invalid.

The sides of a polygon are straight on the web map on which it was drawn, and a polygon that crosses itself
covers what an odd number of loops surrounds, as the map fills it. A circle is geodesic on WGS 84.
`atlas/frontend/map/area_geometry.js` has the same rules; `rules.json` tests both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from pyproj import Geod

from geo.crs import Floats, to_gtm
from geo.errors import GeoError

GEOD: Final = Geod(ellps="WGS84")

BOUNDS: Final = (-98.0, 10.5, -83.0, 22.5)
"""West, south, east and north, WGS 84: Guatemala and what the map shows around it."""

MAX_CORNERS: Final = 100
"""The most corners of a polygon, so that its text fits a link."""
MIN_RADIUS_M: Final = 100
MAX_RADIUS_M: Final = 500_000

UNITS: Final = 10_000
"""Units of the text in a degree."""
ORIGIN: Final = (-905_000, 155_000)
"""Where the first step begins, in units: the middle of Guatemala."""
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TEXT: Final = re.compile(r"[pc][A-Za-z0-9_-]{3,1200}")
CIRCLE_CORNERS: Final = 128
"""A circle is measured as a polygon of so many corners; its area is right to 0.04 %."""
SIDE: Final = 0.0015
"""Longest part of a side in radians of the web map, 9 km: a part bends by less than a metre in GTM."""

Position = tuple[float, float]
"""Longitude and latitude, WGS 84."""


class AreaError(GeoError):
    """A text or a file is no area; the message says what to write instead."""


@dataclass(frozen=True)
class DrawnArea:
    """A polygon of `corners`, without a repeated first one; or a circle, whose one corner is its centre.

    `radius_m` is 0 for a polygon. Corners are multiples of 0.0001 degrees, in the order in which they were
    drawn.
    """

    corners: tuple[Position, ...]
    radius_m: int = 0

    @property
    def is_circle(self) -> bool:
        """Whether it is a circle."""
        return self.radius_m > 0

    def to_text(self) -> str:
        """Return the text of the area; `from_text` reverses it."""
        numbers, last = [], ORIGIN
        for longitude, latitude in self.corners:
            units = round(longitude * UNITS), round(latitude * UNITS)
            numbers += [units[0] - last[0], units[1] - last[1]]
            last = units
        extra = [self.radius_m] if self.is_circle else []
        return ("c" if self.is_circle else "p") + "".join(map(_digits, [*numbers, *extra]))

    @property
    def ring(self) -> Floats:
        """The outline in WGS 84 degrees, (n, 2), not closed; of a circle `CIRCLE_CORNERS` points."""
        if not self.is_circle:
            return np.array(self.corners)
        bearings = np.arange(CIRCLE_CORNERS) * 360 / CIRCLE_CORNERS
        east, north, away = (
            np.full(CIRCLE_CORNERS, value) for value in (*self.corners[0], float(self.radius_m))
        )
        longitude, latitude, _ = GEOD.fwd(east, north, bearings, away)
        return np.column_stack([longitude, latitude])

    @property
    def outline(self) -> Floats:
        """The ring with points along its sides, so that they stay where they are in any projection."""
        return self.ring if self.is_circle else _with_straight_sides(self.ring)


def from_text(text: str) -> DrawnArea:
    """Return the area of a text.

    Raises
    ------
    AreaError
        The text is invalid, or the area lies outside `BOUNDS`, is empty or has too many corners.
    """
    if not TEXT.fullmatch(text):
        raise AreaError(f"{text[:40]!r} is not an area; draw one on the map and copy its text from the URL")
    numbers = list(_numbers(text[1:]))
    radius_m = numbers[-1] if text[0] == "c" and len(numbers) == 3 else 0
    steps = np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)
    units = np.cumsum(steps, axis=0) + ORIGIN
    area = DrawnArea(tuple((x / UNITS, y / UNITS) for x, y in units.tolist()), radius_m)
    _require_valid(area, is_circle=text[0] == "c")
    if area.to_text() != text:
        raise AreaError(f"{text[:40]!r} is not how an area is written; copy its whole text from the URL")
    return area


def from_geojson(path: Path) -> DrawnArea:
    """Return the polygon in a GeoJSON file, its corners rounded to 0.0001 degrees.

    Raises
    ------
    AreaError
        The file is not GeoJSON, or does not hold exactly one polygon that `from_text` would accept.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        parts = value["features"] if value["type"] == "FeatureCollection" else [value]
        shapes = [part["geometry"] if part["type"] == "Feature" else part for part in parts]
        ((kind, rings),) = [(shape["type"], shape["coordinates"]) for shape in shapes]
        (outline,) = rings if kind == "Polygon" else []
        corners = [(round(float(x) * UNITS), round(float(y) * UNITS)) for x, y, *_ in outline]
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise AreaError(f"{path} is not a GeoJSON file with one polygon without holes") from error
    kept = [corner for corner, last in zip(corners, [None, *corners], strict=False) if corner != last]
    if len(kept) > 1 and kept[0] == kept[-1]:
        del kept[-1]
    area = DrawnArea(tuple((x / UNITS, y / UNITS) for x, y in kept))
    _require_valid(area, is_circle=False)
    return area


@lru_cache(maxsize=256)
def gtm_shape(text: str) -> Any:
    """Return the area of a valid text as a polygon, or several, in GTM metres."""
    return _valid(np.column_stack(to_gtm(*from_text(text).outline.T)))


@lru_cache(maxsize=256)
def wgs84_shape(text: str) -> Any:
    """Return the area of a valid text as a polygon, or several, in WGS 84 degrees."""
    return _valid(from_text(text).outline)


def area_km2(text: str) -> float:
    """Return the area of a valid text in km2, land and sea."""
    return float(gtm_shape(text).area) / 1e6


def _valid(outline: Floats) -> Any:
    """Return what an outline surrounds an odd number of times."""
    polygon = shapely.Polygon(outline)
    if polygon.is_valid:
        return polygon
    parts = shapely.get_parts(shapely.make_valid(polygon))
    return shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])


def _with_straight_sides(ring: Floats) -> Floats:
    """Return a ring with points along its sides, which are straight in the Mercator projection."""
    x, y = np.radians(ring[:, 0]), np.arcsinh(np.tan(np.radians(ring[:, 1])))
    start, stop = np.column_stack([x, y]), np.column_stack([np.roll(x, -1), np.roll(y, -1)])
    counts = np.maximum(np.ceil(np.hypot(*(stop - start).T) / SIDE), 1).astype(int)
    side = np.repeat(np.arange(len(ring)), counts)
    nth = np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts, counts)
    points = start[side] + (nth / counts[side])[:, None] * (stop - start)[side]
    return np.asarray(np.degrees(np.column_stack([points[:, 0], np.arctan(np.sinh(points[:, 1]))])))


def _require_valid(area: DrawnArea, *, is_circle: bool) -> None:
    west, south, east, north = BOUNDS
    if not all(west <= x <= east and south <= y <= north for x, y in area.corners):
        raise AreaError("the area reaches too far from Guatemala; draw a smaller one")
    if is_circle:
        if len(area.corners) != 1 or not MIN_RADIUS_M <= area.radius_m <= MAX_RADIUS_M:
            raise AreaError(f"a circle has a centre and a radius of {MIN_RADIUS_M} to {MAX_RADIUS_M} m")
    elif not 3 <= len(area.corners) <= MAX_CORNERS:
        raise AreaError(f"the polygon has {len(area.corners)} corners; draw one of 3 to {MAX_CORNERS}")
    elif _is_line(area):
        raise AreaError("the corners of the polygon are on one line; draw an area")


def _is_line(area: DrawnArea) -> bool:
    units = np.rint(np.array(area.corners) * UNITS).astype(np.int64)
    steps = units - units[0]
    along = steps[np.argmax(np.any(steps != 0, axis=1))]
    return not np.any(steps[:, 0] * along[1] - steps[:, 1] * along[0])


def _digits(number: int) -> str:
    """Return one integer: its sign in the lowest bit, then five bits a character, the lowest first."""
    rest = number << 1 if number >= 0 else (-number << 1) - 1
    text = ""
    while rest >= 32:
        text += ALPHABET[rest & 31 | 32]
        rest >>= 5
    return text + ALPHABET[rest]


def _numbers(text: str) -> Iterator[int]:
    """Yield the integers of a text; a last one without an end is left out."""
    value = shift = 0
    for character in text:
        digit = ALPHABET.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            yield value >> 1 if value % 2 == 0 else -(value >> 1) - 1
            value = shift = 0
        elif shift > 40:
            return
