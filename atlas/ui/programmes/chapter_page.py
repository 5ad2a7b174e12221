"""A chapter from top to bottom: head and map, units, figures, conflicts, charts and events.

Its markup is made once for each language and cached: the tables do not change while the app runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.ui.facts.fact_cards import (
    component_cards,
    conflict_cards,
    contents,
    event_list,
    figure_part,
    founding_line,
    heading,
)
from atlas.ui.facts.series_charts import draw_chart
from atlas.ui.programmes.chapter_choice import chapter_head, parameters_of
from atlas.ui.programmes.chapter_map import map_figure
from atlas.ui.programmes.event_timeline import draw_timeline
from atlas.ui.state import session
from atlas.ui.state.cached_data import chapter
from atlas.ui.state.session import page_parameter, set_page_parameters
from atlas.ui.widgets.markup import Html, draw, h, joined
from atlas.web.served_data import atlas_data
from geo.choices import Chart, Pillar, Programme
from geo.dataset.atlas_data import AtlasData
from geo.views.programme_chapter import Chapter, ChapterView, by_whose_word, newest_of
from geo.views.sites_view import region_of
from geo.views.time_charts import charts_of, events_in, events_of_programmes


@dataclass(frozen=True)
class ChapterMarkup:
    """The parts of a chapter in markup; what is chosen is still to be put into its addresses."""

    head: Html
    where: Html
    body: Html


@lru_cache(maxsize=64)
def chapter_markup(of: AtlasData, about: Chapter, language: Language, day: date) -> ChapterMarkup:
    """Return a chapter of the tables `of` in a language; `day` is today, for how old a figure is."""
    del day  # Part of the cache key, so that the text is rendered again each day.
    t, view = translator(language), chapter(about)
    first, _ = by_whose_word(view)
    return ChapterMarkup(
        head=joined(
            [
                chapter_head(view, newest_of(view, of.facts, of.data), t),
                founding_line(view, of.facts.statements, t),
                contents(first, t),
            ]
        ),
        where=map_figure(view, t),
        body=_body(first, of, t),
    )


@lru_cache(maxsize=32)
def analysis_markup(of: AtlasData, about: Chapter, language: Language, day: date) -> Html:
    """Return the areas under a pillar by our analysis only; empty for any other chapter."""
    del day
    _, second = by_whose_word(chapter(about))
    return _body(second, of, translator(language)) if second else Html("")


def _body(view: ChapterView, of: AtlasData, t: Translator) -> Html:
    """Return units, figures and disagreements; a part without any is left out, but not the figures."""
    parts: list[Html] = []
    if not view.components.empty:
        parts += [heading("units", len(view.components), t), component_cards(view.components, t)]
    parts.append(figure_part(view, of.facts, t))
    if not view.conflicts.empty:
        cards = conflict_cards(view.conflicts, of.facts, of.sites, t)
        parts += [heading("conflicts", len(view.conflicts), t), cards]
    return joined(parts)


@lru_cache(maxsize=64)
def events_markup(of: AtlasData, ids: tuple[str, ...], language: Language) -> Html:
    """Return the events with these identifiers as a list."""
    events = of.facts.events[of.facts.events["event_id"].isin(ids)]
    return event_list(events, translator(language))


FEWEST: Final = 3
"""Events that a timeline needs; fewer are read faster in the list."""


def draw_body(about: Chapter, t: Translator) -> None:
    """Draw a chapter."""
    ready, view = chapter_markup(atlas_data(), about, t.language, date.today()), chapter(about)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw(ready.head)
    with right:
        draw(ready.where)
    draw(ready.body)
    _analysis(about, t)
    _charts(view, t)
    _events(view, t)


def _analysis(about: Chapter, t: Translator) -> None:
    """Draw what is under a pillar by our analysis only, when a reader opens it."""
    if isinstance(about, Pillar):
        part = st.expander(t("programmes.by_analysis"), key=f"analysis_{about}", on_change="rerun")
        if part.open:
            with part:
                draw(analysis_markup(atlas_data(), about, t.language, date.today()))


def _heading(name: str, count: int, t: Translator) -> None:
    """Draw a heading to which a link may scroll at once: Streamlit does so for its own headings only."""
    with st.container(key=f"part_{name}"):
        st.subheader(f"{t(f'programmes.{name}')} :small[:gray[{count}]]", anchor=name)


def _charts(view: ChapterView, t: Translator) -> None:
    charts = charts_of(view.series)
    if not charts:
        return
    _heading("charts", len(charts), t)
    linked = page_parameter("chart")
    # What concerns the whole is drawn when it is asked for: a drawing takes a browser 200 ms.
    at_first = None if view.chapter is None else charts[0]
    chosen = Chart(linked) if linked in charts else at_first
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
        draw_chart(chosen, t.language)


def _take_chart(about: Chapter) -> None:
    set_page_parameters(**parameters_of(about), chart=st.session_state["chart"])


def _events(view: ChapterView, t: Translator) -> None:
    selection = session.reader_session().selection
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
        draw_timeline(ids, t.language)
    part = st.expander(
        t("timeline.list", count=len(ids)),
        expanded=isinstance(view.chapter, Programme),
        key=f"events_{view.chapter}",
        on_change="rerun",
    )
    if part.open:
        with part:
            draw(events_markup(atlas_data(), ids, t.language))
