"""Find the evidence of facts: sources, conflicts, inferences and data gaps.

`founding_sections` lists each statement of the founding documents with the facts that repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import (
    Basis,
    Chart,
    ClaimKind,
    Confidence,
    FactKind,
    Field,
    FoundingSection,
    Gap,
    Pillar,
    Precision,
    Programme,
    Status,
)
from geo.dataset.facts import Facts, carriers_of
from geo.dataset.facts.founding_statements import SECTIONS
from geo.dataset.facts.main_routes import sources_of_routes
from geo.dataset.schema import Row, rows
from geo.views.programme_chapter import ChapterView
from geo.views.time_charts import chart_view


@dataclass(frozen=True)
class Fact:
    """One row of a table as other pages name it.

    `leads_to` is the identifier in the URL of its page: its own for a site, a figure or an event, else that
    of the programme area, pillar or chart that shows it; None for facts of the cooperation as a whole.
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
    """Return every row that cites sources, table by table."""
    return tuple(_every_fact(facts, sites))


def facts_of(facts: tuple[Fact, ...], source_id: str) -> tuple[Fact, ...]:
    """Return those of `facts` that cite a source."""
    return tuple(fact for fact in facts if source_id in fact.sources)


def by_identifier(facts: tuple[Fact, ...]) -> dict[tuple[FactKind, str], Fact]:
    """Return `facts` by kind and identifier; a unit and its site may share an identifier."""
    return {(fact.kind, fact.identifier): fact for fact in facts}


def kind_of(file: str) -> FactKind | None:
    """Return the kind of fact in a file such as `figures.csv`; None if it has no facts."""
    return _KINDS.get(file)


def uses(facts: tuple[Fact, ...]) -> pd.Series[int]:
    """Return how many facts cite each source, indexed by `source_id`, without zeros."""
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
    yield from _routes(facts)
    for row in rows(facts.speeds):
        road = str(row["road_class"])
        names = (f"Speeds of the road class {road}", f"Velocidades de la clase de carretera {road}")
        yield Fact(FactKind.SPEED, road, *names, row["sources"], None)
    yield from _states(facts, sites)


def _rows(
    kind: FactKind, table: pd.DataFrame, key: str, label: str, parameter: str | None
) -> Iterator[Fact]:
    """Yield the rows of a table; without a `parameter` they lead to their programme."""
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
    columns = facts.series[["series_id", "label_en", "label_es", "chart"]]
    for row in rows(facts.points.merge(columns, on="series_id", how="left")):
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


def _routes(facts: Facts) -> Iterator[Fact]:
    """Yield the main routes with the sources of their stops and lengths."""
    cited = sources_of_routes(facts.stops, facts.lengths)
    for row in rows(facts.routes):
        route = str(row["route_id"])
        yield Fact(FactKind.ROUTE, route, row["name_en"], row["name_es"], cited.get(route, ()), None)


def _states(facts: Facts, sites: gpd.GeoDataFrame) -> Iterator[Fact]:
    """Yield the periods under the name of what they are about; a site's lead to the site."""
    components = facts.components.set_index("component_id")
    for row in rows(facts.states):
        is_site = row["site_id"] is not None
        about = sites.loc[row["site_id"]] if is_site else components.loc[row["component_id"]]
        home = ("programme", str(about["programme"])) if about["programme"] else None
        leads_to = ("site", str(row["site_id"])) if is_site else home
        state_id, names = str(row["state_id"]), (str(about["name_en"]), str(about["name_es"]))
        yield Fact(FactKind.STATE, state_id, *names, row["sources"], leads_to)


_KINDS: Final = {
    "sites.csv": FactKind.SITE,
    "programmes.csv": FactKind.PROGRAMME,
    "pillars.csv": FactKind.PILLAR,
    "components.csv": FactKind.COMPONENT,
    "figures.csv": FactKind.FIGURE,
    "events.csv": FactKind.EVENT,
    "conflicts.csv": FactKind.CONFLICT,
    "points.csv": FactKind.POINT,
    "routes.csv": FactKind.ROUTE,
    "speeds.csv": FactKind.SPEED,
    "states.csv": FactKind.STATE,
}


