"""The planning page in the browser: maps of questions, links and small messages."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.choices import Kind
from geo.mapping.map_styles import GAINED, KEPT, LOST
from geo.selection import Selection
from geo.views.planning_answers import coverage_of, filters_of, gaps_of
from geo.views.sites_view import Region
from tests.browser.layout import COVERED
from tests.browser.reader import LOOK_MS, SHELF, Reader

EVERYWHERE = filters_of(Selection())
MOST_BYTES = 15_000


@pytest.fixture(scope="module")
def window(chromium, app):
    context = chromium.new_context(locale="en-GB", viewport={"width": 1366, "height": 900})
    yield Reader(context.new_page(), app)
    context.close()


@pytest.fixture
def planner(window):
    window.errors.clear()
    yield window
    assert window.errors == []
    assert window.outside == []


def ask(planner, question):
    planner.page.get_by_role("radio", name=question, exact=True).click()
    planner.settled()


def layers(planner):
    return planner.atlas("app.overlay.group.getLayers().length")


def test_coverage_is_drawn_and_updated_with_small_messages(planner):
    planner.open("/regions?lang=en&ask=coverage")
    planner.wait("app.overlay.group.getLayers().length > 0")
    table = coverage_of(SHELF, EVERYWHERE, (Kind.MODEL_PRECINCT,), 25.0, Region()).table
    filled = planner.atlas("Object.keys(app.overlay.fills(app.state.overlay)).length")
    assert filled == (table["people_by_cabecera"] < table["population_2018"]).sum()
    expect(planner.map.locator(".atlas-analysis")).to_contain_text("People beyond 25 km, by cabecera")
    view = planner.view()
    mount = planner.atlas("app.mount")
    planner.wire.clear()
    box = planner.page.get_by_role("spinbutton", name="Distance, km")
    box.fill("60")
    box.press("Enter")
    planner.wait("app.state.overlay.circles[0].radius_m === 60000")
    planner.wait_for_address(km="60", ask="coverage")
    planner.settled()
    share = coverage_of(SHELF, EVERYWHERE, (Kind.MODEL_PRECINCT,), 60.0, Region()).totals["share"].iloc[0]
    expect(planner.page.get_by_test_id("stMetricValue")).to_have_text(f"{share:.1%}")
    assert planner.view() == view
    assert planner.atlas("app.mount") == mount
    assert sum(planner.wire.received) <= 4 * MOST_BYTES
    assert len(planner.atlas("JSON.stringify(app.state)")) <= MOST_BYTES


def test_gaps_are_lines_with_their_length_and_stay_small(planner):
    planner.open("/regions?lang=en&ask=gaps&km=40")
    stretches = gaps_of(SHELF, EVERYWHERE, 40.0).stretches
    planner.wait(f"app.overlay.group.getLayers().length === {len(stretches)}")
    labels = planner.atlas("app.state.overlay.lines.map((line) => line.label)")
    assert [float(label.split(": ")[1].split(" ")[0]) for label in labels] == [
        round(km, 0 if km >= 10 else 1) for km in stretches["length_km"]
    ]
    assert len(planner.atlas("JSON.stringify(app.state)")) <= MOST_BYTES


def test_a_question_does_not_mount_the_map_again(planner):
    planner.open("/regions?lang=en&ask=profile&dep=18")
    mount = planner.atlas("app.mount")
    assert layers(planner) == 0
    ask(planner, "Indicators")
    planner.wait("app.state.overlay?.legend.title.startsWith('People per km²')")
    ask(planner, "Border and coast gaps")
    planner.wait("app.overlay.group.getLayers().length > 0")
    planner.wait_for_address(ask="gaps", dep="18")
    assert planner.atlas("app.mount") == mount


def test_regions_are_compared_side_by_side(planner):
    planner.open("/regions?lang=en&dep=18")
    planner.choose("Compare with", "Departamento Petén")
    planner.wait_for_address(beside="17")
    heads = planner.page.locator(".p-figures th")
    expect(heads).to_have_text(["Indicator", "Izabal", "Petén"])
    expect(planner.page.locator(".p-figures")).to_contain_text("408,688")


def test_a_cold_link_brings_back_question_terms_and_region(new_reader):
    query = {"ask": "coverage", "of": "port.airport", "km": "80", "by": "area_km2", "dep": "18"}
    link = "/regions?lang=es&" + "&".join(f"{name}={value}" for name, value in query.items())
    reader = new_reader().open(link)
    reader.wait("app.state.overlay?.circles.length === 9")
    reader.wait_for_address(lang="es", **query)
    expect(reader.page.get_by_role("radio", name="Superficie", exact=True)).to_be_checked()
    expect(reader.map.locator(".atlas-analysis")).to_contain_text("Superficie a más de 80 km")
    assert reader.outside == []


def test_on_a_phone_the_legends_do_not_lie_on_each_other(new_reader):
    """In a narrow frame both once stood in the lower left corner."""
    reader = new_reader(width=390, height=844).open("/regions?lang=es&ask=coverage")
    reader.wait("app.overlay.group.getLayers().length > 0")
    analysis, legend = (
        reader.map.locator(f".atlas-{name}").bounding_box() for name in ("analysis", "legend")
    )
    assert analysis["y"] + analysis["height"] <= legend["y"]
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_the_map_adds_a_site_to_the_scenario(planner):
    planner.open("/regions?lang=en&ask=whatif&at=15.5,-90.2,7")
    planner.wait("app.state.overlay?.placing === true")
    planner.hover(15.9, -90.2)
    planner.page.mouse.down()
    planner.page.mouse.up()
    planner.wait("app.state.overlay.places.length === 1")
    planner.page.wait_for_function(
        "() => /a\\.model_precinct\\./.test(new URLSearchParams(location.search).get('what_if'))",
        polling=LOOK_MS,
    )
    longitude, latitude = planner.atlas("app.state.overlay.places[0].at")
    assert abs(longitude + 90.2) < 0.02
    assert abs(latitude - 15.9) < 0.02
    expect(planner.map.locator(".atlas-place")).to_have_text("1")
    assert not planner.map.locator(".atlas-card").count()
    planner.page.get_by_role("button", name="Undo", exact=True).click()
    planner.wait("app.state.overlay.places.length === 0")
    planner.wait_for_address(what_if=None)


def test_a_scenario_is_compared_with_today_and_the_choice_is_no_click_on_the_map(planner):
    scenario = "a.model_precinct.-9020000.1590000~r.mpp-livingston"
    planner.open(f"/regions?lang=en&ask=whatif&km=40&what_if={scenario}")
    planner.wait("app.state.overlay?.before")
    layouts = planner.map.locator(".atlas-compare button")
    layouts.nth(1).click()
    divider = planner.map.locator(".atlas-divider")
    expect(divider).to_contain_text("Today (A)")
    expect(divider).to_contain_text("Scenario (B)")
    others = planner.atlas("app.second.side.shown.map((site) => site.site_id)")
    assert set(others) - set(planner.shown()) == {"mpp-livingston"}
    assert set(planner.atlas("Object.values(app.boundaries.fills)")) == {KEPT, GAINED}
    assert set(planner.atlas("Object.values(app.second.side.boundaries.fills)")) == {KEPT, LOST}
    layouts.nth(0).click()
    assert set(planner.atlas("Object.values(app.boundaries.fills)")) == {KEPT, GAINED, LOST}
    planner.settled()
    assert planner.address_bar()["what_if"] == scenario


def test_the_next_sites_are_numbered_on_the_map_and_become_a_scenario(planner):
    planner.open("/regions?lang=en&ask=next&n=4")
    planner.wait("app.state.overlay?.places.length === 4")
    expect(planner.map.locator(".atlas-place")).to_have_text(["1", "2", "3", "4"])
    expect(planner.page.get_by_text("Proven: no other set")).to_be_visible()
    planner.page.get_by_role("button", name="Try these sites as a scenario").click()
    planner.wait_for_address(ask="whatif")
    planner.wait("app.state.overlay?.legend.title === 'Scenario'")
    assert planner.atlas("app.state.overlay.places.length") == 4


def test_a_file_is_made_on_request(planner):
    planner.open("/regions?lang=en&ask=coverage&dep=18")
    with planner.page.expect_download() as waiting:
        planner.page.get_by_role("button", name="GeoJSON").click()
    collection = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert len(collection["features"]) == 5
    assert waiting.value.suggested_filename.startswith("coverage-")


@pytest.mark.parametrize("path", ["regions", "programmes", "sources"])
def test_no_table_is_narrower_than_its_content(planner, path):
    planner.page.goto(f"{planner.address}/{path}?lang=es")
    planner.page.locator(".a-table table").first.wait_for(state="attached")
    planner.settled()
    planner.page.evaluate("() => document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    assert planner.page.locator(".a-table:visible").count()
    cut = planner.page.evaluate(
        "() => [...document.querySelectorAll('.a-table')]"
        ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"
    )
    assert cut == []


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1366, 768), (1920, 1080)], ids=str)
def test_the_legend_of_an_answer_hides_no_site(new_reader, size):
    reader = new_reader(width=size[0], height=size[1]).open("/regions?lang=es&ask=coverage")
    reader.wait("!app.overlay.box.hidden && app.map.getSize().y > 100")
    assert reader.map.evaluate(COVERED, [".atlas-analysis", ".atlas-site"]) == []


def test_a_late_legend_hides_no_site_and_keeps_a_chosen_view(new_reader):
    reader = new_reader(width=1366, height=768).open("/?lang=en")
    reader.turn_to("Planning", "/regions")
    reader.wait("app.overlay.box.hidden")
    ask(reader, "Coverage")
    reader.wait("!app.overlay.box.hidden && app.address.isFitted && !app.fitting")
    assert reader.map.evaluate(COVERED, [".atlas-analysis", ".atlas-site"]) == []
    reader.look(15.5, -89, 9)
    reader.wait("!app.address.isFitted")
    ask(reader, "Profile")
    reader.wait("app.overlay.box.hidden")
    assert reader.view() == pytest.approx((15.5, -89, 9), abs=0.01)
