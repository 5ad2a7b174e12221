"""What holds between the tables of facts, and between them and the sources and sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import pandas as pd

from geo.facts import components, conflicts, events, figures, founding, programmes, series
from geo.facts.figures import FOUNDING_ROWS, RESULTS
from geo.facts.founding import carriers_of
from geo.facts.series import points_of
from geo.facts.tables import Facts
from geo.schema import Problem
from geo.vocabulary import FactKind, Pillar, Programme, SeriesShape

PROGRAMMES_FILE: Final = f"data/{programmes.DATASET}/programmes.csv"
PILLARS_FILE: Final = f"data/{programmes.DATASET}/pillars.csv"


def facts_problems(
    facts: Facts, sources: pd.DataFrame, sites: pd.DataFrame, municipios: pd.DataFrame
) -> Iterator[Problem]:
    """Yield every promise between the tables of facts, sources, sites and municipios that is broken.

    Parameters
    ----------
    facts
        As `read_facts` returns them.
    sources, sites
        Indexed by their identifiers, as `read_sources` and `read_sites` return them.
    municipios
        With `codigo_muni`.
    """
    yield from _reference_problems(facts, frozenset(sources.index), frozenset(sites.index))
    yield from _place_problems(facts, frozenset(municipios["codigo_muni"]))
    yield from _complete_problems(PROGRAMMES_FILE, facts.programmes["programme"], Programme)
    yield from _complete_problems(PILLARS_FILE, facts.pillars["pillar"], Pillar)
    yield from _founding_problems(facts.figures)
    yield from _statement_problems(facts, sites)
    yield from _series_problems(facts)


def _files(facts: Facts) -> Mapping[str, pd.DataFrame]:
    return {
        PROGRAMMES_FILE: facts.programmes,
        PILLARS_FILE: facts.pillars,
        components.FILE: facts.components,
        figures.FILE: facts.figures,
        events.FILE: facts.events,
        series.SERIES_FILE: facts.series,
        series.POINTS_FILE: facts.points,
        conflicts.FILE: facts.conflicts,
        founding.FILE: facts.statements,
    }


def _reference_problems(facts: Facts, sources: frozenset[str], sites: frozenset[str]) -> Iterator[Problem]:
    targets: dict[str, frozenset[str]] = {
        "sources": sources,
        "document": sources,
        "site_ids": sites,
        "component_ids": frozenset(facts.components["component_id"]),
        "figure_ids": frozenset(facts.figures["figure_id"]),
        "point_ids": frozenset(facts.points["point_id"]),
        "event_ids": frozenset(facts.events["event_id"]),
        "conflict_ids": frozenset(facts.conflicts["conflict_id"]),
        "series_ids": frozenset(facts.series["series_id"]),
        "series": frozenset(facts.series["series_id"]),
        "series_id": frozenset(facts.series["series_id"]),
    }
    for file, table in _files(facts).items():
        for column in targets.keys() & set(table.columns):
            for row, cell in table[column].dropna().items():
                named = [cell] if isinstance(cell, str) else cell
                for identifier in sorted(set(named) - targets[column]):
                    advice = f"{identifier!r} is in no table; correct it or add its row"
                    yield Problem(file, int(str(row)) + 2, column, advice)


def _place_problems(facts: Facts, municipios: frozenset[int]) -> Iterator[Problem]:
    for file, table in _files(facts).items():
        if "codigo_muni" in table.columns:
            for row, codigo in table["codigo_muni"].dropna().items():
                if int(codigo) not in municipios:
                    advice = f"{codigo} is the code of no municipio; look it up"
                    yield Problem(file, int(str(row)) + 2, "codigo_muni", advice)


def _complete_problems(file: str, present: Iterable[object], kinds: type[StrEnum]) -> Iterator[Problem]:
    for kind in sorted(set(kinds) - set(present)):
        yield Problem(file, 1, kinds.__name__.lower(), f"{kind} has no row; write one")


def _founding_problems(table: pd.DataFrame) -> Iterator[Problem]:
    if (rows := int(table["founding"].sum())) != FOUNDING_ROWS:
        advice = (
            f"{rows} rows say yes, the founding documents hold {FOUNDING_ROWS} figures; restore the missing"
        )
        yield Problem(figures.FILE, 1, "founding", advice)


def _statement_problems(facts: Facts, sites: pd.DataFrame) -> Iterator[Problem]:
    cited = _cited(facts, sites)
    claims = dict(zip(facts.figures["figure_id"], facts.figures["claim"], strict=True))
    for line, one in enumerate(facts.statements.to_dict("records"), start=2):
        document = one["document"]
        for column, kind, identifier in carriers_of(one):
            if document not in cited.get((kind, identifier), (document,)):
                advice = f"{identifier!r} does not cite {document}; cite it there or name another row"
                yield Problem(founding.FILE, line, column, advice)
            if kind is FactKind.FIGURE and claims.get(identifier, one["claim"]) != one["claim"]:
                advice = f"is {one['claim']}, the figure {identifier} {claims[identifier]}; correct one"
                yield Problem(founding.FILE, line, "claim", advice)


def _cited(facts: Facts, sites: pd.DataFrame) -> dict[tuple[FactKind, str], tuple[str, ...]]:
    """Return the sources of every row that can carry a statement."""
    tables = {
        FactKind.PROGRAMME: facts.programmes.set_index("programme"),
        FactKind.PILLAR: facts.pillars.set_index("pillar"),
        FactKind.COMPONENT: facts.components.set_index("component_id"),
        FactKind.FIGURE: facts.figures.set_index("figure_id"),
        FactKind.EVENT: facts.events.set_index("event_id"),
        FactKind.CONFLICT: facts.conflicts.set_index("conflict_id"),
        FactKind.SITE: sites,
    }
    return {
        (kind, str(identifier)): named
        for kind, table in tables.items()
        for identifier, named in table["sources"].items()
    }


def _series_problems(facts: Facts) -> Iterator[Problem]:
    every = facts.every_point()
    for row, one in facts.series.iterrows():
        line, own = int(str(row)) + 2, points_of(every, str(one["series_id"]))
        if own.empty:
            yield Problem(
                series.SERIES_FILE, line, "series_id", "has no point; add one or remove the series"
            )
        if one["shape"] == SeriesShape.TIME and own.duplicated(["period_start", "period_end"]).any():
            yield Problem(
                series.SERIES_FILE, line, "shape", "two points share a period; give one its own series"
            )
    yield from _chart_problems(facts.series)
    yield from _figure_in_series_problems(facts)


def _chart_problems(table: pd.DataFrame) -> Iterator[Problem]:
    for chart, drawn in table.groupby("chart"):
        for row in drawn.index[drawn["unit"] != drawn["unit"].iloc[0]]:
            advice = f"differs from the other series of the chart {chart}; give it a chart of its own"
            yield Problem(series.SERIES_FILE, int(row) + 2, "unit", advice)


def _figure_in_series_problems(facts: Facts) -> Iterator[Problem]:
    promised = facts.series.set_index("series_id")
    drawn = facts.figures[facts.figures["series"].isin(promised.index)]
    for row, figure in drawn.iterrows():
        own, line = promised.loc[figure["series"]], int(str(row)) + 2
        if figure["unit"] != own["unit"]:
            advice = f"{figure['unit']} stands in a series in {own['unit']}; give it its own series"
            yield Problem(figures.FILE, line, "unit", advice)
        if figure["claim"] != own["claim"]:
            drawn_kind = "results" if own["claim"] in RESULTS else f"{own['claim']} claims"
            advice = f"a {figure['claim']} claim stands in a series of {drawn_kind}; take it out of it"
            yield Problem(figures.FILE, line, "claim", advice)
