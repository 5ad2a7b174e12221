"""What slides are made of: headings, words and their sizes."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from geo.export.markdown import Block


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
