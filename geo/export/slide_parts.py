"""What slides are made of: headings, words, tables, charts, a legend of real shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from geo.export.glyphs import glyph
from geo.export.markdown import Block
from geo.export.own_layer import Swatch
from geo.export.rows import LegendRow
from geo.symbols import SYMBOLS


def rgb(colour: str) -> RGBColor:
    """Return a colour as PowerPoint's own, from `#rrggbb`."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


WIDTH: Final = 13.333
HEIGHT: Final = 7.5
MARGIN: Final = 0.45
BODY_TOP: Final = 1.2
FOOTER_TOP: Final = HEIGHT - 0.42
"""Inches of a 16:9 slide."""

INK: Final = rgb("#1c2b39")
SOFT: Final = rgb("#55626d")
BAR: Final = rgb("#10314a")

GLYPH: Final = 0.2
"""Inches of a symbol in the legend."""

LEGEND_LETTER: Final = 0.088
"""Inches of a letter of the legend in the wider fonts that may stand in, 11 points."""

LEGEND_WIDTH: Final = 7.3
"""Inches of a line of the legend, as wide as the map above it."""

GRID: Final = 1000
"""Steps in which the outline of a symbol is written."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""

LETTER: Final = 0.6
"""Mean width of a letter as a share of the type size, of the wider fonts that may stand in."""


def lines_of(text: str, width: float, size: float) -> int:
    """Return how many lines a text needs in a box of `width` inches, in type of `size` points."""
    return max(1, ceil(len(text) * size * LETTER / 72 / width))


def heading(slide: Any, text: str, top: float = 0.3, size: int = 26) -> None:
    """Put the title of a slide into its own placeholder: outlines and screen readers look there."""
    title = slide.shapes.title
    title.left, title.top = Inches(MARGIN), Inches(top)
    title.width, title.height = Inches(WIDTH - 2 * MARGIN), Inches(0.8 if size < 40 else 1.4)
    frame = title.text_frame
    frame.text, frame.word_wrap, frame.vertical_anchor = text, True, MSO_ANCHOR.BOTTOM
    frame.margin_left = 0
    small = size - 4 if len(text) > 60 and size < 40 else size
    _style(frame.paragraphs[0], small, INK, bold=True)
    frame.paragraphs[0].alignment = 1


def footer(slide: Any, text: str, number: int) -> None:
    """Put what the slide rests on along its lower edge."""
    box = words_box(slide, (MARGIN, FOOTER_TOP, WIDTH - 2 * MARGIN, 0.32))
    paragraphs(box, [f"{text} · {number}"], size=10, colour=SOFT)


def words_box(slide: Any, box: Box) -> Any:
    """Return the frame of an empty text box."""
    frame = slide.shapes.add_textbox(*(Inches(side) for side in box)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def paragraphs(frame: Any, texts: Iterable[str | Block], size: int, colour: RGBColor = INK) -> None:
    """Write paragraphs below what a frame already holds."""
    for text in texts:
        empty = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
        paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
        paragraph.space_after = Pt(size / 2)
        if isinstance(text, str):
            paragraph.add_run().text = text
        else:
            _runs(paragraph, text, size)
        _style(paragraph, size, colour)


def _runs(paragraph: Any, block: Block, size: int) -> None:
    if block.is_item:
        # Further lines of an item begin below its words.
        sides = paragraph._p.get_or_add_pPr()
        sides.set("marL", str(Pt(size)))
        sides.set("indent", str(-Pt(size)))
        paragraph.add_run().text = "•\t"
    for part in block.runs:
        run = paragraph.add_run()
        run.text, run.font.bold, run.font.italic = part.text, part.bold, part.italic


def _style(paragraph: Any, size: float, colour: RGBColor, *, bold: bool | None = None) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(size), colour
        if bold is not None:
            run.font.bold = bold


def describe(shape: Any, text: str) -> None:
    """Give a shape the text that is read to those who do not see it."""
    shape._element._nvXxPr.cNvPr.set("descr", text)


def legend(slide: Any, rows: Sequence[LegendRow | Swatch], filters: str, left: float, top: float) -> None:
    """Put the legend along the lower edge of the map: shapes and words that can be edited."""
    down = top
    for place in _in_lines(rows):
        down = top + place.down
        _mark(slide, place.row, left + place.across, down)
        at = left + place.across + place.mark + 0.07
        box = words_box(slide, (at, down - 0.01, min(place.width, LEGEND_WIDTH), 0.25))
        paragraphs(box, [place.text], size=10 if place.is_alone else 11)
        down += place.more
    box = words_box(slide, (left, down + 0.28, LEGEND_WIDTH, 0.25))
    paragraphs(box, [filters], size=10, colour=SOFT)


def legend_height(rows: Sequence[LegendRow | Swatch], filters: str) -> float:
    """Return how many inches a legend takes below its map."""
    last = max((place.down + place.more for place in _in_lines(rows)), default=0.0)
    return last + 0.28 + 0.17 * lines_of(filters, LEGEND_WIDTH, 10) + 0.08


@dataclass(frozen=True)
class _Place:
    """Where a part of a legend stands, in inches; `more` is what its further lines take."""

    row: LegendRow | Swatch
    text: str
    across: float
    down: float
    mark: float
    width: float
    more: float
    is_alone: bool


def _in_lines(rows: Sequence[LegendRow | Swatch]) -> Iterator[_Place]:
    """Yield the parts of a legend from left to right, titles and notes on lines of their own."""
    across, down = 0.0, 0.12
    for row in rows:
        text = row.text if isinstance(row, Swatch) else f"{row.name}: {row.count}"
        mark = 0.0 if isinstance(row, Swatch) and not row.colour else GLYPH
        width = mark + 0.27 + LEGEND_LETTER * len(text)
        is_alone = isinstance(row, Swatch) and (row.is_title or row.is_note)
        if across and (is_alone or across + width > LEGEND_WIDTH):
            across, down = 0.0, down + 0.27
        more = 0.17 * (lines_of(text, LEGEND_WIDTH, 10) - 1) if is_alone else 0.0
        yield _Place(row, text, across, down, mark, width, more, is_alone)
        across, down = across + (LEGEND_WIDTH if is_alone else width), down + more


def _mark(slide: Any, row: LegendRow | Swatch, left: float, top: float) -> None:
    if isinstance(row, LegendRow):
        _glyph(slide, row, left, top)
    elif row.colour:
        place = (Inches(side) for side in (left + 0.02, top + 0.02, 0.16, 0.16))
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
        shape.name = row.text
        describe(shape, row.text)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(row.colour)
        shape.line.fill.background()
        shape.shadow.inherit = False


def _polygons(row: LegendRow) -> list[Any]:
    return list(glyph(row.layer).to_polygons(closed_only=True))


def _glyph(slide: Any, row: LegendRow, left: float, top: float) -> None:
    first, *others = (
        [(int((x + 0.5) * GRID), int((0.5 - y) * GRID)) for x, y in polygon] for polygon in _polygons(row)
    )
    pen = slide.shapes.build_freeform(*first[0], scale=Inches(GLYPH) / GRID)
    pen.add_line_segments(first[1:], close=True)
    for points in others:
        pen.move_to(*points[0])
        pen.add_line_segments(points[1:], close=True)
    shape = pen.convert_to_shape(Inches(left), Inches(top))
    shape.name = row.name
    describe(shape, row.name)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(SYMBOLS[row.layer].colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
