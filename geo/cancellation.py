"""Stop long measurements that nobody waits for any longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
