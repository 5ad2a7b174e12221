"""A chapter from top to bottom: head and map, units, figures, disagreements, charts, time."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.choices import Chart, Pillar, Programme
from geo.views.programme_chapter import Chapter, ChapterView
from geo.views.sites_view import region_of
from geo.views.time_charts import charts_of, events_in, events_of_programmes
from pages.ui import state
from pages.ui.facts.html import draw, h
from pages.ui.here import choose_here, chosen_here
from pages.ui.load import atlas_data, chapter
from pages.ui.programmes.chapters import parameters_of
from pages.ui.programmes.charts import draw_chart
from pages.ui.programmes.timeline import draw_timeline
from pages.ui.programmes.written import written, written_analysis, written_events

FEWEST: Final = 3
"""Events that a timeline needs; fewer are read faster in the list."""


def draw_body(about: Chapter, t: Translator, language: Language) -> None:
    """Draw a chapter."""
    ready, view = written(atlas_data(), about, language, date.today()), chapter(about)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw(ready.head)
    with right:
        draw(ready.where)
    draw(ready.body)
    _analysis(about, t, language)
    _charts(view, t, language)
    _events(view, t, language)


def _analysis(about: Chapter, t: Translator, language: Language) -> None:
    """Draw what is under a pillar by our analysis only, when a reader opens it."""
    if isinstance(about, Pillar):
        part = st.expander(t("programmes.by_analysis"), key=f"analysis_{about}", on_change="rerun")
        if part.open:
            with part:
                draw(written_analysis(atlas_data(), about, language, date.today()))


def _heading(name: str, count: int, t: Translator) -> None:
    """Draw a heading to which a link may scroll at once: Streamlit does so for its own headings only."""
    with st.container(key=f"part_{name}"):
        st.subheader(f"{t(f'programmes.{name}')} :small[:gray[{count}]]", anchor=name)


def _charts(view: ChapterView, t: Translator, language: Language) -> None:
    charts = charts_of(view.series)
    if not charts:
        return
    _heading("charts", len(charts), t)
    asked = chosen_here("chart")
    # What concerns the whole is drawn when it is asked for: a drawing takes a browser 200 ms.
    at_first = None if view.chapter is None else charts[0]
    chosen = Chart(asked) if asked in charts else at_first
    if len(charts) > 1:
        st.session_state["chart"] = chosen
        st.selectbox(
            t("charts.choose"),
            charts,
            format_func=lambda chart: t(f"chart.{chart}"),
            key="chart",
            on_change=partial(_take_chart, view.chapter),
            placeholder=t("charts.none"),
            width=420,
        )
    else:
        draw(h("h5", t(f"chart.{chosen}")))
    if chosen:
        draw_chart(chosen, language)


def _take_chart(about: Chapter) -> None:
    choose_here(**parameters_of(about), chart=st.session_state["chart"])


def _events(view: ChapterView, t: Translator, language: Language) -> None:
    selection = state.reader_session().selection
    if view.events.empty:
        _heading("events", 0, t)
        draw(h("p", t("programmes.no_events")))
        return
    events = events_in(view.events, region_of(selection), atlas_data().sites)
    if view.chapter is None:
        events = events_of_programmes(events, selection.programmes)
    _heading("events", len(events), t)
    if len(events) < len(view.events):
        st.caption(t("timeline.filtered", count=len(events), total=len(view.events)))
    elif len(events) >= FEWEST:
        st.caption(t("timeline.help"))
    if events.empty:
        return
    ids = tuple(events["event_id"])
    if len(ids) >= FEWEST:
        draw_timeline(ids, language)
    part = st.expander(
        t("timeline.list", count=len(ids)),
        expanded=isinstance(view.chapter, Programme),
        key=f"events_{view.chapter}",
        on_change="rerun",
    )
    if part.open:
        with part:
            draw(written_events(atlas_data(), ids, language))
