"""Tab reaches every control of each page, with a name and a visible focus."""

import re
from pathlib import Path

import pytest

from tests.browser.reader import at_rest

NOTES = Path(__file__).with_name("walking.js").read_text(encoding="utf-8")
PAGES = {
    "map": "/?lang=es&site=corinto",
    "regions": "/regions?lang=es",
    "programmes": "/programmes?lang=es&programme=forensics",
    "own_layers": "/own_layers?lang=es",
    "briefing": "/briefing?lang=es",
    "sources": "/sources?lang=es",
}
WITHOUT_MAP = {"programmes", "sources"}
AT_ONCE = 10
"""Presses between two questions whether anything new was reached."""


@pytest.fixture(scope="module")
def window(chromium, app):
    """A calm window, in which nothing fades: a focus shows at once."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def reached(page):
    return sum(frame.evaluate("walked.reached.size") for frame in page.frames)


def walk(page):
    """Press Tab until it brings nothing new, then walk each row of choices with the arrow keys."""
    for frame in page.frames:
        frame.evaluate(f"{NOTES}; walked.begin()")
    before = -1
    while before < (before := reached(page)):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
    for nth, length in enumerate(page.evaluate("walked.rows().map((row) => row.length)")):
        page.evaluate("nth => walked.enter(nth)", nth)
        for key in ["ArrowRight"] * length + ["ArrowLeft"] * length:
            page.keyboard.press(key)


def faults(page):
    """Return the errors of the walk, in the page and in every frame of it."""
    walks = [frame.evaluate("walked.found()") for frame in page.frames]
    return {what: list for walk in walks for what, list in walk.items() if list}


def icon_words(page):
    """Return the names for assistive technology that hold the name of an icon, such as "arrow_upward"."""
    icons = set(page.locator("[data-testid=stIconMaterial]").all_text_contents())
    names = re.findall(r'"((?:[^"\\]|\\.)*)"', page.locator("body").aria_snapshot())
    long = {icon for icon in icons if "_" in icon}
    return [name for name in names if name.removesuffix(" icon") in icons or long & set(name.split())]


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_is_reached_seen_and_named(window, app, name):
    window.goto(app + PAGES[name])
    at_rest(window)
    if name not in WITHOUT_MAP:
        frame = window.wait_for_selector("iframe[title]:visible").content_frame()
        frame.wait_for_selector("html[data-atlas=ready]", state="attached")
    walk(window)
    assert faults(window) == {}
    assert icon_words(window) == []


def test_the_walk_finds_what_is_wrong(window):
    window.goto("about:blank")
    window.set_content(
        "<style>:focus { outline: none }</style><a href='#x'>seen by none</a><button></button>"
        "<div role=button>out of reach</div>"
        "<button><i role=img aria-label='add_box icon' data-testid=stIconMaterial>add_box</i></button>"
    )
    walk(window)
    errors = faults(window)
    assert any("seen by none" in line for line in errors["dull"])
    assert errors["nameless"] == ["button  “”"]
    assert icon_words(window) == ["add_box icon", "add_box icon"]
    assert errors["missed"] == ["div button “out of reach”"]
