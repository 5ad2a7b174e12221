"""A reader who clicks before the last answer arrives loses no choice."""

import pytest
from playwright.sync_api import WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.reader import LOOK_MS, PATIENCE_MS

MISSION = "checkpoints.ports.precincts.pbs"


class SlowLine:
    """The page's websocket, on which the server's answers can be kept back."""

    def __init__(self, page):
        self.is_slow, self.kept = False, []
        page.route_web_socket("**/_stcore/stream*", self._lay)

    def _lay(self, browser: WebSocketRoute):
        self.browser, server = browser, browser.connect_to_server()
        browser.on_message(server.send)
        server.on_message(self._pass_on)

    def _pass_on(self, message):
        if self.is_slow:
            self.kept.append(message)
        else:
            self.browser.send(message)

    def has_kept(self, kind):
        return any(ForwardMsg.FromString(message).WhichOneof("type") == kind for message in self.kept)

    def wait_until_kept(self, page, kind):
        for _ in range(PATIENCE_MS // LOOK_MS):
            if self.has_kept(kind):
                return
            # Only here does Playwright hand on what has come.
            page.wait_for_timeout(LOOK_MS)
        raise AssertionError(f"the server did not say {kind}")

    def bring(self):
        self.is_slow = False
        while self.kept:
            self.browser.send(self.kept.pop(0))

    def answer_late(self, page, *clicks):
        """Let the reader click on while every answer is on its way, and bring them all in the end."""
        before: list[str | bytes] = []
        self.is_slow = True
        for click in clicks:
            click()
            self.wait_until_kept(page, "script_finished")
            before, self.kept = before + self.kept, []
        self.kept = before
        self.bring()


@pytest.fixture
def quick(new_reader):
    reader = new_reader()
    line = SlowLine(reader.page)
    return reader.open("/?lang=en&dep=18"), line


def test_two_filters_chosen_before_an_answer_are_both_kept(quick):
    reader, line = quick
    line.answer_late(
        reader.page,
        lambda: reader.choose("Types of site", "Airports"),
        lambda: reader.choose("Programme", "Border and port security"),
    )
    reader.settled().wait_for_address(dep="18", layers=f"{MISSION}.airports", prog="border_port")


def test_an_early_filter_keeps_the_region_chosen_on_the_map(quick):
    reader, line = quick
    region = "app.tell({ region: { departamentos: [17], municipios: [] } })"
    line.answer_late(
        reader.page,
        lambda: reader.atlas(region),
        lambda: reader.choose("Types of site", "Airports"),
    )
    reader.settled().wait_for_address(dep="17", layers=f"{MISSION}.airports")
    assert reader.page.locator("[class*=st-key-filter_departamentos]").get_by_text("Petén").is_visible()


def test_an_early_filter_keeps_the_area_drawn_on_the_map(quick):
    reader, line = quick
    line.answer_late(
        reader.page,
        lambda: reader.atlas("app.chooseArea('cAvyRgkuC')"),
        lambda: reader.choose("Types of site", "Airports"),
    )
    reader.settled().wait_for_address(dep=None, area="cAvyRgkuC", layers=f"{MISSION}.airports")
    reader.wait("app.drawing.area === 'cAvyRgkuC'")


def test_a_question_chosen_while_its_page_is_still_coming_is_answered(quick):
    reader, _ = quick
    reader.page.get_by_test_id("stTopNavLink").filter(has_text="Planning").click()
    reader.page.get_by_role("radio", name="Border and coast gaps").click()
    reader.page.get_by_role("heading", name="Longest stretches far from any site").wait_for()
    reader.settled().wait_for_address(dep="18", ask="gaps")
