"""Phone and tablet by touch: nothing sideways, nothing cut, room for fingers.

A desk at 400 % is seen where each page is opened: `test_every_page`.
"""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from atlas.ui.sources.source_list import Part
from geo.choices import Pillar, Programme
from geo.choices.planning_kinds import PlanningQuestion
from tests.browser.layout import AROUND, COVERED, CUT, SIDEWAYS, SMALL
from tests.browser.reader import STEP, at_rest

PHONE, TABLET, LAPTOP = (390, 844), (820, 1180), (1366, 768)

PAGES = {
    "home": "/home?lang={language}",
    "": "/?lang={language}&site=corinto",
    "regions": "/regions?lang={language}",
    "regions what if": "/regions?lang={language}&ask=whatif",
    "programmes": "/programmes?lang={language}&programme=forensics",
    "own_layers": "/own_layers?lang={language}",
    "briefing": "/briefing?lang={language}",
    "sources": "/sources?lang={language}",
    "founding": "/sources?lang={language}&part=founding",
}
WITHOUT_MAP = {"home", "programmes", "sources", "founding"}
MAP_FIRST = {"", "regions", "regions what if"}

SCREENS = 8
"""How long a page may be on a phone before the reader opens something."""

CHAPTERS = [
    "",
    *(f"&programme={programme}" for programme in Programme),
    *(f"&pillar={pillar}" for pillar in Pillar),
]
LONG = {
    "": ["", "&dep=18"],
    "home": [""],
    "regions": [f"&ask={question}" for question in PlanningQuestion],
    "programmes": CHAPTERS,
    "own_layers": [""],
    "briefing": [""],
    "sources": [
        *(f"&part={part}" for part in Part),
        "&source=P01",
        "&dataset=figures&row=I013",
    ],
}
"""Every page with the parameters of its parts."""

PINS = ".atlas-site, .atlas-place"
MAP_TOOLS = [
    ".leaflet-control-zoom",
    ".atlas-draw",
    ".atlas-legend",
    ".atlas-time",
    ".atlas-compare",
    ".atlas-moment",
]
CROWDED = """(tools) => {
    const boxes = tools.flatMap((tool) => [...document.querySelectorAll(tool)])
        .filter((one) => one.checkVisibility())
        .map((one) => [one.className, one.getBoundingClientRect()])
        .filter(([, box]) => box.width);
    return boxes.flatMap(([name, a], row) => boxes.slice(row + 1)
        .filter(([, b]) =>
            a.left < b.right - 1 && a.right > b.left + 1 && a.top < b.bottom - 1 && a.bottom > b.top + 1)
        .map(([other]) => [name, other]));
}"""
"""Pairs of tools of the map of which one lies over the other."""
LANDED = """() => new Promise((done) => {
    const { map } = Atlas.app;
    const look = () => Math.abs(map.getZoom() * 20 - Math.round(map.getZoom() * 20)) < 1e-6
        ? done() : map.once("moveend", look);
    look();
})"""
"""The map has ended its flight: only in flight does its zoom lie between two steps."""
LEGENDS = {
    "Próximos sitios": "Próximos sitios",
    "¿Y si…?": "Escenario",
    "Vacíos en frontera y costa": "Vacíos",
    "Indicadores": "Personas por km², 2018",
}
"""Questions, each with the title of its legend."""


@pytest.fixture(scope="module")
def windows(chromium):
    """A window of each size, made at its first use."""
    contexts = {}

    def window(size):
        if size not in contexts:
            sized = {"width": size[0], "height": size[1]}
            contexts[size] = chromium.new_context(viewport=sized, has_touch=True, is_mobile=True)
        return (contexts[size].pages or [contexts[size].new_page()])[0]

    yield window
    for context in contexts.values():
        context.close()


def opened(page, app, name, more=""):
    """Open a page in Spanish, whose words are the longer ones."""
    page.goto(app + PAGES[name].format(language="es") + more)
    at_rest(page)
    if name not in WITHOUT_MAP:
        frame = page.wait_for_selector("iframe[title*=folium]").content_frame()
        frame.wait_for_selector("html[data-atlas=ready]", state="attached")
    return page


