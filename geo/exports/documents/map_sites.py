"""Draw sites on a printed map: a marker for a known location, else an area.

Symbols are outlines, which matplotlib and PowerPoint can fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin
from typing import Any, Final

import geopandas as gpd
import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection, PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.choices import Layer, Precision
from geo.crs import to_gtm
from geo.dataset.schema import Row, rows
from geo.exports.documents.map_extent import MapOutlines
from geo.mapping.map_styles import SYMBOLS
from geo.mapping.typefaces import document_font
from geo.views.sites_view import SitesView

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
        middle = (_middle([place.x for place in own]), _middle([place.y for place in own]))
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


def _middle(numbers: Sequence[float]) -> float:
    return (min(numbers) + max(numbers)) / 2


SOFT_STEPS: Final = 12
"""Concentric circles that fade towards the edge, because the edge of a zone is unknown."""


@dataclass(frozen=True)
class SiteName:
    """A name to write: place in GTM metres, text, and the box of the symbol."""

    x: float
    y: float
    text: str
    symbol: Box


def draw_sites(axes: Axes, view: SitesView, below: MapOutlines, language: str) -> tuple[SiteName, ...]:
    """Draw the sites that have a location, undated ones hollow; return their names, most exact first."""
    sites = view.shown.assign(is_hollow=view.shown.index.isin(view.undated.index))
    marks = _shades(axes, sites, below)
    located = sites[sites["longitude"].notna()]
    x, y = to_gtm(
        located["longitude"].to_numpy(dtype=np.float64), located["latitude"].to_numpy(dtype=np.float64)
    )
    groups = list(_groups(rows(located), x, y))
    _areas(axes, sorted(groups, key=lambda group: -group.y))
    # From north to south, so that a pin does not hide one in front of it.
    drawn = sorted(_arranged_on(axes, groups), key=lambda symbol: -symbol.y)
    _draw_marks(axes, [*marks, *(mark for symbol in drawn for mark in symbol.marks)])
    for symbol in drawn:
        if symbol.count:
            _write_count(axes, symbol)
    return tuple(
        SiteName(symbol.x, symbol.y, symbol.name(language), symbol.box)
        for symbol in sorted(drawn, key=lambda symbol: list(Precision).index(symbol.first["precision"]))
    )


def _arranged_on(axes: Axes, groups: Sequence[_Group]) -> Iterator[_Symbol]:
    """Yield the symbols of groups as they share a map of this scale."""
    west, east = axes.get_xlim()
    inches = axes.bbox.width / axes.figure.dpi / (east - west)
    places = [Placed(group.x * inches, -group.y * inches, group.is_pin) for group in groups]
    for part in arranged(places, WIDTH_IN):
        members = [groups[row] for row in part.members]
        if part.tilts is None:
            yield _Symbol(tuple(members), None)
        else:
            yield from (_Symbol((group,), tilt) for group, tilt in zip(members, part.tilts, strict=True))


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


@dataclass(frozen=True)
class _Symbol:
    """What is drawn for one group, leaning by `tilt`, or for several groups close together."""

    groups: tuple[_Group, ...]
    tilt: float | None

    @property
    def first(self) -> Row:
        return self.groups[0].first

    @property
    def is_pile(self) -> bool:
        return self.tilt is None

    @property
    def sites(self) -> tuple[Row, ...]:
        return tuple(site for group in self.groups for site in group.sites)

    @property
    def count(self) -> int:
        """The number to write on the symbol; 0 for a single site."""
        return len(self.sites) if len(self.sites) > 1 else 0

    @property
    def x(self) -> float:
        return _middle([group.x for group in self.groups])

    @property
    def y(self) -> float:
        return _middle([group.y for group in self.groups])

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the symbol in inches to the right of its place and above it."""
        if self.tilt is None or not self.groups[0].is_pin:
            return 0, 0
        turn, away = radians(self.tilt), HEAD / GRID * PIN_IN
        return away * sin(turn), away * cos(turn)

    @property
    def box(self) -> Box:
        if self.tilt is None or not self.groups[0].is_pin:
            half = (PILE_IN if self.is_pile else AREA_IN) / 2
            return -half, -half, half, half
        (across, up), half = self.middle, WIDTH_IN / 2
        return min(across - half, 0), -up - half, max(across + half, 0), max(half - up, 0)

    @property
    def marks(self) -> tuple[_Mark, ...]:
        at = (self.x, self.y)
        if self.tilt is None:
            return _pile(
                at, [(SYMBOLS[Layer(site["layer"])].colour, site["is_hollow"]) for site in self.sites]
            )
        layer = Layer(self.first["layer"])
        colour = SYMBOLS[layer].colour
        if not self.groups[0].is_pin:
            return _Mark(glyph(layer), AREA_IN, at, None), _Mark(glyph(layer), AREA_IN, at, colour)
        is_hollow = self.first["is_hollow"]
        # The rim separates a pin from what lies below it.
        return (
            _Mark(pin(self.tilt), PIN_IN, at, None),
            _Mark(pin(self.tilt), PIN_IN, at, colour),
            *([_Mark(inside_of_pin(self.tilt), PIN_IN, at, "white")] if is_hollow else []),
            _Mark(glyph_in_pin(layer, self.tilt), PIN_IN, at, colour if is_hollow else "white"),
        )

    def name(self, language: str) -> str:
        """Return the name of the place; a pile has none, because it stands for several places."""
        if self.is_pile:
            return ""
        names = [short_name(row[f"name_{language}"]) for row in self.sites]
        return names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})"


