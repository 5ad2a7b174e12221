"""Each rule between the tables of facts detects its violation."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.choices import ClaimKind, Pillar, Programme, State, Unit
from geo.dataset.bibliography import read_sources
from geo.dataset.boundaries import read_municipios
from geo.dataset.cross_references import facts_problems
from geo.dataset.facts import Facts, read_facts
from geo.dataset.sites import read_sites

OtherTables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts()


@pytest.fixture(scope="module")
def other_tables() -> OtherTables:
    """Return sources, sites and municipios as committed."""
    return read_sources(), read_sites(), read_municipios()


def with_cell(facts: Facts, table: str, key: str, column: str, value: Any) -> Facts:
    """Return `facts` with one cell changed in the row that `key` names."""
    changed = getattr(facts, table).copy()
    row = changed.index[changed.iloc[:, 0] == key][0]
    changed.at[row, column] = value
    return replace(facts, **{table: changed})


def problems(facts: Facts, other_tables: OtherTables) -> list[str]:
    return [str(problem) for problem in facts_problems(facts, *other_tables)]


def test_the_committed_facts_break_nothing(facts: Facts, other_tables: OtherTables) -> None:
    assert problems(facts, other_tables) == []


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        (("figures", "I001", "sources", ("P01", "P999")), "figures.csv:2: sources: 'P999'"),
        (("figures", "I001", "site_ids", ("nowhere",)), "figures.csv:2: site_ids: 'nowhere'"),
        (("figures", "I001", "component_ids", ("fbi",)), "figures.csv:2: component_ids: 'fbi'"),
        (("figures", "I001", "series", "cocaine"), "figures.csv:2: series: 'cocaine'"),
        (("figures", "I001", "codigo_muni", 199), "figures.csv:2: codigo_muni: 199"),
        (("events", "T001", "sources", ("P08",)), "events.csv:2: sources: 'P08'"),
        (
            ("components", "guatemala-se-transforma", "site_ids", ("tga",)),
            "components.csv:2: site_ids: 'tga'",
        ),
        (("programmes", Programme.GANGS, "sources", ("P01", "X1")), "programmes.csv:3: sources: 'X1'"),
        (("points", "N001", "series_id", "x"), "points.csv:2: series_id: 'x'"),
        (("points", "N001", "sources", ("S9",)), "points.csv:2: sources: 'S9'"),
        (("conflicts", "money-2024", "figure_ids", ("I999",)), "conflicts.csv:2: figure_ids: 'I999'"),
        (("conflicts", "money-2024", "event_ids", ("T003",)), "conflicts.csv:2: event_ids: 'T003'"),
        (("conflicts", "money-2024", "point_ids", ("N999",)), "conflicts.csv:2: point_ids: 'N999'"),
        (("conflicts", "money-2024", "series_ids", ("y",)), "conflicts.csv:2: series_ids: 'y'"),
        (("statements", "F001", "component_ids", ("cia",)), "statements.csv:2: component_ids: 'cia'"),
        (("statements", "F001", "conflict_ids", ("none",)), "statements.csv:2: conflict_ids: 'none'"),
    ],
)
def test_a_broken_reference_is_named_with_its_line(
    facts: Facts, other_tables: OtherTables, cell: tuple[str, str, str, Any], where: str
) -> None:
    (problem,) = problems(with_cell(facts, *cell), other_tables)
    assert where in problem
    assert problem.endswith(("add its row", "look it up"))


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        (("states", "Z001", "site_id", "nowhere"), "states.csv:2: site_id: 'nowhere'"),
        (("states", "Z001", "state", State.LIMITED), "sites.csv:2: status: is operating"),
        (("states", "Z001", "last_confirmed", "2022"), "sites.csv:2: status_as_of: 2023 is not"),
        (("events", "T023", "date", "2020-05-28"), "date: pci-pajapita was not there"),
    ],
)
def test_a_site_agrees_with_its_states_and_events(
    facts: Facts, other_tables: OtherTables, cell: tuple[str, str, str, Any], where: str
) -> None:
    assert any(where in problem for problem in problems(with_cell(facts, *cell), other_tables))


def test_the_beginning_of_a_site_is_that_of_a_state(facts: Facts, other_tables: OtherTables) -> None:
    sources, sites, municipios = other_tables
    changed = sites.copy()
    changed.loc["pci-pajapita", "since"] = "2020-06"
    (problem,) = problems(facts, (sources, changed, municipios))
    assert "since: 2020-06 is the beginning of no state" in problem


def test_every_broken_reference_is_reported_at_once(facts: Facts, other_tables: OtherTables) -> None:
    broken = with_cell(facts, "figures", "I001", "sources", ("P01", "A1", "A2"))
    assert len(problems(with_cell(broken, "events", "T001", "sources", ("A3",)), other_tables)) == 3


def test_a_lost_founding_figure_is_reported(facts: Facts, other_tables: OtherTables) -> None:
    (problem,) = problems(with_cell(facts, "figures", "I006", "founding", value=False), other_tables)
    assert problem == (
        "data/figures/figures.csv:1: founding: 18 rows say yes, the founding documents hold 19 figures; "
        "restore the missing"
    )


def test_a_target_in_a_series_of_results_is_reported(facts: Facts, other_tables: OtherTables) -> None:
    planned = with_cell(facts, "figures", "I141", "series", "pci-in-place")
    (problem,) = problems(planned, other_tables)
    assert "claim: a target claim is in a series of results; take it out of it" in problem


def test_a_goal_for_officers_is_in_no_series_of_results(facts: Facts, other_tables: OtherTables) -> None:
    (problem,) = problems(with_cell(facts, "figures", "I121", "claim", ClaimKind.TARGET), other_tables)
    assert problem.startswith("data/figures/figures.csv:")


def test_another_unit_in_a_series_is_reported(facts: Facts, other_tables: OtherTables) -> None:
    (problem,) = problems(with_cell(facts, "figures", "I103", "unit", Unit.PACKAGES), other_tables)
    assert "unit: packages is in a series in kg" in problem


def test_a_derived_figure_in_a_series_of_reports_is_reported(
    facts: Facts, other_tables: OtherTables
) -> None:
    lines = problems(with_cell(facts, "figures", "I108", "series", "cocaine-seized-year"), other_tables)
    assert any("claim: a derived claim is in a series of results" in problem for problem in lines)
    assert any("two points share a period" in problem for problem in lines)


def test_a_chart_of_two_units_is_reported(facts: Facts, other_tables: OtherTables) -> None:
    mixed = with_cell(facts, "series", "cocaine-seizures-packages", "chart", "seizures_by_place_kg")
    (problem,) = problems(mixed, other_tables)
    assert "unit: differs from the other series of the chart seizures_by_place_kg" in problem


def test_a_series_without_points_is_reported(facts: Facts, other_tables: OtherTables) -> None:
    points = facts.points[facts.points["series_id"] != "coca-bushes"]
    (problem,) = problems(replace(facts, points=points), other_tables)
    assert "series_id: has no point; add one or remove the series" in problem


@pytest.mark.parametrize(
    ("table", "kind"), [("programmes", Programme.FORENSICS), ("pillars", Pillar.ALLIANCES)]
)
def test_a_programme_or_pillar_without_a_row_is_reported(
    facts: Facts, other_tables: OtherTables, table: str, kind: Programme | Pillar
) -> None:
    rows = getattr(facts, table)
    (problem,) = problems(replace(facts, **{table: rows[rows.iloc[:, 0] != kind]}), other_tables)
    assert f"{kind} has no row; write one" in problem
