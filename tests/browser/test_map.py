"""The map draws every municipio and every located site with its precision."""

import re

import pytest
from playwright.sync_api import expect

from geo.choices import MISSION_LAYERS, Layer, Precision
from tests.browser.reader import SHELF

EVERY_LAYER = ".".join(Layer)
PINS = (Precision.EXACT, Precision.LOCALITY)
MUNICIPIOS = "Object.values(app.boundaries.drawn.municipios._layers)"
COVERED = """() => {
    const RIM = 5;  // a name may touch a pin
    const pins = [...document.querySelectorAll(".atlas-site")].map((pin) => pin.getBoundingClientRect());
    return [...document.querySelectorAll(".atlas-label span")].filter((name) => {
        const box = name.getBoundingClientRect();
        return pins.some((pin) => box.left < pin.right - RIM && box.right > pin.left + RIM
            && box.top < pin.bottom - RIM && box.bottom > pin.top + RIM);
    }).map((name) => name.textContent);
}"""
"""The names on the map that a marker covers."""


@pytest.fixture(scope="module")
def sites():
    return SHELF.sites


def test_all_municipios_departamentos_and_lakes_are_drawn(reader):
    codes = reader.atlas(f"{MUNICIPIOS}.map((area) => area.feature.properties.codigo_muni).filter(Boolean)")
    assert len(codes) == len(set(codes)) == 340
    assert reader.atlas(f"{MUNICIPIOS}.filter((area) => area.feature.properties.lake).length") == 3
    assert reader.atlas("Object.keys(app.boundaries.drawn.departamentos._layers).length") == 22


def test_every_placed_site_of_every_layer_is_drawn_as_well_as_it_is_known(reader, sites):
    reader.go(f"/?lang=en&layers={EVERY_LAYER}")
    points = sites[sites.geometry.notna()]
    assert sorted(reader.atlas("[...app.sites.markers.keys()]")) == sorted(points.index)
    marked = reader.map.locator("[data-sites]").evaluate_all(
        "all => all.flatMap((one) => one.dataset.sites.split(' ').map((id) => [id, one.className]))"
    )
    assert sorted(site for site, _ in marked) == sorted(points.index)
    for site, classes in marked:
        assert f"atlas-{sites.at[site, 'precision']}" in classes.split()
    shaded = sites.loc[sites["precision"] == Precision.MUNICIPIO, "codigo_muni"]
    assert reader.map.locator("path.atlas-shade").count() == shaded.nunique()
    expect(reader.map.locator("path.atlas-uncertainty")).to_have_count(
        len(
            points[points["precision"] == Precision.LOCALITY].drop_duplicates(
                ["layer", "longitude", "latitude"]
            )
        )
    )


@pytest.mark.parametrize("width", [390, 1366])
def test_no_marker_covers_a_name_in_any_view(new_reader, width):
    reader = new_reader(width=width).open(f"/?lang=es&layers={EVERY_LAYER}")
    names = reader.map.locator(".atlas-label span")
    assert reader.map.evaluate(COVERED) == []
    assert {"Petén", "Honduras", "México", "Mar Caribe"} <= set(names.all_text_contents())
    reader.go("/?lang=es&layers=ports&dep=18").settled()
    assert "Izabal" in names.all_text_contents()
    assert reader.map.evaluate(COVERED) == []


def test_the_four_main_layers_are_on_and_others_switchable(reader, sites):
    boxes = reader.map.locator("[data-layer]")
    assert boxes.evaluate_all("all => all.map((box) => box.dataset.layer)") == list(Layer)
    assert boxes.evaluate_all(
        "all => all.filter((box) => box.checked).map((box) => box.dataset.layer)"
    ) == list(MISSION_LAYERS)
    reader.unfold("Other programme sites")
    reader.map.get_by_label("Airports").check()
    reader.wait("app.shown.some((site) => site.layer === 'airports')")
    reader.wait_for_address(layers="checkpoints.ports.precincts.pbs.airports")


def test_the_legend_counts_what_is_there(reader, sites):
    for layer in Layer:
        layer_sites = sites[sites["layer"] == layer]
        listed = int((layer_sites["precision"] == Precision.UNPLACED).sum())
        label = reader.map.locator("label", has=reader.map.locator(f"[data-layer={layer}]"))
        assert label.locator(".atlas-count").text_content() == str(len(layer_sites) - listed)
        apart = [f"+ {listed} listed without a location"] if listed else []
        assert label.locator("small").all_text_contents() == apart


def test_sites_without_a_position_are_listed_with_the_reason(reader, sites):
    reader.go(f"/?lang=en&layers={EVERY_LAYER}")
    unplaced = sites[sites["precision"] == Precision.UNPLACED]
    reader.unfold(f"Not on the map ({len(unplaced)})")
    for site, row in unplaced.iterrows():
        entry = reader.map.locator("li", has=reader.map.locator(f".atlas-listed[data-site={site}]"))
        expect(entry).to_contain_text(row["name_en"])
        expect(entry).to_contain_text(row["position_note_en"])


