"""Classes of an indicator: their breaks, their legend, and missing values."""

import warnings

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.choices import Scheme
from geo.mapping.classification import NO_DATA, Classes, classified, natural_breaks
from geo.mapping.map_styles import MOST_CLASSES, NO_DATA_COLOUR, RAMPS


def series(*values: float | None) -> pd.Series:
    return pd.Series(values, index=[f"c{n}" for n in range(len(values))], dtype="float64")


def rows(classes: Classes) -> list[tuple[int, float, float, int]]:
    legend = classes.legend
    return list(zip(legend["nth"], legend["low"], legend["high"], legend["count"], strict=True))


def test_quantiles_have_as_many_places_each() -> None:
    classes = classified(series(1, 2, 3, 4, 5, 6), Scheme.QUANTILES, 3)
    assert rows(classes) == [(0, 1, 2, 2), (1, 3, 4, 2), (2, 5, 6, 2)]


def test_equal_intervals_are_as_wide_and_empty_ones_are_left_out() -> None:
    classes = classified(series(1, 2, 3, 100), Scheme.EQUAL_INTERVAL, 4)
    assert rows(classes) == [(0, 1, 3, 3), (1, 100, 100, 1)]


def test_natural_breaks_part_what_is_apart() -> None:
    classes = classified(series(1, 2, 3, 50, 51, 200), Scheme.NATURAL_BREAKS, 3)
    assert rows(classes) == [(0, 1, 3, 3), (1, 50, 51, 2), (2, 200, 200, 1)]


def test_zero_is_its_own_class_unless_switched_off() -> None:
    assert rows(classified(series(0, 0, 1, 9), Scheme.QUANTILES, 3))[0] == (0, 0, 0, 2)
    together = classified(series(0, 0, 1, 9), Scheme.QUANTILES, 2, zero_apart=False)
    assert [row[3] for row in rows(together)] == [2, 2]


def test_a_missing_value_is_no_data_and_never_the_lowest_class() -> None:
    classes = classified(series(1, None, 2, float("inf")), Scheme.QUANTILES, 2)
    assert classes.nth.tolist() == [0, NO_DATA, 1, NO_DATA]
    assert classes.nth.index.tolist() == ["c0", "c1", "c2", "c3"]
    assert classes.legend["nth"].tolist() == [0, 1, NO_DATA]
    assert classes.legend["count"].tolist() == [1, 1, 2]
    assert classes.colours.tolist()[1] == NO_DATA_COLOUR


def test_nothing_known_is_a_legend_of_no_data() -> None:
    assert classified(series(None, None)).legend["nth"].tolist() == [NO_DATA]
    assert classified(series()).legend.empty


def test_equal_values_are_one_class() -> None:
    for scheme in Scheme:
        assert rows(classified(series(7, 7, 7), scheme, 5)) == [(0, 7, 7, 3)]


def test_a_missing_number_of_pandas_is_no_data_too() -> None:
    classes = classified(pd.Series([1, pd.NA, 3], dtype="Int64"), Scheme.QUANTILES, 2)
    assert classes.nth.tolist() == [0, NO_DATA, 1]


@pytest.mark.parametrize("count", [0, MOST_CLASSES + 1])
def test_too_few_or_too_many_classes_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="classes"):
        classified(series(1, 2), count=count)


def test_ramps_darken_step_by_step() -> None:
    for count, ramp in RAMPS.items():
        assert len(ramp) == count
        light = [sum(w * int(c[i : i + 2], 16) for w, i in ((2, 1), (7, 3), (1, 5))) for c in ramp]
        assert light == sorted(light, reverse=True)


numbers = st.lists(st.integers(-1000, 1000).map(float), min_size=6, max_size=25, unique=True)


@settings(max_examples=20)
@given(numbers, st.integers(2, 5))
def test_natural_breaks_are_fisher_s_and_jenks_s(values: list[float], count: int) -> None:
    array = np.array(values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        theirs = mapclassify.FisherJenks(array, k=count)
    ours = np.searchsorted(natural_breaks(array, count), array)
    assert within(array, ours) == pytest.approx(within(array, theirs.yb))


@given(numbers, st.integers(2, 5))
def test_quantiles_are_mapclassify_s(values: list[float], count: int) -> None:
    classes = classified(pd.Series(values), Scheme.QUANTILES, count, zero_apart=False)
    assert classes.nth.tolist() == mapclassify.Quantiles(np.array(values), k=count).yb.tolist()


def within(values: np.ndarray, nth: np.ndarray) -> float:
    return float(sum(((values[nth == n] - values[nth == n].mean()) ** 2).sum() for n in set(nth)))


anything = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30)


@given(anything, st.sampled_from(Scheme), st.integers(1, MOST_CLASSES))
def test_every_value_is_in_one_class_and_classes_are_in_order(
    values: list[float | None], scheme: Scheme, count: int
) -> None:
    classes = classified(series(*values), scheme, count, zero_apart=False)
    legend = classes.legend[classes.legend["nth"] >= 0]
    assert classes.legend["count"].sum() == len(values)
    assert legend["nth"].tolist() == list(range(len(legend)))
    assert len(legend) <= count
    assert (legend["high"].to_numpy()[:-1] < legend["low"].to_numpy()[1:]).all()


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40), st.integers(2, 5))
def test_equal_intervals_are_mapclassify_s(whole: list[int], count: int) -> None:
    # With 60 as a factor no value lies between two roundings of an end.
    values = 60.0 * np.array(whole)
    classes = classified(pd.Series(values), Scheme.EQUAL_INTERVAL, count, zero_apart=False)
    count = min(count, len(np.unique(values)))
    theirs = (
        mapclassify.EqualInterval(values, k=count).yb if count > 1 else np.zeros(len(values), dtype=int)
    )
    assert classes.nth.tolist() == np.unique(theirs, return_inverse=True)[1].tolist()
