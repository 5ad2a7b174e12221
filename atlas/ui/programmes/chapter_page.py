"""A chapter from top to bottom: summary, figures, map, charts, events, units and conflicts.

Its markup is made once for each language and cached: the tables do not change while the app runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.ui.briefing.view_capture import Addable, draw_add_scene, in_both
from atlas.ui.facts.event_timeline import FEWEST, draw_timeline
from atlas.ui.facts.fact_cards import (
    component_cards,
    conflict_cards,
    contents,
    event_list,
    figure_part,
    founding_line,
    heading,
)
from atlas.ui.facts.fact_words import text_of
from atlas.ui.facts.series_charts import draw_chart
from atlas.ui.programmes.chapter_choice import chapter_basis, chapter_head, parameters_of
from atlas.ui.programmes.chapter_map import map_figure
from atlas.ui.state import session
from atlas.ui.state.cached_data import chapter
from atlas.ui.state.session import page_parameter, set_page_parameters
from atlas.ui.widgets.markup import Html, draw, fold, h, joined
from atlas.web.served_data import atlas_data
from geo.briefings import Scene, SceneKind, Text
from geo.briefings.scenes import LONGEST_TEXT, MOST_FIGURES
from geo.choices import Chart, Pillar
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import conflicts_of
from geo.dataset.records import data_date
from geo.dataset.schema import rows
from geo.views.programme_chapter import Chapter, ChapterView, by_whose_word, key_figures
from geo.views.sites_view import region_of
from geo.views.summary import chapter_summary
from geo.views.time_charts import (
    Years,
    charts_of,
    events_between,
    events_in,
    events_of_programmes,
    span_of_years,
    years_of,
)


@dataclass(frozen=True)
class ChapterMarkup:
    """The parts of a chapter in markup; what is chosen is still to be put into its addresses."""

    head: Html
    figures: Html
    where: Html
    rest: Html


FIRST_CONFLICTS: Final = 4
"""The conflicts whose titles a chapter shows before a reader opens the others."""


@lru_cache(maxsize=64)
def chapter_markup(of: AtlasData, about: Chapter, language: Language, day: date) -> ChapterMarkup:
    """Return a chapter of the tables `of` in a language; `day` is today, for how old a figure is."""
    del day  # Part of the cache key, so that the text is rendered again each day.
    t, view = translator(language), chapter(about)
    first, _ = by_whose_word(view)
    summary = chapter_summary(first, data_date(of.data) or date.today())
    return ChapterMarkup(
        head=joined([chapter_head(view, summary, t), founding_line(view, of.facts.statements, t)]),
        figures=h("div", figure_part(first, of.facts, t), class_="a-figures"),
        where=map_figure(view, t),
        rest=joined([*_units_and_conflicts(first, of, t), _basis(view, t)]),
    )


def _basis(view: ChapterView, t: Translator) -> Html:
    title = t("programmes.basis" if view.areas.empty else "programmes.areas")
    return fold(title, chapter_basis(view, t))


@lru_cache(maxsize=32)
def analysis_markup(of: AtlasData, about: Chapter, language: Language, day: date) -> Html:
    """Return the areas under a pillar by our analysis only; empty for any other chapter."""
    del day
    t, (_, second) = translator(language), by_whose_word(chapter(about))
    if second is None:
        return Html("")
    return joined([figure_part(second, of.facts, t), *_units_and_conflicts(second, of, t)])


def _units_and_conflicts(view: ChapterView, of: AtlasData, t: Translator) -> Iterator[Html]:
    """Yield units and disagreements, each card folded; a part without any is left out."""
    if not view.components.empty:
        yield heading("units", len(view.components), t)
        yield component_cards(view.components, t)
    if not view.conflicts.empty:
        yield heading("conflicts", len(view.conflicts), t)
        first, others = view.conflicts[:FIRST_CONFLICTS], view.conflicts[FIRST_CONFLICTS:]
        yield conflict_cards(first, of.facts, of.sites, t, is_open=False)
        if not others.empty:
            cards = conflict_cards(others, of.facts, of.sites, t, is_open=False)
            yield fold(t("programmes.more"), cards, len(others))


@lru_cache(maxsize=64)
def events_markup(of: AtlasData, ids: tuple[str, ...], language: Language) -> Html:
    """Return the events with these identifiers as a list."""
    events = of.facts.events[of.facts.events["event_id"].isin(ids)]
    return event_list(events, translator(language))


YEARS: Final = "event_years"
"""The key of the years to choose."""


def draw_body(about: Chapter, t: Translator) -> None:
    """Draw a chapter."""
    ready, view = chapter_markup(atlas_data(), about, t.language, date.today()), chapter(about)
    events = _chosen_events(view)
    first, _ = by_whose_word(view)
    with st.container(horizontal=True, horizontal_alignment="right"):
        draw_add_scene("programmes", lambda: dict(_offers(first, events, t)), t)
    answer = h("div", ready.head, contents(first, len(events), t), class_="a-answer")
    draw(h("div", answer, ready.figures, ready.where, class_="a-chapter"))
    _charts(view, t)
    _events(view, events, t)
    draw(ready.rest)
    _analysis(about, t)


def _offers(view: ChapterView, events: pd.DataFrame, t: Translator) -> Iterator[tuple[str, Addable]]:
    """Yield what of a chapter can become a scene, by its name: itself, a figure, its timeline."""
    name, address = _name(view), {key: value for key, value in parameters_of(view.chapter).items() if value}
    known, named = atlas_data().facts, page_parameter("figure")
    if named:
        label = _texts(known.figures[known.figures["figure_id"] == named], "label")
        disputed = tuple(conflicts_of(known.conflicts, named)["conflict_id"])
        scene = _facts(label, {"figure": named}, figures=(named,), conflicts=disputed)
        yield label.in_(t.language), scene
    figures = tuple(key_figures(view.figures, MOST_KEY)["figure_id"])
    disputed = tuple(
        dict.fromkeys(key for row in figures for key in conflicts_of(known.conflicts, row)["conflict_id"])
    )
    chapter = Scene(
        name,
        _texts(view.head, "summary") if len(view.head) else Text(*_whole("programmes.whole_text")),
        kind=SceneKind.PROGRAMME,
        address=tuple(address.items()),
        selection=view.on_map,
        figures=figures,
        conflicts=disputed[:MOST_FIGURES],
    )
    yield t("scene_kind.programme"), Addable(name, lambda view: replace(chapter, view=view), has_map=False)
    if not events.empty:
        selection, years = session.reader_session().selection, page_parameter("years")
        key = "briefing.events_years" if years else "briefing.events_headline"
        headline = in_both(
            lambda t: t(key, name=name.in_(t.language), years=(years or "").replace("-", "–"))
        )
        dated = tuple((address | ({"years": years} if years else {})).items())
        timeline = Scene(headline, kind=SceneKind.EVENTS, address=dated, selection=selection)
        yield t("scene_kind.events"), Addable(headline, lambda _: timeline, has_map=False)
    charts, chosen = charts_of(view.series), page_parameter("chart")
    chart = Chart(chosen) if chosen in charts else next(iter(charts), None)
    if chart:
        yield t(f"chart.{chart}"), _facts(in_both(lambda t: t(f"chart.{chart}")), address, chart=chart)
    if not view.conflicts.empty:
        headline = in_both(lambda t: t("briefing.conflicts_headline", name=name.in_(t.language)))
        disputed = tuple(view.conflicts["conflict_id"][:MOST_FIGURES])
        yield t("export.disagreements"), _facts(headline, address, conflicts=disputed)


MOST_KEY: Final = 4
"""Figures that a scene of a chapter begins with; its editor offers all."""


def _facts(
    headline: Text,
    address: dict[str, str],
    *,
    figures: tuple[str, ...] = (),
    conflicts: tuple[str, ...] = (),
    chart: Chart | None = None,
) -> Addable:
    kind = SceneKind.FACTS
    scene = Scene(
        headline, figures=figures, conflicts=conflicts[:MOST_FIGURES], chart=chart, kind=kind,
        address=tuple(address.items()),
    )  # fmt: skip
    return Addable(headline, lambda _: scene, has_map=False)


def _name(view: ChapterView) -> Text:
    return _texts(view.head, "name") if len(view.head) else Text(*_whole("programmes.whole_title"))


def _whole(key: str) -> Iterator[str]:
    return (translator(code)(key) for code in Language)


def _texts(table: pd.DataFrame, name: str) -> Text:
    row = rows(table)[0]
    return Text(*(text_of(row, name, code)[:LONGEST_TEXT] for code in Language))


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
        draw_chart(chosen, atlas_data(), t.language)


def _take_chart(about: Chapter) -> None:
    set_page_parameters(
        **parameters_of(about), chart=st.session_state["chart"], years=page_parameter("years")
    )


def _chosen_events(view: ChapterView) -> pd.DataFrame:
    """Return the events of a chapter in the chosen region, years and, for the whole, programme areas."""
    selection = session.reader_session().selection
    events = events_in(view.events, region_of(selection, atlas_data()), atlas_data().sites)
    if "programmes" in session.obeyed_filters():
        events = events_of_programmes(events, selection.programmes)
    return events_between(events, years_of(page_parameter("years")))


def _events(view: ChapterView, events: pd.DataFrame, t: Translator) -> None:
    """Draw the years to choose from and the `events` that are chosen, as a timeline and as a list."""
    _heading("events", len(events), t)
    if view.events.empty:
        draw(h("p", t("programmes.no_events")))
        return
    draw_years(view.chapter, t)
    if hidden := len(view.events) - len(events):
        st.caption(t("timeline.hidden", count=hidden))
    if events.empty:
        return
    ids = tuple(events["event_id"])
    if len(ids) >= FEWEST:
        draw_timeline(ids, t.language)
    part = st.expander(t("timeline.list", count=len(ids)), key=f"events_{view.chapter}", on_change="rerun")
    if part.open:
        with part:
            draw(events_markup(atlas_data(), ids, t.language))


def draw_years(about: Chapter, t: Translator) -> None:
    """Draw the range of years to choose; the whole range is no choice and is not in the address."""
    first, last = span_of_years(atlas_data().facts.events)
    chosen = years_of(page_parameter("years")) or (first, last)
    st.session_state[YEARS] = tuple(min(max(year, first), last) for year in chosen)
    st.slider(
        t("timeline.years"),
        first,
        last,
        key=YEARS,
        format="%d",
        width=420,
        on_change=partial(_take_years, about, (first, last)),
    )


def _take_years(about: Chapter, whole: Years) -> None:
    chosen = st.session_state[YEARS]
    years = None if chosen == whole else "{}-{}".format(*chosen)
    set_page_parameters(**parameters_of(about), chart=page_parameter("chart"), years=years)
