"""The words of the interface, in English and Spanish: keys `section.name` in TOML files by page.

Knows no Streamlit: the server and the command line speak through it as well.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
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


Translator = Callable[..., str]
"""`t("section.name", field=value)` returns the words of that key with the fields filled in.

Words with two forms, "one|many", take that of the number `count`.
"""


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


@cache
def translator(language: Language) -> Translator:
    """Return the function that words a key in `language`; an unknown key raises `KeyError`."""
    words = messages(language)

    def translate(key: str, **fields: object) -> str:
        said, count = words[key], fields.get("count")
        if isinstance(count, SupportsFloat):
            said = plural(said, float(count))
        return said.format(**fields) if fields else said

    return translate


def preferred_language(accepted: str | None) -> Language:
    """Return the language of the reader's browser: Spanish if its first known choice is, else English.

    `accepted` is a locale such as ``es-GT`` or an ``Accept-Language`` header.
    """
    for choice in (accepted or "").split(","):
        code = choice.split(";")[0].strip().lower()[:2]
        if code in set(Language):
            return Language(code)
    return Language.ENGLISH


def plural(forms: str, count: float) -> str:
    """Return the form for `count` of "one|many"; words without a bar have one form."""
    one, _, many = forms.partition("|")
    return one if abs(count) == 1 or not many else many
