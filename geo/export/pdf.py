"""PDF: A4 or letter, a page or more for each scene, then the sources; tagged for screen readers."""

from __future__ import annotations

from geo.dataset.atlas_data import AtlasData
from geo.export.document import Document
from geo.export.paper import Paper
from geo.export.progress import ProgressCallback, silent
from geo.export.sheet import laid_out
from geo.export.words import Words


def as_pdf(
    made: Document, shelf: AtlasData, words: Words, paper: Paper = Paper.A4, told: ProgressCallback = silent
) -> bytes:
    """Return a document as PDF (PDF/UA-1); its stamp stands in the description."""
    return laid_out(made, shelf, words, paper, "pdf", told=told)
