"""The map draws every municipio and every located site with its precision."""

import re

import pytest
from playwright.sync_api import expect

from geo.choices import MISSION_LAYERS, Layer, Precision
from tests.browser.reader import SHELF

EVERY_LAYER = ".".join(Layer)
WRITTEN = "app.labels.written.map(({ text }) => text)"
PINS = (Precision.EXACT, Precision.LOCALITY)
MUNICIPIOS = "Object.values(app.boundaries.drawn.municipios._layers)"
COVERED = """() => {
    const RIM = 5;  // a name may touch a pin
    const { left, top } = Atlas.app.map.getContainer().getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".atlas-site, .atlas-overlay")].map((one) => {
        const box = one.getBoundingClientRect();
        return [box.left - left + RIM, box.top - top + RIM, box.right - left - RIM, box.bottom - top - RIM];
    });
    const names = Atlas.app.labels.written.filter(({ angle }) => !angle).map((name) => {
        const [x, y] = name.middle, across = name.width / 2, up = name.height / 2;
        return { text: name.text, box: [x - across, y - up, x + across, y + up] };
    });
    const meet = (one, other) =>
        one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
    return names.filter(({ box }, row) => boxes.some((other) => meet(box, other))
        || names.slice(row + 1).some((other) => meet(box, other.box))).map(({ text }) => text);
}"""
"""The names on the map that lie on a symbol, on a panel or on another name."""

HIT = """() => [...document.querySelectorAll(".atlas-site")].map((one) => {
    const around = getComputedStyle(one, "::after"), box = one.getBoundingClientRect();
    const more = (sides) => sides.reduce((sum, side) => sum - parseFloat(around[side]), 0);
    return [box.width + more(["left", "right"]), box.height + more(["top", "bottom"])];
})"""
"""Width and height of what a pointer hits of each symbol."""


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
        # A pile stands for sites of several precisions.
        assert {f"atlas-{sites.at[site, 'precision']}", "atlas-piled"} & set(classes.split())
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
    assert reader.map.evaluate(COVERED) == []
    # On a phone the country fills the frame, and the middle of Mexico is outside.
    around = {"HONDURAS", "Mar Caribe"} if width == 390 else {"HONDURAS", "MÉXICO", "Mar Caribe"}
    assert {"PETÉN"} | around <= set(reader.atlas(WRITTEN))
    reader.go("/?lang=es&layers=ports&dep=18").settled()
    assert "IZABAL" in reader.atlas(WRITTEN)
    assert reader.map.evaluate(COVERED) == []


def test_few_sites_have_their_names_on_the_map(reader):
    reader.go("/?lang=en&layers=ports").settled()
    reader.look(15.2, -90.3, 7.5)
    reader.wait(f"['Puerto Quetzal', 'Champerico'].every((name) => {WRITTEN}.includes(name))")
    reader.go(f"/?lang=en&layers={EVERY_LAYER}").settled()
    assert reader.atlas("app.labels.written.filter(({ kind }) => kind === 'site').length") == 0


def test_close_pins_lean_apart_and_keep_their_tips(reader):
    reader.go("/?lang=en&layers=checkpoints").settled()
    reader.look(14.7, -92.1, 8)
    pins = reader.atlas(
        "['tecun-uman-i', 'tecun-uman-ii'].map((id) => app.sites.groups.find(({ sites }) =>"
        " sites[0].site_id === id)).map(({ tilt, at, sites }) =>"
        " [tilt, at.lng === sites[0].longitude && at.lat === sites[0].latitude])"
    )
    assert pins == [[-40, True], [40, True]]


def test_every_symbol_can_be_hit_and_the_chosen_one_is_larger(reader):
    reader.go("/?lang=en&site=el-carmen").settled()
    assert reader.map.locator(".atlas-site").count() > 15
    assert min(side for sides in reader.map.evaluate(HIT) for side in sides) >= 24
    icon = "app.sites.markers.get('{}').options.icon.options.iconSize[1]"
    heights = [reader.atlas(icon.format(site)) for site in ("el-carmen", "la-mesilla")]
    assert heights[0] > 1.3 * heights[1]


def test_a_pile_holds_as_many_sites_as_it_says_and_lists_them(reader):
    reader.go("/?lang=en&layers=precincts.pbs").settled()
    reader.look(15.7, -90.3, 7)
    pile = reader.map.locator(".atlas-piled[data-sites~=mpp-villa-nueva]")
    held = (pile.get_attribute("data-sites") or "").split()
    expect(pile.locator("text")).to_have_text(str(len(held)))
    drawn = reader.atlas("app.sites.groups.flatMap(({ sites }) => sites).map((site) => site.site_id)")
    located = reader.atlas("app.shown.filter((site) => site.longitude).map((site) => site.site_id)")
    assert sorted(drawn) == sorted(located)
    pile.dispatch_event("click")
    expect(reader.details.get_by_role("heading")).to_have_text(f"{len(held)} sites close together")


