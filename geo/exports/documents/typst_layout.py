"""Lay out documents with typst: PDF, PNG and SVG from one template.

The text is passed as data; typst breaks lines and pages itself, so no text is cut. The fonts are those of
packages, so that a file looks the same wherever it was made, and nothing is loaded from a
network. A PDF has a page or more for each scene, then the sources, and is tagged for screen readers. PNG
and SVG show one scene; the SVG has its letters as outlines and its text next to them.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

import typst

from geo.briefings.scene_content import WORDED
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import SCREEN_PPI, Document, Page, Paper, ProgressCallback, silent
from geo.exports.documents.document_rows import LegendRow, SourceRow
from geo.exports.documents.document_text import Words, ended
from geo.exports.documents.map_figure import as_svg, draw_map
from geo.mapping.map_styles import SYMBOLS, hatch_of
from geo.mapping.overlay_message import LegendEntry
from geo.mapping.typefaces import DOCUMENT_FONTS

TEMPLATE: Final = Path(__file__).with_name("typst_layout.typ")

LABELS: Final = (
    "legend_counts",
    "filters",
    "figures",
    "disagreements",
    "sites",
    "site",
    "place",
    "status",
    "position",
    "sources",
    "period",
    "about",
    "no_value",
    "numbered",
    "method",
    "map_sources",
)
"""The keys of the section `export` that the template uses."""


MAP_SIZES: Final[Mapping[Paper, tuple[float, float]]] = {
    Paper.A4: (6.93, 4.75),
    Paper.LETTER: (7.16, 4.75),
    Paper.SCREEN: (7.78, 6.2),
}
"""Width and height of the map in inches, at which its text keeps its size."""


UNSHOWN: Final = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u024f\u02b0-\u036f\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f\u1e00-\u1eff"
    "\u2000-\u2040\u2044-\u2052\u2054-\u206f\u20a0-\u20bf\u2190-\u219f\u2200-\u226f\u25a0-\u25ff\ua789-\ua78d]"
)
"""Characters that typst's fonts may lack; a single one would prevent a tagged PDF."""


def shown(value: Any) -> Any:
    """Return data for the template, with characters that no font has replaced."""
    if isinstance(value, str):
        return UNSHOWN.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: shown(part) for name, part in value.items()}
    return [shown(part) for part in value] if isinstance(value, list | tuple) else value


def laid_out(  # noqa: PLR0913, PLR0917 - what is drawn, from what, in whose words, on what, as what
    made: Document,
    atlas: AtlasData,
    words: Words,
    paper: Paper,
    kind: Literal["pdf", "png", "svg"],
    ppi: float = SCREEN_PPI,
    progress: ProgressCallback = silent,
) -> bytes:
    """Return a document as PDF (tagged, PDF/UA-1), or its first page as PNG or SVG."""
    data = _data(made, words) | {
        "paper": str(paper),
        "pages": list(_pages(made, atlas, words, paper, progress)),
    }
    progress(len(data["pages"]), len(data["pages"]) + 1)
    standards: list[Any] = ["ua-1"] if kind == "pdf" else []
    result = typst.compile(
        TEMPLATE.read_bytes(),
        format=kind,
        ppi=ppi,
        sys_inputs={"data": json.dumps(shown(data))},
        font_paths=_fonts(),
        pdf_standards=standards,
    )
    return result[0] if isinstance(result, list) else bytes(result or b"")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(DOCUMENT_FONTS)])


def _pages(
    made: Document, atlas: AtlasData, words: Words, paper: Paper, progress: ProgressCallback
) -> Iterator[dict[str, Any]]:
    pages = made.pages if paper is not Paper.SCREEN else made.pages[:1]
    for done, page in enumerate(pages):
        progress(done, len(pages) + 1)
        yield _page(page, atlas, words, MAP_SIZES[paper], len(made.pages))


def _data(made: Document, words: Words) -> dict[str, Any]:
    return {
        "title": made.title,
        "language": made.language,
        "stamp": made.stamp,
        "day": [made.day.year, made.day.month, made.day.day],
        "made": made.made,
        "version": made.version_text,
        "caution": made.caution,
        "attribution": made.attribution,
        "own": made.own,
        "words": {name: words(f"export.{name}") for name in LABELS} | {"author": words("app.title")},
        "appendix": made.appendix,
        "sources": [_source(row) for row in made.sources],
        "named": [_source(row) for row in made.named_sources],
        "mapped": [_source(row) for row in made.map_sources],
    }


def _source(row: SourceRow) -> dict[str, str]:
    return {
        "id": row.identifier,
        "title": row.title,
        "publisher": row.publisher,
        "published": row.published,
        "url": row.url,
    }


