"""Figures of facts that are about a region, or about more than it."""

import pandas as pd
import pytest

from geo.analysis.demand_areas import DemandAreas
from geo.analysis.region_profile import COLUMNS, local_figures
from geo.choices.planning_kinds import Level
from geo.dataset.facts import Facts, read_facts
from tests.geo.real import ground_of_guatemala


@pytest.fixture(scope="module")
def country() -> DemandAreas:
    return ground_of_guatemala()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts()


def of_series(figures: pd.DataFrame, series_id: str) -> pd.DataFrame:
    return figures[figures["series_id"] == series_id]


def test_a_municipio_has_its_own_figures_and_those_of_its_departamento(
    facts: Facts, country: DemandAreas
) -> None:
    figures = local_figures(facts, country, [115])
    own = of_series(figures, "homicides-villa-nueva-half-year")
    assert set(own["codigo_muni"]) == {115}
    assert own["is_inside"].all()
    around = of_series(figures, "homicides-departamento-2010")
    assert around["codigo_depto"].tolist() == [1]
    assert around["level"].tolist() == [Level.DEPARTAMENTO]
    assert not around["is_inside"].any()


def test_a_whole_departamento_has_its_figures_inside(facts: Facts, country: DemandAreas) -> None:
    codes = country.table.loc[country.table["codigo_depto"] == 1, "codigo_muni"].tolist()
    figures = of_series(local_figures(facts, country, codes), "homicides-departamento-2010")
    assert figures["is_inside"].tolist() == [True]
    assert figures["period_start"].tolist() == ["2010"]


def test_figures_of_the_whole_country_are_no_local_ones(facts: Facts, country: DemandAreas) -> None:
    everywhere = local_figures(facts, country, country.table["codigo_muni"].tolist())
    assert "homicides-pnc-unodc" not in set(everywhere["series_id"])
    assert len(of_series(everywhere, "homicides-departamento-2010")) == 22
    assert everywhere["is_inside"].all()


def test_the_newest_comes_first_and_each_has_period_and_sources(facts: Facts, country: DemandAreas) -> None:
    figures = local_figures(facts, country, [108])
    assert list(figures.columns) == list(COLUMNS)
    assert figures["period_start"].is_monotonic_decreasing
    assert figures["sources"].map(len).min() > 0
    assert local_figures(facts, country, []).empty
