"""Citations: a link to the source's own sheet, and one to the source itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from atlas.i18n.messages import Language, Translator
from geo.choices import MISSION_LAYERS, FactKind, Layer
from geo.dataset.atlas_data import AtlasData
from geo.dataset.schema import Row, rows
from geo.selection import Selection, in_order
from geo.views.evidence import Fact
from pages.ui.facts.html import Html, h, joined, labelled, listed, outside
from pages.ui.facts.words import here
from pages.ui.here import MAP, address_of
from pages.ui.load import atlas_data


def citations(ids: Iterable[str], t: Translator, language: Language) -> Html:
    """Return who published each source, linked to its sheet, with an arrow to the source itself."""
    return labelled(t("figures.sources"), cited(ids, language))


def cited(ids: Iterable[str], language: Language) -> Html:
    """Return the same without a label."""
    known = _sources(atlas_data())
    return listed(_citation(source, known.get(source), language) for source in ids)


def publishers(ids: Iterable[str], language: Language) -> str:
    """Return who published each source, as plain text."""
    known = _sources(atlas_data())
    return ", ".join(
        here(known[source], "publisher", language) if source in known else source for source in ids
    )


def _citation(source_id: str, source: Row | None, language: Language) -> Html:
    if source is None:
        return h("span", source_id)
    year = f" {source['published'][:4]}" if source["published"] else ""
    link = h(
        "a",
        f"{here(source, 'publisher', language)}{year}",
        href=address_of("sources", source=source_id),
        title=f"{source_id}: {here(source, 'title', language)}",
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
    if fact.kind is FactKind.SITE:
        return site_address(fact.identifier)
    own: dict[str, str | None] = dict([fact.leads_to] if fact.leads_to else [])
    return address_of("programmes", None, **own)


def site_address(site: str) -> str:
    """Return the address of the map with a site chosen and its layer switched on."""
    layer = atlas_data().sites.at[site, "layer"]
    layers = in_order({*MISSION_LAYERS, layer}, Layer)
    return address_of(MAP, Selection(layers=layers, site=site))


def site_links(ids: Iterable[str] | None, t: Translator, language: Language) -> Html | None:
    """Return the sites of a row, each linked to its place on the map; None where there are none."""
    sites = atlas_data().or_empty("sites")
    if sites is None or not ids:
        return None
    named = [site for site in ids if site in sites.index]
    links = (h("a", str(sites.at[site, f"name_{language}"]), href=site_address(site)) for site in named)
    return labelled(t("figures.sites"), listed(links))
