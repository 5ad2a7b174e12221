"""The map shows what was asked for next to its panels, and leaves the wheel and one finger to the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.layout import COVERED

COUNTRY = (13.74, -92.23, 17.81, -88.23)
"""South, west, north and east of the country."""

LEGENDS = ".atlas-legend, .atlas-analysis"
FRAME = "iframe[title*=folium]"
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def corners(reader):
    """Return left, top, right and bottom of the country in pixels of the map, and the map's size."""
    south, west, north, east = COUNTRY
    left, top = reader.atlas(f"Object.values(app.map.latLngToContainerPoint([{north}, {west}]))")
    right, bottom = reader.atlas(f"Object.values(app.map.latLngToContainerPoint([{south}, {east}]))")
    return (left, top, right, bottom), reader.atlas("Object.values(app.map.getSize())")


@pytest.mark.parametrize("path", ["/?lang=en", "/regions?lang=es&ask=coverage"])
@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1366, 768), (1920, 1080)], ids=str)
def test_the_country_fills_the_map_in_one_direction(new_reader, size, path):
    reader = new_reader(width=size[0], height=size[1]).open(path)
    (left, top, right, bottom), (width, height) = corners(reader)
    assert left >= 0
    assert top >= 0
    assert right <= width
    assert bottom <= height
    assert max((right - left) / width, (bottom - top) / height) > 0.7


def test_no_legend_covers_a_symbol_in_a_window_that_was_narrower(new_reader):
    reader = new_reader(locale="es-GT", width=820, height=1180).open("/regions?lang=es&ask=gaps")
    reader.page.set_viewport_size({"width": 1366, "height": 768})
    reader.open("/regions?lang=es&ask=gaps")
    expect(reader.map.locator(".atlas-analysis")).to_be_visible()
    for over, under in ((LEGENDS, ".atlas-site"), (".atlas-legend", ".atlas-analysis")):
        assert reader.map.evaluate(COVERED, [over, under]) == []
    # A legend that the reader opens stays open.
    title = reader.map.locator(".atlas-legend-title")
    title.click()
    reader.page.set_viewport_size({"width": 1366, "height": 760})
    reader.settled()
    expect(title).to_have_attribute("aria-expanded", "true")


def test_a_link_to_a_site_shows_its_surroundings_next_to_the_panels(reader):
    reader.open("/?lang=en&site=tecun-uman-i")
    assert 9 <= reader.view()[2] <= 10
    pin = reader.map.locator("[data-sites~=tecun-uman-i]").bounding_box()
    legend = reader.map.locator(".atlas-legend").bounding_box()
    details = reader.details.bounding_box()
    assert legend["x"] + legend["width"] < pin["x"]
    assert pin["x"] + pin["width"] < details["x"]


def test_a_filter_moves_a_fitted_map_and_clearing_it_moves_back(reader):
    reader.open("/?lang=en")
    country = reader.view()
    reader.go("/?lang=en&with=MEX")
    reader.wait(f"app.map.getZoom() > {country[2] + 0.4}")
    reader.go("/?lang=en")
    reader.wait(f"app.map.getZoom() < {country[2] + 0.1}")


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(reader):
    reader.open("/?lang=en")
    zoom = reader.view()[2]
    reader.hover(15.6, -89.9)
    reader.page.mouse.wheel(0, 120)
    expect(reader.map.locator(".atlas-hint")).to_have_text(
        "Hold Ctrl and scroll to zoom the map, or click it first."
    )
    reader.page.wait_for_function(f"{SCROLLED} > 0")
    assert reader.view()[2] == zoom
    reader.map.locator("#map_div").focus()
    reader.page.mouse.wheel(0, -300)
    reader.wait(f"app.map.getZoom() > {zoom}")


def test_ctrl_and_wheel_zoom_the_map(reader):
    zoom = reader.view()[2]
    reader.hover(15.6, -89.9)
    reader.page.keyboard.down("Control")
    reader.page.mouse.wheel(0, -300)
    reader.page.keyboard.up("Control")
    reader.wait(f"app.map.getZoom() > {zoom}")


