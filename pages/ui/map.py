"""The map in a page: the constant base map and one small call that says what is chosen.

The component's arguments are made once and kept as strings: building and rendering the
folium map on every run costs several milliseconds and gives the same text each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import geopandas as gpd
import streamlit_folium

from geo.mapping.folium_map import base_map, show_call
from geo.views.sites_view import SitesView
from pages.ui.load import map_files
from pages.ui.parts import register
from pages.ui.state import MAP, ReaderSession

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


def draw_map(state: Mapping[str, Any]) -> None:
    """Draw the map; what the reader does in it arrives with the next run, in `state.begin`."""
    register(streamlit_folium._component_func)
    streamlit_folium._component_func(
        **component_arguments(), feature_group=show_call(state), key=MAP, default=None
    )
