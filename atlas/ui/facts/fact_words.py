"""Facts in words: claims, periods, ages and pillars of a row, its citations, links to facts and sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import date_text, period_text
from atlas.ui.state.session import MAP_ADDRESS, address_of
from atlas.ui.widgets.markup import Html, h, joined, labelled, listed, outside
from atlas.web.served_data import atlas_data
from geo.choices import MISSION_LAYERS, ClaimKind, FactKind, Layer
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import RESULTS, years_old
from geo.dataset.records import data_date
from geo.dataset.schema import Row, rows
from geo.selection import Selection, in_order
from geo.views.evidence import Fact

MARKS: Final[Mapping[ClaimKind, str]] = {
    ClaimKind.REPORTED: "●",
    ClaimKind.COUNTED: "■",
    ClaimKind.TARGET: "◎",
    ClaimKind.COMMITMENT: "◇",
    ClaimKind.INTENT: "○",
    ClaimKind.ESTIMATE: "≈",
    ClaimKind.DERIVED: "∑",
}
"""A sign for each kind of claim, always next to the word."""


CARDS: Final = (FactKind.COMPONENT, FactKind.CONFLICT)
"""Facts that have a card on the page of their programme area, and no sheet."""


def text_of(row: Row, name: str, language: Language) -> str:
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


def period_words(row: Row, t: Translator) -> str:
    """Return the period of a figure, as of when it speaks and how old it is."""
    as_of = t("figures.as_of", date=date_text(row["as_of"], t.language), age=age_words(row["as_of"], t))
    if row["period_start"] is None or row["period_start"] == row["period_end"] == row["as_of"]:
        return as_of
    period = period_text(row["period_start"], row["period_end"], t.language)
    return f"{t('figures.period', period=period)} · {as_of}"


def age_words(as_of: str, t: Translator) -> str:
    """Return how old a statement is at least, on the day of the data or later."""
    today = max(date.today(), data_date(atlas_data().data) or date.today())
    years = years_old(as_of, today)
    return t("figures.age", count=years) if years else t("figures.age_new")


def pillar_words(row: Row, pillars: str, basis: str, t: Translator, key: str = "figures.pillar") -> str:
    """Return the pillars of a row and their basis, in the words of `key`; empty without one."""
    named = row[pillars]
    if not named:
        return ""
    names = ", ".join(t(f"pillar.{pillar}") for pillar in ((named,) if isinstance(named, str) else named))
    return t(key, names=names, basis=t(f"basis.{row[basis]}"))


def attribute_of(thing: object, name: str, language: Language) -> Any:
    """Return the attribute `name` of a record in a language."""
    return getattr(thing, f"{name}_{language}")


def publication_date(source: Row, language: Language) -> str:
    """Return the date of a source, or what is known of it."""
    if source["published"]:
        return date_text(source["published"], language)
    return text_of(source, "published_note", language)


def citations(ids: Iterable[str], t: Translator) -> Html:
    """Return who published each source, linked to its sheet, with an arrow to the source itself."""
    return labelled(t("figures.sources"), source_links(ids, t.language))


def source_links(ids: Iterable[str], language: Language) -> Html:
    """Return the same without a label."""
    known = _sources(atlas_data())
    return listed(_citation(source, known.get(source), language) for source in ids)


def publishers(ids: Iterable[str], language: Language) -> str:
    """Return who published each source, as plain text."""
    known = _sources(atlas_data())
    return ", ".join(
        text_of(known[source], "publisher", language) if source in known else source for source in ids
    )


def _citation(source_id: str, source: Row | None, language: Language) -> Html:
    if source is None:
        return h("span", source_id)
    year = f" {source['published'][:4]}" if source["published"] else ""
    link = h(
        "a",
        f"{text_of(source, 'publisher', language)}{year}",
        href=address_of("sources", source=source_id),
        title=f"{source_id}: {text_of(source, 'title', language)}",
    )
    return joined([link, outside(source["url"], "↗") if source["url"] else None], "\u00a0")


@cache
def _sources(of: AtlasData) -> dict[str, Row]:
    """Return the sources by identifier; none where their table is broken."""
    table = of.or_empty("sources")
    return {} if table is None else {row["source_id"]: row for row in rows(table.reset_index())}


def fact_link(fact: Fact, language: Language) -> Html:
    """Return the name of a fact, linked to where a page shows it."""
    return h("a", fact.name(language), href=fact_address(fact))


def fact_address(fact: Fact) -> str:
    """Return the address of the page that shows a fact."""
    if fact.leads_to and fact.leads_to[0] == "site":
        return site_address(fact.leads_to[1])
    if fact.kind in (FactKind.ROUTE, FactKind.SPEED):
        return address_of("sources", None, dataset="routes", row=fact.identifier)
    own: dict[str, str | None] = dict([fact.leads_to] if fact.leads_to else [])
    card = f"#{inside(f'{fact.kind}-{fact.identifier}')}" if fact.kind in CARDS else ""
    return address_of("programmes", None, **own) + card


def inside(card: str) -> str:
    """Return the id of the text in a card that may be folded: a link to it opens the card."""
    return f"{card}-text"


def site_address(site: str) -> str:
    """Return the address of the map with a site chosen and its layer switched on."""
    layer = atlas_data().sites.at[site, "layer"]
    layers = in_order({*MISSION_LAYERS, layer}, Layer)
    return address_of(MAP_ADDRESS, Selection(layers=layers, site=site))


def site_links(ids: Iterable[str] | None, t: Translator) -> Html | None:
    """Return the sites of a row, each linked to its place on the map; None where there are none."""
    sites = atlas_data().or_empty("sites")
    if sites is None or not ids:
        return None
    named = [site for site in ids if site in sites.index]
    links = (h("a", str(sites.at[site, f"name_{t.language}"]), href=site_address(site)) for site in named)
    return labelled(t("figures.sites"), listed(links))
