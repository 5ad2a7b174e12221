"""The layout of the planning page, and the parts that every answer has: figure, sources, left-out sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.streamlit_compat.components import DeltaGenerator
from atlas.ui.state import session
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.dataset.records import read_record
from geo.selection import FILTERS
from geo.views.planning_answers import filters_of


@dataclass(frozen=True)
class AnswerText:
    """What a figure counts, its value, the sentences below it, and its change from today if any."""

    what: str
    value: str
    sentences: tuple[str, ...] = ()
    change: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer line by line, its figure first."""
        first = f"{self.what}: {self.value}"
        return (f"{first} ({self.change})" if self.change else first, *self.sentences)


def draw_figure(answer: AnswerText) -> None:
    """Draw the figure large, and the sentences below it."""
    st.metric(plain(answer.what), answer.value, answer.change)
    for text in answer.sentences:
        st.markdown(plain(text))


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


def draw_basis(datasets: Iterable[str], methods: Iterable[str], t: Translator) -> None:
    """Draw the method of a result and the sources of its figures."""
    for text in (*methods, citations_text(datasets, t)):
        st.caption(plain(text))


def citations_text(datasets: Iterable[str], t: Translator) -> str:
    """Return the citations of the data sets of a result."""
    citations = (read_record(name, atlas_data().data).words("citation", t.language) for name in datasets)
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
    filters = filters_of(session.reader_session().selection)
    return [t(row.value_key(value)) for row in FILTERS if row.choice for value in row.chosen(filters)]


def draw_filtered(t: Translator) -> None:
    """Say which filters of the side panel narrow the sites that are measured to."""
    if chosen := chosen_filters(t):
        st.info(plain(t("regions.filtered", filters=", ".join(chosen))), icon=":material/filter_alt:")
