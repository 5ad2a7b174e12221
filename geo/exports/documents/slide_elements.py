"""Add headings, text, native charts, native tables, arrows and notes to slides.

The series of a chart differ without colour as well; a table is divided over as many slides as it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from geo.exports.documents.document_rows import AnnotationRow, ChartData, ChartSeries
from geo.exports.documents.document_text import Block
from geo.exports.documents.map_extent import Extent
from geo.exports.documents.map_overlays import GAP, note_lines, note_side, places_in
from geo.mapping.map_styles import ANNOTATION


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
WHITE: Final = rgb("#ffffff")
ACCENT: Final = rgb("#0b5c8a")

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""

LETTER: Final = 0.6
"""Mean width of a letter as a share of the type size, for the wider substitute fonts."""


def lines_of(text: str, width: float, size: float) -> int:
    """Return how many lines a text needs in a box of `width` inches, in type of `size` points."""
    return max(1, ceil(len(text) * size * LETTER / 72 / width))


def heading(slide: Any, text: str, top: float = 0.3, size: int = 26) -> None:
    """Put the title into its placeholder, where outlines and screen readers look."""
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
    """Add the sources of a slide along its lower edge."""
    box = words_box(slide, (MARGIN, FOOTER_TOP, WIDTH - 2 * MARGIN, 0.32))
    paragraphs(box, [f"{text} · {number}"], size=10, colour=SOFT)


def words_box(slide: Any, box: Box) -> Any:
    """Return the frame of an empty text box."""
    frame = slide.shapes.add_textbox(*(Inches(side) for side in box)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def paragraphs(
    frame: Any, texts: Iterable[str | Block], size: int, colour: RGBColor = INK, space: float = 0.5
) -> None:
    """Append paragraphs to a text frame, with `space` after each as a share of the type size."""
    for text in texts:
        empty = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
        paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
        paragraph.space_after = Pt(size * space)
        if isinstance(text, str):
            paragraph.add_run().text = text
        else:
            _runs(paragraph, text, size)
        _style(paragraph, size, colour)


def _runs(paragraph: Any, block: Block, size: int) -> None:
    if block.is_item:
        # Indent the further lines of a list item below its text.
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
    """Set the alternative text of a shape."""
    shape._element._nvXxPr.cNvPr.set("descr", text)


NOTE_PT: Final = 11
"""Type size in points of the notes on a map."""


def put_annotations(slide: Any, rows: Iterable[AnnotationRow], extent: Extent, box: Box) -> None:
    """Add arrows and notes over the picture of a map of `extent` in `box`, as PowerPoint's own shapes."""
    left, top, wide, high = box
    seen = extent.shaped(wide / high)
    for row in rows:
        shares = places_in(row, seen)
        places = [(left + across * wide, top + (1 - up) * high) for across, up in shares]
        if len(places) > 1:
            ends = [Inches(side) for place in places for side in place]
            arrow = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            arrow.line.color.rgb, arrow.line.width = rgb(ANNOTATION), Pt(2.5)
            head = arrow.line._get_or_add_ln().makeelement(qn("a:tailEnd"), {"type": "triangle"})
            arrow.line._get_or_add_ln().append(head)
            describe(arrow, row.spoken)
        if places and row.text:
            _note(slide, row, places[0], note_side(shares))


def _note(slide: Any, row: AnnotationRow, at: tuple[float, float], side: tuple[int, int]) -> None:
    lines = note_lines(row)
    wide = max(map(len, lines)) * NOTE_PT * LETTER / 72 + 0.16
    high = len(lines) * NOTE_PT * 1.22 / 72 + 0.1
    if row.end is None:
        dot = slide.shapes.add_shape(MSO_SHAPE.OVAL, *map(Inches, (at[0] - 0.05, at[1] - 0.05, 0.1, 0.1)))
        dot.fill.solid()
        dot.fill.fore_color.rgb, dot.line.color.rgb = rgb(ANNOTATION), WHITE
        describe(dot, row.spoken)
    across = at[0] + (GAP if side[0] > 0 else -GAP - wide)
    down = at[1] - high / 2 - side[1] * (high / 2 + GAP)
    frame = words_box(slide, (across, down, wide, high))
    frame.margin_left = frame.margin_right = Inches(0.08)
    frame.margin_top = frame.margin_bottom = Inches(0.04)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraphs(frame, lines, size=NOTE_PT, space=0)
    shape = slide.shapes[-1]
    shape.fill.solid()
    shape.fill.fore_color.rgb = WHITE
    shape.line.color.rgb, shape.line.width = rgb(ANNOTATION), Pt(1)
    describe(shape, row.spoken)


