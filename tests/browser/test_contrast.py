"""Text of charts has a contrast of 4.5:1; marks, classes and symbols have 3:1.

axe reads neither drawings nor the map's canvas.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.mapping.map_styles import LETTERING
from tests.browser.reader import at_rest

MEASURES = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
WORDS, MARKS = 4.5, 3
"""What WCAG 2.2 asks of words (1.4.3) and of what else must be seen (1.4.11)."""

CHARTS = {
    "coverage": "/regions?lang=en&ask=coverage&dep=18",
    "next": "/regions?lang=en&ask=next&n=3",
    "series": "/programmes?lang=en&programme=countering_narcotics",
}
GONE = (
    "/regions?lang=en&ask=whatif"
    "&what_if=a.model_precinct.-9020000.1590000~r.mpp-san-cristobal-acasaguastlan"
)
"""A scenario in which some municipios gain a precinct and some lose theirs."""


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request, chromium, app):
    context = chromium.new_context(
        viewport={"width": 1366, "height": 900},
        color_scheme=request.param,
        reduced_motion="reduce",
        base_url=app,
    )
    yield context.new_page()
    context.close()


def faint(elements, least):
    """Return what is fainter than `least`, once each."""
    return sorted({(what, round(ratio, 2)) for what, ratio in elements if ratio < least})


def test_words_and_marks_of_charts_are_seen(page):
    for path in CHARTS.values():
        page.goto(path)
        charts = at_rest(page).get_by_test_id("stVegaLiteChart")
        expect(charts.last.locator("svg")).to_be_visible()
        page.evaluate(MEASURES)
        for chart in charts.all():
            words, marks = (chart.evaluate(f"one => contrast.{what}(one)") for what in ("words", "marks"))
            assert words
            assert marks
            assert faint(words, WORDS) == []
            assert faint(marks, MARKS) == []


def test_analysis_colours_contrast_and_have_hatches(page):
    page.goto(GONE)
    frame = page.wait_for_selector("iframe[title*=folium]").content_frame()
    frame.wait_for_selector("html[data-atlas=ready]", state="attached")
    frame.wait_for_function("() => Atlas.app.state.overlay?.fills")
    frame.evaluate(f"{MEASURES}; Object.assign(Atlas.app.legend, {{ open: true }}).draw()")
    land, line = (
        frame.evaluate(f"Atlas.app.boundaries.palette.{part}") for part in ("land", "departamento")
    )
    names = frame.evaluate("contrast.names(Atlas.app)")
    assert len(names) == len(LETTERING)
    assert faint(names, WORDS) == []
    seen = [("outline", frame.evaluate("pair => contrast.ratio(...pair)", [land, line]))]
    seen += frame.evaluate(
        "() => Object.keys(Atlas.app.boundaries.looks)"
        ".map((colour) => [colour, contrast.ratio(colour, Atlas.hatchOf(colour))])"
    )
    seen += frame.evaluate("contrast.symbols()")
    assert len(seen) > 10
    assert faint(seen, MARKS) == []
    drawn = frame.evaluate(
        "() => [...new Set(Object.values(Atlas.app.boundaries.fills))].map((colour) =>"
        " [Atlas.app.boundaries.looks[colour] ?? 'plain',"
        "  Atlas.paint(colour, Atlas.app.boundaries.looks[colour]) instanceof CanvasPattern])"
    )
    assert sorted(drawn) == [["crossed", True], ["plain", False], ["rising", True]]
    expect(frame.locator(".atlas-analysis .atlas-swatch")).to_have_count(3)


def test_low_contrast_is_detected(page):
    page.goto("about:blank")
    page.set_content(
        "<body style='background: #fff'><svg><g class='role-mark'><path fill='#ccc' d='M0 0h9v9z'/></g>"
        "<text y='20' fill='#808495'>grey</text><text y='40' opacity='0'>hidden</text></svg>"
    )
    page.evaluate(MEASURES)
    contrasts = [
        page.locator("svg").evaluate(f"one => contrast.{what}(one)") for what in ("words", "marks")
    ]
    assert faint(contrasts[0], WORDS) == [("grey", 3.72)]
    assert [what for what, _ in faint(contrasts[1], MARKS)] == ["role-mark"]
    assert page.evaluate("contrast.ratio('#000', '#fff')") == pytest.approx(21)
