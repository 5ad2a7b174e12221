"""What the reader chose: widgets, address and map are kept in step, and pages get their addresses.

This module writes the address itself instead of using `bind="query-params"`: a bound select box
writes its label into the address, so a link would change its meaning in the other language, and
Streamlit drops unknown values without a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st

from atlas.i18n.messages import Language, Translator, preferred_language, translator
from atlas.streamlit_compat.sessions import is_history_navigation
from atlas.ui.state import filter_fields, page_parameters
from atlas.ui.state.cached_data import consulted_month, departamento_names, municipio_names
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import touches_land
from geo.choices import Layer
from geo.dataset.records import data_version
from geo.selection import ROWS, Dropped, Selection, from_query, in_order, only_known
from geo.share_links import PACKED, unpacked

SHARED: Final = ("lang", "v", *Selection.parameters())
"""The parameters that every page reads and writes; `parameters` holds those of single pages."""

VERSION: Final = re.compile(r"[0-9a-f]{10}")
"""How a data version is written in the address."""

MAP_KEY: Final = "map"
"""The key of the map's component; its value holds the last thing done in the map."""


@dataclass
class ReaderSession:
    """The session of a browser tab: what the reader chose, and what has reached the server of it."""

    id: str
    selection: Selection
    language: Language
    page: str
    address: dict[str, str]
    """The address as it was last written or read."""
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    """What is chosen on each page alone, by page and parameter."""
    dropped: tuple[Dropped, ...] = ()
    linked_version: str | None = None
    """The data version of the link that was followed, where it is not today's."""
    last_event: Mapping[str, Any] | None = None
    """What the reader did last in the map."""
    cleared: Selection | None = None
    """What was chosen before the reader cleared the filters, until another filter is set."""
    tour: str = ""
    """The reader's request for the tour of the map, until the map gets it."""
    parked: Selection | None = None
    """The selection with the date of the map, while another page shows today."""
    point: tuple[float, float] | None = None
    """Longitude and latitude of the place that was clicked on the map, until a page takes it."""


def reader_session() -> ReaderSession:
    """Return the session of this browser tab; `begin` created it."""
    current: ReaderSession = st.session_state["visit"]
    return current


def current_translator() -> Translator:
    """Return the words in the reader's language."""
    return translator(reader_session().language)


def language_at_first() -> Language:
    """Return the language before `begin`: of a new address, else of the session, else of the browser."""
    linked, known = st.query_params.get("lang"), st.session_state.get("visit")
    if linked in set(Language) and (known is None or is_history_navigation()):
        return Language(linked)
    return known.language if known else preferred_language(st.context.locale)


def begin(page: str) -> None:
    """Read the address and the last event of the map, before any widget is drawn."""
    _unpack()
    query = _query_of(page)
    if "visit" not in st.session_state:
        language = language_at_first()
        st.session_state["visit"] = ReaderSession(uuid4().hex[:8], Selection(), language, page, {})
        _take_address(page, query)
    elif query and (is_history_navigation() or page != reader_session().page):
        # A page that was just switched to has an empty address. Any other address that comes with a
        # click may be older than what is chosen: a quick reader clicks before the new one has arrived.
        _take_address(page, query)
    reader_session().page = page
    _take_map_event()
    _park_date(page)


DATED_PAGES: Final = ("", "explore", "briefing")
"""The pages that show a date; the others show today and have no date in their URL."""


def _park_date(page: str) -> None:
    """Keep the date of the map while the reader is on a page that shows today."""
    current = reader_session()
    if page not in DATED_PAGES:
        if current.selection != current.selection.of_today:
            current.parked, current.selection = current.selection, current.selection.of_today
    elif current.parked is not None:
        parked, current.parked = current.parked, None
        if current.selection == current.selection.of_today:
            current.selection = current.selection.dated_as(parked)


def end() -> None:
    """Write what is chosen now into the address."""
    current = reader_session()
    query = page_query()
    if not _query_of(current.page) == query == current.address or PACKED in st.query_params:
        ours = {*SHARED, PACKED, *page_parameters.own_names(current.page)}
        others = {name: value for name, value in st.query_params.items() if name not in ours}
        st.query_params.from_dict(others | query)
    current.address = query


def _unpack() -> None:
    """Write out an address whose choice is packed; an unreadable one stays, so that a notice names it."""
    query = unpacked(st.query_params.get(PACKED, ""))
    if query:
        others = {name: value for name, value in st.query_params.items() if name != PACKED}
        st.query_params.from_dict(query | others)


