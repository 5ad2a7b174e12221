"""Every format in one call, for pages, the command line and the static site alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language
from atlas.publishing.offline_page import offline_html
from geo.briefings import Briefing
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import SCREEN_PPI, Document, Paper, ProgressCallback, document, silent
from geo.exports.documents.document_layers import AnalysisLayer, ListLayer


class DocumentFormat(StrEnum):
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


ONE_SCENE = frozenset({DocumentFormat.PNG, DocumentFormat.SVG})
"""Formats that hold a single scene."""

DRAWN = (DocumentFormat.PDF, DocumentFormat.PPTX, DocumentFormat.PNG, DocumentFormat.SVG)
"""Formats that can draw an analysis: the offline map has none, and its tables have files of their own."""


@dataclass(frozen=True)
class Options:
    """What can be chosen beside the format: `paper` for PDF, `ppi` for PNG, the day it is made on.

    `told` hears before each scene how far it is, and may end it. `own` is a reader's own list, drawn
    on every map of the file, `analysis` what a question of planning found, in a format of `DRAWN`.
    """

    paper: Paper = Paper.A4
    ppi: float = SCREEN_PPI
    made: date | None = None
    told: ProgressCallback = silent
    own: ListLayer | None = None
    analysis: AnalysisLayer | None = None


def exported(
    briefing: Briefing,
    atlas: AtlasData,
    language: Language,
    kind: DocumentFormat,
    options: Options | None = None,
) -> bytes:
    """Return a briefing as a file; of a format for one scene, its first one."""
    chosen = options or Options()
    if kind in ONE_SCENE:
        briefing = replace(briefing, scenes=briefing.scenes[:1])
    if kind is DocumentFormat.HTML:
        return offline_html(briefing, atlas, language, chosen.made, own=chosen.own).encode()
    words = ExportWords(language)
    made = document(briefing, atlas, words, chosen.made, chosen.own, chosen.analysis)
    return _drawn(made, atlas, words, kind, chosen)


def _drawn(
    made: Document, atlas: AtlasData, words: ExportWords, kind: DocumentFormat, options: Options
) -> bytes:
    # Each format brings libraries of its own: a server that exports nothing does not load them.
    match kind:
        case DocumentFormat.PDF:
            from geo.exports.documents.typst_layout import as_pdf

            return as_pdf(made, atlas, words, options.paper, options.told)
        case DocumentFormat.PPTX:
            from geo.exports.documents.powerpoint import as_pptx

            return as_pptx(made, atlas, words, options.told)
        case DocumentFormat.PNG:
            from geo.exports.documents.typst_layout import as_png

            return as_png(made, atlas, words, options.ppi)
        case DocumentFormat.SVG:
            from geo.exports.documents.typst_layout import svg_document

            return svg_document(made, atlas, words).encode()
        case _:
            from geo.exports.documents.document import as_csv

            return as_csv(made, words).encode()
