"""The first picture stands where the map will be, and leaves once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import at_rest

PICTURE = "#atlas-first"
FRAME = "iframe[title*=folium]"
PLACES = """
window.places = [];
if (window === window.top) {
  new MutationObserver(() => {
    const [picture, frame] = ["#atlas-first", 'iframe[title*="folium"]'].map((name) =>
      document.querySelector(name)?.getBoundingClientRect());
    if (picture && frame) window.places.push([picture.x - frame.x, picture.y - frame.y]);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["style", "class"] });
}
"""
"""Script that notes, at each change of style, how far the picture is from the map's frame."""

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_there_before_streamlit_runs(new_reader, app, scheme):
    page = new_reader().page
    page.emulate_media(color_scheme=scheme)
    page.route(re.compile(r"/static/js/index\\."), lambda route: route.abort())
    page.goto(f"{app}/?lang=es", wait_until="commit")
    picture = page.locator(PICTURE)
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("aria-hidden", "true")
    expect(picture).to_contain_text("México")
    ground = {"light": "rgb(221, 233, 240)", "dark": "rgb(14, 24, 32)"}[scheme]
    expect(picture).to_have_css("background-color", ground)


@pytest.mark.parametrize("size", [(1366, 900), (820, 1180), (390, 844)])
def test_the_picture_lies_over_the_map_and_nothing_moves(new_reader, app, size):
    page = new_reader(width=size[0], height=size[1]).page
    page.add_init_script(PLACES + SHIFTS)
    page.goto(f"{app}/?lang=en", wait_until="commit")
    page.frame_locator(FRAME).locator("html[data-atlas=ready]").wait_for(state="attached")
    expect(page.locator(PICTURE)).to_have_count(0)
    expect(page.locator("html[data-first]")).to_have_count(0)
    assert page.evaluate("() => window.places.at(-1).every((away) => Math.abs(away) < 1)")
    assert page.evaluate("() => window.shifted") <= 0.05


def test_the_picture_does_not_come_back(reader):
    reader.open("/?lang=en")
    expect(reader.page.locator(PICTURE)).to_have_count(0)
    reader.page.evaluate(
        "() => { window.seen = 0; new MutationObserver(() => {"
        " window.seen += document.querySelectorAll('#atlas-first').length;"
        " }).observe(document, { subtree: true, childList: true }); }"
    )
    reader.choose("Departamento", "Izabal")
    reader.turn_to("Sources", "/sources")
    reader.turn_to("Map", "/")
    assert reader.page.evaluate("() => window.seen") == 0


def test_a_page_whose_map_is_missing_shows_itself(new_reader, app):
    """A picture over a page with an error would hide it."""
    page = new_reader().page
    page.route(re.compile(r"/static/js/ComponentInstance\."), lambda route: route.abort())
    page.goto(f"{app}/?lang=en")
    at_rest(page)
    expect(page.locator(PICTURE)).to_have_count(0)
    expect(page.locator("html[data-first]")).to_have_count(0)
