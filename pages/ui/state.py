"""What the reader chose, kept in step between the widgets, the address and the map.

The address is written here by hand and not with `bind="query-params"`: a bound select box
puts its label into the address, so a link would mean something else in the other language,
and a value it does not know would vanish without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

import streamlit as st

from geo.errors import GeoError
from geo.selection import Dropped, Selection, from_query, only_known
from geo.vocabulary import Layer
from pages.ui.load import departamento_names, municipio_names, shelf
from pages.ui.text import Language, Translator, preferred_language, translator

OWN: Final = ("lang", "dep", "mun", "kind", "prog", "with", "prec", "status", "layers", "site")
"""The parameters of the address that this module reads and writes; others are left alone."""

MAP: Final = "map"
"""The key of the map's component; its value holds the last thing done in the map."""

WIDGETS: Final = (
    "departamentos",
    "municipios",
    "kinds",
    "programmes",
    "neighbours",
    "precisions",
    "statuses",
)
"""The filter widgets, by the attribute of `Selection` that each holds."""


@dataclass
class Visit:
    """One browser tab's session: what is chosen, and what has been heard of it so far."""

    id: str
    selection: Selection
    language: Language
    page: str
    address: dict[str, str]
    dropped: tuple[Dropped, ...] = ()
    heard: Mapping[str, Any] | None = None


def visit() -> Visit:
    """Return this session's visit; `begin` made it."""
    current: Visit = st.session_state["visit"]
    return current


def current_translator() -> Translator:
    """Return the words in the reader's language."""
    return translator(visit().language)


def begin(page: str) -> None:
    """Take in what the address and the map say, before any widget is drawn."""
    asked = {name: st.query_params[name] for name in OWN if name in st.query_params}
    if "visit" not in st.session_state:
        language = preferred_language(st.context.locale)
        st.session_state["visit"] = Visit(uuid4().hex[:8], Selection(), language, page, {})
        _take_address(asked)
    elif asked != visit().address and not (page != visit().page and not asked):
        # A page switch empties the address; anything else is the reader's Back or a link.
        _take_address(asked)
    visit().page = page
    _take_map_event()


def end() -> None:
    """Write what is chosen now into the address."""
    current = visit()
    query = {"lang": str(current.language)} | current.selection.to_query()
    shown = {name: st.query_params[name] for name in OWN if name in st.query_params}
    if shown != query:
        others = {
            name: value for name, value in st.query_params.items() if name not in OWN and name != "at"
        }
        st.query_params.from_dict(others | query)
    current.address = query


def choose(selection: Selection) -> None:
    """Make `selection` the reader's choice and set the widgets to it; only before they are drawn."""
    visit().selection = selection
    for name in WIDGETS:
        st.session_state[f"filter_{name}"] = list(getattr(selection, name))


def take_widgets() -> None:
    """Take in what the filter widgets say, after they are drawn."""
    chosen: dict[str, Any] = {name: tuple(st.session_state.get(f"filter_{name}", ())) for name in WIDGETS}
    chosen["municipios"] = tuple(
        code for code in chosen["municipios"] if code // 100 in chosen["departamentos"]
    )
    visit().selection = replace(visit().selection, **chosen)


def set_language(language: Language) -> None:
    """Switch the language; the labels of every widget change, its values do not."""
    visit().language = language
    choose(visit().selection)


def choose_site(site: str | None) -> None:
    """Select a site, switching its layer on."""
    selection = visit().selection
    layers = selection.layers
    if site is not None:
        sites = shelf().sites
        layer = Layer(sites.at[site, "layer"])
        layers = tuple(one for one in Layer if one in {*layers, layer})
    choose(replace(selection, site=site, layers=layers))


def choose_region(departamentos: tuple[int, ...], municipios: tuple[int, ...]) -> None:
    """Filter by a region."""
    choose(replace(visit().selection, departamentos=departamentos, municipios=municipios))


def _take_address(asked: Mapping[str, str]) -> None:
    current = visit()
    selection, unreadable = from_query(asked)
    selection, unknown = _known(selection)
    if asked.get("lang") in set(Language):
        current.language = Language(asked["lang"])
    current.dropped = (*unreadable, *unknown)
    current.address = dict(asked)
    choose(_with_departamentos(selection))


def _known(selection: Selection) -> tuple[Selection, tuple[Dropped, ...]]:
    try:
        departamentos, municipios = departamento_names(shelf()), municipio_names(shelf())
        return only_known(selection, list(departamentos), list(municipios), list(shelf().sites.index))
    except GeoError:
        return replace(selection, departamentos=(), municipios=(), site=None), ()


def _with_departamentos(selection: Selection) -> Selection:
    """Add the departamento of every chosen municipio: the municipio filter stands below it."""
    needed = dict.fromkeys([*selection.departamentos, *(code // 100 for code in selection.municipios)])
    return replace(selection, departamentos=tuple(needed))


def _take_map_event() -> None:
    value = st.session_state.get(MAP)
    event = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    current = visit()
    if not isinstance(event, Mapping) or event == current.heard:
        return
    current.heard = dict(event)
    current.dropped = ()
    if "site" in event:
        asked: dict[str, Any] = {"site": event["site"]} if isinstance(event["site"], str) else {}
        selection, _ = _known(from_query(asked)[0])
        choose(replace(current.selection, site=selection.site))
    if isinstance(event.get("layers"), list):
        layers = from_query({"layers": ".".join(map(str, event["layers"]))})[0].layers
        choose(replace(current.selection, layers=tuple(one for one in Layer if one in layers)))
    if isinstance(event.get("region"), Mapping):
        codes = {
            name: ".".join(map(str, event["region"].get(key) or ()))
            for name, key in (("dep", "departamentos"), ("mun", "municipios"))
        }
        selection, _ = _known(from_query(codes)[0])
        region = _with_departamentos(selection)
        choose_region(region.departamentos, region.municipios)
