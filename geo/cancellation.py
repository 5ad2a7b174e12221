"""How long a search may take, how it reports its progress, and how it and other long work are stopped.

A search looks at its `Control`. Measuring lies many calls below what starts it: `raise_if_stopped` ends it
when nobody waits for it any longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class StoppedError(Exception):
    """A measurement was stopped before it had a result."""


_SHOULD_STOP: Final[ContextVar[Callable[[], bool]]] = ContextVar("should_stop", default=lambda: False)


@contextmanager
def stopped_by(should_stop: Callable[[], bool]) -> Iterator[None]:
    """Let `raise_if_stopped` look at `should_stop`, in this thread and inside of the block alone."""
    token = _SHOULD_STOP.set(should_stop)
    try:
        yield
    finally:
        _SHOULD_STOP.reset(token)


def raise_if_stopped() -> None:
    """Look whether the work of this thread should go on.

    Raises
    ------
    StoppedError
        It should not.
    """
    if _SHOULD_STOP.get()():
        raise StoppedError


TIME_LIMIT_S = 30.0
"""Seconds a reader waits; then the best answer so far is shown with its gap."""


class Stop(StrEnum):
    """Why a search ended."""

    OPTIMAL = "optimal"
    """No better answer exists: proven."""
    TIME_LIMIT = "time_limit"
    """The time was up; the gap says how much better another answer could be at most."""
    CANCELLED = "cancelled"
    """The reader stopped it; the gap as above."""


@dataclass(frozen=True)
class Progress:
    """The progress of a search: the best value, how good any other could be, and the seconds taken."""

    value: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How far apart value and bound are, as a share of the value; infinite while nothing is known."""
        if self.value == self.bound:
            return 0.0
        return abs(self.value - self.bound) / abs(self.value) if self.value else float("inf")


@dataclass(frozen=True)
class Control:
    """The terms of one search.

    `on_progress` is called in the searching thread, at most some times a second; `should_stop`
    is called as often and ends the search with the best answer so far.
    """

    time_limit_s: float = TIME_LIMIT_S
    on_progress: Callable[[Progress], None] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def seconds_left(self) -> float:
        """Seconds until the limit, never negative."""
        return max(self.time_limit_s - self.seconds, 0.0)

    def stop(self) -> Stop | None:
        """Return why to stop now, or None."""
        if self.should_stop():
            return Stop.CANCELLED
        return None if self.seconds_left else Stop.TIME_LIMIT

    def tell(self, value: float, bound: float) -> None:
        """Report the progress of the search."""
        self.on_progress(Progress(value, bound, self.seconds))
