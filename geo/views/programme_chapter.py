"""Gather the facts about one programme area, one pillar or the whole cooperation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.choices import Basis, Confidence, Kind, Layer, Pillar, Programme, Scope
from geo.dataset.facts import RESULTS, Facts, figures_of, first_day
from geo.selection import Selection, in_order

Chapter = Programme | Pillar | None
"""The subject of a chapter; None is the cooperation as a whole."""


@dataclass(frozen=True)
class ChapterView:
    """The rows of each table that belong to a chapter, in the order of their tables.

    `head` is the chapter's own row, or empty for the whole; `areas` are the programme areas
    of a pillar, all of them for the whole; `events` are those
    of the chapter and those that name a unit or a site of it. `on_map` is the selection that
    shows just `sites` on the map.
    """

    chapter: Chapter
    head: pd.DataFrame
    areas: pd.DataFrame
    components: pd.DataFrame
    figures: pd.DataFrame
    events: pd.DataFrame
    conflicts: pd.DataFrame
    series: pd.DataFrame
    sites: gpd.GeoDataFrame
    on_map: Selection


def chapter_view(chapter: Chapter, facts: Facts, sites: gpd.GeoDataFrame) -> ChapterView:
    """Return the rows that belong to `chapter`, including those of `sites`."""
    if isinstance(chapter, Programme):
        return _programme(chapter, facts, sites)
    if isinstance(chapter, Pillar):
        return _pillar(chapter, facts, sites)
    return _whole(facts, sites)


def by_whose_word(view: ChapterView) -> tuple[ChapterView, ChapterView | None]:
    """Divide a pillar into statements of the article and our analysis.

    Conflicts belong to the part of the components that they name. Any other chapter is not divided; its
    second part is None.
    """
    if not isinstance(view.chapter, Pillar):
        return view, None
    printed, figures = (
        table["pillar_basis"] == Basis.EXPLICIT for table in (view.components, view.figures)
    )
    conflicts = naming(view.conflicts, view.components[printed])
    first, second = (
        replace(
            view,
            components=view.components[printed == word],
            figures=view.figures[figures == word],
            conflicts=view.conflicts[conflicts == word],
        )
        for word in (True, False)
    )
    return first, second


def key_figures(figures: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the figures to read first, at most `count`.

    Figures of the founding documents come first, then results before plans and estimates, then higher
    confidence, then the newer date.
    """
    confidences = list(Confidence)
    ranked = figures.assign(
        is_other=~figures["founding"].astype(bool),
        is_plan=~figures["claim"].isin(RESULTS),
        doubt=figures["confidence"].map(confidences.index),
        day=figures["as_of"].map(first_day),
    ).sort_values(
        ["is_other", "is_plan", "doubt", "day"], ascending=[True, True, True, False], kind="stable"
    )
    return figures.loc[ranked.index[:count]]


def chapter_of(facts: Facts, *, figure: str | None, event: str | None, chart: str | None) -> Chapter:
    """Return the programme area of a figure, an event or a chart; None where it has none."""
    for identifier, column, table in (
        (figure, "figure_id", facts.figures),
        (event, "event_id", facts.events),
        (chart, "chart", facts.series),
    ):
        named = table.loc[table[column] == identifier, "programme"].dropna()
        if not named.empty:
            return Programme(named.iloc[0])
    return None


def _programme(programme: Programme, facts: Facts, sites: gpd.GeoDataFrame) -> ChapterView:
    own, components = sites[sites["programme"] == programme], _of(facts.components, programme)
    events = facts.events
    touched = _name_one(events["component_ids"], components["component_id"]) | _name_one(
        events["site_ids"], own.index
    )
    return ChapterView(
        chapter=programme,
        head=_of(facts.programmes, programme),
        areas=facts.programmes.iloc[:0],
        components=components,
        figures=figures_of(facts.figures, programme),
        events=events[(events["programme"] == programme) | touched],
        conflicts=_of(facts.conflicts, programme),
        series=_of(facts.series, programme),
        sites=own,
        on_map=Selection(programmes=(programme,), layers=_layers(own)),
    )


def _pillar(pillar: Pillar, facts: Facts, sites: gpd.GeoDataFrame) -> ChapterView:
    areas = facts.programmes
    own = sites[sites["pillar"] == pillar]
    components = _explicit_first(facts.components[_names(facts.components["pillars"], pillar)])
    identifiers = components["component_id"]
    named = facts.events[
        _names(facts.events["pillars"], pillar) | _name_one(facts.events["component_ids"], identifiers)
    ]
    return ChapterView(
        chapter=pillar,
        head=facts.pillars[facts.pillars["pillar"] == pillar],
        areas=areas[(areas["pillar"] == pillar) | (areas["alternative_pillar"] == pillar)],
        components=components,
        figures=_explicit_first(facts.figures[_names(facts.figures["pillars"], pillar)]),
        events=named,
        conflicts=facts.conflicts[_name_one(facts.conflicts["component_ids"], identifiers)],
        series=facts.series.iloc[:0],
        sites=own,
        # The map has no filter by pillar; a test checks that no two pillars share a kind of site.
        on_map=Selection(kinds=in_order(own["kind"], Kind), layers=_layers(own)),
    )


def naming(conflicts: pd.DataFrame, components: pd.DataFrame) -> pd.Series[bool]:
    """Return which conflicts name one of `components`."""
    return _name_one(conflicts["component_ids"], components["component_id"])


def _whole(facts: Facts, sites: gpd.GeoDataFrame) -> ChapterView:
    figures = facts.figures[
        facts.figures["founding"] | facts.figures["scope"].isin([Scope.STRATEGY, Scope.CONTEXT])
    ]
    return ChapterView(
        chapter=None,
        head=facts.programmes.iloc[:0],
        areas=facts.programmes,
        components=facts.components[facts.components["scope"] == Scope.STRATEGY],
        figures=figures,
        events=facts.events,
        conflicts=facts.conflicts[facts.conflicts["programme"].isna()],
        series=facts.series[facts.series["programme"].isna()],
        sites=sites,
        on_map=Selection(layers=tuple(Layer)),
    )


def _of(table: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    return table[table["programme"] == programme]


def _names(lists: pd.Series[Any], name: str) -> pd.Series[bool]:
    return lists.map(lambda named: name in (named or ())).astype(bool)


def _name_one(lists: pd.Series[Any], any_of: Iterable[str]) -> pd.Series[bool]:
    names = frozenset(any_of)
    return lists.map(lambda named: not names.isdisjoint(named or ())).astype(bool)


def _explicit_first(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values("pillar_basis", key=lambda bases: bases != Basis.EXPLICIT, kind="stable")


def _layers(sites: gpd.GeoDataFrame) -> tuple[Layer, ...]:
    return in_order(sites["layer"], Layer)