COLOURS: Final = tuple(map(rgb, ("#0b5c8a", "#b34a00", "#0a6b51", "#7a4a9c", "#805800", "#5f5f12")))
PATTERNS: Final = (
    None,
    MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    MSO_PATTERN.PERCENT_20,
    MSO_PATTERN.DARK_HORIZONTAL,
    MSO_PATTERN.LARGE_GRID,
    MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
)
"""Fill patterns in the order of the series, for projectors and prints without colour."""


CAUTION_PT: Final = 11
"""Type size in points of the cautions and sources below a chart."""


LABEL_PT: Final = (12, 11, 10, 9, 8)
"""Type sizes in points of the numbers above columns."""
AXIS: Final = 0.9
"""Inches that the value axis and its title take from the width of a chart."""
GAP_WIDTH: Final = 60
"""Percent of the width of a column that is left free between two categories."""


def put_chart(slide: Any, chart: ChartData) -> None:
    """Add a native column chart below the heading; a missing value is a gap.

    The numbers above its columns have room next to each other: where those of a category would not, each
    value has a category of its own.
    """
    size = label_size(chart)
    is_spread = size is None and len(chart.series) > 1
    drawn_data = spread(chart) if is_spread else chart
    size = size or label_size(drawn_data, clustered=1) or LABEL_PT[-1]
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = drawn_data.categories
    for series in drawn_data.series:
        data.add_series(series.name, series.values)
    lines, wide = [*chart.cautions, f"[{', '.join(chart.sources)}]"], WIDTH - 2 * MARGIN
    below = sum(1.22 * lines_of(line, wide, CAUTION_PT) + 0.5 for line in lines) * CAUTION_PT / 72
    top = FOOTER_TOP - 0.1 - below
    place = Inches(MARGIN), Inches(BODY_TOP), Inches(wide), Inches(top - 0.1 - BODY_TOP)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    describe(frame, f"{chart.title} ({chart.unit}): {', '.join(series.name for series in chart.series)}")
    drawn = frame.chart
    drawn.has_title, drawn.font.size = False, Pt(12)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.value_axis.has_title = True
    drawn.value_axis.axis_title.text_frame.text = chart.unit
    # From zero, because a column is read by its height.
    drawn.value_axis.minimum_scale = 0
    plot = drawn.plots[0]
    plot.has_data_labels, plot.gap_width, plot.overlap = True, GAP_WIDTH, 100 if is_spread else 0
    plot.data_labels.font.size = Pt(size)
    _fill(plot.series)
    for labels in (plot.data_labels, drawn.value_axis.tick_labels):
        labels.number_format, labels.number_format_is_linked = "#,##0", False
    paragraphs(words_box(slide, (MARGIN, top, wide, below)), lines, size=CAUTION_PT, colour=SOFT)


def label_size(chart: ChartData, clustered: int | None = None) -> int | None:
    """Return the largest type size with room for the numbers side by side; None if there is none.

    `clustered` columns stand next to each other in a category; as a rule one for each series. Without a
    number there is room.
    """
    columns = clustered or len(chart.series)
    room = (WIDTH - 2 * MARGIN - AXIS) * 72 / len(chart.categories)
    if columns > 1:
        room /= columns + GAP_WIDTH / 100
    values = [value for series in chart.series for value in series.values if value is not None]
    longest = max((len(f"{value:,.0f}") for value in values), default=0)
    return next((size for size in LABEL_PT if longest * size * LETTER <= room), None)


