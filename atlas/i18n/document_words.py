"""Provide the texts of the interface to exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import amount, amount_text, date_text, period_text


class ExportWords:
    """Texts, amounts and dates in one language, as `geo.exports.documents` needs them."""

    def __init__(self, language: Language) -> None:
        self._language, self._translate = language, translator(language)

    @property
    def language(self) -> str:
        """The language by ISO 639-1 code."""
        return str(self._language)

    def __call__(self, key: str, **fields: object) -> str:
        """Return the text of a key with its fields filled in."""
        return self._translate(key, **fields)

    def amount(self, row: Mapping[str, Any]) -> str:
        """Return the value of a figure with its unit and the source's hedge."""
        return amount(row, self._translate).text

    def number(self, value: float) -> str:
        """Return a number with the decimals that it has."""
        return amount_text(value, self._language)

    def date(self, partial: str) -> str:
        """Return an ISO date in words, as precisely as it is known."""
        return date_text(partial, self._language)

    def period(self, start: str, end: str) -> str:
        """Return a span of two partial dates."""
        return period_text(start, end, self._language)
