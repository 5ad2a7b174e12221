"""Draw sites on a printed map: a marker for a known location, else an area.

Symbols are outlines, which matplotlib and PowerPoint can fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection, PolyCollection
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.choices import Layer, Precision
from geo.crs import to_gtm
from geo.dataset.schema import Row, rows
from geo.exports.documents.map_extent import MapOutlines
from geo.mapping.map_styles import SYMBOLS

PIN: Final = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z"
"""A drop on a 32 by 42 grid whose tip (16, 41) is the place, as in the browser."""

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
    """Return the symbol of a layer at its position inside the outline of `pin`."""
    symbol = glyph(layer)
    return Path(_vertices(symbol) * 18 / 42 + np.array([0, 26 / 42]), symbol.codes)


def _vertices(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)


PIN_IN: Final = 0.27
"""Height of a pin in inches; its symbol is then 3 mm wide, distinguishable in print."""

AREA_IN: Final = 0.17
"""Height of the bare symbol in a soft area."""

SOFT_STEPS: Final = 12
"""Concentric circles that fade towards the edge, because the edge of a zone is unknown."""


@dataclass(frozen=True)
class SiteName:
    """A name to write: place in GTM metres, text, and the space of the symbol."""

    x: float
    y: float
    text: str
    is_pin: bool


def draw_sites(
    axes: Axes, sites: gpd.GeoDataFrame, below: MapOutlines, language: str
) -> tuple[SiteName, ...]:
    """Draw the sites that have a location; return their names, most exact first."""
    marks = _shades(axes, sites, below)
    located = sites[sites["longitude"].notna()]
    x, y = to_gtm(
        located["longitude"].to_numpy(dtype=np.float64), located["latitude"].to_numpy(dtype=np.float64)
    )
    groups = list(_groups(rows(located), x, y))
    # From north to south, so that a pin does not hide one in front of it.
    southwards = sorted(groups, key=lambda group: -group.y)
    _areas(axes, southwards)
    _draw_marks(axes, [*marks, *(mark for group in southwards for mark in _symbol(group))])
    return tuple(
        SiteName(group.x, group.y, group.name(language), group.is_pin)
        for group in sorted(groups, key=lambda group: list(Precision).index(group.first["precision"]))
    )


@dataclass(frozen=True)
class _Group:
    """The sites of one layer at one place."""

    x: float
    y: float
    sites: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.sites[0]

    @property
    def is_pin(self) -> bool:
        return self.first["precision"] in {Precision.EXACT, Precision.LOCALITY}

    def name(self, language: str) -> str:
        names = [short_name(row[f"name_{language}"]) for row in self.sites]
        return names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})"


def short_name(name: str) -> str:
    """Return a name without text in brackets or after a colon."""
    return name.split(" (", maxsplit=1)[0].split(":", maxsplit=1)[0].strip()


def _groups(sites: list[Row], x: Any, y: Any) -> Iterator[_Group]:
    by_place: dict[tuple[Any, ...], list[tuple[Row, float, float]]] = {}
    for row, east, north in zip(sites, x, y, strict=True):
        has_pin = row["precision"] in {Precision.EXACT, Precision.LOCALITY}
        key = row["layer"], has_pin, row["longitude"], row["latitude"]
        by_place.setdefault(key, []).append((row, float(east), float(north)))
    for group in by_place.values():
        yield _Group(group[0][1], group[0][2], tuple(row for row, _, _ in group))


def _shades(axes: Axes, sites: gpd.GeoDataFrame, below: MapOutlines) -> list[_Mark]:
    """Shade the municipios of sites known only to a municipio; return their symbols."""
    marks = []
    shaded = sites[sites["precision"] == Precision.MUNICIPIO]
    layers = dict(zip(shaded["codigo_muni"], shaded["layer"], strict=True))
    for municipio in below.municipios:
        if layer := layers.get(municipio.properties["codigo_muni"]):
            colour = SYMBOLS[Layer(layer)].colour
            area: Any = municipio.rings
            axes.add_collection(
                PolyCollection(area, facecolors=colour, alpha=0.24, edgecolors="none"), autolim=False
            )
            axes.add_collection(
                PolyCollection(area, facecolors="none", edgecolors=colour, linewidths=1, linestyles=":"),
                autolim=False,
            )
            west, south, east, north = municipio.bounds
            marks.append(
                _Mark(glyph(Layer(layer)), AREA_IN, ((west + east) / 2, (south + north) / 2), colour)
            )
    return marks


def _areas(axes: Axes, groups: Sequence[_Group]) -> None:
    """Draw the uncertainty circles as one collection in the order given."""
    discs = [disc for group in groups for disc in _discs(group)]
    if not discs:
        return
    drawn = PatchCollection(
        [Circle(disc.at, disc.radius) for disc in discs],
        facecolors=[disc.face for disc in discs],
        edgecolors=[disc.edge for disc in discs],
        linewidths=0.8,
        linestyles=(0, (3, 3)),
        zorder=3,
    )
    axes.add_collection(drawn, autolim=False)


@dataclass(frozen=True)
class _Disc:
    """A circle on the ground, its colours with their opacity."""

    at: tuple[float, float]
    radius: float
    face: Any
    edge: Any = "none"


def _discs(group: _Group) -> Iterator[_Disc]:
    if group.first["precision"] == Precision.EXACT:
        return
    colour = SYMBOLS[Layer(group.first["layer"])].colour
    radius = max(float(row["uncertainty_m"]) for row in group.sites)
    at = (group.x, group.y)
    if group.is_pin:
        yield _Disc(at, radius, (colour, 0.1), colour)
        return
    for step in range(SOFT_STEPS):
        yield _Disc(at, radius * (1 - step / SOFT_STEPS), (colour, 0.045))


@dataclass(frozen=True)
class _Mark:
    """An outline at a place, `size_in` inches large; without a colour, a white rim."""

    path: Path
    size_in: float
    at: tuple[float, float]
    colour: str | None


def _symbol(group: _Group) -> tuple[_Mark, ...]:
    layer, at = Layer(group.first["layer"]), (group.x, group.y)
    colour = SYMBOLS[layer].colour
    if not group.is_pin:
        return _Mark(glyph(layer), AREA_IN, at, None), _Mark(glyph(layer), AREA_IN, at, colour)
    # The rim separates a pin from what lies below it.
    return (
        _Mark(pin(), PIN_IN, at, None),
        _Mark(pin(), PIN_IN, at, colour),
        _Mark(glyph_in_pin(layer), PIN_IN, at, "white"),
    )


def _draw_marks(axes: Axes, marks: Sequence[_Mark]) -> None:
    """Draw marks in order, as one collection for speed."""
    if not marks:
        return
    drawn = PathCollection(
        [Affine2D().scale(mark.size_in).transform_path(mark.path) for mark in marks],
        facecolors=[mark.colour or "none" for mark in marks],
        edgecolors=["none" if mark.colour else "white" for mark in marks],
        linewidths=[0.0 if mark.colour else 1.6 for mark in marks],
        offsets=[mark.at for mark in marks],
        offset_transform=axes.transData,
        zorder=5,
    )
    drawn.set_transform(axes.figure.dpi_scale_trans)
    axes.add_collection(drawn, autolim=False)