def test_sites_that_share_a_zone_are_one_soft_area_with_a_count(reader):
    reader.go("/?lang=en&layers=pbs")
    (shared,) = reader.map.locator(".atlas-zone[data-sites~=pbs-zone-12]").all()
    assert set(shared.get_attribute("data-sites").split()) == {
        "pbs-zone-12",
        "pbs-villa-lobos-ii",
        "pbs-el-exodo",
        "pbs-la-esperanza",
    }
    expect(shared.locator(".atlas-badge")).to_have_text("4")
    shared.dispatch_event("click")
    expect(reader.details.get_by_role("heading")).to_have_text("4 sites at this location")
    reader.details.get_by_role("button", name="El Éxodo").click()
    expect(reader.details.get_by_role("heading", level=2)).to_have_text("El Éxodo")
    reader.details.get_by_role("button", name="Back to the list").click()
    expect(reader.details.get_by_role("heading")).to_have_text("4 sites at this location")


def test_only_the_border_with_belize_is_dashed_and_explained(reader):
    dashes = reader.atlas(
        "Object.fromEntries(app.boundaries.context.flatMap((group) => group.getLayers())"
        ".filter((line) => line.feature.properties.neighbour)"
        ".map((line) => [line.feature.properties.neighbour, Boolean(line.options.dashArray)]))"
    )
    assert dashes == {"MEX": False, "BLZ": True, "HND": False, "SLV": False}
    reader.unfold("How locations are drawn")
    expect(reader.map.locator(".atlas-key")).to_contain_text(
        "International Court of Justice. The atlas takes no side."
    )


@pytest.mark.parametrize("codigo_muni", [1710, 1802, 1614])
def test_a_municipio_has_its_name_on_hover(reader, codigo_muni):
    places = SHELF.municipios.set_index("codigo_muni").loc[codigo_muni]
    point = places["geometry"].representative_point()
    reader.look(15.8, -90.2, 8)
    reader.hover(point.y, point.x)
    expect(reader.map.locator(".atlas-tooltip")).to_have_text(
        f"{places['municipio']}, {places['departamento']}"
    )


def test_a_lake_has_its_name_on_hover(reader):
    reader.look(15.8, -90.2, 8)
    reader.hover(15.5, -89.15)
    expect(reader.map.locator(".atlas-tooltip")).to_have_text("Lake Izabal and Río Dulce")


def test_every_pin_has_a_name_for_those_who_cannot_see_it(reader):
    names = reader.map.locator("[data-sites]").evaluate_all("all => all.map((one) => one.ariaLabel)")
    name = SHELF.sites.at["corinto", "name_en"]
    where = "Border checkpoint. Puerto Barrios, Izabal. Location: Locality, within about 1.5 km"
    assert f"{name}. {where}" in names
    assert all(names)


def test_the_controls_of_the_map_speak_the_readers_language(reader):
    expect(reader.map.get_by_role("button", name="Zoom in")).to_be_visible()
    reader.go("/?lang=es")
    expect(reader.map.get_by_role("button", name="Acercar")).to_be_visible()
    expect(reader.map.get_by_role("button", name="Alejar")).to_be_visible()
    assert reader.map.evaluate("document.documentElement.lang") == "es"


def test_a_chosen_municipio_has_the_strongest_outline(reader):
    reader.go("/?lang=en&dep=1&mun=115")
    weights = reader.atlas(
        "Object.values(app.boundaries.drawn.municipios._layers)"
        ".map((area) => [area.feature.properties.codigo_muni, area.options.weight])"
    )
    heaviest = max(weight for _, weight in weights)
    assert [code for code, weight in weights if weight == heaviest] == [115]


def test_there_is_a_scale_in_kilometres(reader):
    expect(reader.map.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"^\d+ km$"))


def test_the_legend_holds_nothing_but_its_parts(reader):
    """Without unplaced sites the legend once ended in the word null."""
    reader.go("/?lang=en&dep=18&layers=ports")
    legend = reader.map.locator(".atlas-legend")
    assert legend.evaluate(
        "box => [...box.childNodes].every((node) => node.nodeType === Node.ELEMENT_NODE)"
    )
    expect(legend).not_to_contain_text("null")


def test_close_up_each_departamento_is_drawn_from_its_own_finer_file(reader):
    reader.look(15.5, -89.1, 11)
    reader.wait("app.boundaries.near.has(18)")
    codes = reader.atlas(
        "app.boundaries.near.get(18).getLayers().map((area) => area.feature.properties.codigo_muni)"
    )
    assert sorted(filter(None, codes)) == [1801, 1802, 1803, 1804, 1805]


def test_the_map_takes_the_theme_of_the_page(reader, new_reader):
    assert reader.map.evaluate("document.documentElement.dataset.theme") == "light"
    in_the_dark = new_reader(color_scheme="dark").open("/?lang=en")
    assert in_the_dark.map.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_map_waits_until_its_frame_has_room(reader):
    """On a busy machine the map was once fitted to a frame without height, and showed one house."""
    resolved = reader.map.evaluate(
        """async () => {
            const box = document.body.appendChild(document.createElement("div"));
            let done = false;
            box.style.height = "0";
            const waiting = Atlas.laidOut(box).then(() => { done = true; });
            await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
            const before = done;
            box.style.height = "500px";
            await waiting;
            box.remove();
            return [before, done];
        }"""
    )
    assert resolved == [False, True]


def test_on_a_phone_a_link_to_a_site_shows_the_site_above_its_details(new_reader):
    """The whole country was once squeezed under the sheet, far from the site."""
    reader = new_reader(width=390, height=844).open("/?lang=es&site=corinto")
    pin = reader.map.locator("[data-sites=corinto]").bounding_box()
    sheet = reader.details.bounding_box()
    assert pin["y"] + pin["height"] <= sheet["y"]
    assert reader.view()[2] >= 9