def follow(page, app, path):
    """Follow a link; within a page as the Back button does, without a second load."""
    if urlsplit(page.url).path != urlsplit(path).path:
        page.goto(app + path)
    else:
        page.evaluate(STEP, path)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_fingers_have_room_and_nothing_goes_sideways(windows, app, name, size):
    page = opened(windows(size), app, name)
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(CUT) == []
    assert [target for frame in page.frames for target in frame.evaluate(SMALL)] == []
    if name in MAP_FIRST:
        assert page.locator("iframe[title*=folium]").bounding_box()["y"] < size[1] / 4


@pytest.mark.parametrize(
    "address", [f"/{page}?lang={{language}}{part}" for page, parts in LONG.items() for part in parts]
)
def test_a_page_is_at_most_eight_screens_long_on_a_phone(windows, app, address):
    page, (_, height) = windows(PHONE), PHONE
    for language in ("en", "es"):
        follow(page, app, address.format(language=language))
        page.locator(f"html[lang={language}]").wait_for(state="attached")
        at_rest(page)
        length = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        assert length <= SCREENS * height


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_on_a_phone_the_map_is_first_and_details_are_a_sheet(windows, app, size):
    page = opened(windows(size), app, "")
    frame = page.locator("iframe[title*=folium]")
    drawer = page.get_by_role("combobox", name="Departamento", exact=True)
    expect(drawer).not_to_be_in_viewport()
    if size == PHONE:
        sheet, room = frame.content_frame.locator(".atlas-details").bounding_box(), frame.bounding_box()
        assert sheet["width"] == pytest.approx(room["width"], abs=2)
        assert sheet["y"] + sheet["height"] == pytest.approx(room["y"] + room["height"], abs=2)
        assert sheet["height"] < 0.65 * room["height"]
    frame.content_frame.get_by_role("button", name="Cerrar").tap()
    page.get_by_role("button", name="Filtros y páginas").tap()
    expect(drawer).to_be_in_viewport()
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="Cerrar el panel lateral").tap()
    expect(drawer).not_to_be_in_viewport()


def test_on_a_phone_the_panel_closes_for_a_search_result(windows, app):
    page = opened(windows(PHONE), app, "")
    page.get_by_role("button", name="Filtros y páginas").tap()
    search = page.get_by_label("Buscar un lugar o sitio")
    search.tap()
    search.fill("corinto")
    page.get_by_role("option", name="Corinto").first.tap()
    expect(search).not_to_be_in_viewport()
    title = page.locator("iframe[title*=folium]").content_frame.get_by_role("heading", level=2)
    expect(title).to_contain_text("Corinto")
    expect(title).to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_no_tool_lies_over_what_is_to_be_read(windows, app, size):
    page = opened(windows(size), app, "")
    tools = "[data-testid=stElementToolbar]"
    page.locator(".st-key-map_table summary").click()
    page.locator(tools).scroll_into_view_if_needed()
    assert page.evaluate(COVERED, [tools, "canvas, h5"]) == []
    # Alta Verapaz has no site: the next step is between the title and the map.
    page = opened(windows(size), app, "", "&dep=16")
    expect(page.get_by_text("Ningún sitio cumple estos filtros")).to_be_visible()
    assert page.evaluate(COVERED, [".st-key-view_tools button", "[data-testid=stAlert], h4"]) == []
    assert page.evaluate(COVERED, [".stAppHeader", ".st-key-view_tools button"]) == []


@pytest.mark.parametrize("size", [PHONE, TABLET, LAPTOP], ids=["phone", "tablet", "laptop"])
@pytest.mark.parametrize("address", ["", "&when=2024-10&against=2019-03"], ids=["today", "two dates"])
def test_no_tool_of_the_map_lies_over_another(windows, app, size, address):
    """The button for drawing once covered those for zooming on a phone."""
    page = opened(windows(size), app, "", address)
    frame = page.locator("iframe[title*=folium]").content_frame
    frame.locator(".atlas-draw").wait_for()
    over = frame.locator("html").evaluate(f"() => ({CROWDED})({json.dumps(MAP_TOOLS)})")
    assert over == []


