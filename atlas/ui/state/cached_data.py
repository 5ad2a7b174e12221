"""What pages read: the shelf of this process, and the names that filters offer."""

from __future__ import annotations

from functools import cache, lru_cache

from atlas.web.served_data import atlas_data, map_files, problems
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.dataset.sites import no_sites
from geo.errors import GeoError
from geo.selection import Selection
from geo.views.evidence import Fact, every_fact
from geo.views.programme_chapter import Chapter, ChapterView, chapter_view
from geo.views.sites_view import SitesView, sites_view

__all__ = [
    "atlas_data",
    "chapter",
    "departamento_names",
    "facts",
    "map_files",
    "municipio_names",
    "problems",
    "view_of",
]


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


@lru_cache(maxsize=256)
def _view(of: AtlasData, selection: Selection) -> SitesView:
    sites = of.or_empty("sites")
    return sites_view(selection, no_sites() if sites is None else sites)


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
def chapter_of_shelf(of: AtlasData, about: Chapter) -> ChapterView:
    """Return a chapter of the programmes page, gathered once."""
    return chapter_view(about, of.facts, of.sites)


def chapter(about: Chapter) -> ChapterView:
    """Return a chapter of this process's tables."""
    return chapter_of_shelf(atlas_data(), about)


@cache
def known_facts(of: AtlasData) -> tuple[Fact, ...]:
    """Return every fact; none where a table of them is broken."""
    known, sites = facts(), of.or_empty("sites")
    return () if known is None or sites is None else every_fact(known, sites)
