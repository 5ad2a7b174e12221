"""What we send to the map's component is what `st_folium` would send for the same folium map.

The component's function is private to streamlit-folium; a new version that sends something
else is noticed here.
"""

import inspect
import re

import pytest
import streamlit_folium

from atlas.ui.state.session import MAP_KEY
from atlas.ui.widgets import browser_frames
from atlas.ui.widgets.browser_frames import HEIGHT, component_arguments
from atlas.web.served_data import map_files
from geo.mapping.folium_map import base_map
from tests.ui.app import component, opened

OURS = {"feature_group", "key", "default"}
"""What changes with each run, and what we set otherwise on purpose."""


@pytest.fixture(scope="module")
def sent():
    """What st_folium sends for the base map, without a server."""
    calls = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamlit_folium, "_component_func", lambda **arguments: calls.append(arguments))
        streamlit_folium.st_folium(
            base_map(map_files().addresses().data),
            key=MAP_KEY,
            height=HEIGHT,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
        )
    (arguments,) = calls
    return arguments


def test_the_same_arguments_are_sent(sent):
    ours = component_arguments()
    assert set(ours) | OURS == set(sent) - {"on_change"}
    assert {name for name in set(ours) - {"id"} if ours[name] != sent[name]} == set()


def test_the_id_differs_only_in_folium_s_random_part(sent):
    assert re.fullmatch(r"map_[0-9a-f]{32}|map_div", component_arguments()["id"])
    assert re.fullmatch(r"map_[0-9a-f]{32}|map_div", sent["id"])


def test_the_value_before_the_first_event_is_nothing_in_both(sent):
    assert sent["default"] == {"last_active_drawing": None}
    assert component(opened())["default"] is None


def test_the_private_names_that_we_use_are_there():
    for name in ("_get_html", "_get_header", "_get_map_string", "get_full_id"):
        assert len(inspect.signature(getattr(streamlit_folium, name)).parameters) == 1
    assert streamlit_folium._component_func.name == "streamlit_folium.st_folium"


def test_the_address_of_the_small_frames_does_not_follow_the_module():
    assert browser_frames._PART.name == "pages.ui.parts.part"
