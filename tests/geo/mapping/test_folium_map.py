"""The base map is constant and local; a selection is sent as one safe call."""

import json
import re

import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st

from geo.mapping.folium_map import MAX_ZOOM, MIN_ZOOM, base_map, show_call


def rendered():
    figure = base_map("../../data.json")
    figure.get_root().render()
    header, html = streamlit_folium._get_header(figure), streamlit_folium._get_html(figure)
    return "\n".join([header, html, streamlit_folium._get_map_string(figure)])


def test_two_base_maps_are_the_same_to_the_letter():
    assert rendered() == rendered()


def test_the_base_map_asks_nobody_else():
    assert not re.findall(r"(?:https?:)?//[a-z]", rendered())


def test_the_base_map_loads_nothing_of_folium():
    text = rendered()
    assert "Atlas.start(" in text
    assert not re.findall(r"<script[^>]+src|<link[^>]+href", text)


def test_the_map_starts_with_the_address_of_its_data():
    assert 'Atlas.start(map_div, "../../data.json");' in rendered()


def test_the_zoom_has_limits():
    options = dict(re.findall(r'"(minZoom|maxZoom)": (\d+)', rendered()))
    assert options == {"minZoom": str(MIN_ZOOM), "maxZoom": str(MAX_ZOOM)}


def test_a_call_is_small_and_stable():
    state = {"language": "es", "sites": None, "departamentos": [18]}
    assert show_call(state) == 'Atlas.show({"departamentos":[18],"language":"es","sites":null});'


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40) | st.integers() | st.none(), max_size=4))
def test_a_call_escapes_any_text_for_its_script(state):
    call = show_call(state)
    assert json.loads(call.removeprefix("Atlas.show(").removesuffix(");")) == state
    assert call.isascii()
    assert "<" not in call
    assert "\n" not in call


def test_the_known_ways_out_of_a_script_are_shut():
    call = show_call({"site": "</script><script>alert(1)</script><!-- \u2028"})
    assert "script>" in call
    assert "</" not in call
    assert "<!--" not in call
    assert "\u2028" not in call
