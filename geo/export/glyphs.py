"""The symbols of the atlas as outlines that matplotlib and PowerPoint can fill."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.choices import Layer
from geo.mapping.map_styles import SYMBOLS

PIN: Final = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z"
"""A drop on a 32 by 42 grid whose tip at (16, 41) is the place; the browser's map has the same."""

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
def pin() -> Path:
    """Return the pin with its tip on the origin, one unit high."""
    path = svg_path(PIN)
    return Path((_vertices(path) - np.array([16, -41])) / 42, path.codes)


@cache
def glyph_in_pin(layer: Layer) -> Path:
    """Return the symbol of a layer where it stands in the pin of `pin`."""
    symbol = glyph(layer)
    return Path(_vertices(symbol) * 18 / 42 + np.array([0, 26 / 42]), symbol.codes)


def _vertices(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)
