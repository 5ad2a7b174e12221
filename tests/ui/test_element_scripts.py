"""The preload hints of a page name exactly its first elements."""

import pytest

from atlas.streamlit_compat.static_files import EVERYWHERE, ON_PAGES
from tests.ui.app import first_seen

SCRIPTS = {
    "button": "Button",
    "button_group": "ButtonGroup",
    "component_instance": "ComponentInstance",
    "dataframe": "DataFrame",
    "download_button": "DownloadButton",
    "file_uploader": "FileUploader",
    "html": "Html",
    "link_button": "LinkButton",
    "multiselect": "Multiselect",
    "selectbox": "Selectbox",
    "slider": "Slider",
    "text_area": "TextArea",
    "text_input": "TextInput",
    "vega_lite_chart": "ArrowVegaLiteChart",
}
"""The script of each kind of element, by its name in a test."""

OF_STREAMLIT_ITSELF = {
    *("caption", "column", "event", "expander", "flex_container", "form", "info", "main", "markdown"),
    *("popover", "sidebar", "subheader"),
}
"""What Streamlit's page can draw from the start."""


def kinds(block):
    """Return the kinds of element in a block; a popover that is closed draws none of its own."""
    names = set()
    for child in block.children.values():
        names.add(child.type)
        if child.type != "popover" and hasattr(child, "children"):
            names |= kinds(child)
    return names


@pytest.mark.parametrize("address", ON_PAGES)
def test_the_scripts_of_the_first_elements_are_named(address):
    shown = kinds(first_seen(address.removeprefix("/"), lang="en")._tree) - OF_STREAMLIT_ITSELF
    assert {SCRIPTS[kind] for kind in shown} == {*EVERYWHERE, *ON_PAGES[address]}
