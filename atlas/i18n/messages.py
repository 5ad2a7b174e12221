"""Translate the interface: keys `section.name` in TOML files by page.

It does not import Streamlit, because the server and the command line use it too.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, SupportsFloat

LOCALES: Final = Path(__file__).parent / "locales"


class Language(StrEnum):
    """A language of the interface, by ISO 639-1 code."""

    ENGLISH = "en"
    """English."""
    SPANISH = "es"
    """Spanish, as official Guatemalan texts write it."""


@cache
def messages(language: Language) -> dict[str, str]:
    """Return every message of a language by its dotted key."""
    words: dict[str, str] = {}
    for path in sorted((LOCALES / language).glob("*.toml")):
        words |= dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    return words


def _flat(nested: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in nested.items():
        pairs += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return pairs


@dataclass(frozen=True, eq=False)
class Translator:
    """The texts of one language: `t("section.name", field=value)`.

    Texts with two forms, "one|many", take the one for the number `count`.
    """

    language: Language

    def __call__(self, key: str, **fields: object) -> str:
        """Return the text of a key with its fields filled in; an unknown key raises `KeyError`."""
        text, count = messages(self.language)[key], fields.get("count")
        # Asking for the protocol takes longer than all the rest, and most texts have one form.
        if "|" in text and isinstance(count, SupportsFloat):
            text = plural(text, float(count))
        return text.format(**fields) if fields else text


@cache
def translator(language: Language) -> Translator:
    """Return the translator of a language, always the same instance."""
    return Translator(language)


def preferred_language(accepted: str | None) -> Language:
    """Return Spanish if it is the browser's first known language, else English.

    `accepted` is a locale such as ``es-GT`` or an ``Accept-Language`` header.
    """
    for choice in (accepted or "").split(","):
        code = choice.split(";")[0].strip().lower()[:2]
        if code in set(Language):
            return Language(code)
    return Language.ENGLISH


def plural(forms: str, count: float) -> str:
    """Return the form for `count` of "one|many"; words without a bar have one form."""
    singular, _, many = forms.partition("|")
    return singular if abs(count) == 1 or not many else many
