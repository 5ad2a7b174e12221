"""What the map shows, in one line above it, and what to do when it shows nothing."""

from __future__ import annotations

import streamlit as st

from atlas.i18n.messages import Translator
from geo.views.sites_view import SitesView
from pages.ui import state
from pages.ui.first_visit import draw_all_layers
from pages.ui.load import atlas_data, departamento_names, municipio_names
from pages.ui.map_words import confirmed_text, count_text
from pages.ui.problems import plain


def draw_summary(view: SitesView, total: int, t: Translator) -> None:
    """Draw the title, what this is, the count, how old the statuses are, and the region."""
    with st.container(key="lead"):
        st.markdown(f"#### {t('app.title')}")
        said = (t("start.lead"), count_text(view, total, t), confirmed_text(view, t), _region(view, t))
        st.caption(" ".join(filter(None, said)))


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
    site, language = view.unplaced.loc[view.selection.site], state.reader_session().language
    reason = site[f"position_note_{language}"]
    st.info(
        plain(t("explore.unplaced_site", name=site[f"name_{language}"], reason=reason)),
        icon=":material/location_off:",
    )
