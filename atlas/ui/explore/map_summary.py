"""What the map shows in a line above it, the first steps of a new reader, and empty states."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final
from uuid import uuid4

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text
from atlas.ui.explore.map_alternatives import area_lines, confirmed_text, count_text, dated_text
from atlas.ui.facts.summary_lines import summary_list
from atlas.ui.frame.sidebar import draw_clear, draw_scope
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, facts, municipio_names, summary_of
from atlas.ui.widgets.markup import draw, plain
from atlas.web.served_data import atlas_data
from geo.choices import Layer, Neighbour, Precision
from geo.exports.documents.document_text import area_name
from geo.selection import Selection
from geo.views.sites_view import SitesView

EXAMPLES: Final[dict[str, Selection]] = {
    "mexico": Selection(neighbours=(Neighbour.MEXICO,), layers=(Layer.CHECKPOINTS,)),
    "izabal": Selection(departamentos=(18,), layers=tuple(Layer)),
    "roughly": Selection(
        precisions=(Precision.ZONE, Precision.MUNICIPIO, Precision.UNPLACED), layers=tuple(Layer)
    ),
}
"""Questions that show what filters do; each with the choice that answers it."""


def draw_start(t: Translator) -> None:
    """Draw what can be done first, or, once a filter is set, the way back."""
    selection = session.reader_session().selection
    with st.container(key="start", horizontal=True, gap="small"):
        draw_clear(t, "_here")
        draw_scope(t)
        if not (selection.has_filters or selection.hides_layers):
            for name, example in EXAMPLES.items():
                words = t(f"start.{name}")
                st.button(
                    words, key=f"start_{name}", on_click=partial(session.choose, example), type="tertiary"
                )
        st.button(t("start.tour"), key="start_tour", on_click=_begin_tour, icon=":material/tour:")


def draw_all_layers(t: Translator) -> None:
    """Offer the next step where every layer that has something is switched off."""
    st.button(t("start.all_layers"), key="all_layers", on_click=_all_layers, icon=":material/layers:")


def _begin_tour() -> None:
    session.reader_session().tour = uuid4().hex[:6]


def _all_layers() -> None:
    session.take_widgets()
    session.choose(replace(session.reader_session().selection, layers=tuple(Layer)))


def draw_summary(view: SitesView, total: int, t: Translator) -> None:
    """Draw the title, what this is, the count, how old the statuses are, and the region."""
    with st.container(key="lead"):
        st.markdown(f"#### {t('app.title')}")
        known = dated_text(view, t) or confirmed_text(view, t)
        # The figures of an area take the place of what the atlas is.
        lead = "" if view.region.area else t("start.lead")
        said = (lead, count_text(view, total, t), known, _region(view, t))
        st.caption(" ".join(filter(None, said)))
        if lines := area_lines(view, t):
            st.caption(plain(" ".join(lines)), help=f"{t('area.method')} {t('area.range')}")


def draw_in_a_minute(view: SitesView, t: Translator) -> None:
    """Draw the fold with the summary of what the filters let through; it is made when a reader opens it."""
    if facts() is None or not view.selection.has_filters or view.filtered.empty:
        return
    when = view.selection.when
    title = t("summary.of_date", date=date_text(when, t.language)) if when else t("summary.of_map")
    fold = st.expander(title, key="map_minute", on_change="rerun", icon=":material/timer:")
    if fold.open:
        with fold:
            st.html(FACTS_STYLE)
            draw(summary_list(summary_of(view.selection), t, with_map=False))


def draw_messages(view: SitesView, t: Translator) -> None:
    """Say what to do where nothing is shown, and why a chosen site has no place on the map."""
    if view.is_empty:
        _empty(view, t)
    _unplaced_site(view, t)


def _region(view: SitesView, t: Translator) -> str:
    if view.region.is_whole_country:
        return ""
    departamentos, municipios = departamento_names(atlas_data()), municipio_names(atlas_data())
    names = [municipios[code] for code in view.region.municipios]
    names += [departamentos[code] for code in view.region.departamentos]
    if view.region.area:
        names.insert(0, t("area.region", shape=area_name(view.region.area, ExportWords(t.language))))
    return t("explore.region", names=", ".join(names))


def _empty(view: SitesView, t: Translator) -> None:
    if view.filtered.empty:
        st.info(t("explore.empty_filters"), icon=":material/filter_alt:")
    else:
        st.info(t("explore.empty_layers", count=len(view.filtered)), icon=":material/layers:")
        draw_all_layers(t)


def _unplaced_site(view: SitesView, t: Translator) -> None:
    if view.selection.site not in view.unplaced.index:
        return
    site, language = view.unplaced.loc[view.selection.site], session.reader_session().language
    reason = site[f"position_note_{language}"]
    st.info(
        plain(t("explore.unplaced_site", name=site[f"name_{language}"], reason=reason)),
        icon=":material/location_off:",
    )
