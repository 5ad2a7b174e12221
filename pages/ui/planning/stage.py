"""Where things stand on the planning page: terms, map and answer, and what follows below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from atlas.i18n.messages import Language, Translator
from geo.dataset.records import read_record
from geo.views.planning_answers import filters_of
from geo.views.sites_view import SitesView
from pages.ui import state
from pages.ui.filters import ENUMS
from pages.ui.load import atlas_data
from pages.ui.map import draw_map, map_state
from pages.ui.problems import plain


@dataclass(frozen=True)
class Stage:
    """The places of the page, the same for each question so that the map stays where it is."""

    terms: DeltaGenerator
    map: DeltaGenerator
    answer: DeltaGenerator
    below: DeltaGenerator


def stage() -> Stage:
    """Lay out the page."""
    with st.container(key="plan_stage"):
        terms = st.container(key="plan_terms")
        left, right = st.columns([3, 2], gap="medium")
    return Stage(terms, left, right, st.container())


def draw_stage_map(at: Stage, view: SitesView, overlay: Mapping[str, Any] | None = None) -> None:
    """Draw the map of a question."""
    with at.map:
        draw_map(map_state(view, state.reader_session(), len(atlas_data().sites), overlay))


def draw_basis(datasets: Iterable[str], methods: Iterable[str], t: Translator) -> None:
    """Say under a result how it was worked out and whose figures it rests on."""
    for text in (*methods, cited(datasets, t, state.reader_session().language)):
        st.caption(plain(text))


def cited(datasets: Iterable[str], t: Translator, language: Language) -> str:
    """Return how the data sets that a result rests on are cited."""
    citations = (read_record(name, atlas_data().data).words("citation", language) for name in datasets)
    return t("regions.cited", citations=" ".join(citations))


def draw_left_out(names: Iterable[str], t: Translator) -> None:
    """Name the sites that cannot be measured to, as nobody has published where they are."""
    if listed := sorted(names):
        st.warning(plain(left_out_text(listed, t)), icon=":material/location_off:")


def left_out_text(names: Iterable[str], t: Translator) -> str:
    """Return which sites are left out of every distance, and why."""
    listed = sorted(names)
    return t("regions.left_out", count=len(listed), names=", ".join(listed))


def chosen_filters(t: Translator) -> list[str]:
    """Return the filters of the side panel that narrow the sites measured to, in words."""
    filters = filters_of(state.reader_session().selection)
    return [
        t(f"{section}.{value}") for name, (_, section) in ENUMS.items() for value in getattr(filters, name)
    ]


def draw_filtered(t: Translator) -> None:
    """Say which filters of the side panel narrow the sites that are measured to."""
    if chosen := chosen_filters(t):
        st.info(plain(t("regions.filtered", filters=", ".join(chosen))), icon=":material/filter_alt:")
