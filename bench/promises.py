"""The definition of a fuzzing target and of its failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

ROOT: Final = Path(__file__).resolve().parents[1]


class BrokenPromiseError(AssertionError):
    """An input violates a requirement."""


def require(holds: bool, promise: str) -> None:
    """Fail unless a requirement is met."""
    if not holds:
        raise BrokenPromiseError(promise)


def require_nothing_of_the_inside(said: bytes) -> None:
    """Fail if an answer tells where the server's files are, what its code is, or what other files hold."""
    for leak in (b"Traceback (most recent", str(ROOT).encode(), b"root:x:0", b"site-packages"):
        require(leak not in said, "no answer tells of the inside")


@dataclass(frozen=True)
class Target:
    """A part of the atlas that takes untrusted input; it gets `share` of all inputs."""

    name: str
    share: float
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
