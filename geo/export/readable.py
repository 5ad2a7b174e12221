"""A stranger's words as every document can hold them."""

from __future__ import annotations

from geo.briefings.briefing_files import NOT_TEXT


def readable(text: str) -> str:
    """Return text with a replacement character for each sign that no document can hold.

    A saved briefing has none; the name of a file that became a headline may.
    """
    return NOT_TEXT.sub("\ufffd", text)
