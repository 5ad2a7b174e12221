"""The parts of the sources page, and which one the address asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from pages.ui.here import choose_here, chosen_here

KEY: Final = "sources_part"


class Part(StrEnum):
    """A part of the sources page."""

    SOURCES = "sources"
    """Every cited source."""
    FOUNDING = "founding"
    """Every statement of the founding documents."""
    TABLES = "tables"
    """Every data set and its tables."""
    INFERENCES = "inferences"
    """What is our own inference."""
    GAPS = "gaps"
    """What could not be found."""


def current_part() -> Part:
    """Return the part of the address, or that of the source or the data set it asks for."""
    if chosen_here("dataset"):
        return Part.TABLES
    if chosen_here("source"):
        return Part.SOURCES
    return Part(chosen_here("part") or Part.SOURCES)


def draw_parts(part: Part, t: Translator) -> None:
    """Draw the choice of a part; choosing one closes the sheet of a source or data set."""
    st.session_state[KEY] = part
    st.segmented_control(
        t("sources.parts"),
        list(Part),
        format_func=lambda one: t(f"sources.{one}"),
        key=KEY,
        required=True,
        on_change=lambda: choose_here(part=st.session_state[KEY]),
        label_visibility="collapsed",
    )
