"""A briefing survives a reload, a new server and a second tab, and a link shows it in any browser."""

import re

import pytest
from playwright.sync_api import Browser, expect

from geo.briefings import Briefing, Scene, Text
from geo.briefings.briefing_files import briefing_names, read_briefing, to_link
from tests.browser.conftest import free_port, started_app
from tests.browser.reader import Reader

VILLA_NUEVA = read_briefing("villa-nueva")
KEPT = """(scenes) => Object.entries(localStorage).some(
    ([key, value]) => key.startsWith("atlas-draft:") && JSON.parse(value).scenes === scenes)"""


def shortened(reader: Reader) -> Reader:
    """Open a briefing of five scenes, remove the first, and wait until the browser keeps the four."""
    reader.page.goto(f"{reader.address}/briefing?lang=en&briefing=villa-nueva")
    reader.settled()
    reader.page.get_by_role("button", name="Remove this scene").click()
    reader.page.wait_for_function(KEPT, arg=4)
    return reader


def expect_scenes(reader: Reader, count: int) -> None:
    """Wait until the page lists so many scenes."""
    expect(reader.page.locator(".st-key-scenes").get_by_role("button")).to_have_count(count)


def continue_draft(reader: Reader, title: str = VILLA_NUEVA.title.en) -> None:
    """Press the button that continues a draft."""
    button = reader.page.get_by_role("button", name=re.compile(f"^Continue “{re.escape(title)}”, saved"))
    button.click()


def test_a_reload_and_a_new_server_offer_the_draft_again(chromium: Browser):
    port = free_port()
    context = chromium.new_context(locale="en-GB", viewport={"width": 1366, "height": 900})
    with started_app(port=port) as (address, _):
        reader = shortened(Reader(context.new_page(), address))
        reader.page.reload()
        continue_draft(reader)
        expect_scenes(reader, 4)
        view = VILLA_NUEVA.scenes[1].view
        assert view is not None
        reader.wait(f"app.state.scene.at?.[2] === {view.zoom}")
    with started_app(port=port):
        reader.page.goto(f"{address}/briefing?lang=en")
        continue_draft(reader)
        expect_scenes(reader, 4)
        reader.page.reload()
        reader.page.get_by_role("button", name="Discard").click()
        reader.page.get_by_role("button", name="Discard for good").click()
        expect(reader.page.get_by_role("button", name=re.compile("^Continue"))).to_have_count(0)
        assert not reader.page.evaluate(KEPT, 4)
    assert (reader.errors, reader.outside) == ([], [])
    context.close()


def test_the_later_of_two_tabs_is_told_and_both_versions_stay(new_reader):
    first = shortened(new_reader())
    other = new_reader()
    other.page.goto(f"{other.address}/briefing?lang=en")
    continue_draft(other)
    expect_scenes(other, 4)
    other.page.get_by_role("button", name="Remove this scene").click()
    other.page.wait_for_function(KEPT, arg=3)
    first.page.get_by_role("button", name="Move this scene down").click()
    expect(first.page.get_by_text("Another tab has changed this briefing.")).to_be_visible()
    expect_scenes(first, 4)
    for scenes in (3, 4):
        assert first.page.evaluate(KEPT, scenes)
    expect(first.page.get_by_role("button", name="1 other draft in this browser")).to_be_visible()


def test_a_cold_browser_shows_what_a_link_holds_and_the_server_never_sees_it(new_reader, app):
    sender = shortened(new_reader(permissions=["clipboard-read", "clipboard-write"]))
    sender.page.get_by_role("button", name="Share").click()
    dialog = sender.page.get_by_role("dialog")
    dialog.frame_locator("iframe").last.get_by_role("button", name="Copy the link").click()
    expect(dialog.frame_locator("iframe").last.get_by_text("Copied")).to_be_visible()
    link = sender.page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"#briefing={to_link(VILLA_NUEVA.without(0))}")
    asked: list[str] = []
    cold = new_reader(locale="es-GT")
    cold.page.on("request", lambda request: asked.append(request.url))
    cold.page.goto(link.replace("lang=en", "lang=es"))
    expect(cold.page.get_by_role("heading", name=VILLA_NUEVA.scenes[1].headline.es)).to_be_visible()
    expect_scenes(cold, 4)
    assert not [url for url in asked if "briefing=" in url.partition("#")[0]]
    assert "briefing=" not in cold.page.url
    # Another link in the same tab, cut by a mail program: nothing is lost.
    cold.page.goto(link.replace("lang=en", "lang=es")[:-7])
    expect(cold.page.get_by_text("Este enlace está incompleto")).to_be_visible()
    assert cold.page.evaluate(KEPT, 4)
    assert (cold.errors, cold.outside) == ([], [])


def test_a_link_in_an_open_page_opens_without_a_reload(new_reader, app):
    reader = shortened(new_reader())
    reader.page.evaluate("text => { location.hash = `briefing=${text}` }", to_link(VILLA_NUEVA))
    expect_scenes(reader, 5)


def test_a_link_of_forty_scenes_opens(new_reader, app):
    included = [scene for name in briefing_names() for scene in read_briefing(name).scenes]
    briefing = Briefing(Text(en="Forty"), tuple((included * 2)[:40]))
    reader = new_reader()
    reader.page.goto(f"{app}/briefing?lang=en#briefing={to_link(briefing)}")
    expect_scenes(reader, 40)
    reader.page.wait_for_function(KEPT, arg=40)


@pytest.fixture
def full_storage(new_reader, app):
    """A reader whose browser has no room for a draft."""
    reader = new_reader()
    reader.page.goto(f"{app}/healthz")
    reader.page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 200))")
    return reader


def test_a_browser_without_room_says_so(full_storage):
    reader = full_storage
    text = to_link(Briefing(Text(en="Mine"), (Scene(Text(en="One"), Text(en="x" * 300)),)))
    reader.page.goto(f"{reader.address}/briefing?lang=en#briefing={text}")
    expect(reader.page.get_by_text("The storage of this browser is full")).to_be_visible()

    expect_scenes(reader, 1)
