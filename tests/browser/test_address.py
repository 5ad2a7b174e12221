"""The URL contains the whole selection: after a restart, Back or a change of language."""

import pytest
from playwright.sync_api import expect

from atlas.i18n.messages import Language, translator
from geo.dataset.records import data_version
from tests.browser.conftest import started_app
from tests.browser.reader import SHELF, expected_state

COLD = (
    "/?lang=es&dep=18&kind=port.model_precinct.border_checkpoint&prec=exact.locality&status=operating"
    f"&layers=checkpoints.ports.airports&site=puerto-barrios&v={data_version()}&at=15.6200,-88.7500,9.5"
)


@pytest.fixture
def cold(new_reader):
    """A reader with an empty browser who opens the link on a server that has just started."""
    with started_app() as (address, process):
        yield new_reader(address=address).open(COLD), process


def test_a_link_opened_cold_shows_the_same_map_without_requests(cold):
    reader, server = cold
    state = reader.atlas("app.state")
    assert {name: state[name] for name in expected_state(COLD)} == expected_state(COLD)
    assert reader.view() == pytest.approx((15.62, -88.75, 9.5), abs=1e-4)
    name = SHELF.sites.at["puerto-barrios", "name_es"]
    expect(reader.details.get_by_role("heading", level=2)).to_have_text(name)
    expect(reader.row(name)).to_have_attribute("aria-selected", "true")
    expect(reader.page.get_by_text(translator(Language.SPANISH)("app.title")).first).to_be_visible()
    expect(reader.page.get_by_role("group", name="Opciones elegidas").get_by_text("Izabal")).to_be_visible()
    reader.wait_for_address(lang="es", dep="18", site="puerto-barrios", at="15.6200,-88.7500,9.5")
    server.terminate()
    server.wait(10)
    goes_on_without_a_server(reader)


def goes_on_without_a_server(reader):
    reader.map.locator("[data-layer=ports]").evaluate("box => box.click()")
    reader.wait("!app.shown.some((site) => site.layer === 'ports')")
    reader.click_site("corinto")
    name = SHELF.sites.at["corinto", "name_es"]
    expect(reader.details.get_by_role("heading", level=2)).to_have_text(name)
    reader.map.locator("[data-sites=corinto]").dispatch_event("mouseover")
    expect(reader.map.locator(".atlas-tooltip").filter(has_text=name).last).to_be_visible()
    reader.look(15.5, -89, 8)
    reader.wait_for_address(at="15.5000,-89.0000,8")
    assert reader.errors == []


def test_back_and_forward_bring_back_filters_and_view(reader):
    reader.look(14.9, -90.1, 8.25)
    reader.wait_for_address(at="14.9000,-90.1000,8.25")
    reader.choose("Departamento", "Petén")
    reader.wait("app.map.getBounds().contains(Atlas.bounds(app.data.departamentos[17].bounds))")
    reader.look(17, -90, 9)
    reader.wait_for_address(dep="17", at="17.0000,-90.0000,9")
    reader.page.go_back()
    reader.wait("app.state.departamentos.length === 0")
    reader.wait_for_address(dep=None, at="14.9000,-90.1000,8.25")
    assert reader.view() == pytest.approx((14.9, -90.1, 8.25), abs=1e-4)
    reader.page.go_forward()
    reader.wait("app.state.departamentos[0] === 17")
    reader.wait_for_address(dep="17", at="17.0000,-90.0000,9")
    assert reader.view() == pytest.approx((17, -90, 9), abs=1e-4)


def test_a_link_without_a_data_version_keeps_its_view(reader):
    """The server once rewrote such an address at once and threw the view away."""
    reader.open("/?dep=18&lang=en&at=15.5000,-89.1000,10")
    assert reader.view() == pytest.approx((15.5, -89.1, 10), abs=1e-3)
    reader.wait_for_address(v=data_version(), at="15.5000,-89.1000,10")


def test_the_first_view_is_in_the_address_at_once(reader):
    reader.open("/?lang=en")
    latitude, longitude, zoom = reader.view()
    reader.wait_for_address(at=f"{latitude:.4f},{longitude:.4f},{zoom:g}")


@pytest.mark.parametrize("view", ["95,10,3", "NaN,NaN,NaN", "<b>"])
def test_a_view_that_means_nothing_is_no_view(reader, view):
    reader.open(f"/?lang=en&at={view}")
    latitude, longitude, zoom = reader.view()
    assert 13 < latitude < 18
    assert -93 < longitude < -87
    assert 6 <= zoom <= 9


def test_switching_the_language_keeps_filters_site_and_view(reader):
    path = "/?lang=en&dep=18&site=corinto"
    reader.go(path)
    reader.look(15.5, -88.9, 9)
    before = reader.view()
    reader.page.get_by_text("Español").click()
    reader.wait("app.language === 'es'")
    reader.wait_for_address(lang="es", dep="18", site="corinto")
    state = reader.atlas("app.state")
    assert {name: state[name] for name in expected_state(path)} == expected_state(path) | {"language": "es"}
    assert reader.view() == before
    expect(reader.details.get_by_role("heading", level=2)).to_have_text(
        SHELF.sites.at["corinto", "name_es"]
    )
    expect(reader.map.locator(".atlas-legend")).to_contain_text("Puestos fronterizos")


def test_going_back_to_the_other_language_changes_the_navigation_as_well(reader):
    reader.go("/?lang=es")
    expect(reader.page.get_by_role("link", name="Mapa")).to_be_visible()
    reader.go("/?lang=en")
    expect(reader.page.get_by_role("link", name="Mapa")).to_have_count(0)
    expect(reader.page.get_by_role("link", name="Map")).to_be_visible()


@pytest.mark.parametrize(("locale", "language"), [("es-GT", "es"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_browser_decides_the_first_language(new_reader, locale, language):
    reader = new_reader(locale=locale)
    reader.page.goto(reader.address)
    reader.page.wait_for_url("**/home?**")
    reader.settled().wait_for_address(lang=language)
    reader.page.get_by_test_id("stTopNavLink").nth(1).click()
    reader.wait(f"app.language === '{language}'")


def test_the_address_of_everything_is_short_enough_for_any_letter(reader):
    departamentos = ".".join(str(code) for code in range(1, 23))
    municipios = ".".join(SHELF.municipios["codigo_muni"].astype(int).astype(str).tolist()[:60])
    layers = (
        "checkpoints.ports.precincts.pbs.airports.highway.police.justice.corrections.precursors.task_forces"
    )
    reader.go(f"/?lang=es&dep={departamentos}&mun={municipios}&layers={layers}&site=corinto")
    reader.look(14.6401, -90.5102, 10.25)
    reader.wait_for_address(at="14.6401,-90.5102,10.25")
    assert len(reader.page.url) < 2000
