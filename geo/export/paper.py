"""What a document is laid out for, and how finely."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

SCREEN_PPI: Final = 144
"""1 920 pixels across."""

PRINT_PPI: Final = 300
"""4 000 pixels across: 34 cm at 300 dots an inch."""


class Paper(StrEnum):
    """What a document is laid out for."""

    A4 = "a4"
    """210 by 297 mm."""
    LETTER = "us-letter"
    """8.5 by 11 inches."""
    SCREEN = "screen"
    """960 points wide and as high as its text needs: one picture."""
