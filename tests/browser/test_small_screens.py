"""Phone and tablet by touch: nothing sideways, nothing cut, room for fingers.

A desk at 400 % is seen where each page is opened: `test_every_page`.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.layout import CUT, SIDEWAYS, SMALL
from tests.browser.reader import at_rest

PHONE, TABLET = (390, 844), (820, 1180)

PAGES = {
    "": "/?lang={language}&site=corinto",
    "regions": "/regions?lang={language}",
    "programmes": "/programmes?lang={language}&programme=forensics",
    "own_layers": "/own_layers?lang={language}",
    "briefing": "/briefing?lang={language}",
    "sources": "/sources?lang={language}",
}
WITHOUT_MAP = {"programmes", "sources"}
MAP_FIRST = {"", "regions"}


@pytest.fixture(scope="module")
def windows(chromium):
    """A window of each size, made when it is first asked for."""
    contexts = {}

    def window(size):
        if size not in contexts:
            sized = {"width": size[0], "height": size[1]}
            contexts[size] = chromium.new_context(viewport=sized, has_touch=True, is_mobile=True)
        return (contexts[size].pages or [contexts[size].new_page()])[0]

    yield window
    for context in contexts.values():
        context.close()


def opened(page, app, name):
    """Open a page in Spanish, whose words are the longer ones."""
    page.goto(app + PAGES[name].format(language="es"))
    at_rest(page)
    if name not in WITHOUT_MAP:
        frame = page.wait_for_selector("iframe[title*=folium]").content_frame()
        frame.wait_for_selector("html[data-atlas=ready]", state="attached")
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_fingers_have_room_and_nothing_goes_sideways(windows, app, name, size):
    page = opened(windows(size), app, name)
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(CUT) == []
    assert [one for frame in page.frames for one in frame.evaluate(SMALL)] == []
    if name in MAP_FIRST:
        assert page.locator("iframe[title*=folium]").bounding_box()["y"] < size[1] / 4


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_map_comes_first_filters_wait_in_a_drawer_and_details_are_a_sheet(windows, app, size):
    page = opened(windows(size), app, "")
    frame = page.locator("iframe[title*=folium]")
    drawer = page.get_by_role("combobox", name="Departamento", exact=True)
    expect(drawer).not_to_be_in_viewport()
    if size == PHONE:
        sheet, room = frame.content_frame.locator(".atlas-details").bounding_box(), frame.bounding_box()
        assert sheet["width"] == pytest.approx(room["width"], abs=2)
        assert sheet["y"] + sheet["height"] == pytest.approx(room["y"] + room["height"], abs=2)
        assert sheet["height"] < 0.65 * room["height"]
    frame.content_frame.get_by_role("button", name="Cerrar").tap()
    page.get_by_test_id("stExpandSidebarButton").tap()
    expect(drawer).to_be_in_viewport()
    assert page.evaluate(SMALL) == []
