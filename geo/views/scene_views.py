"""Find what a scene of a briefing shows, from its kind, its selection and the address of its view.

The address of a scene is untrusted input: a value that means nothing is left out, as on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from geo.briefings import Scene, SceneKind
from geo.choices import FactKind, Pillar, Programme
from geo.choices.planning_kinds import PlanningQuestion
from geo.dataset.atlas_data import AtlasData
from geo.selection import Selection
from geo.views.atlas_at_date import timeline_of, view_at, whole
from geo.views.planning_query import PlanningQuery, plan_of
from geo.views.programme_chapter import Chapter, chapter_view
from geo.views.sites_view import SitesView, region_of
from geo.views.state_changes import Change
from geo.views.time_charts import events_between, events_in, events_of_programmes, years_of

OF_REGION: Final = (PlanningQuestion.PROFILE, PlanningQuestion.INDICATORS)
"""The planning questions that show the sites of a region; the others measure to sites anywhere."""


def plan_of_scene(scene: Scene) -> PlanningQuery:
    """Return the planning question of a scene."""
    return plan_of(dict(scene.address))


def is_measured(scene: Scene) -> bool:
    """Return whether the map shows the sites that an answer measures to, in its region or not."""
    return scene.kind is SceneKind.ANSWER and plan_of_scene(scene).question not in OF_REGION


def sites_selection(scene: Scene) -> Selection:
    """Return the selection of the sites on the map of a scene; without a map it has no layer."""
    if not scene.kind.has_map:
        return Selection(layers=())
    if is_measured(scene):
        return replace(scene.selection, departamentos=(), municipios=())
    return scene.selection


def scene_view(scene: Scene, atlas: AtlasData) -> SitesView:
    """Return the sites and the region of the map of a scene, without the sites that a scenario removes."""
    view = view_at(sites_selection(scene), atlas)
    if not is_measured(scene):
        return view
    scenario = plan_of_scene(scene).scenario
    gone = {*scenario.removed, *(move.site_id for move in scenario.moved)}
    return replace(
        view,
        selection=scene.selection,
        region=region_of(scene.selection),
        filtered=view.filtered[~view.filtered.index.isin(gone)],
        shown=view.shown[~view.shown.index.isin(gone)],
        anywhere=None,
    )


def chapter_of_scene(scene: Scene) -> Chapter:
    """Return the programme area or pillar of a scene; None is the cooperation as a whole."""
    address = dict(scene.address)
    for name, choice in (("programme", Programme), ("pillar", Pillar)):
        if address.get(name) in set(choice):
            return choice(address[name])
    return None


def scene_events(scene: Scene, atlas: AtlasData) -> pd.DataFrame:
    """Return the events of a scene of events, as rows of their table, oldest first; else none."""
    if scene.kind is not SceneKind.EVENTS:
        return atlas.facts.events.iloc[:0]
    chapter = chapter_of_scene(scene)
    events = chapter_view(chapter, atlas.facts, atlas.sites).events
    events = events_in(events, region_of(scene.selection), atlas.sites)
    if chapter is None:
        events = events_of_programmes(events, scene.selection.programmes)
    events = events_between(events, years_of(dict(scene.address).get("years")))
    return events.sort_values("date", kind="stable")


def scene_units(scene: Scene, atlas: AtlasData) -> pd.DataFrame:
    """Return the units of the chapter of a scene, as rows of the table of components; else none."""
    if scene.kind is not SceneKind.PROGRAMME:
        return atlas.facts.components.iloc[:0]
    return chapter_view(chapter_of_scene(scene), atlas.facts, atlas.sites).components


def scene_changes(scene: Scene, atlas: AtlasData) -> tuple[Change, ...]:
    """Return what differs between the two dates of a scene, the earlier first; else nothing."""
    before, after = compared_months(scene.selection)
    if scene.kind is not SceneKind.CHANGES or before == after:
        return ()
    return timeline_of(whole(atlas)).differences(before, after, scene.selection.clock)


def compared_months(selection: Selection) -> tuple[str | None, str | None]:
    """Return the two dates of a selection, the earlier first; None is today."""
    earlier, later = sorted((selection.when, selection.against), key=lambda date: date or "today")
    return earlier, later


def listed_facts(scene: Scene, atlas: AtlasData) -> Iterator[str]:
    """Yield the events, units and changed facts that a scene lists, each as kind and identifier."""
    yield from (f"{FactKind.EVENT} {event}" for event in scene_events(scene, atlas)["event_id"])
    yield from (f"{FactKind.COMPONENT} {unit}" for unit in scene_units(scene, atlas)["component_id"])
    yield from (f"{change.fact} {change.identifier}" for change in scene_changes(scene, atlas))
