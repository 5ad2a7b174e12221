"""The map in a page: the constant base map and one small call that says what is chosen.

The component's arguments are made once and kept as strings: building and rendering the
folium map on every run costs several milliseconds and gives the same text each time.

Parts of pages that need the browser itself: each a frame of its own, served by this server.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import geopandas as gpd
import streamlit as st
import streamlit_folium
from streamlit.components.v1.custom_component import CustomComponent
from streamlit.runtime import get_instance

from atlas.frontend.bundles import PARTS
from atlas.i18n.messages import Translator
from atlas.ui.state.session import MAP_KEY, ReaderSession, reader_session
from atlas.web.served_data import atlas_data, map_files
from geo.briefings import MapView
from geo.mapping.folium_map import base_map, show_call
from geo.share_links import view_of
from geo.views.sites_view import SitesView

_PART: Final = CustomComponent("atlas.ui.widgets.browser_frames.part", str(PARTS), module_name=__name__)


def draw_part(name: str, key: str, **arguments: Any) -> Any:
    """Draw the part `name` of `atlas/frontend/parts` with what it must know; return what it said last."""
    register(_PART)
    return _PART(part=name, key=key, default=None, **arguments)


def name_tab(page: str, t: Translator) -> None:
    """Name the browser's tab, and so the entry in its history, after the page and the atlas."""
    st.set_page_config(page_title=f"{t(f'page.{page}')} · {t('app.title')}")


def live_view(key: str, again: int = 0) -> MapView | None:
    """Return the view that the reader's map has now; None until the browser has told, or without a map.

    Nothing is seen of it. `again` is told back: another number asks anew.
    """
    with st.container(key=f"unseen_{key}"):
        told = draw_part("view", key, again=again)
    return view_of(told.get("at")) if isinstance(told, dict) else None


def has_told(key: str) -> bool:
    """Whether the browser has told the view that `live_view` asks for under `key`."""
    return isinstance(st.session_state.get(key), dict)


def register(component: CustomComponent) -> None:
    """Tell the server where a component's files are.

    A component registers itself only when it is first imported inside a page's run; ours are
    imported before the first visitor comes.
    """
    registry = get_instance().component_registry
    if registry.get_component_path(component.name) is None:
        registry.register_component(component)


HEIGHT: Final = 640
"""The height of the frame in pixels until its script fits it to the reader's window."""


@cache
def component_arguments() -> Mapping[str, Any]:
    """Return what `st_folium` would send for the base map; a contract test compares."""
    figure = base_map(map_files().addresses())
    figure.get_root().render()
    return {
        "html": streamlit_folium._get_html(figure),
        "header": streamlit_folium._get_header(figure),
        "script": streamlit_folium._get_map_string(figure),
        "id": streamlit_folium.get_full_id(figure),
        "height": HEIGHT,
        "width": None,
        "returned_objects": ["last_active_drawing"],
        "zoom": None,
        "center": None,
        "return_on_hover": False,
        "layer_control": None,
        "pixelated": False,
        "css_links": [url for _, url in figure.default_css],
        "js_links": [url for _, url in figure.default_js],
        "wrap_longitude": False,
    }


def map_state(
    view: SitesView, visit: ReaderSession, total: int, overlay: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what the frame must know of a view: a few codes and names, no geometry.

    `sites` are the sites to show, `anywhere` those of every region; None stands for all `total`.
    `overlay` is what an analysis lays over the map, as `atlas/frontend/map/analysis_overlay.js` reads it.
    """

    def named(sites: gpd.GeoDataFrame) -> list[str] | None:
        return None if len(sites) == total else list(sites.index)

    return (
        {
            "session": visit.id,
            "language": str(visit.language),
            "departamentos": list(view.region.departamentos),
            "municipios": list(view.region.municipios),
            "layers": list(view.selection.layers),
            "site": view.selection.site,
            "sites": named(view.filtered),
            "heard": {name: visit.heard[name] for name in ("mount", "n")}
            if visit.heard
            else {"mount": "", "n": 0},
        }
        | ({"anywhere": named(view.anywhere)} if view.anywhere is not None else {})
        | ({"overlay": overlay} if overlay else {})
        | _tour(visit)
    )


def _tour(visit: ReaderSession) -> dict[str, str]:
    """Return that the tour was asked for, once; each asking reads differently, or it would not arrive."""
    asked, visit.tour = visit.tour, ""
    return {"tour": asked} if asked else {}


def draw_sites(view: SitesView, overlay: Mapping[str, Any] | None = None) -> None:
    """Draw the map of a view, with what an analysis lays over it."""
    draw_map(map_state(view, reader_session(), len(atlas_data().sites), overlay))


def draw_map(state: Mapping[str, Any]) -> None:
    """Draw the map; what the reader does in it arrives with the next run, in `session.begin`."""
    register(streamlit_folium._component_func)
    streamlit_folium._component_func(
        **component_arguments(), feature_group=show_call(state), key=MAP_KEY, default=None
    )
