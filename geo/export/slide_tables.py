"""Tables on slides: native, editable, divided over as many slides as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

from pptx.util import Inches, Pt

from geo.export.slide_parts import BAR, BODY_TOP, MARGIN, describe, lines_of

Row = Sequence[str]
"""The cells of a row; one with fewer cells than columns lets its first span the rest."""

TABLE_HEIGHT: Final = 5.2
"""Inches between the heading and the footer."""


def fitting(rows: Sequence[Row], widths: Sequence[float], size: int) -> Iterator[list[Row]]:
    """Yield the rows in parts that fit a slide below a header in type of `size` points.

    There are as few parts as can be, all about as high as each other.
    """
    heights = [_height(row, widths, size) for row in rows]
    room = TABLE_HEIGHT - 2.3 * size / 72
    fewest = len(_divided(heights, room))
    steps = (_divided(heights, room * step / 20) for step in range(1, 21))
    even = next(sizes for sizes in steps if len(sizes) == fewest)
    yield from (list(rows[start:end]) for start, end in pairwise(accumulate(even, initial=0)))


def _divided(heights: Sequence[float], room: float) -> list[int]:
    """Return how many rows stand in each part of at most `room` inches, filled one after another."""
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
    """Put a native table below the heading, its first row as header; `widths` are inches."""
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
