"""The map at a date: slider, table, text and offline file show the same sites."""

import pytest
from playwright.sync_api import expect

from atlas.i18n.messages import Language
from atlas.publishing.offline_page import offline_html
from geo.briefings import Briefing, Scene, Text
from geo.choices import MISSION_LAYERS, Clock, Layer, Presence
from geo.dataset.atlas_data import AtlasData
from geo.selection import Selection
from geo.views.atlas_at_date import timeline_of, view_at
from tests.browser.reader import SHELF

SLIDER = ".atlas-time input[type=range]"
HOLLOW = "[...document.querySelectorAll('.atlas-pin-hollow')].length"
EVERY_LAYER = ".".join(Layer)


def of_the_date(
    when: str, clock: Clock = Clock.TRUE_THEN, layers: tuple[Layer, ...] = MISSION_LAYERS
) -> list[str]:
    return list(view_at(Selection(when=when, clock=clock, layers=layers), SHELF).shown.index)


def test_keys_move_the_slider_and_table_text_and_address_follow(reader):
    reader.go("/?lang=en&when=2019-03&layers=highway")
    reader.wait("app.time.when === '2019-03'")
    slider = reader.map.locator(SLIDER)
    slider.press("Home")
    assert reader.atlas("app.time.when") == "2004-01"
    slider.press("End")
    assert reader.atlas("app.time.when") is None
    assert slider.get_attribute("aria-valuetext").startswith("Today: ")
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext").startswith("October 2026: ")
    reader.wait_for_address(when="2026-10")
    for _ in range(3):
        slider.press("PageDown")
    when = reader.atlas("app.time.when")
    reader.wait_for_address(when=when)
    reader.settled()
    shown = of_the_date(when, layers=(Layer.HIGHWAY,))
    assert 0 < len(shown) < len(of_the_date("2026-10", layers=(Layer.HIGHWAY,)))
    assert reader.shown() == shown
    names = reader.table.locator("[aria-colindex='1'][role=gridcell]")
    expect(names).to_have_text(SHELF.sites.loc[shown, "name_en"].tolist())
    twin = reader.page.locator(".st-key-map_words")
    twin.locator("summary").first.click()
    expect(twin.locator("section > ul > li")).to_have_count(len(shown))
    for name in SHELF.sites.loc[shown, "name_en"]:
        expect(twin).to_contain_text(name)


def test_a_move_of_the_slider_asks_the_server_nothing_for_the_map(reader):
    reader.go("/?lang=en&when=2012-01")
    reader.wait("app.time.when === '2012-01'")
    requests = []
    reader.page.on("request", lambda request: requests.append(request.url))
    reader.map.locator(SLIDER).press("Home")
    assert reader.shown() == of_the_date("2004-01")
    reader.wait_for_address(when="2004-01")
    assert requests == []


def test_undated_sites_are_hollow_and_counted(reader):
    reader.go(f"/?lang=en&when=2019-03&layers={EVERY_LAYER}")
    reader.wait("app.time.when === '2019-03'")
    view = view_at(Selection(when="2019-03", layers=tuple(Layer)), SHELF)
    expect(reader.map.locator(".atlas-undated")).to_contain_text(f"{len(view.undated)} undated")
    assert reader.atlas(HOLLOW) > 0
    reader.map.locator(SLIDER).press("End")
    expect(reader.map.locator(".atlas-undated")).to_have_count(0)
    assert reader.atlas(HOLLOW) == 0
    reader.wait_for_address(when=None)


def test_the_events_of_a_month_name_their_sources(reader):
    reader.go("/?lang=en&when=2020-05")
    panel = reader.map.locator(".atlas-moment")
    expect(panel.locator("h3")).to_have_text("Events in May 2020 (1)")
    expect(panel.locator("li small a").first).to_be_visible()


def test_what_was_known_then_is_another_map(reader):
    reader.go("/?lang=en&when=2019-03")
    reader.wait("app.time.when === '2019-03'")
    reader.map.get_by_label("Known then").check()
    assert reader.shown() == of_the_date("2019-03", Clock.KNOWN_THEN)
    reader.wait_for_address(when="2019-03", clock="known")
    reader.go("/?lang=en&when=2024-10&clock=known&site=dipafront")
    expect(reader.details).to_contain_text("End announced")


def test_the_differences_of_two_dates_are_listed(reader):
    reader.go("/?lang=en&when=2024-10&against=2019-12")
    fold = reader.page.locator(".st-key-map_changes")
    expect(fold).to_contain_text("From December 2019 to October 2024")
    changes = timeline_of(SHELF).differences("2019-12", "2024-10")
    expect(fold.locator(".a-changes > li")).to_have_count(len(changes))
    expect(fold).to_contain_text("National Commission Against Corruption")