def _query_of(page: str) -> dict[str, str]:
    names = (*SHARED, *page_parameters.own_names(page))
    return {name: st.query_params[name] for name in names if name in st.query_params}


def shared_query() -> dict[str, str]:
    """Return the part of the address that every page has: language, data version, selection."""
    fixed = {"lang": str(reader_session().language), "v": data_version(atlas_data().data)}
    return fixed | reader_session().selection.to_query()


def page_query() -> dict[str, str]:
    """Return the address of the page at hand: what every page has, and what this one has alone."""
    return shared_query() | reader_session().own.get(reader_session().page, {})


def choose(selection: Selection, *, renew: bool = False) -> None:
    """Make `selection` the reader's choice and set the fields to it; only before they are drawn.

    Call `take_widgets` first when building on what is chosen: a widget may have changed in the
    same run.
    """
    reader_session().selection = selection
    for row in ROWS:
        filter_fields.set_values(row.attribute, row.chosen(selection), renew=renew)


def take_widgets() -> None:
    """Read what is chosen in the filter widgets; a filter that the page does not draw stays."""
    chosen: dict[str, Any] = {
        row.attribute: filter_fields.values(row.attribute)
        for row in ROWS
        if filter_fields.is_drawn(row.attribute)
    }
    selection = replace(reader_session().selection, **chosen)
    departamentos = set(selection.departamentos)
    selection = replace(
        selection,
        municipios=tuple(code for code in selection.municipios if code // 100 in departamentos),
        layers=in_order(selection.layers, Layer),
    )
    if selection != reader_session().selection:
        reader_session().selection, reader_session().dropped, reader_session().cleared = selection, (), None


def obeyed_filters() -> tuple[str, ...]:
    """Return the attributes of the selection that the page at hand obeys."""
    current = reader_session()
    page = current.page or "explore"
    return page_parameters.filters_of_page(page, current.own.get(current.page, {}))


def set_language(language: Language) -> None:
    """Switch the language; the words of every field change, what it holds does not."""
    take_widgets()
    reader_session().language = language
    choose(reader_session().selection, renew=True)


def choose_site(site: str | None) -> None:
    """Select a site, switching its layer on."""
    take_widgets()
    selection = reader_session().selection
    layers = selection.layers
    if site is not None:
        sites = atlas_data().sites
        layer = Layer(sites.at[site, "layer"])
        layers = in_order({*layers, layer}, Layer)
    choose(replace(selection, site=site, layers=layers))


def choose_region(
    departamentos: tuple[int, ...] = (), municipios: tuple[int, ...] = (), areas: tuple[str, ...] = ()
) -> None:
    """Filter by a region, which replaces the region before."""
    take_widgets()
    selection = reader_session().selection
    choose(replace(selection, departamentos=departamentos, municipios=municipios, areas=areas))


def _take_address(page: str, query: Mapping[str, str]) -> None:
    current = reader_session()
    current.own[page], unknown_parameters = page_parameters.read(page, query)
    current.linked_version, unknown_version = _linked_version(query.get("v"))
    selection, unreadable = from_query(query)
    selection, unknown = _known(selection)
    if query.get("lang") in set(Language):
        current.language = Language(query["lang"])
    packed = (Dropped(PACKED, st.query_params[PACKED][:40]),) if PACKED in st.query_params else ()
    current.dropped = (*unreadable, *unknown, *unknown_parameters, *unknown_version, *packed)
    current.address = dict(query)
    choose(_with_departamentos(selection))


def _linked_version(version: str | None) -> tuple[str | None, tuple[Dropped, ...]]:
    if version is None or version == data_version(atlas_data().data):
        return None, ()
    return (version, ()) if VERSION.fullmatch(version) else (None, (Dropped("v", version[:40]),))


def known_selection(selection: Selection) -> Selection:
    """Return a selection without what today's data do not have, ready to be chosen."""
    return _with_departamentos(_known(selection)[0])


def _known(selection: Selection) -> tuple[Selection, tuple[Dropped, ...]]:
    sites = atlas_data().or_empty("sites")
    if sites is None:
        selection = replace(selection, site=None)
    known_sites = [] if sites is None else list(sites.index)
    return only_known(
        selection,
        list(departamento_names(atlas_data())),
        list(municipio_names(atlas_data())),
        known_sites,
        month=consulted_month(atlas_data()),
        touches_land=partial(touches_land, atlas_data()),
    )


def _with_departamentos(selection: Selection) -> Selection:
    """Add the departamento of every chosen municipio: the municipio filter depends on it."""
    needed = dict.fromkeys([*selection.departamentos, *(code // 100 for code in selection.municipios)])
    return replace(selection, departamentos=tuple(needed))


def take_point() -> tuple[float, float] | None:
    """Return the place that the reader has just named on the map, once; None where there is none."""
    current = reader_session()
    point, current.point = current.point, None
    return point


def _take_map_event() -> None:
    value = st.session_state.get(MAP_KEY)
    event = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    current = reader_session()
    if not isinstance(event, Mapping) or event == current.last_event or not _is_ours(event):
        return
    current.last_event = dict(event)
    current.dropped = ()
    take_widgets()
    current.point = _point(event.get("point"))
    if "site" in event:
        query: dict[str, Any] = {"site": event["site"]} if isinstance(event["site"], str) else {}
        selection, _ = _known(from_query(query)[0])
        choose(replace(current.selection, site=selection.site))
    if isinstance(event.get("layers"), list):
        layers = from_query({"layers": ".".join(map(str, event["layers"]))})[0].layers
        choose(replace(current.selection, layers=in_order(layers, Layer)))
    if isinstance(event.get("time"), Mapping):
        dates = {name: text for name, text in event["time"].items() if isinstance(text, str)}
        of_date, _ = _known(from_query(dates)[0])
        choose(replace(current.selection, when=of_date.when, clock=of_date.clock))
    if isinstance(event.get("region"), Mapping):
        codes = {
            name: ".".join(map(str, codes)) if isinstance(codes := event["region"].get(key), list) else ""
            for name, key in (("dep", "departamentos"), ("mun", "municipios"))
        }
        selection, _ = _known(from_query(codes)[0])
        region = _with_departamentos(selection)
        choose_region(region.departamentos, region.municipios)
    if isinstance(event.get("area"), str):
        selection, unreadable = from_query({"area": event["area"]})
        selection, off_land = _known(selection)
        if selection.areas or not event["area"]:
            choose_region(areas=selection.areas)
        current.dropped = (*unreadable, *off_land)


def _is_ours(event: Mapping[str, Any]) -> bool:
    """Whether our own script sent this: the component has events of its own, such as a clicked outline."""
    return isinstance(event.get("mount"), str) and isinstance(event.get("n"), int)


def _point(value: object) -> tuple[float, float] | None:
    """Return a place on the globe as the map tells it, or None: what comes from a browser is checked."""
    place = value if isinstance(value, Mapping) else {}
    longitude, latitude = place.get("longitude"), place.get("latitude")
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


MAP_ADDRESS: Final = "./"
"""The address of the first page, the map, from any other page."""

CHOSEN: Final = "-chosen-"
"""Marks the current choice in written addresses, so that what is written may be kept."""


def page_parameter(name: str) -> str | None:
    """Return what the reader chose of a parameter of this page alone."""
    return reader_session().own.get(reader_session().page, {}).get(name)


def set_page_parameters(**values: str | None) -> None:
    """Set the parameters of this page alone; those not named are unset."""
    current = reader_session()
    current.own[current.page] = {name: value for name, value in values.items() if value}


def address_of(page: str, selection: Selection | None = None, **own: str | None) -> str:
    """Return the relative address of a page with its `own` parameters.

    It carries `selection`, or else `CHOSEN`, for which `completed` puts in what is chosen
    when the address is shown; relative, so that it holds below any path. A chart lies far
    down its page: its address leads there.
    """
    query = {name: value for name, value in own.items() if value}
    if selection is None:
        chosen = "&".join([CHOSEN, *([urlencode(query, safe=".,")] if query else [])])
        return f"{page}?{chosen}{'#charts' if 'chart' in query else ''}"
    fixed = {name: shared_query()[name] for name in ("lang", "v")}
    return f"{page}?{urlencode(fixed | selection.to_query() | query, safe='.,')}"


def completed(text: str, ampersand: str = "&") -> str:
    """Return `text` with what is chosen now in its addresses; `&` written as `ampersand`."""
    return text.replace(CHOSEN, urlencode(shared_query(), safe=".,").replace("&", ampersand))
