"""Files of what is shown: the same rows, with whose they are, the filters and the data version."""

from __future__ import annotations

from typing import Any

from pages.ui.text import Language, Translator


def draw_downloads(name: str, view: Any, t: Translator, language: Language) -> None:
    """Draw the buttons that hand out a result as files."""
    del name, view, t, language