def test_one_finger_scrolls_the_page_and_two_move_the_map(new_reader):
    reader = new_reader(width=390, height=844, has_touch=True, is_mobile=True).open("/?lang=es")
    fingers = reader.page.context.new_cdp_session(reader.page)

    def move(*paths):
        """Move each finger from its first to its second point."""
        for step in range(9):
            points = [
                {"x": x + (to_x - x) * step / 8, "y": y + (to_y - y) * step / 8, "id": finger}
                for finger, ((x, y), (to_x, to_y)) in enumerate(paths)
            ]
            kind = "touchMove" if step else "touchStart"
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = reader.view()
    move(((200, 500), (200, 320)))
    reader.page.wait_for_function(f"{SCROLLED} > 0")
    expect(reader.map.locator(".atlas-hint")).to_have_text("Use dos dedos para mover el mapa.")
    assert reader.view() == before
    move(((150, 400), (90, 430)), ((220, 400), (280, 430)))
    reader.wait(f"app.map.getZoom() > {before[2]}")


def test_results_come_while_one_types_and_are_chosen_by_keys(reader):
    options = reader.search("puerto barios")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box = reader.search_box
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "atlas-hits-1")
    box.press("ArrowUp")
    box.press("Enter")
    reader.wait_for_address(dep="18", mun="1801")
    expect(box).to_have_value("")
    reader.search("corinto")
    box.press("Escape")
    expect(options).to_have_count(0)
    reader.search("qqqq")
    expect(reader.page.get_by_text("No results for “qqqq”")).to_be_visible()
    box.fill("")


def test_a_found_site_is_flown_to_from_the_country(reader):
    reader.search("la mesilla").get_by_text("La Mesilla · site").click()
    reader.wait("app.map.getZoom() > 9")
    expect(reader.details.get_by_role("heading", level=2)).to_have_text("La Mesilla")
    reader.wait_for_address(site="la-mesilla")


@pytest.mark.parametrize(
    "typed", ["14.6349, -90.5069", "14°38'05.6\"N 90°30'24.8\"W", "15N 768551 1619422"]
)
def test_coordinates_in_three_forms_are_flown_to(reader, typed):
    reader.search(typed).get_by_text("coordinates").click()
    card = reader.map.get_by_role("dialog", name="Coordinates")
    expect(card.get_by_role("button").first).to_have_text("14.6349, -90.5069")


def test_coordinates_abroad_get_a_sentence(reader):
    expect(reader.search("14.6349, 90.5069")).to_have_count(0)
    expect(reader.page.get_by_text("No land of Guatemala is at 14.6349, 90.5069.")).to_be_visible()
    reader.search_box.fill("")


def test_coordinates_of_pointer_and_centre_can_be_copied(reader):
    reader.open("/?lang=en")
    corner = reader.map.locator(".atlas-coordinates button")
    expect(corner).to_contain_text("Centre ")
    reader.hover(15.6, -89.9)
    expect(corner).not_to_contain_text("Centre ")
    expect(corner).to_contain_text("15.60")
    container = reader.map.locator("#map_div")
    container.focus()
    container.press("c")
    card = reader.map.get_by_role("dialog", name="Coordinates")
    expect(card.get_by_role("button")).to_have_count(3)
    expect(card.get_by_role("button").first).to_be_focused()
    card.get_by_role("button").last.press("Enter")
    expect(card.get_by_role("status")).to_have_text("Copied.")
    card.get_by_role("button").last.press("Escape")
    expect(card).to_have_count(0)
    expect(container).to_be_focused()


def test_a_site_has_coordinates_only_as_fine_as_they_are_known(reader):
    reader.go("/?lang=en&site=tecun-uman-i")
    expect(reader.details.locator(".atlas-copy")).to_contain_text("14.677, -92.147")
    reader.go("/?lang=en&site=pbs-zone-12")
    expect(reader.details.get_by_role("heading", level=2)).to_contain_text("zone 12")
    expect(reader.details.locator(".atlas-copy")).to_have_count(0)
