"""The side panel: language, search, and a field for each filter that the page obeys.

The scope line at the top of a page names the filters that are set, each with a button that removes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text
from atlas.ui.state import filter_fields, session
from atlas.ui.state.cached_data import departamento_names, municipio_names
from atlas.ui.widgets.export_dialog import LANGUAGES
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.choices import Layer
from geo.dataset.gazetteer import Hit, best
from geo.exports.documents.document_text import area_name
from geo.selection import FILTERS, LAYERS, MAX_VALUES, ROWS, Filter, Selection, in_order

T = TypeVar("T")

TAKEN: Final = "hit_taken"
"""Where the session notes for one run that the reader took a match."""

MORE_FILTERS: Final = "more_filters"
"""Key of the fold of the further filters: whether it is open."""

HITS: Final = 6
"""How many results a search offers."""


def draw_side_panel(t: Translator) -> None:
    """Draw language, search and filters, and read what the reader chose in them.

    The further filters are drawn when a reader opens their fold: four fields took a twelfth of a rerun.
    """
    _language()
    # The home page has the search in its middle.
    if atlas_data().or_empty("gazetteer") is not None and session.reader_session().page != "home":
        draw_search(t)
    obeyed = session.obeyed_filters()
    selection = session.reader_session().selection
    for row in ROWS:
        if row.attribute in obeyed:
            filter_fields.hold(row.attribute, row.chosen(selection))
    if "departamentos" in obeyed:
        _region(t)
    # The legend's switches and this field are one choice; a link may also name single kinds.
    rows = [LAYERS if row.attribute == "kinds" else row for row in FILTERS if row.choice is not None]
    rows = [row for row in rows if row.attribute in obeyed]
    for row in rows:
        if not row.is_folded:
            _choice(row, t)
    if folded := [row for row in rows if row.is_folded]:
        is_used = any(filter_fields.values(row.attribute) for row in folded)
        fold = st.expander(t("filters.more"), expanded=is_used, key=MORE_FILTERS, on_change="rerun")
        if fold.open:
            with fold:
                for row in folded:
                    _choice(row, t)
    session.take_widgets()
    draw_clear(t)


def is_narrowed(selection: Selection, row: Filter) -> bool:
    """Return whether a row of the registry narrows what is shown; more layers than at first do not."""
    return selection.hides_layers if row is LAYERS else bool(row.chosen(selection))


def draw_scope(t: Translator) -> None:
    """Draw the filters that are set and that this page obeys, each with the way to remove it."""
    selection, obeyed = session.reader_session().selection, session.obeyed_filters()
    narrowed = [row for row in ROWS if row.attribute in obeyed and is_narrowed(selection, row)]
    if st.context.is_embedded:
        return
    # Also without filters: a map below that changed its place on the page would be loaded again.
    with st.container(key="scope", horizontal=True, gap="small"):
        if selection.when is not None:
            st.button(
                t(f"time.as_of_{selection.clock}", date=date_text(selection.when, t.language)),
                key="chip_when",
                on_click=show_today,
                icon=":material/close:",
                icon_position="right",
                help=t("time.to_today"),
            )
        for row in narrowed:
            st.button(
                plain(f"{t(row.label_key)}: {values_text(row, selection, t)}"),
                key=f"chip_{row.attribute}",
                on_click=partial(remove_filter, row),
                icon=":material/close:",
                icon_position="right",
                help=t("filters.remove"),
            )


def show_today() -> None:
    """Show the map of today."""
    session.take_widgets()
    session.choose(session.reader_session().selection.of_today)


NAMED: Final = 3
"""The most values that a filter names in the scope line; more are counted."""


def values_text(row: Filter, selection: Selection, t: Translator) -> str:
    """Return the chosen values of a filter in words, or how many there are."""
    chosen = row.chosen(selection)
    if len(chosen) > NAMED:
        return t("filters.count", count=len(chosen))
    if not chosen:
        return t("filters.none")
    if row.choice is not None:
        return ", ".join(t(row.value_key(value)) for value in chosen)
    if row.is_area:
        return ", ".join(area_name(area, ExportWords(t.language)) for area in chosen)
    names = (departamento_names if row.attribute == "departamentos" else municipio_names)(atlas_data())
    return ", ".join(names[code] for code in chosen)


def remove_filter(row: Filter) -> None:
    """Set one filter to its default; without its departamento a municipio is no filter."""
    session.take_widgets()
    default: dict[str, Any] = {row.attribute: row.default}
    selection = replace(session.reader_session().selection, **default)
    kept = tuple(code for code in selection.municipios if code // 100 in selection.departamentos)
    session.choose(replace(selection, municipios=kept))


def draw_clear(t: Translator, suffix: str = "") -> None:
    """Draw the button that clears the filters, or the one that sets them again."""
    selection, obeyed = session.reader_session().selection, session.obeyed_filters()
    if not obeyed:
        return
    narrowed = [row for row in ROWS if row.attribute in obeyed and is_narrowed(selection, row)]
    # Layers that are switched after the filters were cleared do not keep these from coming back.
    if narrowed and not (narrowed == [LAYERS] and session.reader_session().cleared is not None):
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


def draw_search(t: Translator) -> bool:
    """Draw the search and what matches; return whether the reader has just taken a match."""
    is_taken = bool(st.session_state.pop(TAKEN, False))
    query = st.text_input(
        t("filters.search"),
        key="search",
        placeholder=t("filters.search_placeholder"),
        icon=":material/search:",
    )
    if not query:
        return is_taken
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
    return is_taken


def label(hit: Hit) -> str:
    """Return the name of a search result in the reader's language, with its departamento where needed."""
    if hit.what == "site":
        return str(atlas_data().sites.at[hit.code, f"name_{session.reader_session().language}"])
    if hit.what == "municipio":
        return f"{hit.name}, {departamento_names(atlas_data())[int(hit.code) // 100]}"
    return str(hit.name)


def _take_hit(hit: Hit) -> None:
    st.session_state["search"] = ""
    st.session_state[TAKEN] = True
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
        placeholder=t("filters.none" if name == LAYERS.attribute else "filters.all"),
    )


def clear_filters() -> None:
    """Clear every filter, switch the first layers on, and keep what was chosen for `undo_clear`."""
    session.take_widgets()
    selection = session.reader_session().selection
    layers = in_order({*selection.layers, *LAYERS.default}, Layer)
    session.choose(Selection(layers=layers, site=selection.site).dated_as(selection))
    session.reader_session().cleared = selection


def undo_clear() -> None:
    """Restore the filters that were cleared; the selected site and layers switched since stay."""
    reader = session.reader_session()
    if (cleared := reader.cleared) is not None:
        reader.cleared = None
        filters: dict[str, Any] = {row.attribute: row.chosen(cleared) for row in FILTERS}
        if reader.selection.layers == in_order({*cleared.layers, *LAYERS.default}, Layer):
            filters["layers"] = cleared.layers
        session.choose(replace(reader.selection, **filters))
