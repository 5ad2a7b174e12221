"""What is our own inference, and what could not be found, gathered from every table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.choices import Basis, Chart, ClaimKind, Confidence, FactKind, Field, Gap, Precision, Status
from geo.dataset.facts import Facts
from geo.dataset.schema import Row, rows
from geo.views.chart import chart_view
from geo.views.citations import Fact, by_identifier

NamedFacts = Mapping[tuple[FactKind, str], Fact]
"""Facts by kind and identifier."""


@dataclass(frozen=True)
class Inference:
    """A fact of which some part was worked out and not read; `why` in English and Spanish, or empty."""

    fact: Fact
    parts: tuple[Field, ...]
    why_en: str
    why_es: str


@dataclass(frozen=True)
class DataGap:
    """A fact that lacks something; `what` in English and Spanish says what is known of it, or is empty."""

    gap: Gap
    fact: Fact
    what_en: str
    what_es: str


def inferences(facts: Facts, sites: gpd.GeoDataFrame, named: tuple[Fact, ...]) -> tuple[Inference, ...]:
    """Return every inference of ours; `named` as `every_fact` returns it."""
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
    """Return what could not be found, gap by gap; `named` as `every_fact` returns it."""
    by_id = by_identifier(named)
    places = sites.reset_index()
    unplaced = places[places["precision"] == Precision.UNPLACED]
    of_unknown_state = places[places["status"] == Status.UNKNOWN]
    found = (
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
    return (*found, *_years(facts))


def _low(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["confidence"] == Confidence.LOW]


def _years(facts: Facts) -> Iterator[DataGap]:
    """Yield the series in which years are missing between the first and the last."""
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
