"""Hold a planning question and its terms as one frozen value, read from a URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from geo.analysis.indicators import INDICATORS
from geo.analysis.scenarios import MAX_ID, PARAMETER, Scenario, from_text
from geo.choices import Kind, Model, Scheme
from geo.choices.planning_kinds import Level, Measure, Metric, OwnAs, PlanningQuestion
from geo.choices.site_kinds import FIRST_KIND, measure_of, measures_of
from geo.roads.road_store import ClassSpeed, speeds_from_text, speeds_text
from geo.selection import SITE_ID, in_order

ALL: Final = "all"
"""The value in a URL that means all kinds."""
MAX_BESIDE: Final = 3
"""Regions compared with that of the side panel; four in all."""
MAX_EXCLUDED: Final = 40
"""Municipios that may be left out of the candidates one by one."""
SECONDS: Final = (10, 30, 120)
"""Time limits of a search."""
MAX_KM: Final = 300
MAX_MINUTES: Final = 720
"""Half a day by road."""
MAX_NEW: Final = 12
"""The most new sites; solving stays fast up to this number."""
LONGEST: Final = 2000
"""The longest parameter: every kind of site, or a scenario of about forty changes."""
MAX_PEOPLE: Final = 1_000_000


BY_ROAD: Final = frozenset(
    {
        PlanningQuestion.PROFILE,
        PlanningQuestion.COVERAGE,
        PlanningQuestion.NEXT,
        PlanningQuestion.WHATIF,
        PlanningQuestion.FIND_OUT,
        PlanningQuestion.DISTANCE,
    }
)
"""The questions that can measure travel time."""

OWN_QUESTIONS: Final = frozenset({PlanningQuestion.COVERAGE, PlanningQuestion.NEXT})
"""The questions in which a list can be demand or supply."""


@dataclass(frozen=True)
class PlanningQuery:
    """A question and its terms.

    `kinds` empty means every kind; `beside` are codes of departamentos (1 to 22) and municipios
    (from 101) to compare with; `least_people` is what a municipio needs to be a candidate
    and `excluded` are municipios that are none; `seconds` limits a search;
    `scenario` is what would be changed. `metric` says whether `km` or `minutes` are the limit, and
    `speeds` are those that take the place of cited ones. `start` and `end` are the places of a distance,
    each a municipio's code or a site's identifier. With `own` as supply, no `kinds` means the list alone.
    """

    question: PlanningQuestion = PlanningQuestion.PROFILE
    kinds: tuple[Kind, ...] = (FIRST_KIND,)
    km: float = 25.0
    measure: Measure = Measure.PEOPLE_BY_CABECERA
    beside: tuple[int, ...] = ()
    indicator: str = "people_per_km2"
    level: Level = Level.MUNICIPIO
    scheme: Scheme = Scheme.QUANTILES
    model: Model = Model.MAXIMAL_COVERING
    count: int = 3
    least_people: int = 0
    excluded: tuple[int, ...] = ()
    seconds: int = 30
    scenario: Scenario = field(default_factory=Scenario)
    own: OwnAs = OwnAs.NONE
    metric: Metric = Metric.STRAIGHT
    minutes: int = 60
    speeds: tuple[ClassSpeed, ...] = ()
    start: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        """Replace a measure that makes no sense for the kinds, such as border for precincts."""
        if self.measure not in measures_of(self.kinds):
            object.__setattr__(self, "measure", measure_of(self.kinds))

    @property
    def limit(self) -> float:
        """The km, or by road the minutes, within which a site counts."""
        return self.km if self.metric is Metric.STRAIGHT else self.minutes

    def to_query(self) -> dict[str, str]:
        """Return the parameters of this plan without those at their default.

        The default of the measure is what the kinds serve.
        """
        start = vars(_START) | {"measure": measure_of(self.kinds)}
        return {
            name: write(getattr(self, attribute))
            for name, (attribute, _, write) in _CODES.items()
            if getattr(self, attribute) != start[attribute]
        }


def plan_of(query: Mapping[str, str]) -> PlanningQuery:
    """Return the plan in a URL; invalid values become their defaults."""
    chosen: dict[str, Any] = {}
    for name, (attribute, read, _) in _CODES.items():
        if name in query and knows(name, query[name]):
            chosen[attribute] = read(query[name])
    chosen.setdefault("measure", measure_of(chosen.get("kinds", _START.kinds)))
    return replace(_START, **chosen)


def knows(name: str, value: str) -> bool:
    """Return whether `value` is valid for the parameter `name`."""
    try:
        _CODES[name][1](value)
    except ValueError:
        return False
    return True


def _kinds(text: str) -> tuple[Kind, ...]:
    return () if text == ALL else in_order((Kind(word) for word in text.split(".")), Kind)


def _codes(most: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        words = text.split(".")
        if len(words) > most or not all(re.fullmatch(r"[1-9]\d{0,3}", word) for word in words):
            raise ValueError(text)
        return tuple(dict.fromkeys(map(int, words)))

    return read


def _seconds(text: str) -> int:
    if text not in map(str, SECONDS):
        raise ValueError(text)
    return int(text)


def _between(low: float, high: float, kind: type[float]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not re.fullmatch(r"\d{1,7}(\.\d)?", text) or not low <= kind(text) <= high:
            raise ValueError(text)
        return kind(text)

    return read


def _indicator(text: str) -> str:
    if text not in {indicator.name for indicator in INDICATORS}:
        raise ValueError(text)
    return text


def _scenario(text: str) -> Scenario:
    scenario, dropped = from_text(text)
    if dropped:
        raise ValueError(text)
    return scenario


def _place(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d{2,3}", text) and (len(text) > MAX_ID or not SITE_ID.fullmatch(text)):
        raise ValueError(text)
    return text


def _joined_kinds(kinds: tuple[Kind, ...]) -> str:
    return _joined(kinds) or ALL


def _joined(values: tuple[object, ...]) -> str:
    return ".".join(map(str, values))


_CODES: Final[dict[str, tuple[str, Callable[[str], Any], Callable[[Any], str]]]] = {
    "ask": ("question", PlanningQuestion, str),
    "of": ("kinds", _kinds, _joined_kinds),
    "km": ("km", _between(1, MAX_KM, float), lambda km: f"{km:g}"),
    "by": ("measure", Measure, str),
    "beside": ("beside", _codes(MAX_BESIDE), _joined),
    "indicator": ("indicator", _indicator, str),
    "level": ("level", Level, str),
    "breaks": ("scheme", Scheme, str),
    "aim": ("model", Model, str),
    "n": ("count", _between(1, MAX_NEW, int), str),
    "least": ("least_people", _between(0, MAX_PEOPLE, int), str),
    "not": ("excluded", _codes(MAX_EXCLUDED), _joined),
    "limit": ("seconds", _seconds, str),
    PARAMETER: ("scenario", _scenario, Scenario.to_text),
    "own": ("own", OwnAs, str),
    "measure": ("metric", Metric, str),
    "minutes": ("minutes", _between(1, MAX_MINUTES, int), str),
    "speeds": ("speeds", speeds_from_text, speeds_text),
    "start": ("start", _place, str),
    "end": ("end", _place, str),
}
"""Each parameter of the page: its attribute, its parser and its writer."""

PARAMETERS: Final = tuple(_CODES)

_START: Final = PlanningQuery()