BOTH = "/?lang=en&when=2024-10&against=2010-06&layers=highway.precincts"
LAYERS = (Layer.PRECINCTS, Layer.HIGHWAY)
OTHERS = "app.second.side.shown.map((site) => site.site_id)"
APART = """(() => {
  const { second, map } = app, other = second.side.map;
  const at = second.seenFrom(map, map.getCenter(), map.getZoom());
  return map.getZoom() === other.getZoom() ? other.latLngToContainerPoint(at)
    .distanceTo(other.latLngToContainerPoint(other.getCenter())) : Infinity;
})()"""
"""By how many pixels the second map is off its place."""
AT_REST = """[app.map, app.second.side.map].every(
  (map) => !map._panAnim?._inProgress && !map._animatingZoom)"""
"""Neither map is moving: Leaflet takes no arrow key while one moves the map."""


def test_the_divided_map_shows_each_date_on_its_side(reader):
    reader.open(BOTH)
    divider = reader.map.locator(".atlas-divider")
    expect(divider).to_contain_text("June 2010")
    expect(divider).to_contain_text("October 2024")
    assert set(reader.shown()) == set(of_the_date("2024-10", layers=LAYERS))
    before = set(of_the_date("2010-06", layers=LAYERS))
    assert set(reader.atlas(OTHERS)) == before < set(reader.shown())
    for _ in range(60):
        divider.press("ArrowLeft")
    assert divider.get_attribute("aria-valuenow") == "3", "it stays in reach"
    assert reader.atlas(APART) <= 1


