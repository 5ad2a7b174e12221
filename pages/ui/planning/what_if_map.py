"""A scenario on the map: the sites that stay, the changed ones numbered, and what is gained or lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from atlas.i18n.messages import Language, Translator
from geo.analysis.scenarios import Comparison
from geo.mapping import overlay_message
from geo.mapping.map_styles import GAINED, KEPT, LOST, NEW
from geo.selection import Selection
from geo.views.planning_answers import view_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import SitesView
from pages.ui.load import atlas_data
from pages.ui.planning.words import km_text

CLASSES: Final = (KEPT, GAINED, LOST)
"""Light, middle and dark, and hatched: no colour is needed."""
MOVED: Final = "M"
"""What stands on the pin of a moved site; added ones carry their number."""


def scenario_view(selection: Selection, plan: PlanningQuery) -> SitesView:
    """Return the sites that stay where they are."""
    view = view_of(atlas_data(), selection, plan.kinds)
    gone = [*plan.scenario.removed, *(move.site_id for move in plan.scenario.moved)]
    stay = view.filtered[~view.filtered.index.isin(gone)]
    return replace(view, filtered=stay, shown=stay[stay["layer"].isin(selection.layers)])


def scenario_overlay(
    view: Comparison, plan: PlanningQuery, placing: bool, t: Translator, language: Language
) -> dict[str, Any]:
    """Return the changed sites with their circles, and municipios by what changes at their cabecera."""
    km, scenario = km_text(plan.km, language), plan.scenario
    names = atlas_data().sites[f"name_{language}"]
    places = [
        overlay_message.place(one.longitude, one.latitude, NEW, str(nth), f"{nth}. {t(f'kind.{one.kind}')}")
        for nth, one in enumerate(scenario.added, start=1)
    ]
    places += [
        overlay_message.place(
            one.longitude, one.latitude, NEW, MOVED, str(names.get(one.site_id, one.site_id))
        )
        for one in scenario.moved
    ]
    positions = [(one.longitude, one.latitude) for one in scenario.added]
    positions += [(one.longitude, one.latitude) for one in scenario.moved]
    circles = [overlay_message.circle(*position, plan.km * 1e3, NEW) for position in positions]
    words = (t(f"whatif.{name}", km=km) for name in ("kept", "gained", "lost"))
    return {
        "fills": overlay_message.fills(_classes(view), CLASSES),
        "places": places,
        "circles": circles,
        "placing": placing,
        "legend": overlay_message.legend(
            t("whatif.legend"), zip(CLASSES, words, strict=True), t("whatif.legend_note")
        ),
    }


def _classes(view: Comparison) -> dict[int, int]:
    codes = view.a.table["codigo_muni"].tolist()
    sides = ((side.table["people_by_cabecera"] > 0).tolist() for side in (view.a, view.b))
    kinds = {(True, True): 0, (False, True): 1, (True, False): 2}
    return {code: kinds[a, b] for code, a, b in zip(codes, *sides, strict=True) if (a, b) in kinds}
