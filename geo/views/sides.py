"""The sides of a conflict between sources: the rows that it names, table by table."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.dataset.facts import Facts
from geo.dataset.schema import Row


@dataclass(frozen=True)
class ConflictSides:
    """What a conflict names, in the order of the tables; empty tables where it names nothing."""

    figures: pd.DataFrame
    points: pd.DataFrame
    series: pd.DataFrame
    events: pd.DataFrame
    components: pd.DataFrame
    sites: gpd.GeoDataFrame


def sides_of(conflict: Row, facts: Facts, sites: gpd.GeoDataFrame) -> ConflictSides:
    """Return the rows that `conflict`, a row of `Facts.conflicts`, names.

    A point of a series brings `unit`, `claim`, `chart`, `label_en` and `label_es` of its series along.
    """
    ours = ["series_id", "unit", "claim", "chart", "label_en", "label_es"]
    points = facts.points.merge(facts.series[ours], on="series_id", how="left")
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
