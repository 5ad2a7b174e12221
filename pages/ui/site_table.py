"""The sites of a view as a table whose selected row is the selected site."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language, Translator
from geo.dataset.schema import rows
from geo.exports.documents.document_rows import status_text
from geo.views.sites_view import SitesView
from pages.ui import state
from pages.ui.load import atlas_data, departamento_names, municipio_names

KEY: Final = "site_table"


def draw_site_table(view: SitesView, t: Translator) -> None:
    """Draw the table; selecting a row selects the site, and the other way round."""
    if view.is_empty:
        return
    ids = view.shown.index.tolist()
    st.markdown(f"##### {t('explore.table')}", help=t("explore.table_help"))
    chosen = [ids.index(view.selection.site)] if view.selection.site in ids else []
    st.session_state[KEY] = {"selection": {"rows": chosen}}
    st.dataframe(
        table_of(view, state.reader_session().language, t),
        key=KEY,
        hide_index=True,
        on_select=lambda: _take_row(ids, chosen),
        selection_mode="single-row",
    )


def table_of(view: SitesView, language: Language, t: Translator) -> pd.DataFrame:
    """Return the shown sites in words, one row each, in the order of the view."""
    departamentos, municipios = departamento_names(atlas_data()), municipio_names(atlas_data())
    shown = view.shown

    def place(codigo_muni: object, codigo_depto: object) -> str:
        names = (municipios.get(_code(codigo_muni)), departamentos.get(_code(codigo_depto)))
        return ", ".join(name for name in names if name)

    return pd.DataFrame(
        {
            t("explore.name"): shown[f"name_{language}"].tolist(),
            t("explore.kind"): [t(f"kind.{kind}") for kind in shown["kind"]],
            t("explore.place"): [
                place(*codes) for codes in zip(shown["codigo_muni"], shown["codigo_depto"], strict=True)
            ],
            t("explore.status"): [status_text(row, ExportWords(language)) for row in rows(shown)],
            t("explore.precision"): [t(f"precision.{precision}") for precision in shown["precision"]],
            t("explore.sources"): [len(sources) for sources in shown["sources"]],
        }
    )


def _code(value: object) -> int:
    return 0 if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _take_row(ids: list[str], drawn: list[int]) -> None:
    """Take in a selected row; the table also calls when it only repeats what was `drawn`."""
    rows = st.session_state[KEY]["selection"]["rows"]
    if rows != drawn:
        state.choose_site(ids[rows[0]] if rows else None)
