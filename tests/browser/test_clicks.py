"""The clicks to ten typical answers, compared with the table in docs/benchmarks.md."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

TABLE = (Path(__file__).resolve().parents[2] / "docs/benchmarks.md").read_text(encoding="utf-8")
TOLD = {question: int(count) for question, count in re.findall(r"^\| (.+\?) \| (\d+) \|$", TABLE, re.M)}


def nav(reader, name):
    return reader.page.get_by_test_id("stTopNavLink").filter(has_text=name)


def button(reader, name):
    return reader.page.get_by_role("button", name=name)


def answer(reader, question):
    """Return the things to click, in order, and where the answer then is."""
    page = reader.page
    # The home page has no map yet: what is not asked for must not be waited for.
    on_map = page.frame_locator("iframe[title*=folium]")
    details = on_map.locator(".atlas-details")
    clear = button(reader, "Clear all filters").first
    heading = details.get_by_role("heading", level=2)
    return {
        "Which border checkpoints face Mexico?": ([button(reader, question)], clear),
        "Which sites are in Izabal?": ([button(reader, question)], clear),
        "Which locations are only roughly known?": ([button(reader, question)], clear),
        "What is known about Puerto Quetzal, and according to whom?": (
            [on_map.locator("[data-sites~=puerto-quetzal]")],
            heading.filter(has_text="Puerto Quetzal"),
        ),
        "Where is the crossing of Corinto?": (
            ["Corinto", page.get_by_role("option", name="Corinto").first],
            heading.filter(has_text="Corinto"),
        ),
        "Which sites are in Villa Nueva?": (
            ["Villa Nueva", page.get_by_role("option", name="Villa Nueva").first],
            clear,
        ),
        "What is the Place Based Strategy, with its figures?": (
            [nav(reader, "Programmes"), page.get_by_role("radio", name="Place Based Strategy")],
            page.locator(".a-number").first,
        ),
        "Where are the longest stretches of border without a checkpoint?": (
            [nav(reader, "Planning"), page.get_by_role("radio", name="Border and coast gaps")],
            page.get_by_role("heading", name="Longest stretches far from any site"),
        ),
        "Which sources does the atlas use?": (
            [nav(reader, "Sources")],
            page.get_by_text("Choose a title to see the facts based on it"),
        ),
        "How do I show this view to others?": (
            [page.get_by_role("button", name="Share", exact=True)],
            page.get_by_role("dialog").get_by_role("img"),
        ),
    }[question]


def answer_from_home(reader, question):
    """Return the things to click on the home page, and where the answer then stands."""
    steps, found = answer(reader, question)
    if button(reader, question).count():
        return [button(reader, question)], found
    if "Puerto Quetzal" in question:
        return [button(reader, "What is known about Puerto Quetzal?")], found
    # Without a map the server searches, and offers what it finds as buttons.
    name = next((step for step in steps if isinstance(step, str)), None)
    return ([name, button(reader, name).first] if name else steps), found


@pytest.mark.parametrize("question", TOLD)
def test_from_the_home_page_a_question_takes_no_more_clicks(reader, question):
    reader.page.goto(f"{reader.address}/home?lang=en")
    reader.settled()
    steps, found = answer_from_home(reader, question)
    for step in steps:
        if isinstance(step, str):
            reader.search(step)
        else:
            step.click()
        reader.settled()
    expect(found).to_be_visible()
    assert len(steps) <= TOLD[question]
    reader.page.keyboard.press("Escape")


@pytest.mark.parametrize("question", TOLD)
def test_a_question_takes_as_many_clicks_as_the_table_says(reader, question):
    steps, result = answer(reader, question)
    for step in steps:
        if isinstance(step, str):
            reader.search(step)
        elif step.get_attribute("data-sites") is not None:
            step.dispatch_event("click")
        else:
            step.click()
        reader.settled()
    expect(result).to_be_visible()
    assert len(steps) == TOLD[question]
    reader.page.keyboard.press("Escape")


def test_there_are_ten():
    assert len(TOLD) == 10
