"""PNG of one scene, for a screen or for print, with the stamp in a text chunk."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from geo.dataset.atlas_data import AtlasData
from geo.export.document import Document
from geo.export.paper import SCREEN_PPI, Paper
from geo.export.sheet import laid_out
from geo.export.words import Words

AFTER_HEADER: Final = 33
"""Bytes of the signature and the first chunk, which has to stay first."""


def as_png(made: Document, shelf: AtlasData, words: Words, ppi: float = SCREEN_PPI) -> bytes:
    """Return the first page of a document as PNG; its stamp stands in the text chunk `Description`."""
    picture = laid_out(made, shelf, words, Paper.SCREEN, "png", ppi)
    return with_text(picture, "Description", made.stamp)


def with_text(picture: bytes, name: str, text: str) -> bytes:
    """Return a PNG with one more text chunk (PNG 1.2, tEXt, Latin-1)."""
    body = b"tEXt" + name.encode("latin-1") + b"\0" + text.encode("latin-1")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:AFTER_HEADER] + chunk + picture[AFTER_HEADER:]
