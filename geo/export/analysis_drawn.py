"""An analysis on a printed map: municipios by class, circles, stretches and numbered places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from geo.crs import Floats, to_gtm
from geo.export.analysis_layer import AnalysisLayer, NumberedPlace, NumberedStretch, ReachCircle
from geo.export.hatched import draw_fills
from geo.export.map_sites import SiteName
from geo.export.outlines import OutlineRings

EDGE: Final = "#8f8a7e"
"""Between municipios: seen on every class of every scale."""

NUMBER_IN: Final = 0.24
"""Inches between the middles of two numbers that do not touch."""


def draw_analysis_areas(axes: Axes, layer: AnalysisLayer, municipios: Iterable[OutlineRings]) -> None:
    """Colour municipios by class, below every line."""
    draw_fills(axes, layer.fills, municipios, EDGE)


def draw_analysis_marks(axes: Axes, layer: AnalysisLayer) -> tuple[SiteName, ...]:
    """Draw circles, stretches and numbers; return the room that the numbers take, without a name."""
    for circle in layer.circles:
        dashes: dict[str, Any] = {"ec": circle.colour, "lw": 0.9, "ls": (0, (4, 3)), "zorder": 2.6}
        axes.add_artist(Circle(_at(circle), circle.radius_m, fill=False, **dashes))
    lines = [np.column_stack(_gtm(line.points)) for line in layer.lines]
    colours = [line.colour for line in layer.lines]
    if lines:
        drawn = LineCollection(lines, colors=colours, linewidths=3.4, capstyle="round", zorder=2.8)
        axes.add_collection(drawn, autolim=False)
    numbers = [(_middle(corners), one) for corners, one in zip(lines, layer.lines, strict=True)]
    # A place keeps its number where it is; that of a stretch may stand beside it.
    taken = [_at(place) for place in layer.places]
    for at, place in zip(taken, layer.places, strict=True):
        _number(axes, at, place)
    west, east = axes.get_xlim()
    room = NUMBER_IN * (east - west) / (axes.bbox.width / axes.figure.dpi)
    for middle, line in numbers:
        taken.append(_free(middle, taken, room))
        _number(axes, taken[-1], line)
    return tuple(SiteName(x, y, "", is_pin=False) for x, y in taken)


def _free(
    at: tuple[float, float], taken: Sequence[tuple[float, float]], room: float
) -> tuple[float, float]:
    """Return a place at `at` or beside it that is `room` away from all that are taken, if there is one."""
    rings = ((step * room, turn) for step in (1.0, 2.0) for turn in np.arange(8) * np.pi / 4)
    beside = [(at[0] + away * np.cos(turn), at[1] + away * np.sin(turn)) for away, turn in rings]
    found = (
        place
        for place in (at, *beside)
        if all(np.hypot(place[0] - x, place[1] - y) >= 0.98 * room for x, y in taken)
    )
    x, y = next(found, at)
    return float(x), float(y)


def _at(one: ReachCircle | NumberedPlace) -> tuple[float, float]:
    x, y = _gtm([(one.longitude, one.latitude)])
    return float(x[0]), float(y[0])


def _gtm(points: Any) -> tuple[Floats, Floats]:
    at = np.array(points, dtype=float)
    return to_gtm(at[:, 0], at[:, 1])


def _middle(corners: Floats) -> tuple[float, float]:
    """Return the place half way along a line."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    x, y = (float(np.interp(along[-1] / 2, along, corners[:, side])) for side in (0, 1))
    return x, y


def _number(axes: Axes, at: tuple[float, float], one: NumberedStretch | NumberedPlace) -> None:
    rim: dict[str, Any] = {"boxstyle": "circle,pad=0.28", "fc": one.colour, "ec": "white", "lw": 1.2}
    drawn = axes.text(
        *at, one.number, ha="center", va="center", color="white", fontsize=8.5, fontweight="bold", zorder=6,
        bbox=rim, clip_on=True, parse_math=False,
    )  # fmt: skip
    # Half of a number outside the map would hide its frame.
    drawn.set_clip_path(axes.patch)
