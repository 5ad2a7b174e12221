"""Draw the overlays of a printed map: an analysis, an uploaded list, and a presenter's arrows and notes.

An analysis colours municipios by class and draws circles, stretches and numbered places; a list is drawn as
points, hexagons, or municipios by their counts. Areas whose lightness is alike are hatched.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle
from matplotlib.patheffects import Normal, Stroke

from geo.crs import Floats, to_gtm, to_wgs84
from geo.exports.documents.document_layers import AnalysisLayer, ListLayer
from geo.exports.documents.document_rows import AnnotationRow
from geo.exports.documents.map_extent import Extent, MapOutlines, OutlineRings
from geo.exports.documents.map_sites import SiteName
from geo.lists.point_aggregation import SCALE, ListPoints, marks
from geo.mapping.map_styles import ANNOTATION, OWN, OWN_AREA, Look, hatch_of, look_of
from geo.mapping.overlay_message import DashedCircle, NumberedPlace, NumberedStretch
from geo.mapping.typefaces import document_font

HATCHES: Final[Mapping[Look, str]] = {
    Look.RISING: "//////",
    Look.CROSSED: "xxxxx",
    Look.DOTTED: ".....",
}
"""Hatches in matplotlib's notation; a repeated character makes the lines denser."""

LINE_PT: Final = 0.7
DASHED: Final = (0, (2.2, 1.2))
"""Dashes and gaps of a line in multiples of its width."""


def draw_fills(axes: Axes, fills: Mapping[int, str], municipios: Iterable[OutlineRings], edge: str) -> None:
    """Colour municipios by code, those of one colour together and with its hatch."""
    rings: dict[str, list[Any]] = {}
    for outline in municipios:
        if colour := fills.get(outline.properties["codigo_muni"]):
            rings.setdefault(colour, []).extend(outline.rings)
    for colour, of_colour in rings.items():
        hatch = HATCHES.get(look_of(colour))
        look: dict[str, Any] = {"hatch": hatch, "hatchcolor": hatch_of(colour)} if hatch else {}
        drawn = PolyCollection(of_colour, facecolors=colour, edgecolors=edge, linewidths=0.25, **look)
        drawn.set_hatch_linewidth(LINE_PT)
        axes.add_collection(drawn, autolim=False)


EDGE: Final = "#8f8a7e"
"""The line between municipios, visible on every class of every scale."""

NUMBER_IN: Final = 0.24
"""Least distance in inches between the centres of two numbers."""


def draw_analysis_areas(axes: Axes, layer: AnalysisLayer, municipios: Iterable[OutlineRings]) -> None:
    """Colour municipios by class, below every line."""
    if layer.overlay.fills:
        draw_fills(axes, layer.overlay.fills.colour_of, municipios, EDGE)


def draw_analysis_marks(axes: Axes, layer: AnalysisLayer) -> tuple[SiteName, ...]:
    """Draw circles, stretches and numbers; return the space that numbers occupy."""
    overlay = layer.overlay
    for circle in overlay.circles or ():
        dashes: dict[str, Any] = {"ec": circle.colour, "lw": 0.9, "ls": (0, (4, 3)), "zorder": 2.6}
        axes.add_artist(Circle(_at(circle), circle.radius_m, fill=False, **dashes))
    stretches, places = overlay.lines or (), overlay.places or ()
    lines = [np.column_stack(_gtm(stretch.points)) for stretch in stretches]
    if lines:
        colours = [stretch.colour for stretch in stretches]
        styles: list[Any] = [
            DASHED if look_of(stretch.colour) is Look.DASHES else "solid" for stretch in stretches
        ]
        drawn = LineCollection(
            lines, colors=colours, linewidths=3.4, linestyles=styles, capstyle="butt", zorder=2.8
        )
        axes.add_collection(drawn, autolim=False)
    # The number of a place stays on it; the number of a stretch may move.
    taken = [_at(place) for place in places]
    for at, place in zip(taken, places, strict=True):
        _number(axes, at, place)
    west, east = axes.get_xlim()
    room = NUMBER_IN * (east - west) / (axes.bbox.width / axes.figure.dpi)
    for corners, stretch in zip(lines, stretches, strict=True):
        taken.append(_free(_middle(corners), taken, room))
        _number(axes, taken[-1], stretch)
    half = NUMBER_IN / 2
    return tuple(SiteName(x, y, "", (-half, -half, half, half)) for x, y in taken)


