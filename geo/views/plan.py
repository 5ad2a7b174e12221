"""What a planner asks, as one frozen value that a URL can hold: the question and its terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from geo.coverage import Measure
from geo.indicators import INDICATORS, Level
from geo.selection import in_order
from geo.vocabulary import Kind

ALL: Final = "all"
"""How a URL says that no kind is left out."""
MAX_BESIDE: Final = 3
"""Regions beside the one of the side panel: four in all."""
MAX_KM: Final = 300
MAX_NEW: Final = 12
"""More new sites than any plan here has asked for; solving stays quick."""
LONGEST: Final = 600
"""No parameter is longer: every kind of site at once, or a scenario of some twenty sites."""
MAX_PEOPLE: Final = 1_000_000


class Question(StrEnum):
    """What the planner wants to know."""

    PROFILE = "profile"
    """What a region is, beside others."""
    COVERAGE = "coverage"
    """Who and what lies within a distance of sites."""
    GAPS = "gaps"
    """Where border and coast are far from any checkpoint or port."""
    NEXT = "next"
    """Where new sites would serve most."""
    INDICATORS = "indicators"
    """How an indicator differs over the country."""


class Aim(StrEnum):
    """What new sites are chosen for."""

    COVER_MOST = "cover_most"
    """As many people as possible within the distance (maximal covering)."""
    COVER_ALL = "cover_all"
    """As few sites as possible, so that every seat that can be is within the distance (set covering)."""
    NEAREST = "nearest"
    """The smallest mean distance (p-median)."""


@dataclass(frozen=True)
class Plan:
    """A question and its terms.

    `kinds` empty means every kind; `beside` are codes of departamentos (1 to 22) and municipios
    (from 101) to compare with; `least_people` is what a municipio needs to be a candidate;
    `whatif` is a scenario as `geo.scenario` writes it.
    """

    question: Question = Question.PROFILE
    kinds: tuple[Kind, ...] = (Kind.BORDER_CHECKPOINT,)
    km: float = 25.0
    measure: Measure = Measure.PEOPLE_BY_CABECERA
    beside: tuple[int, ...] = ()
    indicator: str = INDICATORS[0].name
    level: Level = Level.MUNICIPIO
    aim: Aim = Aim.COVER_MOST
    count: int = 3
    least_people: int = 0
    whatif: str = ""

    def to_query(self) -> dict[str, str]:
        """Return the parameters of this plan; what is as at the start is left out."""
        return {
            name: write(getattr(self, attribute))
            for name, (attribute, _, write) in _CODES.items()
            if getattr(self, attribute) != getattr(_START, attribute)
        }


def plan_of(query: Mapping[str, str]) -> Plan:
    """Return the plan that a URL holds; what means nothing is as at the start."""
    chosen: dict[str, Any] = {}
    for name, (attribute, read, _) in _CODES.items():
        if name in query and knows(name, query[name]):
            chosen[attribute] = read(query[name])
    return replace(_START, **chosen)


def knows(name: str, value: str) -> bool:
    """Whether `value` means something as the parameter `name`."""
    try:
        _CODES[name][1](value)
    except ValueError:
        return False
    return True


def _kinds(text: str) -> tuple[Kind, ...]:
    return () if text == ALL else in_order((Kind(word) for word in text.split(".")), Kind)


def _codes(text: str) -> tuple[int, ...]:
    codes = tuple(
        dict.fromkeys(int(word) for word in text.split(".") if re.fullmatch(r"[1-9]\d{0,3}", word))
    )
    if not codes or len(codes) > MAX_BESIDE or len(codes) != len(text.split(".")):
        raise ValueError(text)
    return codes


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


def _scenario(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.,;~!*+-]{1,}", text):
        raise ValueError(text)
    return text


def _joined_kinds(kinds: tuple[Kind, ...]) -> str:
    return _joined(kinds) or ALL


def _joined(values: tuple[object, ...]) -> str:
    return ".".join(map(str, values))


_CODES: Final[dict[str, tuple[str, Callable[[str], Any], Callable[[Any], str]]]] = {
    "ask": ("question", Question, str),
    "of": ("kinds", _kinds, _joined_kinds),
    "km": ("km", _between(1, MAX_KM, float), lambda km: f"{km:g}"),
    "by": ("measure", Measure, str),
    "beside": ("beside", _codes, _joined),
    "indicator": ("indicator", _indicator, str),
    "level": ("level", Level, str),
    "aim": ("aim", Aim, str),
    "n": ("count", _between(1, MAX_NEW, int), str),
    "least": ("least_people", _between(0, MAX_PEOPLE, int), str),
    "whatif": ("whatif", _scenario, str),
}
"""Each parameter of the page: the attribute it holds, and how it is read and written."""

PARAMETERS: Final = tuple(_CODES)

_START: Final = Plan()
