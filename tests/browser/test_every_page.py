"""Every page breaks no rule of WCAG 2.2 AA that axe-core checks, works under our policy, and bears 400 %.

In frames too. Words come with the language and colours with the scheme: English and light, then Spanish
and dark, meet all of them. The second is another address of the same page, not another load.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.browser.layout import CUT, OUT_OF_REACH, SIDEWAYS
from tests.browser.reader import LISTEN, LOOK_MS, STEP, at_rest, refused

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NAMES = "label-content-name-mismatch"
"""A rule that axe-core calls experimental: who speaks the words on a control must reach it."""

RUN = """async ([tags, allowed, rule]) => {
    const rules = { [rule]: { enabled: true } };
    const options = { runOnly: tags, rules, resultTypes: ["violations"], iframes: false };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes
        .filter(({ target }) => !allowed.some(([broken, selector]) =>
            broken === id && document.querySelector(target.join(" "))?.matches(selector)))
        .map(({ target, failureSummary }) => [id, target.join(" "), failureSummary].join(" | ")));
}"""

STREAMLITS_OWN: dict[tuple[str, str], str] = {}
"""Violations in Streamlit's own elements that we cannot fix: rule, selector and reason."""

PAGES = {
    "home": "/home?lang={language}",
    "map": "/?lang={language}&site=corinto&dep=18",
    "regions": "/regions?lang={language}&ask=coverage",
    "programmes": "/programmes?lang={language}&programme=countering_narcotics",
    "pillar": "/programmes?lang={language}&pillar=alliances&figure=I006",
    "own_layers": "/own_layers?lang={language}",
    "briefing": "/briefing?lang={language}",
    "sources": "/sources?lang={language}",
    "tables": "/sources?lang={language}&part=tables",
    "founding": "/sources?lang={language}&part=founding",
}
AT_400_PERCENT = {"width": 320, "height": 256}
"""A window of 1280 by 1024."""

WITH_MAP = {"map", "regions", "own_layers", "briefing"}
"""Pages that have come to rest only when their map has."""


def violations(page):
    """Return what axe finds in a page and in every frame of it, one line each.

    The script goes in through the browser's own console: the pages refuse scripts from elsewhere.
    """
    results = []
    for frame in at_rest(page).frames:
        frame.evaluate(f"{AXE};0")
        results += frame.evaluate(RUN, [TAGS, [list(own) for own in STREAMLITS_OWN], NAMES])
    return results


@pytest.fixture
def window(new_reader):
    """A calm window, as what fades is not examined half-way; it notes what the policy refuses."""
    made = new_reader(reduced_motion="reduce")
    made.page.add_init_script(LISTEN)
    failures = made.errors
    made.page.on("console", lambda said: failures.append(said.text) if said.type == "error" else None)
    yield made.page
    assert failures == []
    assert made.outside == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_complete_at_400_percent(window, app, name):
    for language, scheme in {"en": "light", "es": "dark"}.items():
        window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        address = PAGES[name].format(language=language)
        if language == "en":
            window.goto(app + address)
        else:
            window.evaluate(STEP, address)
        if name in WITH_MAP:
            frame = window.wait_for_selector("iframe[title*=folium]").content_frame()
            frame.wait_for_selector(f"html[data-atlas=ready][lang={language}]", state="attached")
        window.wait_for_selector(f"html[lang={language}]", state="attached")
        window.wait_for_function(
            "wanted => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme"
            " === wanted",
            arg=scheme,
            polling=LOOK_MS,
        )
        for chart in at_rest(window).get_by_test_id("stVegaLiteChart").all():
            chart.locator("canvas, svg").first.wait_for()
        assert refused(window) == []
        assert violations(window) == []
    window.set_viewport_size(AT_400_PERCENT)
    assert at_rest(window).evaluate(SIDEWAYS) == 0
    assert window.evaluate(CUT) == []


def test_what_opens_over_a_page_is_whole_and_in_reach_at_400_percent(window, app):
    window.set_viewport_size(AT_400_PERCENT)
    window.goto(f"{app}/?lang=es&site=corinto")
    frame = window.wait_for_selector("iframe[title*=folium]").content_frame()
    frame.wait_for_selector("html[data-atlas=ready]", state="attached")
    assert at_rest(window).evaluate(SIDEWAYS) == 0
    assert frame.evaluate(OUT_OF_REACH, ".atlas-details") == []
    for name, box in {"Compartir": "[role=dialog]", "Descargar": "[data-testid=stPopoverBody]"}.items():
        window.get_by_role("button", name=name, exact=True).press("Enter")
        window.locator(box).get_by_role("button").first.wait_for()
        assert at_rest(window).evaluate(OUT_OF_REACH, box) == []
        window.keyboard.press("Escape")
        window.locator(box).wait_for(state="detached")
    window.goto(f"{app}/briefing?lang=es")
    at_rest(window).locator("summary").filter(has_text="Editar esta escena").press("Enter")
    assert at_rest(window).evaluate(CUT) == []
    assert window.evaluate(OUT_OF_REACH, "[data-testid=stExpanderDetails]") == []


def test_a_stage_at_400_percent_is_drawn_and_scrolled_through(window, app):
    window.set_viewport_size(AT_400_PERCENT)
    window.goto(f"{app}/present/villa-nueva.es.html?present#2")
    window.wait_for_selector("html[data-atlas=ready]", state="attached")
    window.locator(".o-card").last.scroll_into_view_if_needed()
    expect(window.locator(".o-card").last).to_be_in_viewport(ratio=0.5)
    assert window.evaluate(OUT_OF_REACH, "#story") == []
    window.keyboard.press("n")
    assert window.evaluate(OUT_OF_REACH, "#notes") == []


def test_open_boxes_of_the_map_and_the_dialog_of_a_page_break_no_rule(new_reader):
    reader = new_reader().open("/?lang=en&layers=checkpoints.ports.precincts.pbs.airports.police.justice")
    for part in ("Other programme sites", "How locations are drawn", "Not on the map", "Background"):
        reader.unfold(part)
    reader.map.locator(".atlas-places [role=treeitem]").first.focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("Enter")
    reader.page.get_by_role("button", name="Share", exact=True).click()
    reader.page.get_by_role("dialog").get_by_text("Copy the link").or_(
        reader.page.get_by_role("dialog").get_by_role("img")
    ).first.wait_for()
    axe_violations = violations(reader.page)
    reader.page.keyboard.press("Escape")
    assert axe_violations == []


def test_the_check_finds_what_is_wrong(window):
    window.set_content(
        "<html lang='en'><title>x</title><main><img src='data:,'><button></button>"
        "<p style='color: #888; background: #999'>hardly to be read</p>"
        "<button aria-label='Villa Lobos'>2</button></main>"
    )
    window.evaluate(f"{AXE};0")
    rules = {line.split(" | ")[0] for line in window.evaluate(RUN, [TAGS, [], NAMES])}
    assert {"image-alt", "button-name", "color-contrast", NAMES} <= rules
    assert not {
        line for line in window.evaluate(RUN, [TAGS, [["image-alt", "img"]], NAMES]) if "image-alt" in line
    }
