"""A chapter from top to bottom: head and map, units, figures, disagreements, charts, time."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.facts import Facts
from geo.view import region_of
from geo.views.chapter import ChapterView, naming
from geo.views.chart import chart_view, charts_of
from geo.views.timeline import events_in, events_of_programmes
from geo.vocabulary import Basis, Chart, Pillar, Programme
from pages.ui import state
from pages.ui.facts.html import Html, draw, h, joined
from pages.ui.here import choose_here, chosen_here
from pages.ui.load import shelf
from pages.ui.programmes.chapters import head
from pages.ui.programmes.charts import draw_chart
from pages.ui.programmes.components import component_cards
from pages.ui.programmes.conflicts import conflict_cards
from pages.ui.programmes.event_list import event_list
from pages.ui.programmes.figures import (
    apart_from_series,
    claims_explained,
    figure_cards,
    figure_groups,
    founding_first,
)
from pages.ui.programmes.series_words import points_table, series_notes
from pages.ui.programmes.timeline import draw_timeline
from pages.ui.programmes.where import where
from pages.ui.text import Language, Translator, plural


def draw_body(view: ChapterView, facts: Facts, t: Translator, language: Language) -> None:
    """Draw a chapter."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw(head(view, t, language), _contents(view, t))
    with right:
        draw(where(view, t, language))
    printed = _printed(view)
    _units(view, printed, t, language)
    _figures(view, facts, t, language)
    _conflicts(view, printed, facts, t, language)
    _charts(view, facts, t, language)
    _events(view, t, language)


def _printed(view: ChapterView) -> pd.DataFrame:
    """Return the components that open the chapter: of a pillar those that the article prints there."""
    explicit = view.components["pillar_basis"] == Basis.EXPLICIT
    return view.components[explicit] if isinstance(view.chapter, Pillar) else view.components


def _units(view: ChapterView, printed: pd.DataFrame, t: Translator, language: Language) -> None:
    if view.components.empty:
        return
    others = view.components.drop(printed.index)
    draw(
        _heading("units", len(view.components), t),
        component_cards(printed, t, language),
        _folded(len(others), component_cards(others, t, language), t),
    )


def _conflicts(
    view: ChapterView, printed: pd.DataFrame, facts: Facts, t: Translator, language: Language
) -> None:
    if view.conflicts.empty:
        return
    is_pillar, sites = isinstance(view.chapter, Pillar), shelf().sites
    first = naming(view.conflicts, printed) | (not is_pillar)
    others = view.conflicts[~first]
    draw(
        _heading("conflicts", len(view.conflicts), t),
        conflict_cards(view.conflicts[first], facts, sites, t, language),
        _folded(len(others), conflict_cards(others, facts, sites, t, language), t),
    )


def _folded(count: int, cards: Html, t: Translator) -> Html | None:
    """Return cards of what is here by our analysis only, folded; None where there are none."""
    title = joined([t("figures.by_analysis"), " ", h("small", str(count))])
    return h("details", h("summary", title), cards) if count else None


def _heading(name: str, count: int, t: Translator) -> Html:
    return h("h4", t(f"programmes.{name}"), " ", h("small", str(count)), id=name, class_="a-heading")


def _contents(view: ChapterView, t: Translator) -> Html:
    """Return links to the parts of the chapter, each with its count."""
    counts = {
        "units": len(view.components),
        "figures": len(view.figures),
        "conflicts": len(view.conflicts),
        "charts": len(charts_of(view.series)),
        "events": len(view.events),
    }
    links = (
        h("a", f"{t(f'programmes.{name}')} {count}", href=f"#{name}")
        for name, count in counts.items()
        if count
    )
    return h("nav", joined(links), class_="a-contents", aria_label=t("programmes.contents"))


def _figures(view: ChapterView, facts: Facts, t: Translator, language: Language) -> None:
    if view.figures.empty:
        draw(_heading("figures", 0, t), h("p", t("programmes.no_figures")))
        return
    parts: list[Html | None] = [
        _heading("figures", len(view.figures), t),
        claims_explained(view.figures, t),
    ]
    by_basis = isinstance(view.chapter, Pillar)
    drawn, in_series = apart_from_series(view.figures, view.series)
    groups = founding_first(drawn) if view.chapter is None else figure_groups(drawn, by_basis=by_basis)
    for key, figures in groups:
        cards = figure_cards(figures, facts.conflicts, t, language)
        if key == "figures.by_analysis":
            parts.append(_folded(len(figures), cards, t))
        else:
            parts += [h("h5", t(key), " ", h("small", str(len(figures)))), cards]
    if in_series:
        parts.append(
            h("p", plural(t("figures.in_series"), in_series).format(count=in_series), class_="a-when")
        )
    draw(*parts)


def _charts(view: ChapterView, facts: Facts, t: Translator, language: Language) -> None:
    charts = charts_of(view.series)
    if not charts:
        return
    draw(_heading("charts", len(charts), t))
    asked = chosen_here("chart")
    chosen = Chart(asked) if asked in charts else charts[0]
    if len(charts) > 1:
        st.session_state["chart"] = chosen
        st.selectbox(
            t("charts.choose"),
            charts,
            format_func=lambda chart: t(f"chart.{chart}"),
            key="chart",
            on_change=partial(_take_chart, view),
            width=420,
        )
    else:
        draw(h("h5", t(f"chart.{chosen}")))
    drawn = chart_view(chosen, facts)
    draw_chart(drawn, t, language)
    draw(series_notes(drawn, t, language), points_table(drawn, t, language))


def _take_chart(view: ChapterView) -> None:
    is_pillar = isinstance(view.chapter, Pillar)
    choose_here(
        programme=None if is_pillar else view.chapter,
        pillar=view.chapter if is_pillar else None,
        chart=st.session_state["chart"],
    )


def _events(view: ChapterView, t: Translator, language: Language) -> None:
    selection = state.visit().selection
    if view.events.empty:
        draw(_heading("events", 0, t), h("p", t("programmes.no_events")))
        return
    events = events_in(view.events, region_of(selection), shelf().sites)
    if view.chapter is None:
        events = events_of_programmes(events, selection.programmes)
    draw(_heading("events", len(events), t))
    if len(events) < len(view.events):
        st.caption(t("timeline.filtered", shown=len(events), total=len(view.events)))
    else:
        st.caption(t("timeline.help"))
    if events.empty:
        return
    draw_timeline(events, t, language, f"timeline_{view.chapter}")
    listed = event_list(events, t, language)
    draw(
        h(
            "details",
            h("summary", t("timeline.list", count=len(events))),
            listed,
            open=isinstance(view.chapter, Programme),
        )
    )
