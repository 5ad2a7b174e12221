"""A Spanish page contains no English text of Streamlit."""

import pytest

from atlas.i18n.messages import Language
from atlas.web.streamlit_page import phrases
from tests.browser.reader import LOOK_MS, at_rest

SAME = {ours for theirs, ours in phrases(Language.SPANISH).items() if theirs == ours}
PLAIN = sorted({theirs for theirs in phrases(Language.SPANISH) if "{" not in theirs} - SAME)
PARTS = ("Press ", " per file", "-axis ", "mark container", "Running the app", " matches", "values from")
"""What marks a phrase with something filled in."""

NAMES = ("aria-label", "aria-roledescription", "title", "placeholder", "alt")
FOUND = """([plain, parts, names]) => {
    const is = (text) => plain.includes(text.trim()) || parts.some((part) => text.includes(part));
    const said = (node) => node.nodeType === 1 ? names.map((name) => node.getAttribute(name))
        : node.parentElement.closest("style, script") ? [] : [node.data];
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(...said(walker.currentNode).filter((text) => text && is(text)));
    return found;
}"""
TITLE = "Atlas de cooperación en seguridad"
NO_TABLE = {"name": "x.exe", "mimeType": "text/plain", "buffer": b"x"}
PAGES = {
    "": "Mapa",
    "regions": "Planificación",
    "programmes": "Programas",
    "own_layers": "Su listado",
    "briefing": "Presentaciones",
    "sources": "Fuentes",
}


@pytest.fixture(scope="module")
def page(chromium, app):
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(f"{app}/?lang=es")
    at_rest(page)
    yield page
    context.close()


def in_english(page):
    return page.evaluate(FOUND, [PLAIN, list(PARTS), list(NAMES)])


@pytest.mark.parametrize("path", PAGES)
def test_a_spanish_page_is_spanish_and_its_tab_is_named(page, path):
    page.get_by_test_id("stTopNavLink").filter(has_text=PAGES[path]).click()
    page.wait_for_url(f"**/{path}?**")
    page.wait_for_function(
        "title => document.title === title",
        arg=f"{PAGES[path]} · Atlas de cooperación en seguridad",
        polling=LOOK_MS,
    )
    at_rest(page)
    assert in_english(page) == []
    if path == "own_layers":
        assert page.get_by_text("200MB por archivo").is_visible()
        page.locator("input[type=file]").set_input_files(
            {"name": "x.exe", "mimeType": "text/plain", "buffer": b"x"}
        )
        page.get_by_text("No se admiten archivos").wait_for()
        assert in_english(page) == []


def test_what_opens_is_spanish_as_well(page, app):
    page.goto(f"{app}/?lang=es")
    at_rest(page)
    box = page.get_by_role("combobox", name="Departamento", exact=True)
    box.fill("san")
    page.get_by_text("Elegir las 2 que coinciden").wait_for()
    assert in_english(page) == []
    box.fill("zzz")
    page.get_by_text("Sin resultados").wait_for()
    box.press("Escape")
    page.locator(".st-key-map_table summary").click()
    at_rest(page)
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    table.hover()
    page.get_by_role("button", name="Mostrar u ocultar columnas").hover()
    page.get_by_role("tooltip").get_by_text("Mostrar u ocultar columnas").wait_for()
    page.get_by_role("button", name="Buscar", exact=True).click()
    page.get_by_role("button", name="Resultado siguiente").wait_for()
    assert in_english(page) == []
    page.get_by_role("button", name="Ayuda", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Cerrar").wait_for()
    assert in_english(page) == []
    page.keyboard.press("Escape")


def test_streamlit_s_words_come_back_with_english(page, app):
    page.goto(f"{app}/?lang=es")
    at_rest(page)
    page.get_by_role("radio", name="English").click()
    page.wait_for_selector("html[lang=en]", state="attached")
    page.get_by_role("button", name="Collapse sidebar").or_(page.get_by_label("Sidebar")).first.wait_for()
    assert {"Sidebar", "App pages"} <= set(in_english(page))
