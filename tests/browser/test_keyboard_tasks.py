"""The main task of each page can be done by keyboard."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.reader import at_rest

LIST: FilePayload = {
    "name": "lista.csv",
    "mimeType": "text/csv",
    "buffer": b"nombre,fecha,longitud,latitud\nuno,2019-03-01,-90.51,14.63\ndos,2020-05-02,-91.5,14.8\n",
}


@pytest.fixture
def page(new_reader):
    reader = new_reader()
    yield reader.page
    assert reader.errors == []
    assert reader.outside == []


@pytest.fixture
def visit(page, app):
    """A function that opens a page and waits for its map, if it has one."""

    def opened(path, *, has_map=False):
        page.goto(app + path)
        if has_map:
            frame = page.frame_locator("iframe[title*=folium]")
            frame.locator("html[data-atlas=ready]").wait_for(state="attached")
        return at_rest(page)

    return opened


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(locator):
    """Put the focus where the Tab key would bring it; another test walks there."""
    expect(locator).to_be_enabled()
    locator.focus()
    expect(locator).to_be_focused()
    return locator


def test_a_list_is_uploaded_confirmed_placed_and_taken_through_time(page, visit):
    # Before a key opens it: Playwright takes the browser's own dialog over only once it has been told to.
    page.on("filechooser", lambda _: None)
    visit("/own_layers?lang=en", has_map=True)
    at(page.get_by_test_id("stFileUploader").get_by_role("button", name="Upload", exact=True))
    with page.expect_file_chooser() as chooser:
        press(page, "Enter")
    chooser.value.set_files(LIST)
    at(page.get_by_role("button", name="Locate the rows (2)"))
    press(page, "Enter")
    # The button is gone with the question it stood under.
    expect(page.get_by_role("heading", name="Your own list")).to_be_focused()
    expect(page.get_by_text("Rows shown in Guatemala: 2.")).to_be_visible()
    at_rest(page)
    start = at(page.get_by_role("slider", name="Time — start"))
    press(page, "End")
    expect(page.get_by_text("Rows shown in Guatemala: 1.")).to_be_visible()
    at_rest(page)
    expect(start).to_be_focused()
    at(page.get_by_role("button", name="Change how the list is read"))
    press(page, "Enter")
    expect(page.get_by_role("button", name="Locate the rows (2)")).to_be_visible()


def test_a_briefing_is_extended_edited_and_presented(page, visit):
    visit("/briefing?lang=en", has_map=True)
    scenes = page.locator(".st-key-scenes button")
    before = scenes.count()
    add = at(page.get_by_role("button", name="Add to briefing"))
    press(page, "Enter")
    at(page.get_by_role("dialog").get_by_role("textbox", name="Headline"))
    press(page, "Control+a")
    page.keyboard.type("By key")
    press(page, "Enter")
    at(page.get_by_role("dialog").get_by_role("button", name="Add as a new scene"))
    press(page, "Enter")
    expect(scenes).to_have_count(before + 1)
    at_rest(page)
    expect(add).to_be_focused()
    at(page.locator("summary").filter(has_text="Edit this scene"))
    press(page, "Enter", "Tab")
    expect(page.get_by_role("textbox", name="Headline")).to_be_focused()
    press(page, "End")
    page.keyboard.type(" alone")
    at(page.get_by_role("button", name="Save the changes"))
    press(page, "Enter")
    expect(scenes.last).to_have_text(f"{before + 1}. By key alone")
    expect(page.locator(".stMain :focus")).to_have_count(1)
    at(page.get_by_role("link", name="Present", exact=True))
    with page.expect_popup() as opened:
        press(page, "Enter")
    present(opened.value)


def present(stage: Page) -> None:
    """Turn the scenes of the stage to and fro, and leave it."""
    stage.wait_for_selector("html[data-atlas=ready]")
    title = stage.locator("#story h2")
    expect(title).to_have_text("By key alone")
    press(stage, "Home")
    first = title.inner_text()
    press(stage, "ArrowRight")
    expect(title).not_to_have_text(first)
    at(stage.get_by_role("button", name="Back", exact=True))
    press(stage, "Enter")
    expect(title).to_have_text(first)
    press(stage, "Escape")
    expect(stage.get_by_role("button", name="Present")).to_be_focused()


def test_a_fact_is_opened_and_closed_where_the_reader_was(page, visit):
    visit("/programmes?lang=en")
    at(page.get_by_role("radio", name="The cooperation as a whole"))
    press(page, "ArrowRight", "Space")
    expect(page.get_by_role("heading", name="Countering narcotics", exact=True)).to_be_visible()
    at_rest(page)
    address = at(page.locator("a.a-more[href*='figure=']").first).get_attribute("href")
    press(page, "Enter")
    expect(page.locator(".a-sheet")).to_be_focused()
    press(page, "Tab")
    expect(page.locator(".a-close")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(f"a[href='{address}']:focus")).to_have_count(1)
    expect(page.locator(".a-sheet")).to_have_count(0)
    events = page.locator("details", has=page.locator("summary", has_text="The same events"))
    at(events.locator("summary"))
    press(page, "Enter")
    expect(events).to_have_attribute("open", "")


def test_a_source_is_searched_its_table_read_and_a_file_downloaded(page, visit):
    visit("/sources?lang=en")
    at(page.get_by_role("textbox", name="Search the sources"))
    page.keyboard.type("DEA")
    press(page, "Enter")
    expect(page.get_by_text(re.compile(r"^\d of \d+ sources"))).to_be_visible()
    at_rest(page)
    at(page.get_by_role("radio", name="Data sets and tables"))
    press(page, "Space")
    at(page.locator("a[href*='dataset=figures']").first)
    press(page, "Enter")
    expect(page.locator(".a-sheet")).to_be_focused()
    page.get_by_test_id("stDataFrame").locator("canvas").first.focus()
    press(page, "ArrowDown", "Shift+Space")
    expect(page.get_by_role("heading", name=re.compile(r"^Row I\d+"))).to_be_visible()
    visit("/regions?lang=en&ask=coverage&dep=18")
    file = at(page.get_by_role("button", name="GeoJSON"))
    with page.expect_download():
        press(page, "Enter")
    expect(file).to_be_focused()
