"""Tables, names and facts that pages read, each worked out once for this process."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from atlas.i18n.messages import Language
from atlas.web.served_data import atlas_data
from geo.choices import Programme
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.dataset.records import data_date
from geo.dataset.sites import no_sites
from geo.errors import GeoError
from geo.selection import Selection
from geo.views.atlas_at_date import atlas_of, timeline_of, view_at
from geo.views.evidence import Fact, NamedFacts, by_identifier, every_fact
from geo.views.programme_chapter import Chapter, ChapterView, chapter_view
from geo.views.sites_view import SitesView, sites_view
from geo.views.states_in_time import Timeline, day_of, month_of
from geo.views.summary import Summary, summary


@cache
def departamento_names(of: AtlasData) -> dict[int, str]:
    """Return the names of the departamentos by INE code."""
    return _names(of, ("regions", "departamentos"), "codigo_depto", "departamento")


@cache
def municipio_names(of: AtlasData) -> dict[int, str]:
    """Return the names of the municipios by INE code."""
    return _names(of, ("population", "municipios"), "codigo_muni", "municipio")


def _names(of: AtlasData, tables: tuple[str, str], code: str, name: str) -> dict[int, str]:
    """Read the names from the first of the tables that is whole: both hold the same."""
    table = next((table for table in map(of.or_empty, tables) if table is not None), None)
    if table is None:
        return {}
    return dict(zip(table[code].astype(int).tolist(), table[name], strict=True))


@cache
def site_names(of: AtlasData, language: Language) -> dict[str, str]:
    """Return the names of the sites by their identifier."""
    return {str(site): str(name) for site, name in of.sites[f"name_{language}"].items()}


def timeline(of: AtlasData) -> Timeline | None:
    """Return the atlas in time; None where a table that it needs is broken."""
    try:
        return timeline_of(of)
    except GeoError:
        return None


@cache
def consulted_month(of: AtlasData) -> str | None:
    """Return the month in which the sources were last consulted, which is today's."""
    known = timeline(of)
    return None if known is None else month_of(known.consulted.isoformat())


@lru_cache(maxsize=256)
def _view(of: AtlasData, selection: Selection) -> SitesView:
    if timeline(of) is None:
        sites = of.or_empty("sites")
        return sites_view(selection.of_today, no_sites() if sites is None else sites, of)
    return view_at(selection, of)


def view_of(selection: Selection) -> SitesView:
    """Return the view of this process's sites under a selection; readers of one link share it."""
    return _view(atlas_data(), selection)


def facts() -> Facts | None:
    """Return the tables of facts; None where one of them is broken."""
    try:
        return atlas_data().facts
    except GeoError:
        return None


@cache
def _chapter(of: AtlasData, about: Chapter) -> ChapterView:
    """Return a chapter of the programmes page, gathered once."""
    return chapter_view(about, of.facts, of.sites)


def chapter(about: Chapter) -> ChapterView:
    """Return a chapter of this process's tables."""
    return _chapter(atlas_data(), about)


@cache
def known_facts(of: AtlasData) -> tuple[Fact, ...]:
    """Return every fact; none where a table of them is broken."""
    known, sites = facts(), of.or_empty("sites")
    return () if known is None or sites is None else every_fact(known, sites)


@cache
def named_facts(of: AtlasData) -> NamedFacts:
    """Return every fact by kind and identifier; none where a table of them is broken."""
    return by_identifier(known_facts(of))


@lru_cache(maxsize=64)
def _summary(of: AtlasData, subject: Selection | Programme) -> Summary:
    consulted = data_date(of.data) or date.today()
    if not isinstance(subject, Selection) or subject.when is None:
        return summary(subject, of.facts, of.sites, consulted, of)
    at_date = atlas_of(subject, of)
    # The date of the map is not that of a source.
    sites = at_date.sites.assign(status_as_of=None)
    return summary(subject, at_date.facts, sites, min(consulted, day_of(subject.when)), of)


def summary_of(subject: Selection | Programme) -> Summary:
    """Return the summary of a selection or a programme area of this process's tables."""
    return _summary(atlas_data(), subject)
