"""The first visit: what this is in one line, three questions to begin with, a tour, and a way back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final
from uuid import uuid4

import streamlit as st

from atlas.i18n.messages import Translator
from geo.choices import Kind, Layer, Neighbour, Precision
from geo.selection import Selection
from pages.ui import state
from pages.ui.filters import clear_filters, undo_clear

EXAMPLES: Final[dict[str, Selection]] = {
    "mexico": Selection(kinds=(Kind.BORDER_CHECKPOINT,), neighbours=(Neighbour.MEXICO,)),
    "izabal": Selection(departamentos=(18,), layers=tuple(Layer)),
    "roughly": Selection(
        precisions=(Precision.ZONE, Precision.MUNICIPIO, Precision.UNPLACED), layers=tuple(Layer)
    ),
}
"""Questions that show what filters do; each with the choice that answers it."""


def draw_start(t: Translator) -> None:
    """Draw what can be done first, or, once a filter is set, the way back."""
    selection = state.reader_session().selection
    with st.container(key="start", horizontal=True, gap="small"):
        if selection.has_filters:
            st.button(
                t("filters.clear"),
                key="clear_here",
                on_click=clear_filters,
                icon=":material/filter_alt_off:",
            )
        else:
            _undo(t)
            for name, example in EXAMPLES.items():
                words = t(f"start.{name}")
                st.button(
                    words, key=f"start_{name}", on_click=partial(state.choose, example), type="tertiary"
                )
        st.button(t("start.tour"), key="start_tour", on_click=_begin_tour, icon=":material/tour:")


def draw_all_layers(t: Translator) -> None:
    """Offer the next step where every layer that has something is switched off."""
    st.button(t("start.all_layers"), key="all_layers", on_click=_all_layers, icon=":material/layers:")


def _undo(t: Translator) -> None:
    if state.reader_session().removed is not None:
        st.button(t("filters.undo"), key="undo_here", on_click=undo_clear, icon=":material/undo:")


def _begin_tour() -> None:
    state.reader_session().tour = uuid4().hex[:6]


def _all_layers() -> None:
    state.take_widgets()
    state.choose(replace(state.reader_session().selection, layers=tuple(Layer)))