def _pile(at: tuple[float, float], colours: Sequence[tuple[str, bool]]) -> tuple[_Mark, ...]:
    """Return a ring with the colour of each site, thin if it is hollow, around a disc for their number."""
    disc, share = Path.circle((0, 0), 0.5), 360 / len(colours)
    arcs = [
        Affine2D().scale(0.5).transform_path(Path.wedge(90 - share * (row + 1), 90 - share * row))
        for row in range(len(colours))
    ]
    ring = [_Mark(arc, PILE_IN, at, colour) for arc, (colour, _) in zip(arcs, colours, strict=True)]
    thin = [
        _Mark(arc, PILE_IN * 0.88, at, "white")
        for arc, (_, is_hollow) in zip(arcs, colours, strict=True)
        if is_hollow
    ]
    return _Mark(disc, PILE_IN, at, None), *ring, *thin, _Mark(disc, PILE_IN * 0.66, at, "white")


def _write_count(axes: Axes, symbol: _Symbol) -> None:
    """Write the number of sites in a pile, or at the corner of a symbol that stands for several."""
    shift = (0.0, 0.0)
    look: dict[str, Any] = {"color": "#1c2b39"}
    if not symbol.is_pile:
        (across, up), half = symbol.middle, WIDTH_IN / 2
        shift = ((across + half) * 72, (up + half * 0.8) * 72)
        look = {"color": "white", "bbox": {"boxstyle": "circle,pad=0.15", "fc": "#1c2b39", "ec": "none"}}
    axes.annotate(
        str(symbol.count), (symbol.x, symbol.y), shift, textcoords="offset points", ha="center",
        va="center_baseline", zorder=6, fontproperties=_count_font(), annotation_clip=True, **look,
    )  # fmt: skip


@cache
def _count_font() -> FontProperties:
    return FontProperties(fname=str(document_font(700)), size=6)


def short_name(name: str) -> str:
    """Return a name without text in brackets or after a colon."""
    return name.split(" (", maxsplit=1)[0].split(":", maxsplit=1)[0].strip()


def _groups(sites: list[Row], x: Any, y: Any) -> Iterator[_Group]:
    by_place: dict[tuple[Any, ...], list[tuple[Row, float, float]]] = {}
    for row, east, north in zip(sites, x, y, strict=True):
        has_pin = row["precision"] in {Precision.EXACT, Precision.LOCALITY}
        key = row["layer"], row["is_hollow"], has_pin, row["longitude"], row["latitude"]
        by_place.setdefault(key, []).append((row, float(east), float(north)))
    for group in by_place.values():
        yield _Group(group[0][1], group[0][2], tuple(row for row, _, _ in group))


def _shades(axes: Axes, sites: gpd.GeoDataFrame, below: MapOutlines) -> list[_Mark]:
    """Shade the municipios of sites known only to a municipio; return their symbols."""
    marks = []
    shaded = sites[sites["precision"] == Precision.MUNICIPIO]
    layers = dict(zip(shaded["codigo_muni"], shaded["layer"], strict=True))
    hollow = set(shaded["codigo_muni"]) - set(shaded.loc[~shaded["is_hollow"], "codigo_muni"])
    for municipio in below.municipios:
        if layer := layers.get(municipio.properties["codigo_muni"]):
            colour = SYMBOLS[Layer(layer)].colour
            area: Any = municipio.rings
            opacity = 0.04 if municipio.properties["codigo_muni"] in hollow else 0.24
            axes.add_collection(
                PolyCollection(area, facecolors=colour, alpha=opacity, edgecolors="none"), autolim=False
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
    if group.first["is_hollow"]:
        yield _Disc(at, radius, (colour, 0.05), colour)
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
