"""With broken data the page names the file and the rest of the map works."""

from playwright.sync_api import expect

from tests.browser.conftest import running_app
from tests.copies import copy_of_data, digests, truncate


def test_without_the_table_of_sites_the_map_is_still_a_map(new_reader, tmp_path):
    data = copy_of_data(tmp_path)
    truncate(data / "sites/sites.csv")
    before = digests(data)
    with running_app(ATLAS_DATA=str(data)) as address:
        reader = new_reader(address=address).open("/?lang=en&site=corinto")
        expect(
            reader.page.get_by_text("The file data/sites/sites.csv does not match its record")
        ).to_be_visible()
        assert reader.atlas("app.boundaries.drawn.municipios.getLayers().length") == 343
        assert reader.shown() == []
        reader.choose("Departamento", "Izabal")
        reader.wait("app.state.departamentos[0] === 18 && app.map.getZoom() > 8")
        assert (reader.errors, reader.outside) == ([], [])
    assert digests(data) == before


def test_without_outlines_the_sites_and_the_table_are_still_there(new_reader, tmp_path):
    data = copy_of_data(tmp_path)
    for name in ("adm2_500m", "adm2_200m", "adm1_500m", "context", "adm2_50m_18"):
        (data / f"layers/{name}.topojson").unlink()
    truncate(data / "boundaries/guatemala.topojson")
    before = digests(data)
    with running_app(ATLAS_DATA=str(data)) as address:
        reader = new_reader(address=address).open("/?lang=es")
        for file in ("layers/adm2_500m.topojson", "boundaries/guatemala.topojson"):
            expect(reader.page.get_by_text(f"data/{file}").first).to_be_visible()
        assert reader.atlas("app.sites.markers.size") == 31
        expect(reader.table).to_have_attribute("aria-rowcount", "33")
        reader.click_site("corinto")
        expect(reader.details.get_by_role("heading", level=2)).to_be_visible()
        reader.look(15.5, -88.5, 12)
        reader.choose("Departamento", "Izabal")
        reader.wait("app.state.departamentos[0] === 18")
        assert (reader.errors, reader.outside) == ([], [])
    assert digests(data) == before
