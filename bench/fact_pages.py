"""Measure the pages of programmes and sources against an empty Streamlit page.

Rows: opening both pages with a warm cache; switching the programme, against a switch on the empty page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from playwright.sync_api import Browser, Locator

from bench.opening import AT_REST, warm_ms
from bench.reader import Window, median
from bench.rows import Row, at_most_times
from bench.servers import Server, running

PAGES = ("programmes", "sources")
UNTIL_WARM, SWITCHES = 2, 12
OPTIONS = ("Izabal", "Guatemala")
CHAPTERS = ("Countering narcotics", "Forensics")

PAUSE_MS: Final = 700
"""Seconds in which a chapter draws its charts, before the next press."""


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of the pages of facts."""
    with running("empty") as empty, running("atlas") as atlas:
        addresses = [empty.address, *(f"{atlas.address}/{page}" for page in PAGES)]
        floor, *opened = warm_ms(browser, *((address, AT_REST) for address in addresses))
        for page, milliseconds in zip(PAGES, opened, strict=True):
            yield at_most_times(f"open {page}, warm cache", milliseconds, "ms", ("empty page", floor), 2)
        floor, switched = switched_ms(browser, empty, atlas)
        yield at_most_times("switch programme", switched, "ms", ("empty page, switched", floor), 2)


def switched_ms(browser: Browser, empty: Server, atlas: Server) -> tuple[float, float]:
    """Return the median milliseconds from a press to the new heading, in turns.

    On the empty page the press chooses an option, on the page of programmes a programme area; the charts,
    which follow the heading, are not included.
    """
    with closing(Window(browser)) as plain, closing(Window(browser)) as ours:
        plain.open(empty.address)
        ours.open(f"{atlas.address}/programmes?lang=en&programme=forensics")
        taken = [(_switch_option(plain, n), _switch_chapter(ours, n)) for n in range(UNTIL_WARM + SWITCHES)]
    floor, switched = (median(list(times)) for times in zip(*taken[UNTIL_WARM:], strict=True))
    return floor, switched


def _switch_option(window: Window, count: int) -> float:
    name = OPTIONS[count % 2]
    window.page.bring_to_front()
    window.page.locator("[data-testid=stSelectbox] input").click()
    option = window.page.get_by_role("option", name=name)
    option.wait_for()
    return _pressed_ms(window, option, "[data-testid=stMarkdown]", name)


def _switch_chapter(window: Window, count: int) -> float:
    name = CHAPTERS[count % 2]
    window.page.bring_to_front()
    chapter = window.page.get_by_role("radio", name=name, exact=True)
    return _pressed_ms(window, chapter, ".stMain h3", name)


def _pressed_ms(window: Window, control: Locator, shown: str, text: str) -> float:
    """Return the milliseconds from a press until an element matching `shown` has `text`."""
    seen = f"[...document.querySelectorAll('{shown}')].some((one) => one.textContent.includes('{text}'))"
    window.start_stopwatch(seen)
    control.click()
    taken = window.stopwatch()
    window.page.wait_for_timeout(PAUSE_MS)
    return taken
