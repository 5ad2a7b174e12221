"""The pages of programmes and sources against an empty Streamlit page."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser

from bench.opening import warm_ms
from bench.reader import median
from bench.rows import Row, at_most_times
from bench.servers import Server, running
from bench.viewers import viewer, wall_ms

PAGES = ("programmes", "sources")
CHAPTERS = ("lang=en&programme=countering_narcotics", "lang=en&programme=forensics")


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of the pages of facts."""
    with running("empty") as server:
        empty_open, empty_run = warm_ms(browser, server.address), switched(server, "", ("", ""))
    with running("atlas") as server:
        for page in PAGES:
            opened = warm_ms(browser, f"{server.address}/{page}")
            yield at_most_times(f"open {page}, warm cache", opened, "ms", ("empty page", empty_open), 2)
        run = switched(server, "programmes", CHAPTERS)
        yield at_most_times("switch programme: server run", run, "ms", ("empty rerun", empty_run), 1.5)


def switched(server: Server, page: str, queries: tuple[str, str]) -> float:
    """Return the median milliseconds of a run that alternates between two addresses of a page."""
    with viewer(server) as connection:
        for query in queries:
            wall_ms(connection, query, page)
        return median([wall_ms(connection, queries[n % 2], page) for n in range(20)])
