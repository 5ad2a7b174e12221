"""Numbers with their unit and the source's hedge, as each language says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from atlas.i18n.messages import Language, Translator, amount_text, plural
from geo.choices import Qualifier, Unit

MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Amount:
    """The parts of "about 1,400 tonnes": hedge, number, unit; the hedge and the unit may be empty."""

    hedge: str
    number: str
    unit: str

    @property
    def text(self) -> str:
        """The amount in one line."""
        return " ".join(part for part in (self.hedge, self.number, self.unit) if part)


SIGNS: Final = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.OVER: ">",
    Qualifier.ALMOST: "<",
    Qualifier.UP_TO: "≤",
    Qualifier.AT_LEAST: "≥",
}
"""The hedge of a source where there is no room for words: on a chart."""


def amount(row: Mapping[str, Any], t: Translator, language: Language) -> Amount:
    """Return the amount of a figure or point: of its `value`, `unit` and `qualifier`."""
    number, unit = _number(float(row["value"]), row["unit"], t, language)
    hedge = t(f"qualifier.{row['qualifier']}").replace("{amount}", "").strip()
    return Amount(hedge, number, unit)


def _number(value: float, unit: str, t: Translator, language: Language) -> tuple[str, str]:
    words = t(f"unit.{unit}")
    if unit in {Unit.USD, Unit.GTQ}:
        if value < MILLION:
            return f"{words}{amount_text(value, language)}", ""
        millions = value / MILLION
        return f"{words}{amount_text(millions, language)}", plural(t("figures.million"), millions)
    if unit == Unit.PERCENT:
        space = "\u202f" if language is Language.SPANISH else ""
        return f"{amount_text(value, language)}{space}{words}", ""
    return amount_text(value, language), plural(words, value)
