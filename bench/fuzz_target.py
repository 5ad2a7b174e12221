"""Define a fuzzing target and its failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

ROOT: Final = Path(__file__).resolve().parents[1]


class RequirementError(AssertionError):
    """An input violates a requirement."""


def require(is_met: bool, requirement: str) -> None:
    """Fail unless a requirement is met."""
    if not is_met:
        raise RequirementError(requirement)


def require_no_internals(answer: bytes) -> None:
    """Fail if an answer reveals paths, code or the content of other files."""
    for leak in (b"Traceback (most recent", str(ROOT).encode(), b"root:x:0", b"site-packages"):
        require(leak not in answer, "an answer reveals no internals")


@dataclass(frozen=True)
class Target:
    """A part of the atlas that takes untrusted input; `share` is its share of all inputs."""

    name: str
    share: float
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
