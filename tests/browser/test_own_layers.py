"""A planner uploads, confirms, sees and removes a list in the browser."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import FilePayload

from tests.browser.reader import Reader

LIST = b"nombre;longitud;latitud\n<b>uno</b>;-90,51;14,63\ndos;14,63;-90,51\n"


def many(count: int) -> bytes:
    """A list of so many rows on a grid inside Petén."""
    rows = (f"{-90 - n % 200 / 1000},{16.8 + n // 200 % 200 / 1000}" for n in range(count))
    return ("lon,lat\n" + "\n".join(rows)).encode()


def placed(reader: Reader, content: bytes) -> Reader:
    page = reader.page
    file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    page.locator(".st-key-own_file input[type=file]").set_input_files(file)
    page.locator(".st-key-own_place button").click()
    page.wait_for_selector(".st-key-own_change button")
    reader.settled()
    reader.map.wait_for_selector("html[data-own=drawn]", state="attached")
    return reader


@pytest.fixture
def planner(new_reader):
    reader = new_reader()
    reader.page.goto(f"{reader.address}/own_layers?lang=en")
    reader.page.wait_for_selector(".st-key-own_open_sample button")
    yield reader.settled()
    assert reader.errors == []
    assert reader.outside == []


def test_a_list_is_drawn_and_its_address_dies_with_it(planner):
    placed(planner, LIST)
    assert planner.atlas("app.overlay.points.marks.length") == 1
    # The map is redrawn narrower than before the list, so it is fitted again.
    assert planner.atlas("app.map.getBounds().contains([[13.74, -92.24], [17.82, -88.22]])")
    url = planner.atlas("new URL(app.overlay.points.wanted.url, location.href).href")
    assert urllib.request.urlopen(url).status == 200
    planner.hover(14.63, -90.51)
    tooltip = planner.map.locator(".atlas-tooltip", has_text="<b>uno</b>")
    tooltip.wait_for()
    listed = planner.map.get_by_role("listbox", name="Your list in this view").get_by_role("option")
    assert listed.all_text_contents() == ["<b>uno</b> · 14.630, −90.510"]
    planner.page.mouse.move(0, 0)
    listed.first.focus()
    tooltip.wait_for()
    listed.first.press("Escape")
    for way, mode in (("Clusters", "clusters"), ("Heat map", "heat"), ("Hexagons", "hexagons")):
        planner.page.locator(".st-key-own_show").get_by_text(way, exact=True).click()
        planner.settled()
        planner.wait(f"app.overlay.points.wanted.mode === '{mode}'")
        planner.map.wait_for_selector("html[data-own=drawn]", state="attached")
    planner.page.get_by_role("button", name="Remove the list").click()
    planner.page.get_by_text("removed at once and permanently").wait_for()
    planner.page.keyboard.press("Escape")
    assert planner.atlas("app.overlay.points.wanted.mode") == "hexagons"
    planner.page.get_by_role("button", name="Remove the list").click()
    planner.page.locator(".st-key-own_remove button").click()
    planner.page.wait_for_selector(".st-key-own_open_sample button")
    planner.settled()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(url)


def test_a_map_may_move_while_another_drawing_of_the_list_loads(planner):
    placed(planner, LIST)
    held = []

    def hold(route):
        held.append(route)

    planner.page.route("**/hexagons-*.json*", hold)
    planner.page.locator(".st-key-own_show").get_by_text("Hexagons", exact=True).click()
    planner.wait("app.overlay.points.wanted.mode === 'hexagons' && app.overlay.points.request")
    planner.atlas("app.overlay.points.draw()")
    assert planner.map.locator("html").get_attribute("data-own") == "loading"
    for route in held:
        route.continue_()
    planner.map.wait_for_selector("html[data-own=drawn]", state="attached")
    assert planner.atlas("app.overlay.points.marks.length") == 1


def test_a_hundred_thousand_points_come_by_address_and_not_over_the_wire(planner):
    planner.wire.clear()
    placed(planner, many(100_000))
    assert sum(planner.wire.received) < 400_000
    total = "app.overlay.points.marks.reduce((sum, mark) => sum + mark.n, 0)"
    assert planner.atlas(total) == 100_000
    assert planner.atlas("app.overlay.points.data.whole") is False
    planner.look(16.9, -90.1, 15)
    planner.wait(f"app.overlay.points.data.x.length && {total} < 100000")


def test_a_table_with_cells_of_a_reader_has_no_download_of_its_own(planner):
    file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST}
    planner.page.locator(".st-key-own_file input[type=file]").set_input_files(file)
    table = planner.page.get_by_test_id("stElementContainer").filter(
        has=planner.page.get_by_test_id("stDataFrame")
    )
    table.hover()
    table.get_by_role("button", name="Search").wait_for()
    assert table.get_by_role("button", name="Download as CSV").count() == 0
