"""Write a briefing as PowerPoint, 16:9: title, one slide for each scene, and the sources.

Everything but the map can be edited: text, tables and charts are PowerPoint's own, and presenter notes are
filled in. Figures and conflicts are on the slide of their scene; those that do not fit, and charts, have
slides of their own. The list of sources is compact, or an appendix lists all sites and sources in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from geo.briefings.scene_content import WORDED
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.deck_parts import (
    FOOTER,
    HEADLINE,
    MAP,
    DeckRecord,
    dated_deck,
    name_parts,
    record_xml,
    recorded_parts,
    write_xml,
)
from geo.exports.documents.deck_theme import add_titled_slide, adopt_colours, themed_presentation
from geo.exports.documents.document import Document, Page, ProgressCallback, silent
from geo.exports.documents.document_layers import AnalysisLayer
from geo.exports.documents.document_rows import LegendRow, SourceRow
from geo.exports.documents.document_text import Block, Run, Words, ended
from geo.exports.documents.map_figure import as_png, draw_map
from geo.exports.documents.slide_elements import (
    ACCENT,
    BODY_TOP,
    FOOTER_TOP,
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
    put_annotations,
    put_chart,
    put_table,
    words_box,
)
from geo.exports.documents.slide_legend import legend, legend_height
from geo.mapping.overlay_message import LegendEntry

MAP_WIDTHS = (7.3, 6.4, 5.6)
"""Inches of the map; the first that leaves enough room for the text next to it."""

NO_MAP = -0.6 * MARGIN
"""The width of a missing map, so that the text next to it begins at the margin."""

MAP_HEIGHT = 4.85
LEAST_MAP = 2.4
"""Greatest and least height of the map in inches; the least is next to the longest legend."""

MOST_BESIDE = 8
"""Numbered lines that fit next to the map; more get a slide of their own."""

MAP_DPI = 180
WHOLE = (12.4,)
EVIDENCE = (2.2, 5.2, 1.6, 1.9, 1.5)
LISTED = (2.2, 8.3, 1.9)
SITES = (3.6, 2.2, 2.4, 1.3, 2.9)
SOURCES = (0.8, 6.4, 2.8, 2.4)
"""Widths of the columns of each table in inches."""

SIZES = ((18, 11), (16, 11), (15, 10), (14, 10), (13, 10), (12, 9), (11, 9), (11, 8))
"""Type sizes in points of the text next to the map and of its evidence; smaller ones tire the eye."""

LAST_SIZES = (10, 9)
"""The same for a text without evidence that is too long for them, such as a list of all departamentos."""

WIDE_SIZES = ((20, 20), (18, 18), (16, 16), (15, 14), (14, 12), (12, 11), (11, 9))
"""The same where there is no map."""

SMALL = 8
"""Type size in points of the sources of the sites on a map."""

LISTS = (10, 9, 8, 7)
"""Type sizes in points of the compact list of sources."""

LIST_COLUMNS = 4
LIST_SPACE = 0.2
"""Columns of the list, and the space after a source as a share of the type size."""


@dataclass(frozen=True)
class _Layout:
    """The arrangement of a scene's slide: sizes in inches and points.

    `evidence` is empty if the figures and conflicts need a slide of their own.
    """

    map_width: float
    text: int
    small: int
    evidence: tuple[Block, ...]
    bottom: float

    @property
    def side(self) -> tuple[float, float, float, float]:
        """The box of the text next to the map."""
        left = MARGIN * 1.6 + self.map_width
        return left, BODY_TOP, WIDTH - MARGIN - left, self.bottom - BODY_TOP


def as_pptx(
    made: Document,
    atlas: AtlasData,
    words: Words,
    progress: ProgressCallback = silent,
    theme: bytes | None = None,
) -> bytes:
    """Return a document as a presentation with its stamp as custom XML, in the look of a theme file."""
    deck = themed_presentation(theme)
    core = deck.core_properties
    core.title, core.language = made.title, made.language
    core.author = core.last_modified_by = words("app.title")
    core.created = core.modified = datetime.combine(made.day, time.min)
    _title(deck, made)
    for done, page in enumerate(made.pages):
        progress(done, len(made.pages) + 1)
        _scene(deck, page, made, atlas, words)
    progress(len(made.pages), len(made.pages) + 1)
    if made.appendix:
        _sites(deck, made, words)
        _sources(deck, made, words)
    else:
        _compact_sources(deck, made, words)
    if theme is not None:
        adopt_colours(deck)
    write_xml(deck, 1, stamp_xml(made.stamp))
    if made.briefing:
        bases = {f"scene-{page.number}": page.basis for page in made.pages}
        record = DeckRecord(made.briefing, made.appendix, recorded_parts(deck, bases), theme is not None)
        write_xml(deck, 2, record_xml(record))
    out = BytesIO()
    deck.save(out)
    return dated_deck(out.getvalue(), made.day)


def stamp_xml(stamp: str) -> str:
    """Return the stamp as custom XML."""
    return f'<stamp xmlns="urn:atlas:stamp">{stamp}</stamp>'


def _slide(deck: Any, made: Document, title: str, key: str) -> Any:
    """Return a new slide; `key` names it for `geo.exports.documents.deck_refresh`."""
    slide = add_titled_slide(deck)
    heading(slide, title)
    name_parts(slide, key, HEADLINE)
    footer(slide, f"{made.title} · {made.made} · {made.version_text}", len(deck.slides))
    name_parts(slide, key, FOOTER)
    return slide


def _title(deck: Any, made: Document) -> None:
    slide = add_titled_slide(deck)
    heading(slide, made.title, top=2.0, size=44)
    name_parts(slide, "title", HEADLINE)
    box = words_box(slide, (MARGIN, 3.6, WIDTH - 2 * MARGIN, 2.8))
    if len(made.pages) == 1 and made.pages[0].analysis:
        paragraphs(box, [made.pages[0].headline], size=28)
    paragraphs(box, [made.made, made.version_text], size=20)
    paragraphs(box, [made.caution, made.attribution], size=12, colour=SOFT)
    name_parts(slide, "title", FOOTER)


def _scene(deck: Any, page: Page, made: Document, atlas: AtlasData, words: Words) -> None:
    key = f"scene-{page.number}"
    slide = _slide(deck, made, page.headline, key)
    slide.notes_slide.notes_text_frame.text = _notes(page, words)
    if page.kind in WORDED:
        _worded(slide, page, key)
        return
    layout = _layout(page, page.map_sources_line(words))
    if page.kind.has_map:
        _map(slide, page, layout, atlas, words)
    left, top, wide, high = layout.side
    texts: list[str | Block] = [*page.text, *_beside(page)]
    above = min(high, _height([*(block.text for block in page.text), *_beside(page)], layout.text, wide))
    if texts:
        paragraphs(words_box(slide, (left, top, wide, above)), texts, size=layout.text)
        name_parts(slide, key, "text")
    if layout.evidence:
        box = words_box(slide, (left, top + above, wide, high - above))
        paragraphs(box, layout.evidence, size=layout.small)
        name_parts(slide, key, "figures")
    _more_slides(deck, page, layout, made, words)


def _worded(slide: Any, page: Page, key: str) -> None:
    """Set the words of a title, a section or a closing large, in the middle of the slide."""
    heading(slide, page.headline, top=2.1, size=44)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, (MARGIN, 3.75, 2.2, 0.07)))
    bar.fill.solid()
    bar.fill.fore_color.rgb = ACCENT
    bar.line.fill.background()
    name_parts(slide, key, "line")
    if page.text:
        wide = WIDTH - 2 * MARGIN
        room = FOOTER_TOP - 4.1
        lines = [block.text for block in page.text]
        size = next((size for size in (24, 20, 16, 14, 12) if _height(lines, size, wide) <= room), 10)
        paragraphs(words_box(slide, (MARGIN, 4.05, wide, room)), page.text, size=size, colour=SOFT)
        name_parts(slide, key, "text")


def _map(slide: Any, page: Page, layout: _Layout, atlas: AtlasData, words: Words) -> None:
    """Add the map with its arrows and notes, its legend and the sources of its sites."""
    key, cited = f"scene-{page.number}", page.map_sources_line(words)
    below = f"{words('export.legend_counts')} · {words('export.filters')}: {page.filters}"
    answer = page.analysis.legend if page.analysis else ()
    rows: list[LegendRow | LegendEntry] = [*answer, *page.legend, *page.own_legend]
    room = layout.bottom - BODY_TOP - legend_height(rows, below, layout.map_width)
    size = layout.map_width, max(LEAST_MAP, min(MAP_HEIGHT, room))
    figure = draw_map(page.view, page.extent, atlas, words.language, size, page.own, page.analysis)
    picture = slide.shapes.add_picture(
        BytesIO(as_png(figure, MAP_DPI)), Inches(MARGIN), Inches(BODY_TOP), Inches(size[0])
    )
    describe(picture, page.map_text)
    name_parts(slide, key, MAP)
    put_annotations(slide, page.annotations, page.extent, (MARGIN, BODY_TOP, *size))
    name_parts(slide, key, "annotations")
    legend(slide, rows, below, (MARGIN, BODY_TOP + size[1], size[0]))
    name_parts(slide, key, "legend")
    if cited:
        box = words_box(slide, (MARGIN, layout.bottom, WIDTH - 2 * MARGIN, FOOTER_TOP - layout.bottom))
        paragraphs(box, [cited], size=SMALL, colour=SOFT)
        name_parts(slide, key, "sources")


def _more_slides(deck: Any, page: Page, layout: _Layout, made: Document, words: Words) -> None:
    """Add the slides of what does not fit on the slide of a scene."""
    key = f"scene-{page.number}"
    if page.analysis:
        _analysis(deck, page, page.analysis, made, words)
    if not layout.evidence:
        _evidence(deck, page, made, words)
    if page.chart:
        slide = _slide(deck, made, page.chart.title, f"{key}-chart")
        put_chart(slide, page.chart)
        name_parts(slide, f"{key}-chart", "chart")


def _layout(page: Page, cited: str) -> _Layout:
    """Return the widest map next to which everything fits, or one without the evidence.

    A map with nothing next to it has the whole width, and without a map the text has it.
    """
    bottom = FOOTER_TOP - 0.1 - 1.25 * lines_of(cited, WIDTH - 2 * MARGIN, SMALL) * SMALL / 72
    texts, evidence = [*(block.text for block in page.text), *_beside(page)], tuple(_beside_text(page))
    if page.is_map_alone:
        return _Layout(WIDTH - 2 * MARGIN, SIZES[0][0], SMALL, (), bottom)
    has_map = page.kind.has_map
    widths: tuple[float, ...] = MAP_WIDTHS if has_map else (NO_MAP,)
    choices = (SIZES[:5], SIZES[5:]) if has_map else (WIDE_SIZES, WIDE_SIZES[-1:])
    tries = [(evidence, width, sizes) for sizes in choices for width in widths]
    for shown, width, sizes in [*tries, ((), widths[0], choices[0])]:
        for text, small in sizes:
            layout = _Layout(width, text, small, shown, bottom)
            _, _, wide, high = layout.side
            lines = [block.text for block in shown]
            if _height(texts, text, wide) + _height(lines, small, wide) <= high:
                return layout
    last = [_Layout(widths[0], size, SMALL, (), bottom) for size in LAST_SIZES]
    fit = (layout for layout in last if _height(texts, layout.text, layout.side[2]) <= layout.side[3])
    return next(fit, last[-1])


def _beside_text(page: Page) -> Iterator[Block]:
    """Yield the figures and conflicts of a scene, each with its claim, date and sources."""
    for row in page.figures:
        told = " · ".join(part for part in (row.claim, row.when, row.place) if part)
        cited = f" {ended(told)} {row.note}".rstrip() + _in_brackets(row.sources)
        yield Block((Run(f"{row.amount} ", bold=True), Run(ended(row.label)), Run(cited)))
    for line in page.listed:
        said = f" {ended(line.text)}" if line.text else ""
        yield Block((Run(line.lead, bold=True), Run(said + _in_brackets(line.sources))))
    for difference in page.disagreements:
        text = f" {difference.statement}{_in_brackets(difference.sources)}"
        yield Block((Run(ended(difference.title), bold=True), Run(text)))


def _in_brackets(sources: tuple[str, ...]) -> str:
    return f" [{', '.join(sources)}]" if sources else ""


def _beside(page: Page) -> tuple[str, ...]:
    """Return the meaning of the numbers on the map if it fits next to the map."""
    numbered = page.analysis.numbered if page.analysis else ()
    return numbered if len(numbered) <= MOST_BESIDE else ()


def _analysis(deck: Any, page: Page, layer: AnalysisLayer, made: Document, words: Words) -> None:
    """Add slides with the meaning of many numbers and with the method of the answer."""
    tables = {"method": layer.methods}
    if len(layer.numbered) > MOST_BESIDE:
        tables = {"numbered": layer.numbered} | tables
    for name, lines in tables.items():
        title = words(f"export.{name}")
        for number, part in enumerate(fitting([[line] for line in lines], WHOLE, 12), start=1):
            key = f"scene-{page.number}-{name}-{number}"
            slide = _slide(deck, made, title, key)
            put_table(slide, [[page.headline], *part], WHOLE, 12)
            name_parts(slide, key, "table")


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
    _tables(deck, made, (f"scene-{page.number}-evidence", title), header, rows, (EVIDENCE, 14))
    header = ["", page.listed_title, words("export.sources")] if page.listed else []
    rows = [[row.lead, row.text, ", ".join(row.sources)] for row in page.listed]
    _tables(deck, made, (f"scene-{page.number}-list", page.headline), header, rows, (LISTED, 12))


def _sites(deck: Any, made: Document, words: Words) -> None:
    """Add slides that list every site of the scenes once."""
    header = [words(f"export.{name}") for name in ("site", "place", "status", "position", "sources")]
    shown = dict.fromkeys(row for page in made.pages for row in page.sites)
    rows = [
        [f"{row.name}\n{row.kind}", row.place, row.status, row.position, ", ".join(row.sources)]
        for row in shown
    ]
    _tables(deck, made, ("sites", words("export.sites")), header, rows, (SITES, 10))


def _sources(deck: Any, made: Document, words: Words) -> None:
    header = [words(f"export.{name}") for name in ("source_id", "title", "publisher", "published")]
    rows: list[Row] = [[row.identifier, row.title, row.publisher, row.published] for row in made.sources]
    # One cell over the whole width, without a number: the list is not a source.
    rows += [[made.own]] if made.own else []
    _tables(deck, made, ("sources", words("export.sources")), header, rows, (SOURCES, 10))


def _tables(  # noqa: PLR0913, PLR0917 - where, whose, called what, which rows, in which form
    deck: Any,
    made: Document,
    name: tuple[str, str],
    header: Row,
    rows: Sequence[Row],
    form: tuple[Sequence[float], int],
) -> None:
    """Add as many slides as a table needs; `name` is their key and title, `form` widths and type size."""
    key, title = name
    for number, part in enumerate(fitting(rows, *form), start=1):
        slide = _slide(deck, made, title, f"{key}-{number}")
        put_table(slide, [header, *part], *form)
        name_parts(slide, f"{key}-{number}", "table")


def _compact_sources(deck: Any, made: Document, words: Words) -> None:
    """Add the list of sources in columns: in full those of figures, and who published those of sites."""
    blocks = [
        *(
            _entry(row, f"{ended(row.title)} {row.publisher}, {row.published}")
            for row in made.named_sources
        ),
        *([Block((Run(words("export.map_sources"), bold=True),))] if made.map_sources else []),
        *(_entry(row, f"{row.publisher}, {row.published}") for row in made.map_sources),
        *([Block((Run(made.own),))] if made.own else []),
    ]
    wide = (WIDTH - 2 * MARGIN) / LIST_COLUMNS
    sizes = ((size, _columns(blocks, size, wide - 0.2)) for size in LISTS)
    size, columns = next((pair for pair in sizes if len(pair[1]) <= LIST_COLUMNS), None) or (
        LISTS[-1],
        _columns(blocks, LISTS[-1], wide - 0.2),
    )
    for first in range(0, len(columns), LIST_COLUMNS):
        key = f"sources-{first // LIST_COLUMNS + 1}"
        slide = _slide(deck, made, words("export.sources"), key)
        for number, column in enumerate(columns[first : first + LIST_COLUMNS]):
            box = words_box(slide, (MARGIN + number * wide, BODY_TOP, wide - 0.2, FOOTER_TOP - BODY_TOP))
            paragraphs(box, column, size=size, space=LIST_SPACE)
        name_parts(slide, key, "list")


def _entry(row: SourceRow, text: str) -> Block:
    return Block((Run(f"{row.identifier} ", bold=True), Run(text)))


def _columns(blocks: Sequence[Block], size: int, wide: float) -> list[list[Block]]:
    """Divide paragraphs into columns that each fit a slide."""
    room, columns, used = FOOTER_TOP - BODY_TOP - 0.1, [[]], 0.0  # type: ignore[var-annotated]
    for block in blocks:
        height = _height([block.text], size, wide, LIST_SPACE)
        if used + height > room:
            columns, used = [*columns, []], 0.0
        columns[-1].append(block)
        used += height
    return columns


def _notes(page: Page, words: Words) -> str:
    """Return the presenter's notes followed by the description of the map."""
    return "\n\n".join(part for part in (page.notes, page.map_text) if part)


def _height(texts: Sequence[str], size: int, wide: float, space: float = 0.5) -> float:
    """Return the height in inches of paragraphs in type of `size` points."""
    lines = sum(lines_of(text, wide, size) for text in texts)
    return (1.2 * lines + space * len(texts)) * size / 72
