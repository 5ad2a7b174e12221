"""Draw sites on a printed map: a marker for a known location, else an area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from typing import Any, Final

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection, PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.choices import Layer, Precision
from geo.crs import to_gtm
from geo.dataset.schema import Row, rows
from geo.exports.documents.map_extent import MapOutlines
from geo.exports.documents.map_symbols import (
    AREA_IN,
    GRID,
    HEAD,
    PILE_IN,
    PIN_IN,
    WIDTH_IN,
    Box,
    Placed,
    arranged,
    glyph,
    glyph_in_pin,
    inside_of_pin,
    middle_of,
    pin,
)
from geo.mapping.map_styles import SYMBOLS
from geo.mapping.typefaces import document_font
from geo.views.sites_view import SitesView

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
        return middle_of([group.x for group in self.groups])

    @property
    def y(self) -> float:
        return middle_of([group.y for group in self.groups])

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
