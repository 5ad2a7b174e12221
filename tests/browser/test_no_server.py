"""Actions on data in the browser send no message and need no server."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import SHELF

LARGEST_CHANGE = 15_000
"""Bytes over the websocket for one chosen departamento, at most (issue 2)."""


@pytest.fixture
def quiet(reader):
    """The reader, with every message counted from now on."""
    reader.look(15.8, -90.2, 8)
    reader.wire.clear()
    return reader


def sentinel(reader):
    """Do what sends one message, and return how many went out up to it."""
    reader.map.locator("[data-layer=ports]").uncheck()
    reader.wait_for_address(layers="checkpoints.precincts.pbs")
    return len(reader.wire.sent)


def test_moving_zooming_and_hovering_send_nothing(quiet):
    point = SHELF.municipios.set_index("codigo_muni").at[1710, "geometry"].representative_point()
    quiet.hover(point.y, point.x)
    expect(quiet.map.locator(".atlas-tooltip")).to_have_text("Sayaxché, Petén")
    quiet.page.mouse.down()
    quiet.page.mouse.move(900, 500, steps=5)
    quiet.page.mouse.up()
    quiet.page.mouse.wheel(0, -300)
    quiet.wait("app.map.getZoom() > 8")
    quiet.map.get_by_role("button", name="Zoom out").click()
    quiet.wait("!app.map._animatingZoom")
    assert sentinel(quiet) == 1


def test_moving_writes_the_view_into_the_address(quiet):
    quiet.look(14.64, -90.51, 11)
    quiet.wait_for_address(at="14.6400,-90.5100,11")


def test_outlines_and_cards_send_nothing(quiet):
    """After the first rerun the component used to send the outline of each clicked municipio."""
    quiet.go("/?lang=en&dep=17")
    quiet.wire.clear()
    point = SHELF.municipios.set_index("codigo_muni").at[1710, "geometry"].representative_point()
    quiet.look(point.y, point.x, 9)
    quiet.hover(point.y, point.x)
    quiet.page.mouse.down()
    quiet.page.mouse.up()
    expect(quiet.map.locator(".atlas-card")).to_contain_text("Sayaxché")
    quiet.map.locator("[data-layer=ports]").uncheck()
    quiet.wait_for_address(layers="checkpoints.precincts.pbs")
    assert len(quiet.wire.sent) == 1
    assert max(quiet.wire.sent) < 3000


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (
            "find('[data-sites=corinto]').dispatchEvent(new MouseEvent('click', at))",
            "!app.details.box.hidden",
        ),
        ("find('[data-layer=ports]').click()", "!app.shown.some((site) => site.layer === 'ports')"),
        (
            "find('[data-sites=corinto]').dispatchEvent(new MouseEvent('mouseover', at))",
            "document.querySelector('.atlas-tooltip')",
        ),
    ],
    ids=["details", "layer", "hover"],
)
def test_the_map_answers_in_the_same_breath(quiet, act, answer):
    answered = quiet.map.evaluate(
        "([act, answer]) => { const app = Atlas.app, find = (one) => document.querySelector(one);"
        " const at = { bubbles: true, view: window };"
        " const before = Boolean(eval(answer)); eval(act); return [before, Boolean(eval(answer))]; }",
        [act, answer],
    )
    assert answered == [False, True]


def test_a_chosen_departamento_costs_little_on_the_wire(quiet):
    quiet.choose("Departamento", "Petén")
    quiet.wait("app.state.departamentos[0] === 17")
    quiet.wait_for_address(dep="17")
    quiet.settled()
    assert len(quiet.wire.sent) == 1
    assert 0 < sum(quiet.wire.received) <= LARGEST_CHANGE


def test_the_wire_is_measured(reader):
    reader.wire.clear()
    reader.open("/?lang=en")
    assert sum(reader.wire.received) > 10_000


def test_opening_the_page_runs_it_once(reader):
    """The component once sent an empty value as soon as it was there, and everything ran twice."""
    reader.page.goto("about:blank")
    reader.wire.clear()
    reader.open("/?lang=en")
    assert sentinel(reader) == 2
