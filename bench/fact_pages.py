"""The pages of programmes and sources against an empty Streamlit page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from playwright.sync_api import Browser

from bench.opening import AT_REST, warm_ms
from bench.reader import median
from bench.rows import Row, at_most_times
from bench.servers import Server, running
from bench.viewers import viewer, wall_ms

PAGES = ("programmes", "sources")
UNTIL_WARM, RUNS = 2, 20
CHAPTERS = ("lang=en&programme=countering_narcotics", "lang=en&programme=forensics")


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of the pages of facts."""
    with running("empty") as empty, running("atlas") as atlas:
        addresses = [empty.address, *(f"{atlas.address}/{page}" for page in PAGES)]
        floor, *opened = warm_ms(browser, *((address, AT_REST) for address in addresses))
        for page, milliseconds in zip(PAGES, opened, strict=True):
            yield at_most_times(f"open {page}, warm cache", milliseconds, "ms", ("empty page", floor), 2)
        same = (CHAPTERS[0],) * 2
        runs = switched((empty, "", ("", "")), (atlas, "programmes", same), (atlas, "programmes", CHAPTERS))
        for against, milliseconds in zip(("empty page's run", "same chapter"), runs, strict=False):
            name = "switch programme: server run"
            yield at_most_times(name, runs[-1], "ms", (against, milliseconds), 1.5)


def switched(*pages: tuple[Server, str, tuple[str, str]]) -> list[float]:
    """Return the median milliseconds of a run of each page that alternates between two addresses of it."""
    with ExitStack() as stack:
        viewers = [(stack.enter_context(viewer(server)), page, queries) for server, page, queries in pages]
        rounds = [
            [wall_ms(connection, queries[n % 2], page) for connection, page, queries in viewers]
            for n in range(UNTIL_WARM + RUNS)
        ]
    return [median(list(taken)) for taken in zip(*rounds[UNTIL_WARM:], strict=True)]
