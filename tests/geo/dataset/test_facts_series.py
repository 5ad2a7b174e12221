"""Series: figures are their points, and a missing year stays a gap."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.choices import ClaimKind, SeriesShape
from geo.dataset.facts import Facts, all_points, points_of, read_facts, yearly


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts()


@pytest.fixture(scope="module")
def every_point(facts: Facts) -> pd.DataFrame:
    return facts.every_point()


def of_years(values: dict[int, float]) -> pd.DataFrame:
    years = [str(year) for year in values]
    return pd.DataFrame({"period_start": years, "period_end": years, "value": list(values.values())})


@given(st.dictionaries(st.integers(1990, 2030), st.floats(1, 1e6), min_size=1))
def test_a_missing_year_is_a_gap_and_never_a_zero(values: dict[int, float]) -> None:
    line = yearly(of_years(values))
    assert list(line.index) == list(range(min(values), max(values) + 1))
    assert line.dropna().to_dict() == values
    assert not (line == 0).any()


def test_part_of_a_year_is_no_year() -> None:
    points = of_years({2018: 255, 2019: 228})
    part = pd.DataFrame({"period_start": ["2020-01-01"], "period_end": ["2020-03-16"], "value": [89.0]})
    assert list(yearly(pd.concat([points, part])).index) == [2018, 2019]


def test_several_years_together_are_no_year() -> None:
    both = pd.DataFrame({"period_start": ["2022"], "period_end": ["2023"], "value": [7500.0]})
    assert yearly(both).empty


def test_every_figure_with_a_series_is_a_point_once(facts: Facts, every_point: pd.DataFrame) -> None:
    drawn = facts.figures.loc[facts.figures["series"].notna(), "figure_id"]
    assert len(every_point) == len(facts.points) + len(drawn)
    assert every_point["reference"].is_unique
    assert set(drawn) <= set(every_point["reference"])


def test_a_stock_is_dated_by_the_moment_it_describes(every_point: pd.DataFrame) -> None:
    points = points_of(every_point, "pci-in-place")
    stocks = list(zip(points["period_start"], points["value"], strict=True))
    assert stocks == [("2021-05", 4), ("2021-09-09", 5), ("2021-12", 6)]


def test_precursors_have_a_gap_for_the_unknown_year(every_point: pd.DataFrame) -> None:
    line = yearly(points_of(every_point, "precursors-destroyed-year"))
    assert line[[2018, 2019, 2022]].to_list() == [255, 228, 1140]
    assert all(math.isnan(line[year]) for year in (2020, 2021))


def test_homicides_have_a_gap_in_2019(every_point: pd.DataFrame) -> None:
    line = yearly(points_of(every_point, "homicides-pnc-cien"))
    assert list(line.index[line.isna()]) == [2019]
    assert line[2025] == 3139


def test_the_departamentos_of_2010_add_up_to_the_country(every_point: pd.DataFrame) -> None:
    departamentos = points_of(every_point, "homicides-departamento-2010")
    country = yearly(points_of(every_point, "homicides-pnc-unodc"))
    assert len(departamentos) == 22
    assert departamentos["value"].sum() == country[2010] == 5960


def test_the_municipios_of_returns_add_up_as_the_source_says(every_point: pd.DataFrame) -> None:
    municipios = points_of(every_point, "returns-municipio-2025")
    assert (len(municipios), municipios["value"].sum()) == (19, 13_346)


def test_only_results_and_arithmetic_are_drawn(facts: Facts) -> None:
    assert set(facts.series["claim"]) == {ClaimKind.REPORTED, ClaimKind.DERIVED}


def test_points_at_several_places_are_never_a_line(facts: Facts, every_point: pd.DataFrame) -> None:
    lines = facts.series.loc[facts.series["shape"] == SeriesShape.TIME, "series_id"]
    for series_id in lines:
        assert points_of(every_point, series_id)["place_en"].nunique() == 1


def test_no_point_without_a_series(facts: Facts) -> None:
    assert all_points(facts.points.head(0), facts.figures.assign(series=None)).empty
