"""The base map as folium and as the arguments of its component: the only module that imports folium.

The base map never changes: it starts the map's own script, which its frame has loaded.
All that a reader chooses is sent as one small call, `show_call`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import folium
from branca.element import MacroElement
from folium.template import Template

CENTRE: Final = (15.7, -90.3)
"""Latitude and longitude in the middle of Guatemala, for the moment before the script fits the map."""

ZOOM: Final = 7
"""The zoom of that moment."""


MIN_ZOOM: Final = 6
"""Guatemala is 150 pixels wide: further out there is nothing to see."""

MAX_ZOOM: Final = 17
"""Single buildings: closer zoom would exceed every known precision."""


class _Start(MacroElement):
    """The call that starts the map's own script on the finished Leaflet map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Atlas.start({{ this._parent.get_name() }}, {{ this.data|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.data = data


def base_map(data: str) -> folium.Map:
    """Return the base map: no tiles, and the call that starts our script with the address of its tables.

    folium's own files (Leaflet, jQuery, Bootstrap and more, all from elsewhere) are left out: the map's
    frame loads Leaflet and our script itself, sooner than folium would.
    """
    figure = folium.Map(
        location=CENTRE,
        zoom_start=ZOOM,
        tiles=None,
        zoom_snap=0.05,
        wheel_px_per_zoom_level=100,
        attribution_control=False,
        max_bounds=True,
        min_lat=10.5,
        max_lat=22.5,
        min_lon=-98,
        max_lon=-83,
    )
    # folium hands its own `min_zoom` and `max_zoom` to tiles only, and there are none.
    figure.options |= {"min_zoom": MIN_ZOOM, "max_zoom": MAX_ZOOM}
    figure.default_js, figure.default_css = [], []
    _Start(data).add_to(figure)
    return figure


def show_call(state: Mapping[str, Any]) -> str:
    """Return the JavaScript that shows `state`; safe inside a script element and a template."""
    text = json.dumps(state, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    text = text.replace("<", "\\u003c")
    return f"Atlas.show({text});"
