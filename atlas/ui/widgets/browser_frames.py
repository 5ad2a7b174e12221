"""The map and the other frames of a page: what each is given, and what it reports.

A frame runs in the browser and is served by this server. The map's frame gets a constant base map and one
small call with the choice; `atlas/frontend/parts` holds the other frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

import geopandas as gpd
import streamlit as st

from atlas.frontend.bundles import PARTS
from atlas.i18n.messages import Translator
from atlas.streamlit_compat.components import declare, draw_folium, folium_arguments, register
from atlas.ui.state import cached_data
from atlas.ui.state.session import DATED_PAGES, MAP_KEY, ReaderSession, reader_session
from atlas.web.served_data import atlas_data, map_files
from geo.briefings import MapView
from geo.mapping.folium_map import base_map, show_call
from geo.mapping.overlay_message import Overlay, to_message
from geo.share_links import view_of
from geo.views.sites_view import SitesView

_PART: Final = declare("pages.ui.parts.part", PARTS)
"""The small frames; the name is part of their address, so it stays where the module moves."""


def draw_part(name: str, key: str, **arguments: Any) -> Any:
    """Draw the part `name` of `atlas/frontend/parts` with its arguments; return what it reported last."""
    register(_PART)
    return _PART(part=name, key=key, default=None, **arguments)


def name_tab(page: str, t: Translator) -> None:
    """Name the browser's tab, and so the entry in its history, after the page and the atlas."""
    st.set_page_config(page_title=f"{t(f'page.{page}')} · {t('app.title')}")


def live_view(key: str, again: int = 0) -> MapView | None:
    """Return the view that the reader's map has now; None until the browser reports it, or without a map.

    The frame is not visible. Another number `again` asks the browser again.
    """
    with st.container(key=f"unseen_{key}"):
        report = draw_part("view", key, again=again)
    return view_of(report.get("at")) if isinstance(report, dict) else None


def has_view(key: str) -> bool:
    """Return whether the browser has reported the view that `live_view` asks for under `key`."""
    return isinstance(st.session_state.get(key), dict)


HEIGHT: Final = 640
"""The height of the frame in pixels; the style of the page fits it to the window."""


@cache
def component_arguments() -> Mapping[str, Any]:
    """Return the arguments of the map's component that never change."""
    return folium_arguments(base_map(map_files().addresses().data), HEIGHT)


def map_state(
    view: SitesView, current: ReaderSession, total: int, overlay: Overlay | None = None
) -> dict[str, Any]:
    """Return what the map's frame needs of a view: a few codes and names, no geometry.

    `sites` are the sites to show, `anywhere` those of every region; None means all `total`.
    `overlay` is what an analysis or a reader's list adds to the map. On a page that shows a date, these
    are the sites of all dates, among which the frame chooses, because its slider asks no server.
    """
    selection = view.selection
    is_dated = current.page in DATED_PAGES and cached_data.timeline(atlas_data()) is not None
    if is_dated:
        view = cached_data.view_of(selection.of_today)

    def names(sites: gpd.GeoDataFrame) -> list[str] | None:
        return None if len(sites) == total else list(sites.index)

    heard = current.last_event or {"mount": "", "n": 0}
    state: dict[str, Any] = {
        "session": current.id,
        "language": str(current.language),
        "departamentos": list(view.region.departamentos),
        "municipios": list(view.region.municipios),
        "area": view.region.area,
        "layers": list(view.selection.layers),
        "site": view.selection.site,
        "sites": names(view.filtered),
        "heard": {name: heard[name] for name in ("mount", "n")},
    }
    if is_dated:
        state["time"] = {
            name: getattr(selection, name) for name in ("when", "against", "clock", "statuses")
        }
        if selection.statuses:  # at a date they are about the statuses of the date
            of_any_status = cached_data.view_of(replace(selection.of_today, statuses=()))
            state["time"]["sites"] = names(of_any_status.filtered)
    if view.anywhere is not None:
        state["anywhere"] = names(view.anywhere)
    if overlay is not None:
        codes = sorted(atlas_data().municipios["codigo_muni"].tolist())
        state["overlay"] = to_message(overlay, codes)
    return state | _tour(current)


def _tour(current: ReaderSession) -> dict[str, str]:
    """Return the reader's request for the tour, once; each has its own text, or it would not arrive."""
    request, current.tour = current.tour, ""
    return {"tour": request} if request else {}


def draw_sites(view: SitesView, overlay: Overlay | None = None) -> None:
    """Draw the map of a view, with what an analysis adds to it."""
    sites = atlas_data().or_empty("sites")
    draw_map(map_state(view, reader_session(), 0 if sites is None else len(sites), overlay))


def draw_map(state: Mapping[str, Any]) -> None:
    """Draw the map; what the reader does in it arrives with the next run, in `session.begin`."""
    draw_folium(component_arguments(), show_call(state), MAP_KEY)
