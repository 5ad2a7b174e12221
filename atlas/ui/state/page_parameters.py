"""What the address may hold for one page alone: each parameter once, with what it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from atlas.ui.state.cached_data import departamento_names
from atlas.web.briefing_store import NAME
from atlas.web.served_data import atlas_data
from geo.briefings.briefing_files import briefing_names
from geo.choices import Chart, Neighbour, Pillar, Programme
from geo.choices.planning_kinds import PlanningQuestion
from geo.dataset.records import datasets
from geo.errors import GeoError
from geo.selection import ROWS, SITE_ID, Dropped, FilterGroup
from geo.views import planning_query
from geo.views.time_charts import years_of

LONGEST: Final = 60
"""More characters than any code has."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of one page's address; `knows` says whether a value means anything there."""

    page: str
    knows: Callable[[str], bool]
    longest: int = LONGEST


def _among(values: Callable[[], Collection[str]]) -> Callable[[str], bool]:
    def knows(value: str) -> bool:
        try:
            return value in set(values())
        except GeoError:
            return False

    return knows


def _summary_subjects() -> tuple[str, ...]:
    """Return the codes of what the home page can summarise."""
    return (*Neighbour, *Programme, *(str(code) for code in departamento_names(atlas_data())))


def _is_identifier(value: str) -> bool:
    return SITE_ID.fullmatch(value.lower()) is not None


def _is_scene(value: str) -> bool:
    return re.fullmatch(r"[1-9]\d?", value) is not None


PARAMETERS: Final[Mapping[str, Parameter]] = {
    "about": Parameter("home", _among(_summary_subjects)),
    "programme": Parameter("programmes", _among(lambda: tuple(Programme))),
    "pillar": Parameter("programmes", _among(lambda: tuple(Pillar))),
    "figure": Parameter("programmes", _among(lambda: atlas_data().facts.figures["figure_id"])),
    "event": Parameter("programmes", _among(lambda: atlas_data().facts.events["event_id"])),
    "chart": Parameter("programmes", _among(lambda: tuple(Chart))),
    "years": Parameter("programmes", lambda value: years_of(value) is not None),
    "part": Parameter("sources", _among(lambda: ("sources", "founding", "tables", "inferences", "gaps"))),
    "source": Parameter("sources", _among(lambda: atlas_data().sources.index)),
    "dataset": Parameter("sources", _among(lambda: datasets(atlas_data().data))),
    "row": Parameter("sources", _is_identifier),
    "briefing": Parameter("briefing", _among(lambda: briefing_names(atlas_data().data))),
    "scene": Parameter("briefing", _is_scene),
    "shared": Parameter("briefing", lambda value: NAME.fullmatch(value) is not None),
    **{
        name: Parameter("regions", partial(planning_query.knows, name), planning_query.LONGEST)
        for name in planning_query.PARAMETERS
    },
}
"""Every parameter that belongs to one page, by its name in the address."""


EVERY: Final = frozenset(FilterGroup)

FILTERS_OF_PAGE: Final[Mapping[str, Collection[FilterGroup]]] = {
    "home": (),
    "explore": EVERY,
    "regions": EVERY - {FilterGroup.TYPE},
    "programmes": {FilterGroup.REGION},
    "own_layers": EVERY,
    "briefing": EVERY,
    "sources": (),
}
"""The groups of filters that each page obeys; the others are not shown on it."""

FILTERS_OF_QUESTION: Final[Mapping[PlanningQuestion, Collection[FilterGroup]]] = {
    PlanningQuestion.INDICATORS: {FilterGroup.REGION},
}
"""The questions of the planning page that obey fewer filters than the page."""

OF_A_CHAPTER: Final = ("programme", "pillar", "figure", "event", "chart")
"""Parameters that lead to one chapter; the cooperation as a whole also obeys the filter of programmes."""


def filters_of_page(page: str, own: Mapping[str, str]) -> tuple[str, ...]:
    """Return the attributes of `Selection` that a page obeys with its `own` parameters."""
    groups = set(FILTERS_OF_PAGE[page])
    if page == "regions":
        groups &= set(FILTERS_OF_QUESTION.get(planning_query.plan_of(own).question, EVERY))
    if page == "programmes" and not any(own.get(name) for name in OF_A_CHAPTER):
        groups.add(FilterGroup.PROGRAMME)
    return tuple(row.attribute for row in ROWS if row.group in groups)


def own_names(page: str) -> tuple[str, ...]:
    """Return the names of the parameters that belong to `page`."""
    return tuple(name for name, parameter in PARAMETERS.items() if parameter.page == page)


def read(page: str, query: Mapping[str, str]) -> tuple[dict[str, str], tuple[Dropped, ...]]:
    """Return what `query` holds for `page`, and what had to be dropped from it."""
    values = {name: query[name] for name in own_names(page) if query.get(name)}
    good = {
        name: value
        for name, value in values.items()
        if len(value) <= PARAMETERS[name].longest and PARAMETERS[name].knows(value)
    }
    bad = tuple(Dropped(name, value[:40]) for name, value in values.items() if name not in good)
    return good, bad
