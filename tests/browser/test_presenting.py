"""A presenter adds a view, opens the stage, uses keys and a clicker, and explores the map."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from atlas.i18n.messages import Language, translator
from atlas.web.briefing_pages import page_address, remember
from geo.briefings import Briefing
from geo.briefings.briefing_files import read_briefing
from geo.dataset.records import data_version
from tests.browser.layout import COVERED


@pytest.fixture
def stage(new_reader, app):
    reader = new_reader(locale="es-GT", width=1920, height=1080)
    reader.page.goto(f"{app}/present/villa-nueva.es.html?present#1")
    reader.page.wait_for_selector("html[data-atlas=ready]")
    yield reader.page
    assert reader.errors == []
    assert reader.outside == []


def headline(number, language="es"):
    return read_briefing("villa-nueva").scenes[number - 1].headline.in_(language)


def test_scenes_are_turned_by_keys_and_clicker(stage):
    title = stage.locator("#story h2")
    for key, number in (
        ("PageDown", 2),
        ("ArrowRight", 3),
        (" ", 4),
        ("PageUp", 3),
        ("ArrowLeft", 2),
        ("End", 5),
        ("PageDown", 5),
        ("Home", 1),
    ):
        stage.keyboard.press(key)
        expect(title).to_have_text(headline(number))
    expect(stage.locator("#progress")).to_have_attribute("aria-label", "1 de 5")


def test_type_is_large_nothing_is_cut_and_no_tool_is_in_the_picture(stage):
    for number in range(1, 6):
        expect(stage.locator("#story h2")).to_have_text(headline(number))
        sizes = stage.eval_on_selector_all(
            "#story h2, #story > p",
            "found => found.map((one) => parseFloat(getComputedStyle(one).fontSize))",
        )
        # 2 cm high on a screen 1.5 m wide, as high as the smallest line of a chart for ten metres' sight.
        assert min(sizes) >= 24
        cut = stage.evaluate(
            "[...document.querySelectorAll('.o-side, .o-card')].some("
            "(one) => one.scrollHeight > one.clientHeight + 1)"
        )
        assert not cut
        stage.keyboard.press("PageDown")
    for hidden in (".o-top", "#filters", "#about", ".leaflet-control-zoom"):
        expect(stage.locator(hidden).first).to_be_hidden()


def test_the_legend_hides_no_site_on_stage(chromium, app):
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{app}/present/border-and-ports.es.html?present#1")
    page.wait_for_selector("html[data-atlas=ready]")
    assert page.locator(".atlas-site").count() > 20
    assert page.evaluate(COVERED, [".atlas-legend", ".atlas-site"]) == []
    page.close()


def test_notes_are_for_the_speaker_and_esc_ends(stage):
    expect(stage.locator("#notes")).to_be_hidden()
    stage.keyboard.press("n")
    expect(stage.locator("#notes")).to_contain_text(read_briefing("villa-nueva").scenes[0].notes.es)
    with stage.expect_popup() as opened:
        stage.keyboard.press("w")
    sheet = opened.value
    expect(sheet.locator("h1")).to_have_text(headline(1))
    sheet.keyboard.press("PageDown")
    expect(stage.locator("#story h2")).to_have_text(headline(2))
    expect(sheet.locator("h1")).to_have_text(headline(2))
    sheet.close()
    stage.keyboard.press("Escape")
    expect(stage.locator(".o-top")).to_be_visible()
    expect(stage.locator("#filters")).to_be_visible()


VIEW_AT_REST = """() => new Promise((done) => {
    const { map } = Atlas.app;
    let last = "", still = 0;
    const look = () => {
        const { lat, lng } = map.getCenter(), view = [lat, lng, map.getZoom()];
        still = String(view) === last ? still + 1 : 0;
        last = String(view);
        if (still === 20) done(view);
        else requestAnimationFrame(look);
    };
    look();
})"""
"""The view once the map has stopped for twenty frames: a scene is named when the flight to it begins."""
FAR = 0.05
"""Degrees of latitude: a drag of 200 pixels is more, the rounding of a view is less."""


def drag_the_map(page):
    box = page.locator("#map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 200, steps=5)
    page.mouse.up()


def test_scenes_play_wait_for_the_presenter_and_return(new_reader, app):
    reader = new_reader(width=1920, height=1080)
    page = reader.page
    page.goto(f"{app}/present/border-and-ports.en.html?present&play=3#1")
    page.wait_for_selector("html[data-atlas=ready]")
    title = page.locator("#story h2")
    headlines = [scene.headline.en for scene in read_briefing("border-and-ports").scenes]
    for headline in headlines[1:3]:
        expect(title).to_have_text(headline)
    page.keyboard.press("p")
    expect(page.locator("#stage-state")).to_be_empty()
    shown, view = title.text_content(), page.evaluate(VIEW_AT_REST)
    drag_the_map(page)
    expect(page.locator("#stage-state")).to_have_text("Exploring the map. R returns to the scene.")
    # A dragged map glides on from the next frame; a key that comes before that is undone by it.
    assert abs(page.evaluate(VIEW_AT_REST)[0] - view[0]) > FAR
    page.keyboard.press("r")
    expect(page.locator("#stage-state")).to_be_empty()
    assert page.evaluate(VIEW_AT_REST) == pytest.approx(view, abs=FAR / 10)
    assert title.text_content() == shown
    # Left alone, the map returns by itself and the scenes go on, from the last to the first.
    page.keyboard.press("End")
    page.keyboard.press("p")
    drag_the_map(page)
    expect(page.locator("#stage-state")).to_contain_text("play by themselves")
    expect(title).to_have_text(headlines[0])
    page.locator(".o-play").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Play the scenes")).to_be_focused()
    page.get_by_label("Time of a scene").select_option("60")
    expect(page.locator("#stage-state")).to_contain_text("60 seconds")
    assert reader.errors == []


def own_briefing(**changed):
    """Return a briefing that no server has seen."""
    scenes = read_briefing("villa-nueva").scenes[:3]
    return replace(Briefing(read_briefing("villa-nueva").title, scenes), **changed)


def stage_address(briefing, scene):
    return page_address(remember(briefing), Language.ENGLISH, scene, briefing)


def test_a_server_that_lost_an_own_briefing_presents_it_from_its_address(new_reader, app):
    """A restarted server, another replica and a cold browser alike."""
    reader = new_reader(width=1366, height=768)
    reader.page.goto(f"{app}/{stage_address(own_briefing(), 2)}")
    reader.page.wait_for_selector("html[data-atlas=ready]")
    expect(reader.page.locator("#story h2")).to_have_text(headline(2, "en"))
    reader.page.keyboard.press("PageDown")
    expect(reader.page.locator("#story h2")).to_have_text(headline(3, "en"))
    assert "#3&briefing=" in reader.page.url
    reader.page.reload()
    expect(reader.page.locator("#story h2")).to_have_text(headline(3, "en"))
    assert [error for error in reader.errors if "404" not in error] == []


def test_the_presenter_reads_what_changed_before_the_first_scene(new_reader, app):
    old = own_briefing(data_version="0" * 10)
    reader = new_reader(width=390, height=844)
    reader.page.goto(f"{app}/{stage_address(old, 1)}")
    said = reader.page.get_by_role("dialog")
    expect(said).to_contain_text(translator(Language.ENGLISH)("refresh.told_unknown", version="0" * 10))
    expect(said.get_by_role("button", name="Continue")).to_be_focused()
    reader.page.keyboard.press("ArrowDown")
    expect(reader.page.locator("#story h2")).to_have_text(headline(1, "en"))
    reader.page.keyboard.press("PageDown")
    expect(said).to_have_count(0)
    expect(reader.page.locator("#story h2")).to_have_text(headline(1, "en"))
    reader.page.keyboard.press("PageDown")
    expect(reader.page.locator("#story h2")).to_have_text(headline(2, "en"))


def test_an_embedded_briefing_is_the_scene_alone(new_reader, app):
    reader = new_reader(width=1024, height=640)
    reader.page.goto(f"{app}/briefing?lang=en&briefing=villa-nueva&scene=2&embed=true")
    frame = reader.page.frame_locator(".st-key-stage iframe")
    expect(frame.locator("#story h2")).to_have_text(headline(2, "en"))
    box = reader.page.locator(".st-key-stage iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1024, "height": 640}
    assert reader.outside == []


def test_a_view_is_added_and_the_link_of_what_is_seen_is_copied(new_reader, app):
    reader = new_reader(permissions=["clipboard-read", "clipboard-write"]).open("/?lang=en&dep=18")
    reader.look(15.5, -89, 9)
    reader.wait_for_address(at="15.5000,-89.0000,9")
    page = reader.page
    page.get_by_role("button", name="Share").click()
    link = f"{app}/?lang=en&v={data_version()}&dep=18&at=15.5000,-89.0000,9"
    expect(page.get_by_role("dialog").locator("code")).to_have_text(link)
    dialog = page.get_by_role("dialog")
    dialog.frame_locator("iframe").last.get_by_role("button", name="Copy the link").click()
    expect(dialog.frame_locator("iframe").last.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    expect(dialog.get_by_alt_text("QR code of the link above")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Add to briefing").click()
    dialog.get_by_role("textbox", name="Headline").fill("Izabal up close")
    dialog.get_by_role("button", name="Add as a new scene").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("link", name="Briefings").click()
    expect(page.get_by_role("heading", name="Izabal up close")).to_be_visible()
    reader.settled()
    reader.wait("app.state.scene?.at?.[0] === 15.5 && app.state.departamentos[0] === 18")
    reader.wait_for_address(dep="18", at="15.5000,-89.0000,9")
    assert reader.errors == []