@dataclass(frozen=True)
class ConflictSides:
    """The rows that a conflict names, in the order of the tables; otherwise empty."""

    figures: pd.DataFrame
    points: pd.DataFrame
    series: pd.DataFrame
    events: pd.DataFrame
    components: pd.DataFrame
    sites: gpd.GeoDataFrame


def sides_of(conflict: Row, facts: Facts, sites: gpd.GeoDataFrame) -> ConflictSides:
    """Return the rows that `conflict`, a row of `Facts.conflicts`, names.

    A point of a series also has `unit`, `claim`, `chart`, `label_en` and `label_es` of its series.
    """
    columns = ["series_id", "unit", "claim", "chart", "label_en", "label_es"]
    points = facts.points.merge(facts.series[columns], on="series_id", how="left")
    return ConflictSides(
        figures=_named(facts.figures, "figure_id", conflict["figure_ids"]),
        points=_named(points, "point_id", conflict["point_ids"]),
        series=_named(facts.series, "series_id", conflict["series_ids"]),
        events=_named(facts.events, "event_id", conflict["event_ids"]),
        components=_named(facts.components, "component_id", conflict["component_ids"]),
        sites=sites[sites.index.isin(conflict["site_ids"] or ())],
    )


def _named(table: pd.DataFrame, column: str, identifiers: tuple[str, ...] | None) -> pd.DataFrame:
    return table[table[column].isin(identifiers or ())]


NamedFacts = Mapping[tuple[FactKind, str], Fact]
"""Facts by kind and identifier."""


@dataclass(frozen=True)
class Inference:
    """A fact with an inferred part; `why` is in English and Spanish, or empty."""

    fact: Fact
    parts: tuple[Field, ...]
    why_en: str
    why_es: str


@dataclass(frozen=True)
class DataGap:
    """A fact with a gap; `what` is known of it in English and Spanish, or empty."""

    gap: Gap
    fact: Fact
    what_en: str
    what_es: str


def inferences(facts: Facts, sites: gpd.GeoDataFrame, named: tuple[Fact, ...]) -> tuple[Inference, ...]:
    """Return every inference; `named` is the result of `every_fact`."""
    by_id = by_identifier(named)
    return tuple(_inferences(facts, sites, by_id))


def _inferences(facts: Facts, sites: gpd.GeoDataFrame, by_id: NamedFacts) -> Iterator[Inference]:
    derived = facts.figures[facts.figures["claim"] == ClaimKind.DERIVED]
    areas = facts.programmes[facts.programmes["pillar_basis"] == Basis.ANALYSIS]
    units = facts.components[facts.components["pillar_basis"] == Basis.ANALYSIS]
    for kind, table, key, note, parts in (
        (FactKind.SITE, sites.reset_index(), "site_id", "position_note", None),
        (FactKind.FIGURE, facts.figures, "figure_id", "period_note", None),
        (FactKind.EVENT, facts.events, "event_id", "note", None),
        (FactKind.FIGURE, derived, "figure_id", "note", (Field.VALUE,)),
        (FactKind.PROGRAMME, areas, "programme", "pillar_reason", (Field.PILLAR,)),
        (FactKind.COMPONENT, units, "component_id", "pillar_note", (Field.PILLAR,)),
    ):
        for row in rows(table):
            if worked_out := parts or row["inferred"]:
                yield Inference(by_id[kind, row[key]], worked_out, *_both(row, note))


