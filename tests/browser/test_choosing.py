"""Filters, search, table, map and details always show the same selection."""

import re

import pytest
from playwright.sync_api import expect

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import ExportWords
from geo.exports.documents.document_rows import status_text
from geo.selection import Selection
from geo.views.sites_view import sites_view
from tests.browser.reader import LOOK_MS, SHELF, shown_by

t = translator(Language.ENGLISH)

FILTERS = [
    ("Departamento", "Izabal", {"dep": "18"}),
    ("Types of site", "Airports", {"layers": "checkpoints.ports.precincts.pbs.airports"}),
    ("Programme", "Police assistance", {"prog": "police"}),
]
MORE_FILTERS = [
    ("Neighbouring country", "Mexico", {"with": "MEX"}),
    ("Precision of location", "Exact", {"prec": "exact"}),
    ("Status", "Operating", {"status": "operating"}),
    ("Status last confirmed", t("confirmation.old"), {"confirmed": "old"}),
]


def expect_the_same_in_map_and_table(reader, sites):
    reader.map.wait_for_function(
        "ids => JSON.stringify(Atlas.app.shown.map((site) => site.site_id)) === JSON.stringify(ids)",
        arg=sites.index.tolist(),
        polling=LOOK_MS,
    )
    expect(reader.table).to_have_attribute("aria-rowcount", str(len(sites) + 1))
    rows = reader.rows()
    assert rows
    assert rows == sites["name_en"].tolist()[: len(rows)]


@pytest.mark.parametrize(("label", "option", "query"), FILTERS, ids=[label for label, _, _ in FILTERS])
def test_a_filter_changes_map_and_table_alike(reader, label, option, query):
    reader.choose(label, option)
    reader.wait_for_address(**query)
    expect_the_same_in_map_and_table(reader, shown_by(query))


def test_the_further_filters_add_up_in_map_and_table_alike(reader):
    reader.page.get_by_text("More filters").click()
    chosen: dict[str, str] = {}
    for label, option, query in MORE_FILTERS:
        reader.choose(label, option)
        chosen |= query
        reader.wait_for_address(**chosen)
        expect_the_same_in_map_and_table(reader, shown_by(chosen))


def test_a_municipio_narrows_its_departamento(reader):
    reader.choose("Departamento", "Guatemala")
    reader.choose("Municipio", "Villa Nueva")
    reader.wait_for_address(dep="1", mun="115")
    expect_the_same_in_map_and_table(reader, shown_by({"dep": "1", "mun": "115"}))


def test_clearing_shows_everything_again(reader):
    reader.go("/?lang=en&dep=18&kind=port")
    reader.clear_filters()
    reader.wait_for_address(dep=None, kind=None)
    expect_the_same_in_map_and_table(reader, shown_by({}))


