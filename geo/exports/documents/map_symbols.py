"""The outlines of symbols on a printed map, and how symbols that are close together share it.

Symbols are outlines, which matplotlib and PowerPoint can fill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin
from typing import Any, Final

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.choices import Layer
from geo.mapping.map_styles import SYMBOLS

PIN: Final = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z"
"""A drop on a 32 by 42 grid whose tip (16, 41) is the place, as in the browser."""

GRID: Final = 42
"""The height of the grid of a pin."""

PIN_WIDTH: Final = 32
"""The width of the grid of a pin."""

HEAD: Final = 26
"""From the tip of a pin to the middle of its head, in units of its grid."""

GLYPH: Final = 0.8
"""The size of a symbol in a pin as a share of its own grid, as in the browser."""

_CODES: Final = {
    "moveTo": (Path.MOVETO,),
    "lineTo": (Path.LINETO,),
    "qCurveTo": (Path.CURVE3, Path.CURVE3),
    "curveTo": (Path.CURVE4,) * 3,
    "closePath": (Path.CLOSEPOLY,),
}


@cache
def svg_path(text: str) -> Path:
    """Return the outline of an SVG path on its own grid, the vertical axis upwards."""
    pen = RecordingPen()
    parse_path(text, pen)
    points: list[Any] = []
    codes: list[Any] = []
    for command, operands in pen.value:
        if command == "endPath":
            continue
        codes += _CODES[command]
        points += operands or [(0.0, 0.0)]
    return Path(np.array(points) * np.array([1, -1]), codes)


@cache
def glyph(layer: Layer) -> Path:
    """Return the symbol of a layer, centred on the origin, one unit high."""
    path = svg_path(SYMBOLS[layer].path)
    return Path((_vertices(path) - np.array([12, -12])) / 24, path.codes)


@cache
def pin(tilt: float = 0) -> Path:
    """Return the pin with its tip on the origin, one unit high, leaning to the right by `tilt` degrees."""
    path = svg_path(PIN)
    upright = Path((_vertices(path) - np.array([16, -41])) / GRID, path.codes)
    return Affine2D().rotate_deg(-tilt).transform_path(upright)


@cache
def inside_of_pin(tilt: float = 0) -> Path:
    """Return the inside of a hollow pin: the pin, smaller around the middle of its head."""
    turn = radians(tilt)
    x, y = HEAD / GRID * sin(turn), HEAD / GRID * cos(turn)
    return Affine2D().translate(-x, -y).scale(HOLLOW).translate(x, y).transform_path(pin(tilt))


@cache
def glyph_in_pin(layer: Layer, tilt: float = 0) -> Path:
    """Return the symbol of a layer, upright, at its position inside the outline of `pin`."""
    symbol, turn = glyph(layer), radians(tilt)
    middle = HEAD / GRID * np.array([sin(turn), cos(turn)])
    return Path(_vertices(symbol) * GLYPH * 24 / GRID + middle, symbol.codes)


def _vertices(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)


HOLLOW: Final = 0.86
"""The inside of a hollow pin as a share of the pin."""

PIN_IN: Final = 0.2
"""Height of a pin in inches; its symbol is then 2.3 mm wide, distinguishable in print."""

WIDTH_IN: Final = PIN_IN * PIN_WIDTH / GRID
"""Width of a pin in inches: symbols whose middles are closer hide each other."""

AREA_IN: Final = 0.13
"""Height of the bare symbol in a soft area."""

PILE_IN: Final = 0.2
"""Diameter of the symbol of sites close together."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in inches around a place."""

TILTS: Final = ((0.0,), (-40.0, 40.0), (-60.0, 0.0, 60.0))
"""Degrees by which the pins of two or three close places lean apart; their tips stay on the places."""


CLOSE: Final = 0.65
"""Symbols whose middles are closer than this share of the width of a pin hide what they show."""


@dataclass(frozen=True)
class Placed:
    """A place on the paper, `y` downwards, and whether its symbol is a pin."""

    x: float
    y: float
    is_pin: bool


@dataclass(frozen=True)
class Arrangement:
    """Symbols that share a part of the map: their rows, and the tilt of each; a pile has no tilts."""

    members: tuple[int, ...]
    tilts: tuple[float, ...] | None
    middles: tuple[tuple[float, float], ...]

    def meets(self, other: Arrangement, distance: float) -> bool:
        """Return whether a symbol of the other part is closer than `distance`."""
        return any(
            hypot(x - across, y - down) < distance
            for x, y in self.middles
            for across, down in other.middles
        )


def arranged(places: Sequence[Placed], width: float) -> list[Arrangement]:
    """Return how symbols share the map: alone, as pins that lean apart, or piled up as one symbol.

    `width` is that of a pin. The rule is also in `atlas/frontend/map/sites.js`; `tests/frontend/rules.json`
    tests both.
    """
    parts = [_arrangement([row], places, width) for row in range(len(places))]
    while pair := _meeting(parts, CLOSE * width):
        joined = _arrangement([*pair[0].members, *pair[1].members], places, width)
        parts = [*(part for part in parts if part not in pair), joined]
    return parts


def _meeting(parts: Sequence[Arrangement], distance: float) -> tuple[Arrangement, Arrangement] | None:
    """Return the first part that meets another one, and this one."""
    return next(
        (
            (part, other)
            for part in parts
            for other in parts
            if other is not part and part.meets(other, distance)
        ),
        None,
    )


def _arrangement(rows: Sequence[int], places: Sequence[Placed], width: float) -> Arrangement:
    members = tuple(sorted(rows, key=lambda row: (places[row].x, row)))
    own = [places[row] for row in members]
    is_leaning = len(members) <= len(TILTS) and all(place.is_pin for place in own)
    if len(members) > 1 and not is_leaning:
        middle = (middle_of([place.x for place in own]), middle_of([place.y for place in own]))
        return Arrangement(members, None, (middle,))
    tilts = TILTS[len(members) - 1]
    heads = [HEAD / PIN_WIDTH * width if place.is_pin else 0 for place in own]
    # Upright too, so that the result does not depend on the order in which parts meet.
    middles = tuple(
        (place.x + head * sin(radians(turn)), place.y - head * cos(radians(turn)))
        for place, head, tilt in zip(own, heads, tilts, strict=True)
        for turn in (0.0, tilt)
    )
    return Arrangement(members, tilts, middles)


def middle_of(numbers: Sequence[float]) -> float:
    """Return the middle between the least and the greatest number."""
    return (min(numbers) + max(numbers)) / 2
