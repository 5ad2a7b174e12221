"""Every format in one call, for pages, the command line and the static site alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from geo.briefings import Briefing
from geo.export.csv import as_csv
from geo.export.document import Document, document
from geo.export.pdf import as_pdf
from geo.export.png import SCREEN_PPI, as_png
from geo.export.pptx import as_pptx
from geo.export.sheet import Paper
from geo.export.svg import as_svg
from geo.shelf import Shelf
from pages.ui.text import Language
from web.offline import offline_html
from web.words import ExportWords


class Format(StrEnum):
    """A kind of file that a briefing can be left behind as."""

    PDF = "pdf"
    """Pages for print: maps, tables, sources."""
    PPTX = "pptx"
    """Editable slides with notes."""
    HTML = "html"
    """The interactive map in one file that needs no network."""
    PNG = "png"
    """A picture of one scene."""
    SVG = "svg"
    """A picture of one scene that can be enlarged at will."""
    CSV = "csv"
    """The sites as a table."""


ONE_SCENE = frozenset({Format.PNG, Format.SVG})
"""Formats that hold a single scene."""


@dataclass(frozen=True)
class Options:
    """What can be chosen beside the format: `paper` for PDF, `ppi` for PNG, the day it is made on."""

    paper: Paper = Paper.A4
    ppi: float = SCREEN_PPI
    made: date | None = None


def exported(
    briefing: Briefing, shelf: Shelf, language: Language, kind: Format, options: Options | None = None
) -> bytes:
    """Return a briefing as a file; of a format for one scene, its first one."""
    chosen = options or Options()
    if kind in ONE_SCENE:
        briefing = replace(briefing, scenes=briefing.scenes[:1])
    if kind is Format.HTML:
        return offline_html(briefing, shelf, language, chosen.made).encode()
    words = ExportWords(language)
    return _drawn(document(briefing, shelf, words, chosen.made), shelf, words, kind, chosen)


def _drawn(made: Document, shelf: Shelf, words: ExportWords, kind: Format, options: Options) -> bytes:
    match kind:
        case Format.PDF:
            return as_pdf(made, shelf, words, options.paper)
        case Format.PPTX:
            return as_pptx(made, shelf, words)
        case Format.PNG:
            return as_png(made, shelf, words, options.ppi)
        case Format.SVG:
            return as_svg(made, shelf, words).encode()
        case _:
            return as_csv(made, words).encode()