def _free(
    at: tuple[float, float], taken: Sequence[tuple[float, float]], room: float
) -> tuple[float, float]:
    """Return the nearest place to `at` that is `room` away from all taken ones, if any."""
    rings = ((step * room, turn) for step in (1.0, 2.0) for turn in np.arange(8) * np.pi / 4)
    candidates = [(at[0] + away * np.cos(turn), at[1] + away * np.sin(turn)) for away, turn in rings]
    free = (
        place
        for place in (at, *candidates)
        if all(np.hypot(place[0] - x, place[1] - y) >= 0.98 * room for x, y in taken)
    )
    x, y = next(free, at)
    return float(x), float(y)


def _at(drawn: DashedCircle | NumberedPlace) -> tuple[float, float]:
    x, y = _gtm([(drawn.longitude, drawn.latitude)])
    return float(x[0]), float(y[0])


def _gtm(points: Any) -> tuple[Floats, Floats]:
    at = np.array(points, dtype=float)
    return to_gtm(at[:, 0], at[:, 1])


def _middle(corners: Floats) -> tuple[float, float]:
    """Return the place half way along a line."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    x, y = (float(np.interp(along[-1] / 2, along, corners[:, side])) for side in (0, 1))
    return x, y


def _number(axes: Axes, at: tuple[float, float], mark: NumberedStretch | NumberedPlace) -> None:
    rim: dict[str, Any] = {"boxstyle": "circle,pad=0.28", "fc": mark.colour, "ec": "white", "lw": 1.2}
    drawn = axes.text(
        *at, mark.number, ha="center", va="center", color="white",
        fontproperties=FontProperties(fname=str(document_font(700)), size=8.5),
        zorder=6, bbox=rim, clip_on=True, parse_math=False,
    )  # fmt: skip
    # Half of a number outside the map would hide its frame.
    drawn.set_clip_path(axes.patch)


FEW: Final = 2_000
"""More points are drawn as a picture; as outlines they would make a file of megabytes."""
NAMED: Final = 25
"""Points of a list whose names are written, at most, as on the page."""
LONGEST_NAME: Final = 32
POINTS_PER_INCH: Final = 72
DOT_PT: Final = 2.4
"""Radius of a point; that of several rows grows with their number, as on the page."""


def draw_own_areas(axes: Axes, layer: ListLayer, below: MapOutlines) -> None:
    """Colour municipios by their counts, or those of rows known only to a municipio."""
    fills = dict(layer.fills) if layer.is_counted else dict.fromkeys(layer.areas, OWN_AREA)
    draw_fills(axes, fills, below.municipios, "white")


def draw_own_marks(axes: Axes, layer: ListLayer, seen: Extent) -> tuple[SiteName, ...]:
    """Draw the hexagons of a list below the pins of the atlas, or its points above; return their names."""
    if layer.hexagons is not None:
        _hexagons(axes, layer)
    elif not layer.is_counted and len(layer.points):
        _points(axes, layer, seen)
        return _names(layer.points)
    return ()


def _names(points: ListPoints) -> tuple[SiteName, ...]:
    """Return the names of the points of a list, if they are few enough to be written."""
    if len(points) > NAMED or len(points.labels) != len(points):
        return ()
    x, y = to_gtm(points.longitude, points.latitude)
    half = DOT_PT / POINTS_PER_INCH
    return tuple(
        SiteName(float(across), float(up), _shortened(text), (-half, -half, half, half))
        for across, up, text in zip(x, y, points.labels, strict=True)
    )


def _shortened(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"


def _points(axes: Axes, layer: ListLayer, seen: Extent) -> None:
    corners = np.array([[seen.west, seen.east] * 2, [seen.south] * 2 + [seen.north] * 2])
    longitude, latitude = to_wgs84(*corners)
    drawn = marks(layer.points, (longitude.min(), latitude.min(), longitude.max(), latitude.max()))
    x, y = to_gtm(np.array(drawn["x"], dtype=float) / SCALE, np.array(drawn["y"], dtype=float) / SCALE)
    count = np.ones(len(x)) if drawn["n"] is None else np.array(drawn["n"], dtype=float)
    radius: Floats = np.minimum(DOT_PT + 0.7 * np.log2(count), 10)
    axes.scatter(
        x, y, s=(2 * radius) ** 2, c=OWN, alpha=0.8, edgecolors="white", linewidths=0.4, zorder=5.5,
        rasterized=len(x) > FEW,
    )  # fmt: skip


def _hexagons(axes: Axes, layer: ListLayer) -> None:
    if layer.hexagons is None:
        return
    rings = layer.hexagons.rings / SCALE
    x, y = to_gtm(rings[:, :, 0].ravel(), rings[:, :, 1].ravel())
    corners: Any = np.stack([x, y], axis=1).reshape(-1, 6, 2)
    highs = np.array([step.high for step in layer.steps])
    classes = np.minimum(np.searchsorted(highs, layer.hexagons.rows), len(highs) - 1)
    colours = [layer.steps[number].colour for number in classes]
    axes.add_collection(
        PolyCollection(
            corners, facecolors=colours, edgecolors="white", linewidths=0.4, alpha=0.78, zorder=2
        ),
        autolim=False,
    )


NOTE_LINE: Final = 26
"""Characters of a line of a note."""

GAP: Final = 0.14
"""Inches between a place and the note about it."""


def note_lines(row: AnnotationRow) -> list[str]:
    """Return the words of an arrow or a note in short lines."""
    return textwrap.wrap(row.text, NOTE_LINE)


def places_in(row: AnnotationRow, extent: Extent) -> tuple[tuple[float, float], ...]:
    """Return where an arrow or a note is as shares of an extent, from its lower left corner.

    An arrow that leaves the extent ends at its edge; empty if nothing of it is inside.
    """
    ends = [row.start, *([row.end] if row.end else [])]
    x, y = to_gtm(*np.array(ends, dtype=float).T)
    across = (x - extent.west) / (extent.east - extent.west)
    up = (y - extent.south) / (extent.north - extent.south)
    places = [(float(a), float(b)) for a, b in zip(across, up, strict=True)]
    if len(places) == 1:
        return tuple(place for place in places if all(0 <= share <= 1 for share in place))
    inside = shapely.box(0, 0, 1, 1).intersection(shapely.LineString(places))
    return tuple((float(a), float(b)) for a, b in inside.coords) if inside.length else ()


def note_side(places: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return where the words are from their place: left (-1) or right (1), and below (-1), beside or above.

    They keep to the middle of the map, or its edge would cut them, and off their arrow.
    """
    (across, up), *ends = places
    return (-1 if across > 1 / 2 else 1, 0 if not ends else -1 if ends[-1][1] >= up else 1)


