"""Planning questions in a URL, and an indicator in classes."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.indicators import INDICATORS
from geo.analysis.scenarios import Scenario
from geo.choices import Kind, Model, RoadClass, Scheme
from geo.choices.planning_kinds import Level, Measure, Metric, PlanningQuestion
from geo.roads.road_store import ClassSpeed
from geo.views.planning_answers import CLASSES, choropleth_of
from geo.views.planning_query import (
    MAX_MINUTES,
    MAX_NEW,
    MAX_PEOPLE,
    PARAMETERS,
    SECONDS,
    PlanningQuery,
    knows,
    plan_of,
)
from tests.shared_data import ATLAS

plans = st.builds(
    PlanningQuery,
    question=st.sampled_from(PlanningQuestion),
    kinds=st.sets(st.sampled_from(Kind)).map(lambda kinds: tuple(k for k in Kind if k in kinds)),
    km=st.integers(10, 3000).map(lambda tenths: tenths / 10),
    measure=st.sampled_from(Measure),
    beside=st.lists(st.integers(1, 22) | st.integers(101, 2217), unique=True, max_size=3).map(tuple),
    indicator=st.sampled_from([indicator.name for indicator in INDICATORS]),
    level=st.sampled_from(Level),
    scheme=st.sampled_from(Scheme),
    model=st.sampled_from(Model),
    count=st.integers(1, MAX_NEW),
    least_people=st.integers(0, MAX_PEOPLE),
    scenario=st.just(Scenario(removed=("corinto",))) | st.just(Scenario()),
    excluded=st.lists(st.integers(101, 2217), unique=True, max_size=5).map(tuple),
    seconds=st.sampled_from(SECONDS),
    metric=st.sampled_from(Metric),
    minutes=st.integers(1, MAX_MINUTES),
    speeds=st.sets(st.sampled_from(RoadClass)).map(
        lambda roads: tuple(ClassSpeed(road, 10, 20) for road in RoadClass if road in roads)
    ),
    start=st.sampled_from(("", "101", "corinto")),
    end=st.sampled_from(("", "2217", "champerico")),
)


@pytest.fixture(scope="module")
def shelf():
    return ATLAS


@given(plan=plans)
def test_a_plan_comes_back_from_its_address(plan):
    query = plan.to_query()
    assert plan_of(query) == plan
    assert all(knows(name, value) for name, value in query.items())


def test_every_part_of_a_plan_has_a_parameter():
    assert len(PARAMETERS) == len(fields(PlanningQuery))


@given(name=st.sampled_from(PARAMETERS), value=st.text(max_size=20))
def test_no_address_breaks_a_plan(name, value):
    assert isinstance(plan_of({name: value}), PlanningQuery)


@pytest.mark.parametrize(
    ("name", "value"), [("km", "0"), ("km", "301"), ("n", "13"), ("beside", "1.2.3.4")]
)
def test_what_is_out_of_bounds_is_unknown(name, value):
    assert not knows(name, value)


def test_the_plan_at_the_start_leaves_the_address_empty():
    assert PlanningQuery().to_query() == {}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("indicator", [indicator.name for indicator in INDICATORS])
def test_each_place_is_in_the_class_that_holds_its_value(shelf, indicator, level):
    view = choropleth_of(shelf, indicator, level)
    ends = view.legend.set_index("nth")[["low", "high"]].T.to_dict()
    assert 1 <= len(ends) <= CLASSES
    for value, nth in zip(view.table["value"], view.table["nth"], strict=True):
        assert ends[nth]["low"] <= value <= ends[nth]["high"]


def test_zero_is_a_class_of_its_own(shelf):
    legend = choropleth_of(shelf, "coast_km", Level.DEPARTAMENTO).legend
    assert (legend["low"][0], legend["high"][0]) == (0, 0)
    assert legend["low"][1] > 0


def test_a_municipio_has_the_class_of_its_departamento(shelf):
    view = choropleth_of(shelf, "maya_share", Level.DEPARTAMENTO)
    places = view.places
    assert len(places) == 340
    assert {places[code] for code in places if code // 100 == 18} == {view.table.at[18, "nth"]}


def test_schemes_break_differently(shelf):
    legends = [choropleth_of(shelf, "population", Level.MUNICIPIO, scheme).legend for scheme in Scheme]
    assert len({tuple(legend["high"]) for legend in legends}) == len(Scheme)
