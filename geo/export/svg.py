"""SVG of one scene: letters as outlines, so that it looks the same everywhere, and its text beside them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from geo.dataset.atlas_data import AtlasData
from geo.export.document import Document
from geo.export.paper import Paper
from geo.export.sheet import laid_out
from geo.export.words import Words


def as_svg(made: Document, shelf: AtlasData, words: Words) -> str:
    """Return the first page of a document as SVG with a title and all its words as description."""
    picture = laid_out(made, shelf, words, Paper.SCREEN, "svg").decode()
    head, _, rest = picture.partition(">")
    spoken = " ".join(_spoken(made, words))
    return (
        f'{head} role="img"><title>{escape(made.pages[0].headline)}</title>'
        f"<desc>{escape(spoken)}</desc><metadata>{made.stamp}</metadata>{rest}"
    )


def _spoken(made: Document, words: Words) -> Iterator[str]:
    page = made.pages[0]
    yield f"{made.title}. {page.map_text}"
    yield from (block.text for block in page.text)
    yield from (f"{row.amount}: {row.label} ({row.claim}, {row.when})." for row in page.figures)
    yield from (f"{row.name}: {row.count}." for row in page.legend)
    yield from (f"{row.text}." for row in page.own_legend)
    if page.analysis:
        yield from (f"{text}." for text in page.analysis.numbered)
        yield from page.analysis.told.methods
    yield f"{words('export.sources')}: " + "; ".join(
        f"{row.identifier} {row.publisher}, {row.published}" for row in made.sources
    )
    yield made.own
    yield made.computed
    yield f"{made.made}. {made.version_text}. {made.caution} {made.attribution}"