def unknowns(facts: Facts, sites: gpd.GeoDataFrame, named: tuple[Fact, ...]) -> tuple[DataGap, ...]:
    """Return the data gaps; `named` is the result of `every_fact`."""
    by_id = by_identifier(named)
    places = sites.reset_index()
    unplaced = places[places["precision"] == Precision.UNPLACED]
    of_unknown_state = places[places["status"] == Status.UNKNOWN]
    gaps = (
        DataGap(gap, by_id[kind, row[f"{kind}_id"]], *_both(row, note))
        for gap, kind, table, note in (
            (Gap.POSITION, FactKind.SITE, unplaced, "position_note"),
            (Gap.STATUS, FactKind.SITE, of_unknown_state, "status_note"),
            (Gap.CERTAINTY, FactKind.SITE, _low(places), "caution"),
            (Gap.CERTAINTY, FactKind.FIGURE, _low(facts.figures), "note"),
            (Gap.CERTAINTY, FactKind.EVENT, _low(facts.events), "note"),
        )
        for row in rows(table)
    )
    return (*gaps, *_years(facts))


def _low(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["confidence"] == Confidence.LOW]


def _years(facts: Facts) -> Iterator[DataGap]:
    """Yield the series with missing years between the first and the last."""
    for chart in Chart:
        for series_id, years in chart_view(chart, facts).missing_years.items():
            row = facts.series[facts.series["series_id"] == series_id].iloc[0]
            fact = Fact(
                FactKind.SERIES, series_id, row["label_en"], row["label_es"], (), ("chart", str(chart))
            )
            listed = ", ".join(str(year) for year in years)
            yield DataGap(Gap.YEARS, fact, listed, listed)


def _both(row: Row, note: str) -> tuple[str, str]:
    return row[f"{note}_en"] or "", row[f"{note}_es"] or ""


@dataclass(frozen=True)
class Carried:
    """A founding statement, a row of `Facts.statements`, and the facts that repeat it."""

    row: Row
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Section:
    """The statements of one section of a founding document."""

    document: str
    section: FoundingSection
    statements: tuple[Carried, ...]


def founding_sections(statements: pd.DataFrame, facts: tuple[Fact, ...]) -> tuple[Section, ...]:
    """Return the sections of both documents that have statements, in document order.

    Parameters
    ----------
    statements
        As `read_statements` returns them.
    facts
        Every fact that can repeat a statement, as `every_fact` returns them.
    """
    known = by_identifier(facts)
    listed = rows(statements)
    return tuple(
        Section(document, section, own)
        for document, sections in SECTIONS.items()
        for section in sections
        if (own := tuple(_carried(row, known) for row in listed if row["section"] == section))
    )


def statements_in(statements: pd.DataFrame, view: ChapterView) -> pd.DataFrame:
    """Return the statements that the rows of a chapter repeat.

    The chapter of the cooperation as a whole has all statements.
    """
    if view.chapter is None:
        return statements
    own = frozenset(_rows_of(view))
    carries = [
        any((kind, identifier) in own for _, kind, identifier in carriers_of(row))
        for row in rows(statements)
    ]
    return statements[carries]


def _carried(row: Row, known: dict[tuple[FactKind, str], Fact]) -> Carried:
    named = ((kind, identifier) for _, kind, identifier in carriers_of(row))
    return Carried(row, tuple(known[key] for key in named if key in known))


def _rows_of(view: ChapterView) -> Iterator[tuple[FactKind, str]]:
    """Yield every row in the chapter of a programme area or pillar."""
    if isinstance(view.chapter, Programme):
        yield FactKind.PROGRAMME, str(view.chapter)
    if isinstance(view.chapter, Pillar):
        yield FactKind.PILLAR, str(view.chapter)
    shown = {
        FactKind.COMPONENT: view.components["component_id"],
        FactKind.FIGURE: view.figures["figure_id"],
        FactKind.EVENT: view.events["event_id"],
        FactKind.CONFLICT: view.conflicts["conflict_id"],
        FactKind.SITE: view.sites.index,
    }
    for kind, identifiers in shown.items():
        yield from ((kind, str(identifier)) for identifier in identifiers)
