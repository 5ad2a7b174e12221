"""Kilometres of border and coast as the demand of new sites, and the aim of each kind."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.border_lines import Line, pieces
from geo.analysis.site_coverage import coverage
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Counted, Measure
from geo.choices.site_kinds import (
    AIM_OF,
    FIRST_KIND,
    Reason,
    Standing,
    common_aim,
    measure_of,
    measures_of,
    proposals_refused,
)
from geo.dataset.sites import read_sites
from geo.location import Candidates, Control, LocationQuestion, NextSites, instance, next_sites
from tests.geo.location.spopt_reference import least_paid_by_spopt
from tests.geo.real import guatemala
from tests.geo.squares import four_squares, metres, site, sites

GROUND = four_squares()
CHECKPOINT = (Kind.BORDER_CHECKPOINT,)


def line(name: str, start: tuple[float, float], end: tuple[float, float], *, is_coast: bool) -> Line:
    """Return a straight line from west to east past two squares, which meet at its middle."""
    points = np.array([metres(*start), metres((start[0] + end[0]) / 2, start[1]), metres(*end)])
    codes = np.array([101, 102] if start[1] < 0 else [201, 202])
    return Line(name, is_coast, points, np.array([0.0, 10_000.0, 20_000.0]), codes)


BORDER = line("MEX", (-10, 10), (10, 10), is_coast=False)
COAST = line("pacific", (-10, -10), (10, -10), is_coast=True)


def answer(
    model: Model = Model.MAXIMAL_COVERING,
    *,
    km: float = 5.0,
    count: int = 1,
    table: pd.DataFrame | None = None,
    where: Candidates | None = None,
) -> NextSites:
    question = LocationQuestion(
        model,
        CHECKPOINT,
        km * 1e3,
        count,
        where or Candidates(standing=Standing.BORDER),
        Counted.LAND_BORDER_KM,
    )
    existing = sites() if table is None else table
    return next_sites(instance(GROUND, existing, question, lines=(BORDER, COAST)))


def test_a_line_is_cut_into_equal_pieces_within_each_municipio() -> None:
    cut = pieces([BORDER], 4_000)
    assert cut.table["km"].tolist() == pytest.approx([10 / 3] * 6)
    assert cut.table["codigo_muni"].tolist() == [201] * 3 + [202] * 3
    assert cut.table["along_km"].iloc[0] == pytest.approx(10 / 6)
    assert pieces([], 4_000).table.empty


def test_a_checkpoint_stands_on_the_border_or_at_the_cabecera_of_a_border_municipio() -> None:
    candidates = answer().instance.candidates
    assert set(candidates["codigo_muni"]) == {201, 202}
    on_line = candidates[candidates["line"].notna()]
    assert on_line["along_km"].tolist() == [2.5, 7.5, 12.5, 17.5]
    assert len(candidates) == 6


def test_a_port_stands_on_the_coast_only() -> None:
    where = Candidates(standing=Standing.COAST)
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.PORT,), 1e3, 1, where, Counted.COAST_KM)
    problem = instance(GROUND, sites(), question, lines=(BORDER, COAST))
    assert set(problem.candidates["line"]) == {"pacific"}
    assert set(problem.demand["line"]) == {"pacific"}


def test_the_best_point_of_a_border_covers_the_distance_on_both_sides() -> None:
    result = answer()
    assert (result.before, result.value) == pytest.approx((0, 10))
    assert result.is_proven
    assert result.chosen["line"].tolist() == ["MEX"]


def test_a_checkpoint_that_exists_is_counted_before_new_ones() -> None:
    # It covers the western 5 km; a new one covers 10 of the other 15.
    result = answer(table=sites(site("a", -10, 10, Kind.BORDER_CHECKPOINT)))
    assert (result.before, result.value) == pytest.approx((5, 15))


def test_the_fewest_points_cover_the_whole_border() -> None:
    assert answer(Model.SET_COVERING).value == 3
    assert answer(Model.SET_COVERING, km=7.5).value == 2


def test_the_mean_distance_along_a_border_is_that_of_its_points() -> None:
    # From two points, each the middle of one half of the border, the mean is a quarter of a half.
    result = answer(Model.P_MEDIAN, count=2)
    assert result.value == pytest.approx(3.0, abs=0.5)


def test_a_region_and_exclusions_hold_for_lines() -> None:
    chosen = answer(where=Candidates((201,), standing=Standing.BORDER)).chosen
    assert chosen["codigo_muni"].tolist() == [201]
    without = answer(where=Candidates(excluded=(201,), standing=Standing.BORDER)).instance.candidates
    assert set(without["codigo_muni"]) == {202}
    assert without["municipio"].tolist() == ["M202"] * 3


def test_coverage_of_a_line_has_its_range() -> None:
    posts = sites(site("a", -10, 10, Kind.BORDER_CHECKPOINT, uncertainty_m=1_000))
    view = coverage(GROUND, posts, CHECKPOINT, 5_000, (BORDER, COAST))
    columns = ("total", "covered_low", "covered", "covered_high")
    row = [view.totals[name].to_dict()[Measure.LAND_BORDER_KM] for name in columns]
    assert row == pytest.approx([20, 4, 5, 6])
    assert view.table["covered_land_border_km"].tolist() == pytest.approx([0, 0, 5, 0])
    assert view.totals["covered"].to_dict()[Measure.COAST_KM] == 0
    assert view.largest_gaps(Measure.LAND_BORDER_KM)["not_covered"].tolist() == pytest.approx([10, 5])


def test_coverage_without_lines_measures_none() -> None:
    view = coverage(GROUND, sites(), CHECKPOINT, 5_000)
    assert Measure.LAND_BORDER_KM not in view.totals.index


@settings(max_examples=15, deadline=None)
@given(near=st.floats(0.5, 10), further=st.floats(0, 10), west=st.floats(-10, 10))
def test_covered_border_grows_with_the_distance(near: float, further: float, west: float) -> None:
    posts = sites(site("a", west, 10, Kind.BORDER_CHECKPOINT))
    small, large = (
        coverage(GROUND, posts, CHECKPOINT, km * 1e3, (BORDER,)).totals["covered"][Measure.LAND_BORDER_KM]
        for km in (near, near + further)
    )
    assert 0 <= small <= large <= 20 + 1e-9


def test_the_real_border_is_proven_and_spopt_agrees() -> None:
    country = guatemala()
    question = LocationQuestion(
        Model.MAXIMAL_COVERING,
        CHECKPOINT,
        25_000,
        3,
        Candidates(standing=Standing.BORDER),
        Counted.LAND_BORDER_KM,
    )
    problem = instance(country.ground, read_sites(), question, lines=country.lines)
    result = next_sites(problem)
    border = set(country.border_km.loc[~country.border_km["is_coast"], "codigo_muni"])
    assert result.is_proven
    assert set(result.chosen["codigo_muni"]) <= border
    other = least_paid_by_spopt(problem.costs(), 3, 1e-3, Control(60))
    assert problem.weights.sum() - other.paid == pytest.approx(result.value, abs=1e-2)
    kilometres = country.border_km.loc[~country.border_km["is_coast"], "km"].sum()
    assert problem.weights.sum() == pytest.approx(kilometres)


def test_every_kind_has_an_aim_and_the_first_kind_can_be_proposed() -> None:
    assert set(AIM_OF) == set(Kind)
    assert FIRST_KIND is Kind.MODEL_PRECINCT
    assert AIM_OF[FIRST_KIND].is_proposed


def test_the_measure_follows_the_kinds() -> None:
    assert measure_of(CHECKPOINT) is Measure.LAND_BORDER_KM
    assert measure_of((Kind.PORT,)) is Measure.COAST_KM
    assert measure_of((Kind.PORT, *CHECKPOINT)) is Measure.PEOPLE_BY_CABECERA
    assert measure_of(()) is Measure.PEOPLE_BY_CABECERA
    assert Measure.COAST_KM not in measures_of(CHECKPOINT)


def test_what_exists_once_or_serves_different_things_is_not_proposed() -> None:
    assert proposals_refused((Kind.POLICE_ACADEMY,)) == (Reason.ONCE,)
    assert proposals_refused((Kind.PORT, *CHECKPOINT)) == ()
    assert proposals_refused(CHECKPOINT) is None
    assert proposals_refused(()) is None
    assert common_aim((Kind.PORT, *CHECKPOINT)) is None
