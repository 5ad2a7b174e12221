"""Format numbers with unit and hedge, and dates, in each language; `ExportWords` offers them to exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from atlas.i18n.messages import Language, Translator, plural, translator

MILLION: Final = 1_000_000

MONEY: Final = ("usd", "gtq")
"""Units before the number; large amounts are written in millions."""

PERCENT: Final = "percent"
"""The unit with its own symbol. All three are codes of `geo.choices.Unit`, not imported here."""


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


PERCENT_SIGN: Final = {Language.ENGLISH: "%", Language.SPANISH: "\u202f%"}
"""The per cent sign; in Spanish a narrow no-break space precedes it."""


def amount(row: Mapping[str, Any], t: Translator) -> Amount:
    """Return the amount of a figure or point: of its `value`, `unit` and `qualifier`."""
    number, unit = _number(float(row["value"]), row["unit"], t)
    hedge = t(f"qualifier.{row['qualifier']}").replace("{amount}", "").strip()
    return Amount(hedge, number, unit)


def _number(value: float, unit: str, t: Translator) -> tuple[str, str]:
    words = t(f"unit.{unit}")
    if unit in MONEY:
        if value < MILLION:
            return f"{words}{amount_text(value, t.language)}", ""
        millions = value / MILLION
        return f"{words}{amount_text(millions, t.language)}", plural(t("figures.million"), millions)
    if unit == PERCENT:
        return f"{amount_text(value, t.language)}{PERCENT_SIGN[t.language]}", ""
    return amount_text(value, t.language), plural(words, value)


def number_text(value: float, language: Language, decimals: int = 0) -> str:
    """Return a number as 1,234.5, in English and in Guatemalan Spanish."""
    del language
    return f"{value:,.{decimals}f}"


def amount_text(value: float, language: Language) -> str:
    """Return a number with its own decimals and a true minus sign: 18,218.08 or −26."""
    decimals = next((n for n in (0, 1) if abs(value - round(value, n)) < 1e-9), 2)
    return number_text(value, language, decimals).replace("-", "−")


def duration_text(minutes: float) -> str:
    """Return a time in hours and minutes, alike in both languages: 1 h 40 min, 25 min, 2 h."""
    hours, rest = divmod(round(minutes), 60)
    parts = [f"{hours:,} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(part for part in parts if part)


MONTHS: Final = {
    Language.ENGLISH: "January February March April May June July August September October November "
    "December",
    Language.SPANISH: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}


def date_text(partial: str, language: Language) -> str:
    """Return an ISO date as precisely as it is known: 2018, May 2021, 29 May 2020."""
    year, *rest = partial.split("-")
    if not rest:
        return year
    month = MONTHS[language].split()[int(rest[0]) - 1]
    joint = " de " if language is Language.SPANISH else " "
    return joint.join([*(str(int(day)) for day in rest[1:]), month, year])


def period_text(start: str, end: str, language: Language) -> str:
    """Return a span of two partial dates, both included, or one date if they are equal."""
    if start == end:
        return date_text(start, language)
    first, last = date_text(start, language), date_text(end, language)
    if len(start) == len(end) == 4:
        return f"{start}–{end}"
    if start[:4] == end[:4]:
        joint = " de " if language is Language.SPANISH else " "
        first = first.removesuffix(joint + start[:4])
    return f"{first} – {last}"


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
