"""The text of PDF files, read once a file and without the outlines of their maps."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader

OUTLINES = re.compile(rb"(?:(?:-?[\d.]+ ){2,6}[mlc]\s)+")
"""Steps of drawn lines: moves, lines and curves, each after its numbers."""


@lru_cache(maxsize=16)
def pages_of(content: bytes) -> tuple[str, ...]:
    """Return the text of each page.

    The outlines of a map are megabytes of a page; pypdf would spend nine tenths of its time on them.
    """
    pages = PdfReader(BytesIO(content)).pages
    for page in pages:
        drawn: Any = page["/Contents"].get_object()
        drawn.set_data(OUTLINES.sub(b"", drawn.get_data()))
    return tuple(page.extract_text() for page in pages)


def text_of(content: bytes) -> str:
    """Return the text of all pages, one below the other."""
    return "\n".join(pages_of(content))
