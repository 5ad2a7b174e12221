"""Which facts rest on which source: the way back from a source to the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import FactKind
from geo.dataset.facts import Facts
from geo.dataset.schema import rows


@dataclass(frozen=True)
class Fact:
    """One row of a table as other pages name it.

    `leads_to` is what the address of its page names: itself for a site, a figure or an event,
    else the programme area, pillar or chart that shows it; None for what the whole shows.
    """

    kind: FactKind
    identifier: str
    name_en: str
    name_es: str
    sources: tuple[str, ...]
    leads_to: tuple[str, str] | None

    def name(self, language: str) -> str:
        """Return its name in a language, by ISO 639-1 code."""
        return self.name_es if language == "es" else self.name_en


def every_fact(facts: Facts, sites: gpd.GeoDataFrame) -> tuple[Fact, ...]:
    """Return every row that names sources, table by table."""
    return tuple(_every_fact(facts, sites))


def facts_of(facts: tuple[Fact, ...], source_id: str) -> tuple[Fact, ...]:
    """Return those of `facts` that rest on a source."""
    return tuple(fact for fact in facts if source_id in fact.sources)


def by_identifier(facts: tuple[Fact, ...]) -> dict[tuple[FactKind, str], Fact]:
    """Return `facts` by kind and identifier; a unit and its site may share an identifier."""
    return {(fact.kind, fact.identifier): fact for fact in facts}


def kind_of(file: str) -> FactKind | None:
    """Return what the rows of a file such as `figures.csv` are; None where they are no facts."""
    return _KINDS.get(file)


def uses(facts: tuple[Fact, ...]) -> pd.Series[int]:
    """Return how many facts rest on each source, indexed by `source_id`; those of none are absent."""
    named = pd.Series([source for fact in facts for source in fact.sources], dtype=object)
    return named.value_counts()


def _every_fact(facts: Facts, sites: gpd.GeoDataFrame) -> Iterator[Fact]:
    yield from _rows(FactKind.SITE, sites.reset_index(), "site_id", "name", "site")
    yield from _rows(FactKind.PROGRAMME, facts.programmes, "programme", "name", "programme")
    yield from _rows(FactKind.PILLAR, facts.pillars, "pillar", "name", "pillar")
    yield from _rows(FactKind.COMPONENT, facts.components, "component_id", "name", None)
    yield from _rows(FactKind.FIGURE, facts.figures, "figure_id", "label", "figure")
    yield from _rows(FactKind.EVENT, facts.events, "event_id", "title", "event")
    yield from _rows(FactKind.CONFLICT, facts.conflicts, "conflict_id", "title", None)
    yield from _points(facts)


def _rows(
    kind: FactKind, table: pd.DataFrame, key: str, label: str, parameter: str | None
) -> Iterator[Fact]:
    """Yield the rows of a table; without a `parameter` of their own they lead to their programme."""
    for row in rows(table):
        home = ("programme", str(row["programme"])) if row.get("programme") else None
        yield Fact(
            kind=kind,
            identifier=str(row[key]),
            name_en=str(row[f"{label}_en"]),
            name_es=str(row[f"{label}_es"]),
            sources=(*row["sources"], *(row.get("position_sources") or ())),
            leads_to=(parameter, str(row[key])) if parameter else home,
        )


def _points(facts: Facts) -> Iterator[Fact]:
    ours = facts.series[["series_id", "label_en", "label_es", "chart"]]
    for row in rows(facts.points.merge(ours, on="series_id", how="left")):
        when = (
            row["period_start"]
            if row["period_start"] == row["period_end"]
            else (f"{row['period_start']}/{row['period_end']}")
        )
        yield Fact(
            kind=FactKind.POINT,
            identifier=str(row["point_id"]),
            name_en=f"{row['label_en']}, {row['place_en']}, {when}",
            name_es=f"{row['label_es']}, {row['place_es']}, {when}",
            sources=row["sources"],
            leads_to=("chart", str(row["chart"])),
        )


_KINDS: Final = {
    "sites.csv": FactKind.SITE,
    "programmes.csv": FactKind.PROGRAMME,
    "pillars.csv": FactKind.PILLAR,
    "components.csv": FactKind.COMPONENT,
    "figures.csv": FactKind.FIGURE,
    "events.csv": FactKind.EVENT,
    "conflicts.csv": FactKind.CONFLICT,
    "points.csv": FactKind.POINT,
}