def _page(
    page: Page, atlas: AtlasData, words: Words, size: tuple[float, float], total: int
) -> dict[str, Any]:
    return {
        "scene": words("export.scene", number=page.number, total=total),
        "headline": page.headline,
        "worded": page.kind in WORDED,
        "whole": page.is_map_alone,
        "text": [
            {"runs": [asdict(run) for run in block.runs], "item": block.is_item} for block in page.text
        ],
        "map": _map(page, atlas, words, size) if page.kind.has_map else None,
        "map_text": page.map_text,
        "map_sources": page.map_sources_line(words),
        "filters": page.filters,
        "legend": [{"name": row.name, "count": row.count, "glyph": _glyph(row)} for row in page.legend],
        "own": [_swatch(row) for row in page.own_legend],
        "analysis": _analysis(page),
        "figures": [asdict(row) for row in page.figures],
        "disagreements": [asdict(row) for row in page.disagreements],
        "listed": [asdict(row) for row in page.listed],
        "listed_title": page.listed_title,
        "chart": _chart(page, words),
        "sites": [
            {
                "name": row.name,
                "kind": row.kind,
                "place": row.place,
                "status": row.status,
                "position": row.position,
                "reason": row.reason,
                "placed": row.is_placed,
                "sources": row.sources,
            }
            for row in page.sites
        ],
    }


def _map(page: Page, atlas: AtlasData, words: Words, size: tuple[float, float]) -> str:
    drawn = (page.own, page.analysis, page.annotations)
    return as_svg(draw_map(page.view, page.extent, atlas, words.language, size, *drawn))


def _analysis(page: Page) -> dict[str, Any]:
    """Return the legend, numbers and methods of an analysis; all empty without one."""
    layer = page.analysis
    if layer is None:
        return {"legend": [], "numbered": [], "methods": []}
    return {
        "legend": [_swatch(row) for row in layer.legend],
        "numbered": layer.numbered,
        "methods": layer.methods,
    }


def _swatch(row: LegendEntry) -> dict[str, Any]:
    hatch = hatch_of(row.colour) if row.colour else ""
    return asdict(row) | {"look": row.look, "hatch": hatch}


def _chart(page: Page, words: Words) -> dict[str, Any] | None:
    chart = page.chart
    if chart is None:
        return None
    rows = [
        [category]
        + [
            words("export.no_value") if (value := series.values[n]) is None else words.number(value)
            for series in chart.series
        ]
        for n, category in enumerate(chart.categories)
    ]
    return asdict(chart) | {"rows": rows}


def _glyph(row: LegendRow) -> str:
    symbol = SYMBOLS[row.layer]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f'<path d="{symbol.path}" fill="{symbol.colour}" fill-rule="evenodd"/></svg>'
    )


def as_pdf(
    made: Document,
    atlas: AtlasData,
    words: Words,
    paper: Paper = Paper.A4,
    progress: ProgressCallback = silent,
) -> bytes:
    """Return a document as PDF (PDF/UA-1) with its stamp in the description."""
    return laid_out(made, atlas, words, paper, "pdf", progress=progress)


AFTER_HEADER: Final = 33
"""Bytes of the signature and of the first chunk, which must stay first."""


def as_png(made: Document, atlas: AtlasData, words: Words, ppi: float = SCREEN_PPI) -> bytes:
    """Return the first page as PNG with its stamp in the text chunk `Description`."""
    picture = laid_out(made, atlas, words, Paper.SCREEN, "png", ppi)
    return with_text(picture, "Description", made.stamp)


def with_text(picture: bytes, name: str, text: str) -> bytes:
    """Return a PNG with an added text chunk (PNG 1.2, tEXt, Latin-1)."""
    body = b"tEXt" + name.encode("latin-1") + b"\0" + text.encode("latin-1")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:AFTER_HEADER] + chunk + picture[AFTER_HEADER:]


def svg_document(made: Document, atlas: AtlasData, words: Words) -> str:
    """Return the first page as SVG with a title and its text as the description."""
    picture = laid_out(made, atlas, words, Paper.SCREEN, "svg").decode()
    head, _, rest = picture.partition(">")
    spoken = " ".join(_spoken(made, words))
    return (
        f'{head} role="img"><title>{escape(made.pages[0].headline)}</title>'
        f"<desc>{escape(spoken)}</desc><metadata>{made.stamp}</metadata>{rest}"
    )


def _spoken(made: Document, words: Words) -> Iterator[str]:
    page = made.pages[0]
    yield f"{ended(made.title)} {page.map_text}"
    yield from (block.text for block in page.text)
    for row in page.figures:
        yield f"{row.amount}: {row.label} ({', '.join(filter(None, (row.claim, row.when)))})."
    yield from (f"{row.lead}: {ended(row.text)}" for row in page.listed)
    yield from (f"{row.name}: {row.count}." for row in page.legend)
    yield from (f"{entry.label}." for entry in page.own_legend)
    if page.analysis:
        yield from (f"{text}." for text in page.analysis.numbered)
        yield from page.analysis.methods
    yield f"{words('export.sources')}: " + "; ".join(
        f"{row.identifier} {row.publisher}, {row.published}" for row in made.sources
    )
    yield made.own
    yield f"{made.made}. {made.version_text}. {made.caution} {made.attribution}"
