"""An area is drawn with a mouse, by touch or with keys alone and becomes the region; a path is measured."""

import math

import pytest

from geo.drawn_area import from_text
from tests.browser.reader import LOOK_MS

MIDDLE = (15.2, -90.4)
CORNERS = ((15.6, -90.8), (15.6, -89.9), (14.9, -89.9))


def tools(reader, *names):
    """Open the tools, where they are folded, and press the named buttons with the mouse."""
    box = reader.map.locator(".atlas-draw")
    if not box.locator("[data-tool=measure]").is_visible():
        box.locator(".atlas-draw-open").click()
    for name in names:
        box.locator(f"[data-tool={name}]").click()


def click(reader, *place):
    reader.hover(*place)
    reader.page.mouse.down()
    reader.page.mouse.up()


def area_of(reader):
    reader.page.wait_for_function("() => new URLSearchParams(location.search).has('area')", polling=LOOK_MS)
    reader.settled()
    return from_text(reader.address_bar()["area"])


def said(reader):
    return reader.map.locator(".atlas-unseen[role=status]").inner_text()


@pytest.fixture
def at_place(reader):
    reader.go("/?lang=en")
    reader.look(*MIDDLE, 8)
    yield reader
    reader.map.evaluate("Atlas.app.drawing.stop()")


def test_a_polygon_is_drawn_with_the_mouse(at_place):
    tools(at_place, "polygon")
    for corner in (*CORNERS, CORNERS[-1]):
        click(at_place, *corner)
    area = area_of(at_place)
    assert [(y, x) for x, y in area.corners] == [pytest.approx(corner, abs=0.01) for corner in CORNERS]
    assert at_place.atlas("app.drawing.tool") is None
    assert at_place.map.locator("path.atlas-area").count() == 1
    assert at_place.map.locator(".leaflet-popup").count() == 0
    assert "Drawn area: " in at_place.page.locator(".st-key-lead").inner_text()
    chip = at_place.page.locator(".st-key-chip_areas button").first
    assert "polygon of 3 corners" in chip.inner_text()
    chip.click()
    at_place.wait_for_address(area=None)
    at_place.wait("app.drawing.area === ''")


def test_a_link_to_an_area_shows_it_again(at_place):
    at_place.open("/?lang=es&area=cAvyRgkuC")
    assert at_place.atlas("app.drawing.area") == "cAvyRgkuC"
    assert at_place.map.locator("path.atlas-area").count() == 1
    assert "círculo, radio de 40 km" in at_place.page.locator(".st-key-lead").inner_text()
    latitude, longitude, zoom = at_place.view()
    assert (latitude, longitude) == pytest.approx((14.6, -90.5), abs=0.5)
    assert zoom > 8


def test_an_area_is_drawn_with_keys_alone(at_place):
    page, drawing = at_place.page, at_place.map.locator(".atlas-draw")
    drawing.locator(".atlas-draw-open").focus()
    if not drawing.locator("[data-tool=circle]").is_visible():
        page.keyboard.press("Enter")
    drawing.locator("[data-tool=circle]").focus()
    page.keyboard.press("Enter")
    at_place.wait("document.activeElement === app.map.getContainer()")
    assert at_place.map.locator(".atlas-crosshair").is_visible()
    assert "arrow keys" in said(at_place)
    latitude, longitude, _ = at_place.view()
    page.keyboard.press("Enter")
    assert said(at_place) == "One point set."
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    at_place.wait(f"app.map.getCenter().lng > {longitude} + 0.2 && !app.map._panAnim?._inProgress")
    page.keyboard.press("Enter")
    area = area_of(at_place)
    assert area.is_circle
    assert area.corners[0] == pytest.approx((longitude, latitude), abs=1e-4)
    assert area.radius_m > 20_000


def test_another_radius_takes_the_place_of_one_that_is_too_long(at_place):
    at_place.look(*MIDDLE, 6)
    tools(at_place, "circle")
    for place in ((15.2, -92.4), (15.2, -86.6)):
        click(at_place, *place)
    assert "not an area that can be measured" in said(at_place)
    click(at_place, 15.2, -91.4)
    area = area_of(at_place)
    assert area.is_circle
    assert area.radius_m == pytest.approx(107_000, rel=0.05)


def test_escape_cancels_without_asking_the_server(at_place):
    tools(at_place, "polygon")
    at_place.wire.clear()
    for corner in CORNERS:
        click(at_place, *corner)
    at_place.page.keyboard.press("Escape")
    assert at_place.atlas("[app.drawing.tool, app.drawing.points.length]") == [None, 0]
    assert not at_place.wire.sent
    assert "area" not in at_place.address_bar()


def test_a_path_is_measured_in_the_browser_alone(at_place):
    tools(at_place, "measure")
    at_place.wire.clear()
    for corner in CORNERS:
        click(at_place, *corner)
    at_place.page.keyboard.press("Enter")
    assert "in straight lines, legs: 2." in said(at_place)
    legs = at_place.map.locator(".atlas-draw-panel li")
    assert legs.count() == 2
    assert at_place.map.locator(".atlas-draw-panel button", has_text="Copy").is_visible()
    at_place.page.keyboard.press("Escape")
    assert not at_place.map.locator(".atlas-draw-panel").is_visible()
    assert not at_place.wire.sent


def test_an_area_is_drawn_freehand(at_place):
    tools(at_place, "freehand")
    latitude, longitude = MIDDLE
    around = [(latitude + math.sin(n / 5) / 3, longitude + 0.3 + math.cos(n / 5) / 3) for n in range(31)]
    at_place.hover(*around[0])
    at_place.page.mouse.down()
    for place in around[1:]:
        at_place.hover(*place)
    at_place.page.mouse.up()
    area = area_of(at_place)
    assert 10 <= len(area.corners) <= 100
    assert at_place.view()[:2] == pytest.approx(MIDDLE, abs=0.01)
    assert at_place.map.locator(".leaflet-popup").count() == 0


def test_a_polygon_is_drawn_by_touch(new_reader):
    reader = new_reader(width=390, height=844, has_touch=True, is_mobile=True).open("/?lang=en")
    reader.look(*MIDDLE, 7)
    reader.map.locator(".atlas-draw-open").tap()
    reader.map.locator("[data-tool=polygon]").tap()
    reader.map.locator("[data-tool=polygon]").scroll_into_view_if_needed()
    for latitude, longitude in ((15.9, -90.2), (15.9, -89.3), (15.4, -89.3)):
        frame = reader.page.locator("iframe[title*=folium]").bounding_box()
        assert frame is not None
        x, y = reader.atlas(f"Object.values(app.map.latLngToContainerPoint([{latitude}, {longitude}]))")
        reader.page.touchscreen.tap(frame["x"] + x, frame["y"] + y)
    reader.map.locator(".atlas-draw-panel button", has_text="Finish").tap()
    assert len(area_of(reader).corners) == 3


@pytest.mark.parametrize("text", ["cAvyRgkuA", "p<img src=x onerror=alert(1)>", "p" + "_" * 900])
def test_a_link_with_no_area_says_what_it_ignored(reader, text):
    reader.page.goto(f"{reader.address}/?lang=en&area={text}")
    reader.settled()
    notice = reader.page.get_by_test_id("stAlert").filter(has_text="area=")
    notice.wait_for()
    assert "area" not in reader.address_bar()
    assert reader.page.locator("img[src=x]").count() == 0
