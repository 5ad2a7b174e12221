"""The main routes: 35 lists of stops, and each rule of their tables detects its violation."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.choices import Confidence, RouteClass
from geo.dataset.bibliography import read_sources
from geo.dataset.boundaries import read_municipios
from geo.dataset.cross_references import facts_problems
from geo.dataset.facts import Facts, main_routes, read_facts
from geo.dataset.sites import read_sites

Rule = Callable[[pd.DataFrame], Iterator[tuple[int, str, str]]]

STOPS = pd.DataFrame(
    {
        "route_id": ["a", "a", "a", "b", "b"],
        "stop_order": [1, 2, 3, 1, 2],
        "codigo_muni": pd.array([101, 102, None, 103, 104], dtype="Int64"),
        "site_id": [None, None, "port", None, None],
        "km": [10.0, None, 30.0, 9.0, 8.0],
        "km_at": ["stop", None, "stop", "stop", "stop"],
        "off_km": [None, 2.0, None, None, 7.0],
        "confidence": [Confidence.HIGH, Confidence.MEDIUM, *[Confidence.HIGH] * 2, Confidence.LOW],
    }
)
RULES: tuple[Rule, ...] = (
    main_routes.municipio_or_site,
    main_routes.orders_without_gaps,
    main_routes.posts_rise_or_fall,
    main_routes.post_with_its_place,
    main_routes.junction_off_the_stop,
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts()


def test_the_tables_have_the_compiled_routes_and_stops(facts: Facts) -> None:
    assert (len(facts.routes), len(facts.stops), len(facts.lengths)) == (35, 227, 26)
    assert facts.stops["confidence"].value_counts().to_dict() == {
        Confidence.HIGH: 161,
        Confidence.MEDIUM: 53,
        Confidence.LOW: 13,
    }
    assert (facts.routes["route_class"] == RouteClass.PRIMARY).sum() == 17


def test_only_national_and_departmental_roads_are_called_mountain_roads(facts: Facts) -> None:
    mountain = facts.routes[facts.routes["mountain"]]
    assert set(mountain["route_class"]) == {RouteClass.SECONDARY}
    assert not facts.routes.set_index("route_id").loc[["rn-9s", "rn-24"], "mountain"].any()


def test_the_sources_of_a_route_are_those_of_its_stops_and_lengths(facts: Facts) -> None:
    cited = main_routes.sources_of_routes(facts.stops, facts.lengths)
    assert set(cited) == set(facts.routes["route_id"])
    assert cited["ca-2b"] == ("G02", "R03", "R47")
    assert {"R06", "R86"} <= {source for sources in cited.values() for source in sources}


def violations(table: pd.DataFrame) -> list[tuple[int, str]]:
    return [(row, column) for rule in RULES for row, column, _ in rule(table)]


def test_a_table_without_a_violation_is_accepted() -> None:
    assert violations(STOPS) == []


@pytest.mark.parametrize(
    ("row", "cells", "expected"),
    [
        (0, {"site_id": "port"}, [(0, "codigo_muni")]),
        (1, {"codigo_muni": pd.NA}, [(1, "codigo_muni")]),
        (1, {"stop_order": 3}, [(1, "stop_order"), (2, "stop_order")]),
        (0, {"stop_order": 2}, [(0, "stop_order"), (1, "stop_order")]),
        (1, {"route_id": "b"}, [(1, "stop_order"), (2, "stop_order"), (2, "route_id"), (3, "route_id")]),
        (1, {"km": 5.0, "km_at": "stop"}, [(1, "km")]),
        (2, {"km": 10.0}, [(2, "km")]),
        (0, {"km_at": None}, [(0, "km_at")]),
        (1, {"km_at": "stop"}, [(1, "km_at")]),
        (4, {"off_km": None}, [(4, "off_km")]),
    ],
)
def test_each_rule_of_stops_detects_its_violation(
    row: int, cells: dict[str, Any], expected: list[tuple[int, str]]
) -> None:
    changed = STOPS.copy()
    for column, cell in cells.items():
        changed.at[row, column] = cell
    assert set(violations(changed)) == set(expected)


def test_a_section_that_runs_backwards_is_refused() -> None:
    table = pd.DataFrame({"from_order": [1, 3], "to_order": [2, 3]})
    assert [row for row, _, _ in main_routes.section_in_order(table)] == [1]


def test_a_bend_at_a_stop_is_refused() -> None:
    table = pd.DataFrame({"along_share": [0.5, 0.0, 1.0]})
    assert [row for row, _, _ in main_routes.bend_between_its_stops(table)] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        (("stops", 1, "codigo_muni", 199), "stops.csv:3: codigo_muni: 199"),
        (("stops", 0, "site_id", "nowhere"), "stops.csv:2: site_id: 'nowhere'"),
        (("stops", 0, "sources", ("G02", "R999")), "stops.csv:2: sources: 'R999'"),
        (("stops", 1, "place", "La Libertad"), "stops.csv:3: place: La Libertad is La Democracia"),
        (("lengths", 0, "to_order", 99), "lengths.csv:2: to_order: ca-1-occidente has no such stop"),
        (("lengths", 0, "from_order", 21), "lengths.csv:2: from_order: ca-1-occidente has no such stop"),
        (("bends", 0, "after_order", 13), "bends.csv:2: after_order: ca-9-norte has no such stop"),
        (("bends", 0, "route_id", "ca-99"), "bends.csv:2: route_id: 'ca-99'"),
    ],
)
def test_a_contradiction_between_the_tables_is_named_with_its_line(
    facts: Facts, cell: tuple[str, int, str, object], where: str
) -> None:
    table, row, column, value = cell
    changed = getattr(facts, table).copy()
    changed.at[row, column] = value
    broken = replace(facts, **{table: changed})
    problems = [str(p) for p in facts_problems(broken, read_sources(), read_sites(), read_municipios())]
    assert len(problems) == 1
    assert where in problems[0]


def test_a_route_with_one_stop_is_refused(facts: Facts) -> None:
    short = replace(facts, stops=facts.stops[facts.stops["stop_id"] != "ca-2b-02"])
    problems = [str(p) for p in facts_problems(short, read_sources(), read_sites(), read_municipios())]
    assert [problem for problem in problems if "needs 2 stops" in problem] == problems != []