@pytest.mark.parametrize("what", ["Compartir", "Descargar", "Ayuda"])
def test_popovers_have_touch_targets_and_the_page_theme(windows, app, what):
    page = windows(PHONE)
    page.emulate_media(color_scheme="dark")
    opened(page, app, "")
    page.get_by_role("button", name=what, exact=True).locator("visible=true").first.tap()
    box = page.locator("[role=dialog], [data-testid=stPopoverBody]")
    box.locator("img, dl, button[kind=primary]").first.wait_for()
    at_rest(page)
    assert [target for frame in page.frames for target in frame.evaluate(SMALL)] == []
    assert box.evaluate("(one) => getComputedStyle(one).colorScheme") == "dark"
    page.emulate_media(color_scheme="light")


def test_on_a_phone_chapters_are_one_line_with_the_chosen_in_view(windows, app):
    page = opened(windows(PHONE), app, "programmes")
    row = page.get_by_role("radiogroup", name="Área de programa o pilar")
    chapters = row.get_by_role("radio")
    assert chapters.count() == 12
    assert row.bounding_box()["height"] < 60
    expect(chapters.filter(has_text="Ciencias forenses")).to_be_in_viewport(ratio=1)
    expect(row).to_have_attribute("data-more", "before after")
    box = row.bounding_box()
    for _ in range(4):
        page.touchscreen.tap(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    expect(row).to_have_attribute("data-more", "before")
    last = chapters.filter(has_text="Pilar: Comunidades Seguras")
    last.tap()
    page.wait_for_url("**pillar=safe_communities**")
    expect(last).to_be_in_viewport(ratio=1)
    last.focus()
    at_rest(page)
    # By key from one end to the other, with what has the keyboard always in view.
    for chapter in reversed(chapters.all()):
        expect(chapter).to_be_focused()
        expect(chapter).to_be_in_viewport(ratio=1)
        page.keyboard.press("ArrowLeft")
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("size", [PHONE, TABLET, LAPTOP], ids=["phone", "tablet", "laptop"])
def test_an_analysis_legend_covers_no_pin_at_first(windows, app, size):
    page = opened(windows(size), app, "regions")
    frame = page.locator("iframe[title*=folium]").content_frame
    radios = page.get_by_role("radiogroup", name="Elija un análisis").get_by_role("radio")

    def covered(question):
        radios.filter(has_text=question).tap()
        expect(frame.locator(".atlas-analysis strong")).to_have_text(LEGENDS[question])
        at_rest(page)
        frame.locator("html").evaluate(LANDED)
        return frame.locator("html").evaluate(
            f"(_root, [over, under]) => ({COVERED})([over, under])", [".atlas-analysis", PINS]
        )

    assert {question: covered(question) for question in LEGENDS} == {question: [] for question in LEGENDS}
    frame.locator("html").evaluate("() => { Atlas.app.map.setView([16.2, -89.6], 8, { animate: false }); }")
    covered("Próximos sitios")
    assert frame.locator("html").evaluate("() => Atlas.app.map.getZoom()") == 8


def test_fingers_have_room_at_the_ends_of_a_slider(windows, app):
    page = opened(windows(PHONE), app, "own_layers")
    page.get_by_role("button", name="Abrir esta muestra").tap()
    page.get_by_role("button", name="Ubicar las filas").tap()
    start = page.get_by_role("slider", name="Tiempo: inicio")
    start.wait_for()
    at_rest(page)
    thumb = page.locator("[data-testid=stSlider] :has(> * > input)").first
    # What is drawn above it may still move it towards the edge of the screen.
    has_room = f"thumb.scrollIntoView({{ block: 'center' }}); return ({AROUND})(thumb).length === 0;"
    page.wait_for_function(f"(thumb) => {{ {has_room} }}", arg=thumb.element_handle())
    assert page.evaluate(SIDEWAYS) == 0
