"""Travel time on the planning page of a host with imported roads, by keyboard."""

import pytest
from playwright.sync_api import expect

from geo.dataset.atlas_data import AtlasData
from geo.roads.road_store import import_roads
from tests.browser.conftest import running_app
from tests.geo.roads.extracts import BOUNDS, write_lines

THROUGH = [101, 108, 301]


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """The address of an app with one straight road from Guatemala over Mixco to Antigua."""
    folder = tmp_path_factory.mktemp("roads")
    places = AtlasData().population.set_index("codigo_muni").loc[THROUGH]
    places = places[["cabecera_longitude", "cabecera_latitude"]].set_axis(["longitude", "latitude"], axis=1)
    line = [(float(x), float(y)) for x, y in places.to_numpy()]
    extract = write_lines(folder / "line.osm.pbf", [(line, {"highway": "primary", "ref": "CA-1"})])
    import_roads(extract, folder / "stored", BOUNDS, places, report=lambda line: None)
    with running_app(ATLAS_ROADS=str(folder / "stored")) as address:
        yield address


def test_travel_time_is_chosen_and_its_speeds_changed_by_keyboard(new_reader, host):
    reader = new_reader(address=host).open("/regions?lang=en&ask=coverage")
    page = reader.page
    page.get_by_role("radio", name="Straight line", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    reader.wait_for_address(measure="road", ask="coverage")
    reader.settled()
    expect(page.get_by_test_id("stMetricLabel").first).to_have_text(
        "People within 60 minutes by road, Guatemala"
    )
    expect(reader.map.locator(".atlas-analysis")).to_contain_text("People beyond 60 minutes by road")
    page.locator("summary").filter(has_text="Speeds by class of road").press("Enter")
    speed = page.get_by_role("spinbutton", name="Primary road: lower speed, km/h", exact=True)
    speed.fill("20")
    speed.press("Tab")
    page.get_by_role("button", name="Use these speeds").press("Enter")
    reader.wait_for_address(measure="road", ask="coverage", speeds="primary.20.80")
    assert reader.errors == []
    assert reader.outside == []


def test_the_way_between_two_places_is_drawn_as_lines_with_words(new_reader, host):
    reader = new_reader(address=host, width=390, height=844)
    reader.open("/regions?lang=es&ask=distance&measure=road&start=101&end=301")
    reader.wait("app.state.overlay.lines.length === 2")
    labels = reader.atlas("app.state.overlay.lines.map((line) => line.label)")
    assert labels == ["Línea recta", "Camino más rápido por carretera, con las velocidades máximas"]
    expect(reader.page.get_by_test_id("stMetricLabel").first).to_contain_text("por carretera")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.errors == []
