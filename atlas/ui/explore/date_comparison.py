"""What changed between two dates, and the figures of a date, each with its sources."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text
from atlas.ui.briefing.view_capture import Addable, draw_add_scene, in_both
from atlas.ui.facts.fact_words import citations, claim_badge, fact_link
from atlas.ui.state import session
from atlas.ui.state.cached_data import named_facts, timeline
from atlas.ui.widgets.markup import Html, draw, h
from atlas.web.served_data import atlas_data
from geo.briefings import MapView, Scene, SceneKind
from geo.choices import Aspect, Clock, Programme
from geo.dataset.atlas_data import AtlasData
from geo.dataset.schema import Row
from geo.exports.documents.document_rows import figure_row
from geo.exports.documents.document_text import change_text
from geo.selection import Selection
from geo.views.scene_views import compared_months
from geo.views.sites_view import SitesView
from geo.views.state_changes import Change, ChangeKind
from geo.views.states_in_time import FIRST_MONTH, Timeline, month_of


def draw_date_comparison(t: Translator) -> None:
    """Draw the fold; a link with a date to compare opens it."""
    known = timeline(atlas_data())
    if known is None:
        return
    selection = session.reader_session().selection
    fold = st.expander(
        t("changes.title"),
        key="map_changes",
        expanded=selection.against is not None,
        on_change="rerun",
        icon=":material/compare_arrows:",
    )
    if not fold.open:
        return
    with fold:
        st.html(FACTS_STYLE)
        _draw_ready_pairs(known, t)
        _draw_dates(known, selection, t)
        before, after = compared_months(selection)
        if before == after:
            st.caption(t("changes.choose"))
        else:
            headline = partial(_headline, before, after)
            draw_add_scene(
                "explore", lambda: {"changes": Addable(in_both(headline), _scene)}, t, "_changes"
            )
            _draw_changes(before, after, selection.clock, t)


def _scene(view: MapView | None) -> Scene:
    """Return the comparison of the chosen dates as a scene."""
    selection = session.reader_session().selection
    before, after = compared_months(selection)
    headline = in_both(partial(_headline, before, after))
    return Scene(headline, selection=selection, view=view, kind=SceneKind.CHANGES)


def _headline(before: str | None, after: str | None, t: Translator) -> str:
    return t("briefing.changes_headline", **_date_names(before, after, t))


def _date_names(before: str | None, after: str | None, t: Translator) -> dict[str, str]:
    """Return both dates as they are written within a sentence, by their names in it."""
    today = t("time.today").lower()
    return {
        side: today if date is None else date_text(date, t.language)
        for side, date in {"before": before, "after": after}.items()
    }


def _draw_ready_pairs(known: Timeline, t: Translator) -> None:
    with st.container(horizontal=True, gap="small"):
        for pair in known.comparisons():
            before, after = month_of(pair.before), pair.after and month_of(pair.after)
            words = t("changes.pair", before=_document(before, t), after=_document(after, t))
            choose = partial(_compare, before, after)
            st.button(words, key=f"changes_{before}_{after}", on_click=choose, type="tertiary")


def _document(month: str | None, t: Translator) -> str:
    """Return the name of a moment that is ready to compare."""
    if month is None:
        return t("time.today")
    return t("changes.archived") if month < "2024" else t("changes.dialogue")


def _compare(against: str | None, when: str | None) -> None:
    session.take_widgets()
    session.choose(replace(session.reader_session().selection, when=when, against=against))


def _draw_dates(known: Timeline, selection: Selection, t: Translator) -> None:
    months = [None, *reversed(_months(known))]

    def name(month: str | None) -> str:
        return t("time.today") if month is None else date_text(month, t.language)

    dates = {"against": selection.against, "when": selection.when}
    for column, (field, month) in zip(st.columns(2), dates.items(), strict=True):
        key = f"changes_{field}"
        st.session_state[key] = month
        column.selectbox(t(f"changes.{field}"), months, format_func=name, key=key, on_change=_take_dates)


def _take_dates() -> None:
    _compare(st.session_state["changes_against"], st.session_state["changes_when"])


@lru_cache(maxsize=4)
def _months(known: Timeline) -> tuple[str, ...]:
    last = month_of(known.consulted.isoformat())
    years = range(int(FIRST_MONTH[:4]), int(last[:4]) + 1)
    months = (f"{year}-{month:02}" for year in years for month in range(1, 13))
    return tuple(month for month in months if month < last)


def _draw_changes(before: str | None, after: str | None, clock: Clock, t: Translator) -> None:
    st.markdown(f"##### {t('changes.between', **_date_names(before, after, t))}")
    st.caption(t("changes.clock_true" if clock is Clock.TRUE_THEN else "changes.clock_known"))
    lists = _change_lists(atlas_data(), before, after, clock, t.language)
    if not lists:
        st.caption(t("changes.none"))
    for of_kind in lists:
        draw(*of_kind)


@lru_cache(maxsize=32)
def _change_lists(
    of: AtlasData, before: str | None, after: str | None, clock: Clock, language: Language
) -> tuple[tuple[Html, Html], ...]:
    """Return a title and a list for each kind of difference between two dates; written once."""
    t, known = translator(language), timeline(of)
    changes = known.differences(before, after, clock) if known else ()
    by_kind = {kind: [change for change in changes if change.kind is kind] for kind in ChangeKind}
    return tuple(
        (
            h("h4", t(f"change.{kind}"), f" ({len(own)})"),
            h("ul", *(_line(change, of, t) for change in own), class_="a-list a-changes"),
        )
        for kind, own in by_kind.items()
        if own
    )


def _line(change: Change, of: AtlasData, t: Translator) -> Html:
    """Return a difference: what it is about, both sides, and its sources."""
    fact = named_facts(of).get((change.fact, change.identifier))
    named = fact_link(fact, t.language) if fact else h("span", change.identifier)
    about = "" if change.aspect is Aspect.EXISTENCE else f" ({t(f'aspect.{change.aspect}')})"
    sides = change_text(change, of.facts, ExportWords(t.language))
    text = f"{about}: {sides}" if sides else about
    return h("li", named, text, citations(change.sources, t))


def draw_figures_of_date(view: SitesView, t: Translator) -> None:
    """Draw the fold with the figures that are valid at the date of the map; nothing for today."""
    selection, known = view.selection, timeline(atlas_data())
    if known is None or selection.when is None:
        return
    title = t("figures_at.title", date=date_text(selection.when, t.language))
    fold = st.expander(title, key="map_figures", on_change="rerun", icon=":material/123:")
    if not fold.open:
        return
    valid, today = (_figures(known, view, date) for date in (selection.when, None))
    with fold:
        st.html(FACTS_STYLE)
        st.caption(t(f"figures_at.{selection.clock}"))
        for programme in (*Programme, None):
            if figures := [_figure(row, t) for row in valid if row["programme"] == programme]:
                words = t(f"programme.{programme}") if programme else t("figures_at.other")
                draw(h("h4", words), h("ul", *figures, class_="a-list a-changes"))
        st.caption(t("figures_at.unknown", count=max(0, len(today) - len(valid))))


def _figures(known: Timeline, view: SitesView, when: str | None) -> list[Row]:
    """Return the figures that are valid at a date; with filters, those that name a site of the view."""
    named, sites = known.facts.by_reference, frozenset(view.filtered.index)
    valid = [named[reference] for reference, _ in known.figures_at(when, view.selection.clock).values()]
    if not view.selection.has_filters:
        return valid
    return [row for row in valid if not sites.isdisjoint(row["site_ids"] or ())]


def _figure(row: Row, t: Translator) -> Html:
    """Return a figure in one line: the amount, what it counts, the claim, its period and its sources."""
    words = figure_row(row, ExportWords(t.language))
    about = " · ".join(filter(None, (words.label, words.place, words.when)))
    amount, claim = h("strong", words.amount), claim_badge(row["claim"], t)
    return h("li", amount, f" {about} ", claim, citations(row["sources"], t))
