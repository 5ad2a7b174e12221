"""What is wrong with a briefing, each fault a line in the reader's language with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from geo.briefings import Flaw

PARTS: Final = {
    "title": "briefing.name",
    "headline": "briefing.headline",
    "text": "briefing.text",
    "notes": "briefing.notes",
    "figures": "export.figures",
    "conflicts": "export.disagreements",
    "chart": "briefing.chart",
    "query": "briefing.query",
    "view": "briefing.view",
    "data_version": "briefing.data_version",
    "scenes": "briefing.scenes",
}
"""The words of each part of a file that a fault can stand in."""


def draw_flaws(flaws: Iterable[Flaw], t: Translator, more: int = 0) -> None:
    """List faults as plain text, and how many `more` there are."""
    lines = [flaw_text(flaw, t) for flaw in flaws]
    if more:
        lines.append(t("briefing.more_faults", count=f"{more:,}"))
    st.code("\n".join(lines), language=None, wrap_lines=True)


def flaw_text(flaw: Flaw, t: Translator) -> str:
    """Return where a fault stands and what to write instead, as one line."""
    where = [t("briefing.scene_number", number=flaw.scene)] if flaw.scene else []
    if flaw.part:
        where.append(f"{t(PARTS[flaw.part.partition('.')[0]])} ({flaw.part})")
    said = t(f"briefing_fault.{flaw.kind}", found=flaw.found, expected=flaw.expected)
    return ": ".join([", ".join(where), said] if where else [said])