def draw_annotations(axes: Axes, rows: Sequence[AnnotationRow], seen: Extent) -> None:
    """Draw arrows and notes above everything else."""
    for row in rows:
        places = places_in(row, seen)
        if len(places) > 1:
            arrow: dict[str, Any] = {
                "arrowstyle": "-|>",
                "color": ANNOTATION,
                "lw": 2.4,
                "mutation_scale": 18,
            }
            halo: dict[str, Any] = {"path_effects": [Stroke(linewidth=4.4, foreground="white"), Normal()]}
            axes.annotate(
                "",
                places[-1],
                places[0],
                "axes fraction",
                "axes fraction",
                zorder=7,
                arrowprops=arrow | halo,
            )
        if places and row.text:
            _note(axes, row, places)


def _note(axes: Axes, row: AnnotationRow, places: Sequence[tuple[float, float]]) -> None:
    """Write the words of an arrow or a note next to its place, which has a dot without an arrow."""
    at, (side, above) = places[0], note_side(places)
    if len(places) == 1:
        axes.plot(
            *at,
            "o",
            transform=axes.transAxes,
            color=ANNOTATION,
            markeredgecolor="white",
            markersize=7,
            zorder=7,
        )
    rim: dict[str, Any] = {"boxstyle": "round,pad=0.35", "fc": "white", "ec": ANNOTATION, "lw": 1.1}
    axes.annotate(
        "\n".join(note_lines(row)),
        at,
        (side * GAP * POINTS_PER_INCH, above * GAP * POINTS_PER_INCH),
        "axes fraction",
        "offset points",
        ha="left" if side > 0 else "right",
        va=("top", "center", "bottom")[above + 1],
        color=NOTE_INK,
        fontproperties=FontProperties(fname=str(document_font(700)), size=9),
        bbox=rim,
        zorder=7.5,
        parse_math=False,
    )


NOTE_INK: Final = "#1c2b39"
