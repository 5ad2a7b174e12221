"""PowerPoint, 16:9: a title, two or more slides a scene, then the sources; everything but the map editable.

Words, tables and charts are PowerPoint's own, presenter notes are filled in, and long lists go on
over as many slides as they need, so that nothing runs off a slide.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from geo.export.carte import as_png, draw_map
from geo.export.document import Document, Page
from geo.export.slide_parts import (
    BODY_TOP,
    HEIGHT,
    MARGIN,
    SOFT,
    WIDTH,
    chunks,
    footer,
    heading,
    legend,
    paragraphs,
    put_chart,
    put_table,
    words_box,
)
from geo.export.words import Words
from geo.shelf import Shelf

MAP_SIZE = (7.3, 5.1)
"""Inches; its type is small for a wall, and the legend and tables repeat it."""

MAP_DPI = 180
FIGURES_A_SLIDE = 4
SITES_A_SLIDE = 8
SOURCES_A_SLIDE = 12

SIZES = ((18, 520), (16, 660), (14, 900), (12, 1250))
"""Type sizes in points, and the letters that fit beside the map in each."""


def as_pptx(made: Document, shelf: Shelf, words: Words) -> bytes:
    """Return a document as a presentation; its stamp stands in its custom XML."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    core = deck.core_properties
    core.title, core.author, core.language = made.title, words("app.title"), made.language
    _stamp(deck, made.stamp)
    _title(deck, made)
    for page in made.pages:
        _scene(deck, page, made, shelf, words)
    _sources(deck, made, words)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _stamp(deck: Any, stamp: str) -> None:
    """Keep the stamp as custom XML, which PowerPoint carries along; a property holds 255 characters."""
    content = f'<stamp xmlns="urn:atlas:stamp">{stamp}</stamp>'.encode()
    place = PackURI("/customXml/item1.xml")
    part = Part(place, "application/xml", deck.part.package, content)
    deck.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _slide(deck: Any, made: Document, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading(slide, title)
    footer(slide, f"{made.title} · {made.made} · {made.version_text}", len(deck.slides))
    return slide


def _title(deck: Any, made: Document) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading(slide, made.title, top=2.0, size=44)
    box = words_box(slide, (MARGIN, 3.6, WIDTH - 2 * MARGIN, 2.8))
    paragraphs(box, [made.made, made.version_text], size=20)
    paragraphs(box, [made.caution, made.attribution], size=12, colour=SOFT)


def _scene(deck: Any, page: Page, made: Document, shelf: Shelf, words: Words) -> None:
    slide = _slide(deck, made, page.headline)
    slide.notes_slide.notes_text_frame.text = _notes(page, words)
    figure = draw_map(page.view, page.extent, shelf, words.language, MAP_SIZE)
    picture = slide.shapes.add_picture(
        BytesIO(as_png(figure, MAP_DPI)), Inches(MARGIN), Inches(BODY_TOP), Inches(MAP_SIZE[0])
    )
    picture._element._nvXxPr.cNvPr.set("descr", page.map_text)
    legend(slide, page.legend, f"{words('export.filters')}: {page.filters}", MARGIN, BODY_TOP + MAP_SIZE[1])
    left = MARGIN * 1.6 + MAP_SIZE[0]
    box = words_box(slide, (left, BODY_TOP, WIDTH - MARGIN - left, MAP_SIZE[1] + 0.3))
    paragraphs(box, page.text, size=_size(page))
    _tables(deck, page, made, words)
    if page.chart:
        put_chart(_slide(deck, made, page.chart.title), page.chart)


def _tables(deck: Any, page: Page, made: Document, words: Words) -> None:
    header = [words(f"export.{name}") for name in ("amount", "what", "claim", "when", "sources")]
    figures = [
        [row.amount, f"{row.label}. {row.note}".strip(), row.claim, row.when, ", ".join(row.sources)]
        for row in page.figures
    ]
    for part in chunks(figures, FIGURES_A_SLIDE):
        slide = _slide(deck, made, f"{words('export.figures')}: {page.headline}")
        put_table(slide, [header, *part], (2.2, 5.2, 1.6, 1.9, 1.5), size=14)
    said = [[f"{row.title}. {row.statement}", ", ".join(row.sources)] for row in page.disagreements]
    if said:
        slide = _slide(deck, made, words("export.disagreements"))
        put_table(
            slide, [[words("export.what_sources_say"), words("export.sources")], *said], (10.4, 2.0), 14
        )
    header = [words(f"export.{name}") for name in ("site", "place", "status", "position", "sources")]
    sites = [
        [f"{row.name}\n{row.kind}", row.place, row.status, row.position, ", ".join(row.sources)]
        for row in page.sites
    ]
    for part in chunks(sites, SITES_A_SLIDE):
        slide = _slide(deck, made, f"{words('export.sites')}: {page.headline}")
        put_table(slide, [header, *part], (4.2, 2.6, 2.2, 1.3, 2.1), size=10)


def _sources(deck: Any, made: Document, words: Words) -> None:
    rows = [[row.identifier, row.title, row.publisher, row.published] for row in made.sources]
    for part in chunks(rows, SOURCES_A_SLIDE):
        put_table(_slide(deck, made, words("export.sources")), part, (0.8, 6.4, 2.8, 2.4), 9, header=False)


def _notes(page: Page, words: Words) -> str:
    """Return the presenter's notes, and below them the map in words."""
    return "\n\n".join(part for part in (page.notes, page.map_text) if part)


def _size(page: Page) -> int:
    """Return the type size in points with which the words of a scene fit beside its map."""
    letters = sum(len(block.text) + 40 for block in page.text)
    return next(
        (size for size, most in ((18, 520), (16, 660), (14, 900), (12, 1250)) if letters <= most), 10
    )
