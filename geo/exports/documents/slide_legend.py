"""Add the legend of a slide as editable shapes and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches
from shapely import MultiLineString, MultiPoint, Polygon, box, get_parts, get_rings, orient_polygons

from geo.exports.documents.document_rows import LegendRow
from geo.exports.documents.map_symbols import glyph
from geo.exports.documents.slide_elements import SOFT, describe, lines_of, paragraphs, rgb, words_box
from geo.mapping.map_styles import SYMBOLS, Look, hatch_of
from geo.mapping.overlay_message import LegendEntry

GLYPH: Final = 0.2
"""Inches of a symbol in the legend."""

LEGEND_LETTER: Final = 0.088
"""Mean width in inches of a letter of the legend, 11 points, in wider substitute fonts."""

GRID: Final = 1000
"""Resolution of the outline of a symbol."""

SHAPES: Final[Mapping[Look, tuple[Any, float, float]]] = {
    Look.LINE: (MSO_SHAPE.ROUNDED_RECTANGLE, 0.18, 0.06),
    Look.DASHES: (MSO_SHAPE.ROUNDED_RECTANGLE, 0.08, 0.06),
    Look.PLACE: (MSO_SHAPE.OVAL, 0.17, 0.17),
    Look.POINT: (MSO_SHAPE.OVAL, 0.11, 0.11),
}
"""The shape of a mark, and its width and height in inches; an area is a square."""

LINE: Final = 0.05
"""Half the width of a line of a hatch."""

DOTS: Final = (0.2, 0.5, 0.8)

Ring = Sequence[tuple[float, float]]
"""Corners of a closed line in a square of one unit, downwards from its left upper corner."""

LegendRows = Sequence[LegendRow | LegendEntry]
"""The layers of the atlas, and the entries of an analysis or a list."""

AREA: Final = (MSO_SHAPE.RECTANGLE, 0.16, 0.16)


def legend(slide: Any, rows: LegendRows, filters: str, line: tuple[float, float, float]) -> None:
    """Add the legend as editable shapes and text; `line` is its left, top and width in inches."""
    left, top, wide = line
    down = top
    for place in _in_lines(rows, wide):
        down = top + place.down
        _mark(slide, place.row, left + place.across, down)
        at = left + place.across + (place.mark and place.mark + 0.07)
        frame = words_box(slide, (at, down - 0.01, min(place.width, wide), 0.25))
        paragraphs(frame, [place.text], size=10 if place.is_alone else 11)
        down += place.more
    frame = words_box(slide, (left, down + 0.28, wide, 0.25))
    paragraphs(frame, [filters], size=10, colour=SOFT)


def legend_height(rows: LegendRows, filters: str, wide: float) -> float:
    """Return the height in inches of a legend of a width in inches."""
    last = max((place.down + place.more for place in _in_lines(rows, wide)), default=0.0)
    return last + 0.28 + 0.17 * lines_of(filters, wide, 10) + 0.08


@dataclass(frozen=True)
class _Place:
    """The place of a part of a legend in inches; `more` is the height of further lines."""

    row: LegendRow | LegendEntry
    text: str
    across: float
    down: float
    mark: float
    width: float
    more: float
    is_alone: bool


def _in_lines(rows: LegendRows, wide: float) -> Iterator[_Place]:
    """Yield the parts of a legend from left to right, titles and notes on lines of their own."""
    across, down = 0.0, 0.12
    for row in rows:
        text = row.label if isinstance(row, LegendEntry) else f"{row.name}: {row.count}"
        mark = 0.0 if isinstance(row, LegendEntry) and not row.colour else GLYPH
        width = mark + 0.27 + LEGEND_LETTER * len(text)
        is_alone = isinstance(row, LegendEntry) and (row.is_title or row.is_note)
        if across and (is_alone or across + width > wide):
            across, down = 0.0, down + 0.27
        more = 0.17 * (lines_of(text, wide, 10) - 1) if is_alone else 0.0
        yield _Place(row, text, across, down, mark, width, more, is_alone)
        across, down = across + (wide if is_alone else width), down + more


def _mark(slide: Any, row: LegendRow | LegendEntry, left: float, top: float) -> None:
    if isinstance(row, LegendRow):
        _glyph(slide, row, left, top)
    elif row.colour:
        _swatch(slide, row, left, top)


def _swatch(slide: Any, row: LegendEntry, left: float, top: float) -> None:
    form, width, height = SHAPES.get(row.look, AREA)
    left, top = left + (GLYPH - width) / 2, top + (GLYPH - height) / 2
    shape = slide.shapes.add_shape(form, *(Inches(side) for side in (left, top, width, height)))
    _finish(shape, row.label, row.colour)
    if rings := _hatch(row.look):
        _outline(slide, rings, (left, top, width), (row.label, hatch_of(row.colour)))


@cache
def _hatch(look: Look) -> tuple[Ring, ...]:
    """Return a hatch of a unit square; programs render PowerPoint's patterns differently."""
    square, ends = box(0, 0, 1, 1), (-0.5, 0.0, 0.5)
    rising = MultiLineString([[(at, 1), (at + 1, 0)] for at in ends])
    falling = MultiLineString([[(at, 0), (at + 1, 1)] for at in ends])
    drawn: dict[Look, Any] = {
        Look.RISING: rising.buffer(LINE),
        Look.CROSSED: rising.union(falling).buffer(LINE),
        Look.DOTTED: MultiPoint([(x, y) for x in DOTS for y in DOTS]).buffer(1.6 * LINE, quad_segs=3),
    }
    parts = get_parts(orient_polygons(drawn.get(look, Polygon()).intersection(square)))
    return tuple(tuple(ring.coords) for part in parts for ring in get_rings(part))


def _glyph(slide: Any, row: LegendRow, left: float, top: float) -> None:
    polygons: Any = glyph(row.layer).to_polygons(closed_only=True)
    rings = [[(x + 0.5, 0.5 - y) for x, y in polygon] for polygon in polygons]
    _outline(slide, rings, (left, top, GLYPH), (row.name, SYMBOLS[row.layer].colour))


def _outline(
    slide: Any, rings: Sequence[Ring], at: tuple[float, float, float], look: tuple[str, str]
) -> None:
    """Draw rings of a square of one unit: its left, top and side in inches, its name and its colour."""
    left, top, side = at
    first, *others = ([(int(x * GRID), int(y * GRID)) for x, y in ring] for ring in rings)
    pen = slide.shapes.build_freeform(*first[0], scale=Inches(side) / GRID)
    pen.add_line_segments(first[1:], close=True)
    for points in others:
        pen.move_to(*points[0])
        pen.add_line_segments(points[1:], close=True)
    _finish(pen.convert_to_shape(Inches(left), Inches(top)), *look)


def _finish(shape: Any, name: str, colour: str) -> None:
    shape.name = name
    describe(shape, name)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    # In some programs the style casts a shadow even if the shape has none.
    shape._element.remove(shape._element.find(qn("p:style")))