def test_the_four_main_layers_are_on_and_others_switchable(reader, sites):
    boxes = reader.map.locator(".atlas-layers [data-layer]")
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
    reader.go("/?lang=en&layers=pbs").settled()
    reader.look(14.56, -90.56, 13)
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
    expect(reader.map.locator(".atlas-key").first).to_contain_text(
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


@pytest.mark.parametrize(
    ("region", "zoom", "chosen"),
    [("dep=1&mun=115", 12, [[1, 115]]), ("dep=1", 8, [[1, None]]), ("dep=1", 12, [[1, None]])],
)
def test_a_chosen_region_has_the_strongest_outline(reader, region, zoom, chosen):
    """A neighbour's line once lay on it; the border, which may be disputed, still does."""
    reader.go(f"/?lang=en&{region}")
    reader.look(14.53, -90.6, zoom)
    reader.wait(f"app.boundaries.near.has(1) === {str(zoom > 10).lower()}")
    drawn = reader.map.evaluate(
        """() => {
            const lines = [];
            for (let at = Atlas.app.boundaries.renderers.departamentos._drawFirst; at; at = at.next) {
                const { disputed, codigo_depto, codigo_muni } = at.layer.feature.properties;
                lines.push([disputed === undefined, at.layer.options.weight, codigo_depto, codigo_muni]);
            }
            return lines;
        }"""
    )
    own = [line for line in drawn if line[0]]
    borders = drawn[len(own) :]
    assert borders
    assert not any(is_own for is_own, *_ in borders)
    assert [place for _, weight, *place in own if weight == 2.6] == chosen
    assert own[-1][1] == 2.6


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
        "app.boundaries.near.get(18).municipios.getLayers()"
        ".map((area) => area.feature.properties.codigo_muni)"
    )
    assert sorted(filter(None, codes)) == [1801, 1802, 1803, 1804, 1805]
    # Its own line follows the fine outlines; the coarse one would lie beside them.
    coarse = reader.atlas(
        "app.boundaries.drawn.departamentos.getLayers()"
        ".filter((line) => line.options.stroke === false)"
        ".map((line) => line.feature.properties.codigo_depto)"
    )
    assert 18 in coarse
    assert reader.atlas("app.boundaries.near.get(18).departamentos.getLayers().length") == 1


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


def test_outlines_reach_beyond_the_view_once_a_pointer_is_on_the_map(new_reader):
    """A larger canvas takes longer to paint; a map that is dragged must not show its edge."""
    reader = new_reader().open("/?lang=en")
    widths = "Object.values(app.boundaries.renderers).map(({ _container }) => _container.width)"
    view = reader.atlas("app.map.getSize().x")
    assert reader.atlas(widths) == [view, view, view]
    reader.hover(15.5, -90.3)
    reader.wait(f"{widths}.every((width) => width > 1.7 * {view})")
    reader.page.mouse.move(100, 400)
    reader.choose("Departamento", "Izabal")
    reader.wait(f"{widths}.every((width) => width === {view})")


def test_the_ground_is_drawn_below_the_sites_and_named(reader):
    reader.look(15.6, -90.4, 7.5)
    assert reader.atlas("app.ground.parts.filter((part) => part.isShown).length") > 3
    kinds = set(reader.atlas("app.ground.names().map((name) => name.kind)"))
    assert {"capital", "seat", "river", "route"} <= kinds
    expect(reader.map.locator(".leaflet-relief-pane img")).to_have_attribute(
        "src", re.compile("relief_light")
    )
    reader.unfold("Background")
    expect(reader.map.get_by_text("Main routes, schematic")).to_be_visible()


def test_close_up_the_ground_keeps_towns_but_no_schematic_route(reader):
    reader.look(14.53, -90.58, 12)
    kinds = set(reader.atlas("app.ground.names().map((name) => name.kind)"))
    assert "town" in kinds
    assert not {"route", "river"} & kinds
    expect(reader.map.locator(".leaflet-relief-pane img")).to_have_count(0)


def test_airfields_are_drawn_on_request_only(reader):
    airfields = reader.map.locator(".atlas-airfield")
    expect(airfields).to_have_count(0)
    reader.unfold("Background")
    reader.map.get_by_label("Airfields").check()
    expect(airfields).to_have_count(28)
    reader.map.get_by_label("Airfields").uncheck()
    expect(airfields).to_have_count(0)


def test_the_relief_steps_back_for_the_colours_of_an_analysis(new_reader):
    reader = new_reader().open("/regions?ask=coverage&lang=en")
    reader.map.wait_for_function("Atlas.app.ground.hasAnalysis")
    expect(reader.map.locator(".leaflet-relief-pane img")).to_have_count(0)


def test_a_map_whose_neighbours_cannot_be_fetched_answers_and_has_its_names(new_reader):
    reader = new_reader()
    reader.page.route("**/context.json", lambda route: route.abort())
    reader.open("/?lang=en")
    assert reader.atlas("app.boundaries.context === undefined")
    assert reader.shown()
    assert reader.atlas(WRITTEN)
    reader.choose("Departamento", "Izabal")
    reader.wait("app.state.departamentos.length === 1")
