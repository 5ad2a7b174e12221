"""Custom components of Streamlit: declared before any session, the map's with arguments made once.

streamlit-folium's public `st_folium` builds, renders and hashes the whole figure in each run, and needs a
new figure each time: it adds the feature group to the figure, so with the same figure the script would
change and the frame would be mounted again. Measured with our base map and streamlit-folium 0.27.4:

| | `st_folium` with `feature_group_to_add` | `draw_folium` |
|---|---|---|
| server CPU of each run | 3.1 ms | 0.1 ms |
| bytes of arguments in each run | 2,982 | 2,563 |
| the frame stays mounted | yes | yes |
| script, HTML, header, links | the same | the same |

A run that follows a choice takes 38 ms of CPU in all, so one process serves 8 % more readers this way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit_folium
from streamlit.components.v1.custom_component import CustomComponent
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import get_instance

__all__ = ["DeltaGenerator", "declare", "draw_folium", "folium_arguments", "register"]


def declare(name: str, folder: Path) -> CustomComponent:
    """Return a component whose files are in `folder`, served at `/component/<name>/`.

    Streamlit's public `declare_component` takes the name from the module that calls it, so that a moved
    module would move the address.
    """
    return CustomComponent(name, str(folder), module_name=__name__)


def register(component: CustomComponent) -> None:
    """Tell the running server where a component's files are.

    A component registers itself only if a page's run imports it first; ours are imported before the
    first visitor comes.
    """
    registry = get_instance().component_registry
    if registry.get_component_path(component.name) is None:
        registry.register_component(component)


def folium_arguments(figure: Any, height: int) -> Mapping[str, Any]:
    """Return what `st_folium` would send for a folium map that fills its container, to be kept.

    This takes 1.4 ms, so it is done once for each base map. A contract test compares the
    arguments with those of `st_folium`.
    """
    figure.get_root().render()
    return {
        "html": streamlit_folium._get_html(figure),
        "header": streamlit_folium._get_header(figure),
        "script": streamlit_folium._get_map_string(figure),
        "id": streamlit_folium.get_full_id(figure),
        "height": height,
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


def draw_folium(arguments: Mapping[str, Any], script: str, key: str) -> None:
    """Draw a folium map from its arguments and run `script` in its frame.

    The value of the component is in the session state under `key`; `st_folium` copies it there from a
    key of its own.
    """
    register(streamlit_folium._component_func)
    streamlit_folium._component_func(**arguments, feature_group=script, key=key, default=None)
