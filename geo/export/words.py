"""What an export needs to speak: the domain never translates, whoever calls hands in the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Words(Protocol):
    """The interface's words in one language, by ISO 639-1 code."""

    @property
    def language(self) -> str:
        """The language: `en` or `es`."""

    def __call__(self, key: str, **fields: object) -> str:
        """Return the words of a key with its fields filled in."""

    def amount(self, row: Mapping[str, Any]) -> str:
        """Return the value of a figure or point with its unit and the source's hedge."""

    def number(self, value: float) -> str:
        """Return a number with the decimals that it has."""

    def date(self, partial: str) -> str:
        """Return an ISO date as finely as it is known."""

    def period(self, start: str, end: str) -> str:
        """Return a span of two partial dates."""
