"""Scenarios: their text, their application to a copy, and their effect."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.analysis.scenarios import (
    MAX_CHANGES,
    Added,
    Moved,
    Scenario,
    applied,
    compared,
    from_text,
    municipio_at,
    nearest_land,
    off_land,
)
from geo.choices import Kind, Layer, Model, Precision
from geo.choices.planning_kinds import Measure
from geo.crs import to_wgs84
from geo.dataset.sites import read_sites
from geo.errors import CRSError
from geo.location.instance import LocationQuestion, instance
from geo.location.recommendation import next_sites
from tests.geo.real import ground_of_guatemala
from tests.geo.squares import four_squares, metres, site, sites

GROUND = four_squares()
TABLE = sites(site("a", 5, 5, code=202), site("b", -5, -5, code=101), site("lost"))


def degrees(x_km: float, y_km: float) -> tuple[float, float]:
    longitude, latitude = to_wgs84(*metres(x_km, y_km)[:, None])
    return float(longitude[0]), float(latitude[0])


def test_a_scenario_is_short_text_that_needs_no_escaping() -> None:
    scenario = Scenario(
        (Added(Kind.PORT, -90.123456, 14.5),), (Moved("el-carmen", -92.1, 15.0),), ("bethel", "la-mesilla")
    )
    text = "a.port.-9012346.1450000~m.el-carmen.-9210000.1500000~r.bethel~r.la-mesilla"
    assert scenario.to_text() == text
    assert from_text(text) == (scenario, ())


def test_the_nearest_land_lies_in_a_municipio_next_to_the_place() -> None:
    longitude, latitude, away = nearest_land(*degrees(15, 5), GROUND)
    assert municipio_at(longitude, latitude, GROUND) == 202
    assert away == pytest.approx(5_030, abs=2)
    expected = degrees(9.97, 5)
    assert (longitude, latitude) == pytest.approx(expected, abs=1e-4)


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_the_nearest_land_is_on_land(x_km: float, y_km: float) -> None:
    longitude, latitude, _ = nearest_land(*degrees(x_km, y_km), GROUND)
    assert municipio_at(longitude, latitude, GROUND) is not None


def test_only_sites_off_the_land_are_listed() -> None:
    sea, land = Added(Kind.PORT, *degrees(15, 5)), Added(Kind.PORT, *degrees(5, 5))
    moved = Moved("a", *degrees(0, 12))
    assert off_land(Scenario((land, sea), (moved,)), GROUND) == (sea, moved)


def test_nothing_changed_is_no_text() -> None:
    assert Scenario().to_text() == ""
    assert from_text("") == (Scenario(), ())
    assert Scenario().is_empty


longitudes, latitudes = st.floats(-94, -87), st.floats(13, 19)
names = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,5}){0,3}", fullmatch=True)
scenarios = st.builds(
    Scenario,
    st.lists(st.builds(Added, st.sampled_from(Kind), longitudes, latitudes), max_size=5).map(tuple),
    st.lists(st.builds(Moved, names, longitudes, latitudes), max_size=5).map(tuple),
    st.lists(names, max_size=5).map(tuple),
)


@given(scenarios)
def test_a_scenario_comes_back_from_its_text(scenario: Scenario) -> None:
    assert from_text(scenario.to_text()) == (scenario, ())


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_what_is_read_can_be_written(text: str) -> None:
    scenario, _ = from_text(text)
    assert from_text(scenario.to_text()) == (scenario, ())


@pytest.mark.parametrize(
    "word",
    [
        "a.castle.-9000000.1500000", "a.port.-9000000", "a.port.1.2", "a.port.x.y", "a.port.-90.5.15.2",
        "a.port.-99999999999999.1500000", "m.El Carmen.-9000000.1500000", "r.", "r.<script>", "x.a", "r",
        "m.a.-9000000.1500000.1", "r." + "a" * 81,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_dropped_and_named(word: str) -> None:
    scenario, dropped = from_text(f"r.a~{word}")
    assert scenario == Scenario(removed=("a",))
    assert [(parameter.parameter, parameter.value) for parameter in dropped] == [("what_if", word[:40])]


def test_more_changes_than_a_plan_has_are_dropped() -> None:
    scenario, dropped = from_text("~".join(f"r.s{n}" for n in range(MAX_CHANGES + 2)))
    assert len(scenario.removed) == MAX_CHANGES
    assert len(dropped) == 2
    with pytest.raises(ValueError, match="at most"):
        Scenario(removed=tuple(f"s{n}" for n in range(MAX_CHANGES + 1)))


def test_a_position_far_from_guatemala_is_refused() -> None:
    with pytest.raises(ValueError, match="Guatemala"):
        Added(Kind.PORT, 0.0, 0.0)


def test_the_last_move_counts_and_a_removed_site_does_not_move() -> None:
    scenario = Scenario(
        moved=(Moved("a", -90, 15), Moved("b", -90, 15), Moved("a", -91, 15)), removed=("b", "b")
    )
    assert scenario.moved == (Moved("a", -91, 15),)
    assert scenario.removed == ("b",)


def test_a_scenario_is_carried_out_on_a_copy() -> None:
    before = TABLE.copy(deep=True)
    scenario = Scenario(
        (Added(Kind.AIRPORT, *degrees(-5, 5)),), (Moved("lost", *degrees(5, -5)),), ("b", "nowhere")
    )
    changed, unknown = applied(scenario, TABLE, GROUND)
    pd.testing.assert_frame_equal(pd.DataFrame(TABLE), pd.DataFrame(before))
    assert changed.index.tolist() == ["a", "lost", "what-if-1"]
    assert changed["what_if"].tolist() == [None, "moved", "added"]
    assert changed["codigo_muni"].tolist() == [202, 102, 201]
    assert changed["precision"].tolist() == [Precision.EXACT] * 3
    assert changed["layer"].tolist()[2] == Layer.AIRPORTS
    assert [parameter.value for parameter in unknown] == ["nowhere"]


def test_a_site_at_sea_lies_in_no_municipio() -> None:
    changed, _ = applied(Scenario((Added(Kind.PORT, *degrees(50, 50)),)), TABLE, GROUND)
    assert pd.isna(changed["codigo_muni"].iloc[-1])
    assert pd.isna(changed["codigo_depto"].iloc[-1])


def test_an_empty_scenario_changes_nothing() -> None:
    changed, unknown = applied(Scenario(), TABLE, GROUND)
    pd.testing.assert_frame_equal(pd.DataFrame(changed.drop(columns="what_if")), pd.DataFrame(TABLE))
    assert unknown == ()


def test_sites_in_another_reference_system_are_refused() -> None:
    with pytest.raises(CRSError):
        applied(Scenario(), TABLE.to_crs("EPSG:3857"), GROUND)


def test_the_columns_of_the_real_sites_keep_their_types() -> None:
    table = read_sites()
    changed, _ = applied(Scenario((Added(Kind.PORT, -90, 15),)), table, GROUND)
    assert (changed[table.columns].dtypes == table.dtypes).all()
    new = changed.iloc[-1]
    assert new["sources"] == ()
    assert new["status"] is None
    assert new["geometry"] == Point(-90, 15)


def test_two_scenarios_are_compared() -> None:
    closed, _ = applied(Scenario(removed=("a",)), TABLE, GROUND)
    opened, _ = applied(Scenario((Added(Kind.PORT, *degrees(-5, 5)),)), TABLE, GROUND)
    both = compared(GROUND, (closed, opened), (), 1_000)
    people = both.totals.T[Measure.PEOPLE_BY_CABECERA]
    assert (people["covered_a"], people["covered_b"], people["change"]) == (1_000, 8_000, 7_000)
    assert (people["share_a"], people["share_b"]) == (0.1, 0.8)
    assert sorted(both.municipios["codigo_muni"]) == [201, 202]
    assert both.municipios["people_by_cabecera_b"].sum() == 7_000


def test_a_scenario_reproduces_the_gain_of_the_next_sites() -> None:
    country, table = ground_of_guatemala(), read_sites()
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.MODEL_PRECINCT,), 25e3, 5)
    result = next_sites(instance(country, table, question))
    new = zip(result.chosen["longitude"], result.chosen["latitude"], strict=True)
    scenario = Scenario(tuple(Added(Kind.MODEL_PRECINCT, x, y) for x, y in new))
    opened, _ = applied(scenario, table, country)
    both = compared(country, (table, opened), question.kinds, question.limit)
    people = both.totals.T[Measure.PEOPLE_BY_CABECERA]
    assert people["covered_a"] == result.before
    assert people["covered_b"] == pytest.approx(result.value)
