"""The side panel of every page: language, search and filters, one field for each row of `FILTERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.ui.state import filter_fields, session
from atlas.ui.state.cached_data import departamento_names, municipio_names
from atlas.ui.widgets.export_dialog import LANGUAGES
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.dataset.gazetteer import Hit, best
from geo.selection import FILTERS, MAX_VALUES, Filter, Selection

T = TypeVar("T")

HITS: Final = 6
"""How many results a search offers."""


def draw_side_panel(t: Translator) -> None:
    """Draw language, search and filters, and read what the reader chose in them."""
    _language()
    if atlas_data().or_empty("gazetteer") is not None:
        _search(t)
    _region(t)
    for row in FILTERS:
        if row.choice is not None and not row.is_folded:
            _choice(row, t)
    folded = [row for row in FILTERS if row.is_folded]
    with st.expander(
        t("filters.more"), expanded=any(filter_fields.values(row.attribute) for row in folded)
    ):
        for row in folded:
            _choice(row, t)
    session.take_widgets()
    draw_clear(t)


def draw_clear(t: Translator, suffix: str = "") -> None:
    """Draw the button that clears the filters, or the one that sets them again."""
    if session.reader_session().selection.has_filters:
        key, icon = f"clear{suffix}", ":material/filter_alt_off:"
        st.button(t("filters.clear"), key=key, on_click=clear_filters, icon=icon)
    elif session.reader_session().cleared is not None:
        st.button(t("filters.undo"), key=f"undo{suffix}", on_click=undo_clear, icon=":material/undo:")


def _language() -> None:
    st.session_state["language"] = session.reader_session().language
    st.segmented_control(
        "Language / Idioma",
        list(Language),
        format_func=LANGUAGES.__getitem__,
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: session.set_language(st.session_state["language"]),
    )


def _search(t: Translator) -> None:
    query = st.text_input(
        t("filters.search"),
        key="search",
        placeholder=t("filters.search_placeholder"),
        icon=":material/search:",
    )
    if not query:
        return
    hits = best(query, atlas_data().gazetteer, HITS)
    if not hits:
        st.info(plain(t("hit.none", query=query)))
    for hit in hits:
        st.button(
            plain(f"{label(hit)} · {t(f'hit.{hit.what}')}"),
            key=f"hit_{hit.what}_{hit.code}",
            on_click=partial(_take_hit, hit),
            width="stretch",
            type="tertiary",
        )


def label(hit: Hit) -> str:
    """Return the name of a search result in the reader's language, with its departamento where needed."""
    if hit.what == "site":
        return str(atlas_data().sites.at[hit.code, f"name_{session.reader_session().language}"])
    if hit.what == "municipio":
        return f"{hit.name}, {departamento_names(atlas_data())[int(hit.code) // 100]}"
    return str(hit.name)


def _take_hit(hit: Hit) -> None:
    st.session_state["search"] = ""
    if hit.what == "site":
        session.choose_site(str(hit.code))
    elif hit.what == "municipio":
        session.choose_region((int(hit.code) // 100,), (int(hit.code),))
    else:
        session.choose_region((int(hit.code),), ())


def _region(t: Translator) -> None:
    departamentos, municipios = departamento_names(atlas_data()), municipio_names(atlas_data())
    _multiselect(
        "departamentos", t, sorted(departamentos, key=departamentos.__getitem__), departamentos.__getitem__
    )
    chosen = set(filter_fields.values("departamentos"))
    offered = [code for code in municipios if code // 100 in chosen]
    filter_fields.set_values(
        "municipios", tuple(code for code in filter_fields.values("municipios") if code in set(offered))
    )
    st.multiselect(
        t("filters.municipios"),
        offered,
        default=[code for code in filter_fields.default("municipios") if code in offered],
        format_func=municipios.__getitem__,
        key=filter_fields.key("municipios"),
        placeholder=t("filters.all") if chosen else t("filters.municipios_first"),
        disabled=not chosen,
        max_selections=MAX_VALUES,
    )


def _choice(row: Filter, t: Translator) -> None:
    _multiselect(row.attribute, t, list(row.choice or ()), lambda value: t(row.value_key(value)))


def _multiselect(name: str, t: Translator, options: Iterable[T], words: Callable[[T], str]) -> None:
    st.multiselect(
        t(f"filters.{name}"),
        list(options),
        default=filter_fields.default(name),
        format_func=words,
        key=filter_fields.key(name),
        placeholder=t("filters.all"),
    )


def clear_filters() -> None:
    """Clear every filter, and keep what was chosen for `undo_clear`."""
    session.take_widgets()
    selection = session.reader_session().selection
    session.choose(Selection(layers=selection.layers, site=selection.site))
    session.reader_session().cleared = selection


def undo_clear() -> None:
    """Restore the filters that were cleared; layers and the selected site stay."""
    reader = session.reader_session()
    if (cleared := reader.cleared) is not None:
        reader.cleared = None
        filters: dict[str, Any] = {row.attribute: row.chosen(cleared) for row in FILTERS}
        session.choose(replace(reader.selection, **filters))
