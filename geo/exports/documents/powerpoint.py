"""Write a briefing as PowerPoint, 16:9: title, scenes, all sites and all sources.

Everything but the map can be edited: text, tables and charts are PowerPoint's own, and presenter notes are
filled in. A long list takes as many slides as it needs, so that nothing runs off a slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import Document, Page, ProgressCallback, silent
from geo.exports.documents.document_layers import AnalysisLayer
from geo.exports.documents.document_rows import LegendRow
from geo.exports.documents.document_text import Words, ended
from geo.exports.documents.map_figure import as_png, draw_map
from geo.exports.documents.slide_elements import (
    BODY_TOP,
    FOOTER_TOP,
    HEIGHT,
    MARGIN,
    SOFT,
    WIDTH,
    Row,
    describe,
    fitting,
    footer,
    heading,
    lines_of,
    paragraphs,
    put_chart,
    put_table,
    words_box,
)
from geo.exports.documents.slide_legend import legend, legend_height
from geo.mapping.overlay_message import LegendEntry

MAP_SIZE = (7.3, 4.85)
"""Inches of the map; the legend and the tables repeat its small text."""

LEAST_MAP = 2.4
"""Least height of the map in inches, next to the longest legend."""

MOST_BESIDE = 8
"""Numbered lines that fit next to the map; more get a slide of their own."""

MAP_DPI = 180
WHOLE = (12.4,)
EVIDENCE = (2.2, 5.2, 1.6, 1.9, 1.5)
SITES = (3.6, 2.2, 2.4, 1.3, 2.9)
SOURCES = (0.8, 6.4, 2.8, 2.4)
"""Widths of the columns of each table in inches."""

SIZES = (18, 17, 16, 15, 14, 13, 12, 11)
"""Type sizes in points of the text next to the map; a smaller size is unreadable."""

SIDE_COLUMN = (
    MARGIN * 1.6 + MAP_SIZE[0],
    BODY_TOP,
    WIDTH - MARGIN * 2.6 - MAP_SIZE[0],
    FOOTER_TOP - BODY_TOP - 0.1,
)
"""Left, top, width and height in inches of the text next to the map."""


def as_pptx(made: Document, atlas: AtlasData, words: Words, progress: ProgressCallback = silent) -> bytes:
    """Return a document as a presentation with its stamp as custom XML."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    core = deck.core_properties
    core.title, core.author, core.language = made.title, words("app.title"), made.language
    _stamp(deck, made.stamp)
    _title(deck, made)
    for done, page in enumerate(made.pages):
        progress(done, len(made.pages) + 1)
        _scene(deck, page, made, atlas, words)
    progress(len(made.pages), len(made.pages) + 1)
    _sites(deck, made, words)
    _sources(deck, made, words)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _stamp(deck: Any, stamp: str) -> None:
    """Add the stamp as custom XML, because a property holds only 255 characters."""
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
    headlines = [page.analysis.answer.headline for page in made.pages if page.analysis]
    paragraphs(box, headlines, size=28)
    paragraphs(box, [made.made, made.version_text], size=20)
    paragraphs(box, [made.caution, made.attribution], size=12, colour=SOFT)


def _scene(deck: Any, page: Page, made: Document, atlas: AtlasData, words: Words) -> None:
    slide = _slide(deck, made, page.headline)
    slide.notes_slide.notes_text_frame.text = _notes(page, words)
    below = f"{words('export.legend_counts')} · {words('export.filters')}: {page.filters}"
    answer = page.analysis.legend if page.analysis else ()
    rows: list[LegendRow | LegendEntry] = [*answer, *page.legend, *page.own_legend]
    room = FOOTER_TOP - BODY_TOP - legend_height(rows, below)
    size = MAP_SIZE[0], max(LEAST_MAP, min(MAP_SIZE[1], room))
    figure = draw_map(page.view, page.extent, atlas, words.language, size, page.own, page.analysis)
    picture = slide.shapes.add_picture(
        BytesIO(as_png(figure, MAP_DPI)), Inches(MARGIN), Inches(BODY_TOP), Inches(MAP_SIZE[0])
    )
    describe(picture, page.map_text)
    legend(slide, rows, below, MARGIN, BODY_TOP + size[1])
    box = words_box(slide, SIDE_COLUMN)
    numbered = _beside(page)
    paragraphs(box, [*page.text, *numbered], size=_size([*(block.text for block in page.text), *numbered]))
    if page.analysis:
        _analysis(deck, page.analysis, made, words)
    _evidence(deck, page, made, words)
    if page.chart:
        put_chart(_slide(deck, made, page.chart.title), page.chart)


