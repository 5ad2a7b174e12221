"""Searches that take longer than a page should stand still: run beside it, told, limited, stopped.

Knows nothing of the page: a search runs in a thread of its own and is asked how it stands.
"""

from __future__ import annotations

from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from geo.choices import Model
from geo.location.instance import Instance
from geo.location.recommendation import NextSites, gain_curve, next_sites, value_of
from geo.location.search_control import Control, Progress

WORKERS: Final = 2
"""Searches at a time in this process; others wait for their turn."""

_POOL: Final = ThreadPoolExecutor(WORKERS, thread_name_prefix="siting")


@dataclass(frozen=True, eq=False)
class SearchResult:
    """An answer, and the best value for one new site, two, ... as far as the time went."""

    answer: NextSites
    best: tuple[tuple[int, float], ...]


@dataclass(eq=False)
class Search:
    """A search for the answer to the question `key`."""

    key: Hashable
    cancelled: Event = field(default_factory=Event)
    progress: Progress | None = None
    future: Future[SearchResult] = field(init=False)

    @property
    def is_running(self) -> bool:
        """Whether there is no answer yet."""
        return not self.future.done()

    def wait(self, seconds: float) -> None:
        """Wait for the answer, but no longer than this."""
        wait((self.future,), seconds)

    def cancel(self) -> None:
        """End the search with the best answer so far."""
        self.cancelled.set()

    def found(self) -> SearchResult:
        """Return the answer; an error of the search is raised here."""
        return self.future.result()


def started(key: Hashable, asked: Instance, seconds: float) -> Search:
    """Return a search that has just begun and ends after `seconds` at the latest."""
    search = Search(key)

    def told(progress: Progress) -> None:
        search.progress = progress

    def run() -> SearchResult:
        control = Control(seconds, told, search.cancelled.is_set)
        answer = next_sites(asked, control)
        if asked.question.model is Model.SET_COVERING:
            return SearchResult(answer, ())
        curve = gain_curve(asked, control)
        return SearchResult(answer, tuple((count, value_of(asked, one.paid)) for count, one in curve))

    search.future = _POOL.submit(run)
    return search
