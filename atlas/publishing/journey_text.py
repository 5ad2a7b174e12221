"""Ways between two places in words: by imported roads, and by the main routes as a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import amount_text, date_text, duration_text, number_text
from geo.analysis.route_ranges import KNOWN_SLACK, Key, RouteNetwork, RouteRange
from geo.choices import RoadClass
from geo.dataset.facts import Facts
from geo.roads.fastest_way import Journey
from geo.roads.road_network import FURTHEST_LEG_M
from geo.roads.road_store import RoadsRecord
from geo.roads.travel_times import TravelTimes

LEAST_NAMED_KM: Final = 1.0
LEAST_NAMED_SHARE: Final = 0.03
"""A part of a journey that is shorter than both is not named."""
LEAST_LEG_KM: Final = 0.05
"""A shorter way on foot is not named."""


def journey_sentences(
    journey: Journey | None, ends: tuple[str, str], times: TravelTimes, t: Translator
) -> Iterator[str]:
    """Yield the length and the time by road between two places, and how it is measured."""
    start, end = ends
    if journey is None:
        km = number_text(FURTHEST_LEG_M / 1e3, t.language)
        yield t("routes.no_road", start=start, end=end, km=km)
        return
    low, high = (duration_text(minutes) for minutes in journey.minutes)
    yield t("routes.road", start=start, end=end, km=number_text(journey.km, t.language, 1))
    if np.isfinite(journey.minutes[1]):
        yield t("routes.time", low=low, high=high)
    else:
        yield t("routes.time_open", low=low)
    least_km = max(LEAST_NAMED_KM, LEAST_NAMED_SHARE * journey.km)
    named = {road.road: road for road in journey.roads if road.road and road.km >= least_km}
    if named:
        yield t("routes.via", routes=", ".join(named))
    speed = number_text(times.high_kmh[RoadClass.FOOT], t.language)
    for place, leg_km in zip(ends, journey.legs_km, strict=True):
        if leg_km >= LEAST_LEG_KM:
            yield t("routes.leg", place=place, km=number_text(leg_km, t.language, 1), speed=speed)
    yield t("routes.road_method")


def extract_sentence(record: RoadsRecord, t: Translator) -> str:
    """Return whose roads they are, under which licence and of which day."""
    if record.extract_date:
        return t("routes.extract", date=date_text(record.extract_date, t.language))
    return t("routes.extract_undated")


def route_numbers(facts: Facts, t: Translator) -> dict[str, str]:
    """Return the number of every main route, its name where it has none."""
    table = facts.routes.set_index("route_id")
    numbers = table["number"].fillna(table[f"name_{t.language}"])
    return {str(route): str(number) for route, number in numbers.items()}


def route_sentences(
    answer: RouteRange,
    network: RouteNetwork,
    named: Mapping[Key, str],
    routes: Mapping[str, str],
    t: Translator,
) -> Iterator[str]:
    """Yield the distance by the main routes between two places, and how it is measured.

    `named` has the name of every place, `routes` the number of every route.
    """
    ends = {"start": named[answer.start.place], "end": named[answer.end.place]}
    if answer.start.stop == answer.end.stop:
        yield t("routes.same", **ends)
    elif answer.known:
        km, route = amount_text(answer.known.km, t.language), routes[answer.known.route]
        yield t(f"routes.{answer.known.basis}", km=km, route=route, **ends)
        yield t("routes.sources", sources=", ".join(answer.known.sources))
    else:
        low, high = (number_text(km, t.language) for km in (answer.low_km, answer.high_km))
        yield t("routes.range", low=low, high=high, **ends)
        yield t("routes.via", routes=", ".join(dict.fromkeys(routes[route] for route in answer.routes)))
        ratio, mountain = (amount_text(network.ratios[kind], t.language) for kind in (False, True))
        yield t("routes.method", ratio=ratio, mountain=mountain)
        yield t("routes.method_known", slack=amount_text(KNOWN_SLACK, t.language))
    for way in (answer.start, answer.end):
        if way.place != way.stop and way.km >= LEAST_LEG_KM:
            km = number_text(way.km, t.language, 1)
            yield t("routes.access", place=named[way.place], stop=named[way.stop], km=km)