def spread(chart: ChartData) -> ChartData:
    """Return a chart with a category for each value, in the order of categories and series."""
    places: list[tuple[int, ChartSeries | None]] = []
    for nth in range(len(chart.categories)):
        own = [series for series in chart.series if series.values[nth] is not None]
        places += [(nth, series) for series in own] or [(nth, None)]
    return replace(
        chart,
        categories=tuple(chart.categories[nth] for nth, _ in places),
        series=tuple(
            replace(
                series, values=tuple(series.values[nth] if own is series else None for nth, own in places)
            )
            for series in chart.series
        ),
    )


def _fill(series: Iterable[Any]) -> None:
    for nth, line in enumerate(series):
        colour, pattern, fill = COLOURS[nth % len(COLOURS)], PATTERNS[nth % len(PATTERNS)], line.format.fill
        line.format.line.color.rgb = colour
        if pattern is None:
            fill.solid()
            fill.fore_color.rgb = colour
        else:
            fill.patterned()
            fill.pattern = pattern
            fill.fore_color.rgb, fill.back_color.rgb = colour, WHITE


Row = Sequence[str]
"""The cells of a row; if there are fewer than columns, the first spans the rest."""

TABLE_HEIGHT: Final = 5.2
"""Inches between the heading and the footer."""


def fitting(rows: Sequence[Row], widths: Sequence[float], size: int) -> Iterator[list[Row]]:
    """Yield the rows in parts that fit a slide below a header in type of `size` points.

    There are as few parts as possible, of about equal height.
    """
    heights = [_height(row, widths, size) for row in rows]
    room = TABLE_HEIGHT - 2.3 * size / 72
    fewest = len(_divided(heights, room))
    steps = (_divided(heights, room * step / 20) for step in range(1, 21))
    even = next(sizes for sizes in steps if len(sizes) == fewest)
    yield from (list(rows[start:end]) for start, end in pairwise(accumulate(even, initial=0)))


def _divided(heights: Sequence[float], room: float) -> list[int]:
    """Return the number of rows in each part of at most `room` inches."""
    sizes: list[int] = []
    used = 0.0
    for height in heights:
        if not sizes or used + height > room:
            sizes, used = [*sizes, 0], 0.0
        sizes[-1] += 1
        used += height
    return sizes


def _height(row: Row, widths: Sequence[float], size: int) -> float:
    spans = [sum(widths[: len(widths) - len(row) + 1]), *widths[len(widths) - len(row) + 1 :]]
    lines = max(
        sum(lines_of(line, width - 0.14, size) for line in text.split("\n"))
        for text, width in zip(row, spans, strict=True)
    )
    return lines * size * 1.22 / 72 + 0.08


def put_table(slide: Any, rows: Sequence[Row], widths: Sequence[float], size: int) -> None:
    """Add a native table below the heading; the first row is the header, widths in inches."""
    place = Inches(MARGIN), Inches(BODY_TOP), Inches(sum(widths)), Inches(0.3 * len(rows))
    frame = slide.shapes.add_table(len(rows), len(widths), *place)
    describe(frame, slide.shapes.title.text_frame.text)
    table = frame.table
    table.first_row, table.horz_banding = True, True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for number, row in enumerate(rows):
        cells, spare = list(table.rows[number].cells), len(widths) - len(row)
        if spare:
            cells[0].merge(cells[spare])
        for cell, text in zip([cells[0], *cells[spare + 1 :]], row, strict=True):
            _cell(cell, text, size, number=number)


def _cell(cell: Any, text: str, size: int, *, number: int) -> None:
    is_head = number == 0
    cell.text = text
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.margin_left = cell.margin_right = Inches(0.07)
    if is_head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = BAR
    for run in (run for paragraph in cell.text_frame.paragraphs for run in paragraph.runs):
        run.font.size = Pt(size)