def test_a_chosen_region_stands_out_and_the_map_flies_to_it(reader):
    before = reader.view()
    reader.choose("Departamento", "Izabal")
    reader.wait(
        "app.map.getZoom() > 8.5"
        " && app.map.getBounds().contains(Atlas.bounds(app.data.departamentos[18].bounds))"
    )
    fills = reader.atlas(
        "Object.fromEntries(Object.values(app.boundaries.drawn.municipios._layers)"
        ".filter((area) => !area.feature.properties.lake)"
        ".map((area) => [area.feature.properties.codigo_muni, area.options.fillColor]))"
    )
    inside = {colour for code, colour in fills.items() if int(code) // 100 == 18}
    outside = {colour for code, colour in fills.items() if int(code) // 100 != 18}
    assert len(inside) == len(outside) == 1
    assert inside != outside
    assert reader.view() != before


def test_a_filter_that_is_no_region_keeps_the_view(reader):
    reader.look(14.6, -90.6, 9)
    before = reader.view()
    reader.choose("Types of site", "Airports")
    reader.wait("app.shown.filter((site) => site.layer === 'airports').length === 3")
    assert reader.view() == before


def test_a_filter_is_not_undone_by_the_table(reader):
    """The table reported its empty selection with the first filter, and the filter was lost."""
    reader.open("/?lang=en")
    reader.choose("Departamento", "Petén")
    reader.wait_for_address(dep="17")
    reader.wait("app.state.departamentos[0] === 17")


@pytest.mark.parametrize(
    ("typed", "hit", "address"),
    [
        ("villa nueba", "Villa Nueva, Guatemala · municipio", {"dep": "1", "mun": "115"}),
        ("tecun uman", "Tecún Umán I (Dr. Rodolfo Robles bridge) · site", {"site": "tecun-uman-i"}),
        ("peten", "Petén · departamento", {"dep": "17", "mun": None}),
    ],
)
def test_a_search_tolerates_typos_and_selects_the_result(reader, typed, hit, address):
    reader.search(typed).get_by_text(hit, exact=True).click()
    reader.wait_for_address(**address)
    expect(reader.search_box).to_have_value("")


def test_choosing_a_site_in_the_search_shows_its_details(reader):
    reader.search("horno incinerador").get_by_text("Precursor chemicals incinerator · site").click()
    reader.wait_for_address(site="incinerator-san-jose-del-golfo")
    expect(reader.details.get_by_role("heading", level=2)).to_have_text("Precursor chemicals incinerator")
    reader.wait("app.layers.has('precursors')")


def test_a_row_of_the_table_selects_the_site_on_the_map(reader):
    reader.click_row("La Mesilla")
    reader.wait_for_address(site="la-mesilla")
    expect(reader.details.get_by_role("heading", level=2)).to_have_text("La Mesilla")
    expect(reader.map.locator("[data-sites=la-mesilla]")).to_have_class(re.compile("atlas-selected"))
    reader.click_row("La Mesilla")
    reader.wait_for_address(site=None)
    expect(reader.details).to_be_hidden()


def test_a_site_of_the_map_selects_its_row_in_the_table(reader):
    reader.click_site("el-carmen")
    reader.wait_for_address(site="el-carmen")
    expect(reader.row("El Carmen")).to_have_attribute("aria-selected", "true")
    reader.details.get_by_role("button", name="Close").click()
    reader.wait_for_address(site=None)
    expect(reader.row("El Carmen")).to_have_attribute("aria-selected", "false")


def test_filtering_the_selected_site_away_and_back_keeps_it_selected(reader):
    reader.go("/?lang=en&site=corinto&kind=port")
    expect(reader.details.get_by_role("heading", level=2)).to_have_text(
        SHELF.sites.at["corinto", "name_en"]
    )
    reader.go("/?lang=en&site=corinto")
    expect(reader.map.locator("[data-sites=corinto]")).to_have_class(re.compile("atlas-selected"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("site", ["corinto", "mpp-villa-nueva", "incinerator-san-jose-del-golfo", "bethel"])
def test_the_details_say_what_where_how_well_known_and_by_whom(reader, language, site):
    words, row = translator(language), SHELF.sites.loc[site]
    reader.go(f"/?lang={language}&site={site}&layers=checkpoints.precincts.precursors")
    details = reader.details
    expect(details.get_by_role("heading", level=2)).to_have_text(row[f"name_{language}"])
    for expected in (
        words(f"kind.{row['kind']}"),
        words(f"precision_plain.{row['precision']}"),
        row[f"position_note_{language}"],
        status_text(row.to_dict(), ExportWords(language)),
        row[f"status_note_{language}"],
        row[f"inl_note_{language}"],
        words(f"confidence.{row['confidence']}"),
        *([row[f"caution_{language}"]] if row[f"caution_{language}"] else []),
    ):
        expect(details).to_contain_text(expected)
    sources = details.locator(".atlas-sources li")
    assert sources.count() == len(row["sources"])
    for item, cited in zip(sources.all(), row["sources"], strict=True):
        source = SHELF.sources.loc[cited]
        expect(item).to_contain_text(source[f"title_{language}"])
        expect(item).to_contain_text(source[f"publisher_{language}"])
        expect(item).to_contain_text((source["published"] or words("map.undated"))[:4])
        if source["url"]:
            link = item.get_by_role("link")
            expect(link).to_have_attribute("href", source["url"])
            expect(link).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.parametrize("language", Language)
def test_the_map_says_of_each_status_what_paper_says(reader, language):
    reader.go(f"/?lang={language}")
    drawn = reader.map.evaluate(
        """() => Atlas.app.data.sites.map((site) => {
            const dated = Atlas.app.details.dated(site);
            return Atlas.app.t(`status.${site.status}`) + (dated ? ` (${dated})` : "");
        })"""
    )
    words = ExportWords(language)
    assert drawn == [status_text(row, words) for row in SHELF.sites.to_dict("records")]


def test_a_uncertain_position_says_how_far_off_it_may_be(reader):
    reader.go("/?lang=en&site=corinto")
    expect(reader.details).to_contain_text(
        "Marker with circle: somewhere in the circle (within about 1.5 km)"
    )


def test_an_unplaced_site_opens_details_with_the_reason(reader):
    reader.unfold("Not on the map (1)")
    reader.map.get_by_role("button", name="Bethel").click()
    expect(reader.details.get_by_role("heading", level=2)).to_have_text(SHELF.sites.at["bethel", "name_en"])
    expect(reader.page.get_by_text(SHELF.sites.at["bethel", "position_note_en"]).first).to_be_visible()


def test_a_shaded_municipio_opens_the_details_of_its_site(reader):
    reader.go("/?lang=en&layers=precursors")
    reader.map.locator("path.atlas-shade").dispatch_event("click")
    expect(reader.details.get_by_role("heading", level=2)).to_have_text("Precursor chemicals incinerator")


def test_a_clicked_municipio_offers_its_regions_and_a_way_back(reader):
    reader.look(15.8, -90.2, 8)
    point = SHELF.municipios.set_index("codigo_muni").at[1710, "geometry"].representative_point()
    reader.hover(point.y, point.x)
    reader.page.mouse.down()
    reader.page.mouse.up()
    card = reader.map.locator(".atlas-card")
    people = SHELF.population.set_index("codigo_muni")["population_2018"].to_dict()[1710]
    expect(card).to_contain_text(f"{people:,} people (2018 census)")
    card.get_by_role("button", name="Show only Petén").click()
    reader.wait_for_address(dep="17")
    expect(reader.page.get_by_text("Region: Petén.")).to_be_visible()


def test_the_details_are_reached_and_left_by_the_keyboard(reader):
    reader.map.locator("[data-sites=corinto]").press("Enter")
    expect(reader.details.get_by_role("heading", level=2)).to_be_visible()
    reader.details.get_by_role("button", name="Close").press("Escape")
    expect(reader.details).to_be_hidden()


def test_quick_clicks_one_upon_the_other_are_all_heard(reader):
    """The server hears the last of several quick events, and the earlier ones were undone."""
    reader.map.evaluate(
        "() => { const app = Atlas.app; app.choose('corinto'); app.switchLayer('ports', false);"
        " app.tell({ region: { departamentos: [18], municipios: [] } });"
        " app.switchLayer('airports', true); }"
    )
    reader.wait_for_address(site="corinto", layers="checkpoints.precincts.pbs.airports", dep="18")
    reader.wait("app.isHeard(app.state) && app.selected === 'corinto' && app.layers.has('airports')")


def test_a_server_that_has_restarted_is_believed(reader):
    """A new frame has not heard earlier messages; the map once waited for them without end."""
    reader.click_site("corinto")
    reader.wait_for_address(site="corinto")
    reader.map.evaluate(
        "() => Atlas.show({ ...Atlas.app.state, session: 'new', heard: { mount: '', n: 0 },"
        " site: 'la-mesilla' })"
    )
    assert reader.atlas("app.selected") == "la-mesilla"
    reader.open("/?lang=en")


def test_nothing_to_show_is_a_sentence(reader):
    reader.go("/?lang=en&dep=16&kind=port")
    expect(reader.page.get_by_text(t("explore.empty_filters"))).to_be_visible()
    expect(reader.page.get_by_test_id("stDataFrame")).to_have_count(0)
    assert reader.shown() == []


def test_an_unknown_code_is_named_and_the_rest_of_the_address_is_kept(reader):
    reader.go("/?lang=en&dep=18.99&site=atlantis")
    expect(reader.page.get_by_text("The link asked for dep=99, site=atlantis")).to_be_visible()
    assert reader.shown() == sites_view(Selection(departamentos=(18,)), SHELF.sites).shown.index.tolist()
