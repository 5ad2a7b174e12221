"""A reader's own list on a printed map: points, hexagons, or municipios by their counts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from geo.crs import Floats, to_gtm, to_wgs84
from geo.export.extent import Extent
from geo.export.hatched import draw_fills
from geo.export.outlines import MapOutlines
from geo.export.own_layer import ListLayer
from geo.lists.point_aggregation import SCALE, marks
from geo.mapping.map_styles import OWN, OWN_AREA

FEW: Final = 2_000
"""More points than this become part of a picture: as outlines they would make a file of megabytes."""
DOT_PT: Final = 2.4
"""Radius of a point; one that stands for several grows with their number as on the page."""


def draw_own_areas(axes: Axes, layer: ListLayer, below: MapOutlines) -> None:
    """Colour municipios, below every line: by their counts, or as far as rows are known no finer."""
    fills = dict(layer.fills) if layer.is_counted else dict.fromkeys(layer.areas, OWN_AREA)
    draw_fills(axes, fills, below.municipios, "white")


def draw_own_marks(axes: Axes, layer: ListLayer, seen: Extent) -> None:
    """Draw the points or hexagons of a list below the pins of the atlas."""
    if layer.hexagons is not None:
        _hexagons(axes, layer)
    elif not layer.is_counted and len(layer.points):
        _points(axes, layer, seen)


def _points(axes: Axes, layer: ListLayer, seen: Extent) -> None:
    corners = np.array([[seen.west, seen.east] * 2, [seen.south] * 2 + [seen.north] * 2])
    longitude, latitude = to_wgs84(*corners)
    drawn = marks(layer.points, (longitude.min(), latitude.min(), longitude.max(), latitude.max()))
    x, y = to_gtm(np.array(drawn["x"], dtype=float) / SCALE, np.array(drawn["y"], dtype=float) / SCALE)
    count = np.ones(len(x)) if drawn["n"] is None else np.array(drawn["n"], dtype=float)
    radius: Floats = np.minimum(DOT_PT + 0.7 * np.log2(count), 10)
    axes.scatter(
        x, y, s=(2 * radius) ** 2, c=OWN, alpha=0.8, edgecolors="white", linewidths=0.4, zorder=4,
        rasterized=len(x) > FEW,
    )  # fmt: skip


def _hexagons(axes: Axes, layer: ListLayer) -> None:
    if layer.hexagons is None:
        return
    rings = layer.hexagons.rings / SCALE
    x, y = to_gtm(rings[:, :, 0].ravel(), rings[:, :, 1].ravel())
    corners: Any = np.stack([x, y], axis=1).reshape(-1, 6, 2)
    highs = np.array([step.high for step in layer.steps])
    nth = np.minimum(np.searchsorted(highs, layer.hexagons.rows), len(highs) - 1)
    colours = [layer.steps[one].colour for one in nth]
    axes.add_collection(
        PolyCollection(
            corners, facecolors=colours, edgecolors="white", linewidths=0.4, alpha=0.78, zorder=2
        ),
        autolim=False,
    )
