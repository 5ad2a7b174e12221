"""The map works by keyboard: sites, regions, the tour, the description."""

from playwright.sync_api import expect

from tests.browser.reader import SHELF

FOCUSED = "() => { const one = document.activeElement; return one.ariaLabel || one.textContent; }"


def press(reader, *keys):
    for key in keys:
        reader.page.keyboard.press(key)


def enter_map(reader):
    """Put the focus where the Tab key brings it: on the map, before its first site."""
    reader.map.locator("#map_div").focus()


def test_every_site_is_reached_named_and_opened_by_keyboard(reader):
    enter_map(reader)
    press(reader, "Tab")
    names = []
    for _ in range(reader.atlas("app.walk.stops().length")):
        names.append(reader.map.evaluate(FOCUSED))
        assert reader.map.evaluate("() => document.activeElement.matches(':focus-visible')")
        press(reader, "ArrowRight")
    assert reader.map.evaluate(FOCUSED) == names[0]
    shown = SHELF.sites.loc[reader.shown()]
    for _, site in shown[shown["precision"] != "unplaced"].iterrows():
        assert any(site["name_en"] in name for name in names)
    assert all("Location: " in name for name in names)
    press(reader, "Enter")
    heading = reader.details.get_by_role("heading", level=2)
    expect(heading).to_be_focused()
    reader.wait("app.isHeard(app.state)")
    press(reader, "Escape")
    expect(reader.details).to_be_hidden()
    reader.wait("app.isHeard(app.state) && app.state.site === null")
    assert reader.map.evaluate(FOCUSED) == names[0]


def test_a_region_is_searched_read_chosen_and_left_by_keyboard(reader):
    reader.map.locator(".leaflet-control-zoom-out").focus()
    press(reader, "Tab")
    assert reader.map.evaluate(FOCUSED).startswith("Coordinates: ")
    press(reader, "Tab")
    assert reader.map.evaluate(FOCUSED).startswith("Alta Verapaz departamento 0 sites")
    press(reader, "i", "ArrowRight", "ArrowRight")
    assert "Izabal" not in reader.map.evaluate(FOCUSED)
    press(reader, "ArrowLeft")
    assert reader.map.evaluate(FOCUSED).startswith("Izabal departamento 5 sites")
    expect(reader.map.locator("path.atlas-here")).to_have_count(1)
    press(reader, "Enter")
    only = reader.map.get_by_role("button", name="Show only Izabal")
    expect(only).to_be_focused()
    press(reader, "Escape")
    expect(reader.map.locator(".leaflet-popup")).to_have_count(0)
    assert reader.map.evaluate(FOCUSED).startswith("Izabal")
    press(reader, "Enter", "Enter")
    reader.wait_for_address(dep="18")
    assert reader.map.locator(".atlas-places li").count() == 22 + 5


def test_switching_a_layer_leaves_the_reader_at_its_box(reader):
    reader.map.locator("[data-layer=ports]").focus()
    press(reader, "Space")
    reader.wait_for_address(layers="checkpoints.precincts.pbs")
    reader.wait("app.isHeard(app.state)")
    expect(reader.map.locator("[data-layer=ports]")).to_be_focused()


def test_the_tour_is_walked_skipped_and_called_again(reader):
    button = reader.page.get_by_role("button", name="Take the tour", exact=True)
    button.focus()
    press(reader, "Enter")
    card = reader.map.locator(".atlas-tour")
    expect(card).to_contain_text("1 of 6")
    card.get_by_role("button", name="Next").press("Enter")
    expect(card).to_contain_text("2 of 6")
    press(reader, "Escape")
    expect(card).to_be_hidden()
    reader.settled()
    button.click()
    expect(card).to_contain_text("1 of 6")
    for _ in range(5):
        card.get_by_role("button", name="Next").click()
    card.get_by_role("button", name="Done").click()
    expect(card).to_be_hidden()


def test_the_words_of_the_map_open_and_follow_the_filters(reader):
    fold = reader.page.get_by_text("The map as text", exact=True)
    fold.click()
    expect(reader.page.get_by_role("heading", name="Border checkpoints (16)")).to_be_visible()
    reader.page.get_by_role("button", name="Which border checkpoints face Mexico?").click()
    sites = SHELF.sites
    mexican = sites[(sites["neighbour"] == "MEX") & (sites["kind"] == "border_checkpoint")]
    heading = reader.page.get_by_role("heading", name=f"Border checkpoints ({len(mexican)})")
    expect(heading).to_be_visible()
    fold.click()
    expect(heading).to_be_hidden()