def _beside(page: Page) -> tuple[str, ...]:
    """Return the meaning of the numbers on the map if it fits next to the map."""
    numbered = page.analysis.numbered if page.analysis else ()
    return numbered if len(numbered) <= MOST_BESIDE else ()


def _analysis(deck: Any, layer: AnalysisLayer, made: Document, words: Words) -> None:
    """Add slides with the meaning of many numbers and with the method of the answer."""
    tables = {"method": (*layer.answer.methods, made.computed)}
    if len(layer.numbered) > MOST_BESIDE:
        tables = {"numbered": layer.numbered} | tables
    for name, lines in tables.items():
        title = words(f"export.{name}")
        for part in fitting([[line] for line in lines], WHOLE, 12):
            slide = _slide(deck, made, title)
            put_table(slide, [[layer.answer.headline], *part], WHOLE, 12)


def _evidence(deck: Any, page: Page, made: Document, words: Words) -> None:
    """Add slides with the figures and conflicts of a scene and their sources."""
    header = [words(f"export.{name}") for name in ("amount", "what", "claim", "when", "sources")]
    rows: list[Row] = [
        [row.amount, f"{ended(row.label)} {row.note}".strip(), row.claim, row.when, ", ".join(row.sources)]
        for row in page.figures
    ]
    # A row with fewer cells than columns: the first cell spans the rest.
    rows += [[f"{ended(row.title)} {row.statement}", ", ".join(row.sources)] for row in page.disagreements]
    title = words("export.evidence", headline=page.headline)
    for part in fitting(rows, EVIDENCE, 14):
        put_table(_slide(deck, made, title), [header, *part], EVIDENCE, 14)


def _sites(deck: Any, made: Document, words: Words) -> None:
    """Add slides that list every site of the scenes once."""
    header = [words(f"export.{name}") for name in ("site", "place", "status", "position", "sources")]
    shown = dict.fromkeys(row for page in made.pages for row in page.sites)
    rows = [
        [f"{row.name}\n{row.kind}", row.place, row.status, row.position, ", ".join(row.sources)]
        for row in shown
    ]
    for part in fitting(rows, SITES, 10):
        put_table(_slide(deck, made, words("export.sites")), [header, *part], SITES, 10)


def _sources(deck: Any, made: Document, words: Words) -> None:
    header = [words(f"export.{name}") for name in ("source_id", "title", "publisher", "published")]
    rows: list[Row] = [[row.identifier, row.title, row.publisher, row.published] for row in made.sources]
    # One cell over the whole width, without a number: the list is not a source.
    rows += [[made.own]] if made.own else []
    for part in fitting(rows, SOURCES, 10):
        put_table(_slide(deck, made, words("export.sources")), [header, *part], SOURCES, 10)


def _notes(page: Page, words: Words) -> str:
    """Return the presenter's notes followed by the description of the map."""
    return "\n\n".join(part for part in (page.notes, page.map_text) if part)


def _size(texts: Sequence[str]) -> int:
    """Return the type size in points with which a scene's text fits next to its map."""
    return next((size for size in SIZES if _height(texts, size) <= SIDE_COLUMN[3]), 10)


def _height(texts: Sequence[str], size: int) -> float:
    lines = sum(lines_of(text, SIDE_COLUMN[2], size) for text in texts)
    return (1.2 * lines + 0.5 * len(texts)) * size / 72
