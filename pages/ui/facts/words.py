"""Claims, periods, ages and pillars of a row in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from atlas.i18n.messages import Language, Translator, date_text, period_text
from geo.choices import ClaimKind
from geo.dataset.facts import RESULTS, years_old
from geo.dataset.records import data_date
from geo.dataset.schema import Row
from pages.ui.facts.html import Html, h
from pages.ui.load import atlas_data

MARKS: Final[Mapping[ClaimKind, str]] = {
    ClaimKind.REPORTED: "●",
    ClaimKind.COUNTED: "■",
    ClaimKind.TARGET: "◎",
    ClaimKind.COMMITMENT: "◇",
    ClaimKind.INTENT: "○",
    ClaimKind.ESTIMATE: "≈",
    ClaimKind.DERIVED: "∑",
}
"""A sign for each kind of claim; it always stands beside the word."""


def here(row: Row, name: str, language: Language) -> str:
    """Return the text `name` of a row in a language, empty where it is missing."""
    return row[f"{name}_{language}"] or ""


def claim_badge(claim: ClaimKind, t: Translator) -> Html:
    """Return the word for a kind of claim with its sign and its meaning."""
    return h(
        "span",
        h("span", MARKS[claim], aria_hidden="true"),
        " ",
        t(f"claim_kind.{claim}"),
        class_=f"a-badge a-claim-{claim}",
        title=f"{t(f'claim_kind.{claim}')}: {t(f'claim_plain.{claim}')}",
    )


def is_result(row: Row) -> bool:
    """Whether a figure tells what was; the others are drawn as plans."""
    return row["claim"] in RESULTS


def when(row: Row, t: Translator, language: Language) -> str:
    """Return the period of a figure, as of when it speaks and how old it is."""
    as_of = t("figures.as_of", date=date_text(row["as_of"], language), age=age(row["as_of"], t))
    if row["period_start"] is None or row["period_start"] == row["period_end"] == row["as_of"]:
        return as_of
    period = period_text(row["period_start"], row["period_end"], language)
    return f"{t('figures.period', period=period)} · {as_of}"


def age(as_of: str, t: Translator) -> str:
    """Return how old a statement is at least, on the day of the data or later."""
    today = max(date.today(), data_date(atlas_data().data) or date.today())
    years = years_old(as_of, today)
    return t("figures.age", count=years) if years else t("figures.age_new")


def pillar_words(row: Row, pillars: str, basis: str, t: Translator, key: str = "figures.pillar") -> str:
    """Return the pillars of a row and whose word that is, in the words of `key`; empty without one."""
    named = row[pillars]
    if not named:
        return ""
    names = ", ".join(t(f"pillar.{one}") for one in ((named,) if isinstance(named, str) else named))
    return t(key, names=names, basis=t(f"basis.{row[basis]}"))


def here_of(thing: object, name: str, language: Language) -> Any:
    """Return the attribute `name` of a value in a language."""
    return getattr(thing, f"{name}_{language}")


def published(source: Row, language: Language) -> str:
    """Return the date of a source, or what is known of it."""
    if source["published"]:
        return date_text(source["published"], language)
    return here(source, "published_note", language)