def test_two_maps_move_together_and_show_one_date_each(reader):
    reader.open(BOTH)
    layouts = reader.map.locator(".atlas-compare button")
    expect(layouts).to_have_text(["One map", "Divided", "Two maps"])
    layouts.nth(2).click()
    expect(layouts.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(reader.map.locator(".atlas-divider")).to_be_hidden()
    expect(reader.map.locator(".atlas-side-name:visible")).to_have_text(["June 2010", "October 2024"])
    first, second = (reader.map.locator(name) for name in ("#map_div", ".atlas-second .leaflet-container"))
    for map_at_hand, key in ((first, "ArrowLeft"), (second, "ArrowDown"), (second, "+"), (first, "-")):
        reader.wait(AT_REST)
        before = reader.atlas("JSON.stringify([app.map.getCenter(), app.map.getZoom()])")
        map_at_hand.focus()
        map_at_hand.press(key)
        reader.wait(f"JSON.stringify([app.map.getCenter(), app.map.getZoom()]) !== '{before}'")
        reader.wait(f"{APART} <= 1.5")
    layouts.nth(0).click()
    expect(reader.map.locator(".atlas-second")).to_be_hidden()


BOXES = """() => [".atlas-time", ".atlas-time-when", ".atlas-moment", ".atlas-legend"].map((name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [x, y, width, height];
})"""


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_jumps_while_the_map_plays(new_reader, width):
    reader = new_reader(width=width, height=844, reduced_motion="reduce")
    reader.open("/?lang=en&when=2010-01&site=la-brigada")
    frame = reader.map
    before = frame.locator(":root").evaluate(BOXES)
    reader.atlas("app.time.play()")
    details = frame.locator(".atlas-details")
    details.evaluate("(box) => { box.scrollTop = 60; }")
    top = details.evaluate("(box) => box.scrollTop")
    months = set()
    for _ in range(6):
        reader.atlas("app.time.tick()")
        months.add(reader.atlas("app.time.when"))
        assert frame.locator(":root").evaluate(BOXES) == before
        assert details.evaluate("(box) => box.scrollTop") == top
    assert len(months) == 6, "with reduced motion each step is another change"
    reader.atlas("app.time.pause()")


def test_a_second_map_costs_no_message_of_the_server(reader):
    reader.open(BOTH)
    reader.wire.clear()
    reader.map.locator(".atlas-compare button").nth(2).click()
    reader.wait("app.second.box.dataset.drawn === ''")
    assert reader.wire.received == []


def test_the_map_is_compared_with_today_on_request(reader):
    reader.open("/?lang=en&when=2019-03&layers=highway")
    expect(reader.map.locator(".atlas-compare")).to_be_hidden()
    reader.map.get_by_role("button", name="Compare with Today").click()
    expect(reader.map.locator(".atlas-divider")).to_contain_text("Today")
    assert set(reader.atlas(OTHERS)) == set(view_at(Selection(layers=(Layer.HIGHWAY,)), SHELF).shown.index)


def test_the_figures_of_a_site_are_those_of_the_date(reader):
    reader.go("/?lang=en&when=2019-12&site=incinerator-san-jose-del-golfo")
    expect(reader.details).to_contain_text("228 tonnes")
    expect(reader.details).not_to_contain_text("1,140 tonnes")
    reader.map.locator(SLIDER).press("End")
    expect(reader.details).to_contain_text("1,140 tonnes")
    reader.map.locator(SLIDER).press("Home")
    expect(reader.details).to_contain_text("we know of no figure of this date or earlier")
    reader.wait_for_address(when="2004-01")


def test_open_details_follow_the_dates_of_the_link_and_of_the_page(reader):
    reader.open("/?lang=en&when=2019-12&against=2010-06&site=incinerator-san-jose-del-golfo")
    reader.wait("app.second.isOn")
    expect(reader.details).to_contain_text("June 2010")
    expect(reader.details).to_contain_text("December 2019")
    ready = reader.page.locator(".st-key-map_changes").get_by_role("button", name="against Today")
    ready.first.click()
    reader.wait_for_address(when=None)
    expect(reader.details).to_contain_text("October 2024")
    expect(reader.details).not_to_contain_text("December 2019")
    expect(reader.details).not_to_contain_text("June 2010")


@pytest.fixture(scope="module")
def file(tmp_path_factory, chromium):
    scene = Scene(
        headline=Text(en="Then", es="Entonces"), selection=Selection(when="2019-03"), figures=("I124",)
    )
    briefing = Briefing(title=Text(en="Time", es="Tiempo"), scenes=(scene,))
    path = tmp_path_factory.mktemp("time") / "time.html"
    path.write_text(offline_html(briefing, AtlasData(), Language.ENGLISH), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-atlas=ready]", state="attached")
    yield page
    context.close()


def test_the_offline_file_opens_at_the_date_of_its_scene_and_moves(file):
    assert file.evaluate("Atlas.app.shown.map((site) => site.site_id)") == of_the_date("2019-03")
    file.locator(".atlas-time-forward").tap()
    assert file.evaluate("Atlas.app.time.when") == "2019-04"
    bar = file.locator(".atlas-time").bounding_box()
    assert bar["height"] < 60, "one line"


def test_a_finger_moves_the_slider_of_the_file_and_its_figures_follow(file):
    figure = file.locator(".o-figure")
    slider = file.locator(SLIDER)
    box = slider.bounding_box()
    file.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    assert file.evaluate("Atlas.app.time.when") is None
    expect(figure).to_contain_text("1,140 tonnes")
    file.touchscreen.tap(box["x"] + 4, box["y"] + box["height"] / 2)
    when = file.evaluate("Atlas.app.time.when")
    assert when < "2006"
    shown = file.evaluate("Atlas.app.shown.map((site) => site.site_id)")
    assert shown == of_the_date(when)
    expect(file.locator("#list button")).to_have_count(len(shown))
    expect(figure).to_contain_text("we know of no figure of this date or earlier")


@pytest.mark.parametrize(("query", "figure"), [("", ".o-figure"), ("?present", ".o-card")])
def test_each_scene_of_a_file_has_the_figures_of_its_own_date(chromium, tmp_path, query, figure):
    dates = (None, "2019-12", "2004-01")
    scenes = tuple(
        Scene(Text(en=str(date)), selection=Selection(when=date), figures=("I124",)) for date in dates
    )
    path = tmp_path / "dates.html"
    path.write_text(offline_html(Briefing(Text(en="Dates"), scenes), AtlasData(), Language.ENGLISH))
    page = chromium.new_page()
    page.goto(path.as_uri() + query)
    page.wait_for_selector("html[data-atlas=ready]")
    shown = page.locator(figure)
    expect(shown).to_contain_text("1,140 tonnes")
    page.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("228 tonnes")
    page.keyboard.press("ArrowRight")
    expect(shown.locator("small")).to_have_text("we know of no figure of this date or earlier")
    page.keyboard.press("ArrowLeft")
    expect(shown).to_contain_text("228 tonnes")
    page.close()


def test_every_undated_site_of_the_table_is_undated_in_the_browser(reader):
    reader.go(f"/?lang=en&when=2016-06&layers={EVERY_LAYER}")
    reader.wait("app.time.when === '2016-06'")
    states = timeline_of(SHELF).sites_at("2016-06")
    undated = [site for site, state in states.items() if state.presence is Presence.UNDATED]
    named = "app.shown.filter((site) => app.time.isUndated(site)).map((site) => site.site_id)"
    assert reader.atlas(named) == undated
