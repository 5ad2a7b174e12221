"""The list as it is drawn, as a value that a file can carry along."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.exports.documents.document_layers import ColourClass, ListLayer
from geo.lists.point_aggregation import ListPoints
from geo.views.list_view import ListView, ShowAs, ToldBy, hexagon_steps, region_classes
from pages.ui.own.drawing import drawing_of, resolution
from pages.ui.own.held import ReaderList

NO_POINTS: Final = ListPoints(np.array([]), np.array([]))


def layer_of(mine: ReaderList, view: ListView, show: ShowAs, told: ToldBy) -> ListLayer:
    """Return the list as it is drawn now, for a file."""
    placed, points, hexagons = mine.placing(), NO_POINTS, None
    fills: dict[int, str] = {}
    steps: tuple[ColourClass, ...] = ()
    if show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
        fills, steps = region_classes(view.counts, show, told)
    else:
        drawing = drawing_of(mine, view)
        points = drawing.points
        if show is ShowAs.HEXAGONS and len(points):
            hexagons = drawing.hexagons(resolution())
            steps = hexagon_steps(hexagons)
    return ListLayer(
        name=mine.name,
        show=show,
        told=told,
        shown=_drawn(view, show, len(points)),
        placed=int(placed.is_placed.sum()),
        total=mine.total,
        points=points,
        areas={} if fills else view.areas,
        fills=fills,
        hexagons=hexagons,
        steps=steps,
    )


def _drawn(view: ListView, show: ShowAs, points: int) -> int:
    """Return how many rows are drawn: one known to a departamento alone is so on departamentos only."""
    if show is ShowAs.DEPARTAMENTOS:
        return view.total
    if show is ShowAs.MUNICIPIOS:
        return int(view.counts.municipios["rows"].sum())
    return points + sum(view.areas.values())
