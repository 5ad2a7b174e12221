"""Numbers, angles, pairs and dates in their usual notations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.lists.cell_parsing import angle, angles_of, dates_of, grouped_number, number, numbers_of, pair


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14.5", 14.5),
        ("14,5", 14.5),
        ("-90,25", -90.25),
        ("−90.25", -90.25),
        (" 7 ", 7.0),
        (".5", 0.5),
        ("1e2", 100.0),
        ("1.615.234,5", 1_615_234.5),
        ("1,615,234.5", 1_615_234.5),
    ],
)
def test_a_number_is_read_in_both_ways_of_writing(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "14.5.6", "1 2", "0x10", "nan", "inf", "--1", "1,2,3"])
def test_what_is_no_number_is_none(text):
    assert np.isnan(number(text))


@pytest.mark.parametrize(
    "text", ["500,000", "500.000", "500 000", "500'000", "500000", "500000.0", "500,000 m"]
)
def test_thousands_may_be_set_apart_in_metres(text):
    assert grouped_number(text) == 500_000


@pytest.mark.parametrize(
    "text",
    [
        "14°30'00\"N", "14° 30' 0\" N", "N 14 30", "14 30 N", "14°30′", "14º30’0”N", "14:30:00", "14.5",
        "14,5°", "14 grados 30 min", "Norte 14° 30'", "14°30'N", "+14 30",
    ],
)  # fmt: skip
def test_degrees_and_minutes_are_read_in_many_ways(text):
    assert angle(text) == pytest.approx(14.5)


@pytest.mark.parametrize(
    "text",
    [
        "90°30'W",
        "90°30'O",
        "90 30 oeste",
        "O 90° 30'",
        "-90 30",
        "-90.5",
        "90.5 W",
        "W90.5",
        "90°30'00\"Oeste",
    ],
)
def test_west_is_negative_in_both_languages(text):
    assert angle(text) == pytest.approx(-90.5)


@pytest.mark.parametrize(
    "text", ["90°61'W", "90 30 60 W", "N 90 30 W", "14 30 X", "14 30 10 5", "°", "N" * 80]
)
def test_an_impossible_angle_is_none(text):
    assert np.isnan(angle(text))


@given(st.floats(0, 89.99), st.sampled_from("NS"))
def test_any_angle_comes_back_from_its_degrees_minutes_and_seconds(value, letter):
    degrees, rest = divmod(value * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{degrees:.0f}°{minutes:.0f}'{min(seconds, 59.99):.2f}\"{letter}"
    assert abs(angle(text)) == pytest.approx(value, abs=0.02 / 3600)
    assert (angle(text) < 0) == (letter == "S" and abs(angle(text)) > 0)


def test_a_column_is_read_cell_by_cell_whatever_stands_in_it():
    mixed = pd.Series(["1.5", "2,5", "x", "", None, "3"])
    assert numbers_of(mixed)[:2].tolist() == [1.5, 2.5]
    assert np.isnan(numbers_of(mixed)).tolist() == [False, False, True, True, True, False]
    assert angles_of(pd.Series([1, 2])).tolist() == [1.0, 2.0]
    assert np.isnan(angles_of(pd.Series([True, False]))).all()
    assert numbers_of(pd.Series(["1", 2, 3.5, None], dtype=object))[:3].tolist() == [1.0, 2.0, 3.5]


@pytest.mark.parametrize(
    "text",
    [
        "14.5, -90.25", "14.5,-90.25", "14,5; -90,25", "14,5,-90,25", "(14.5, -90.25)", "14.5 -90.25",
        "POINT(-90.25 14.5)", "POINT (-90.25 14.5)", "14°30'N 90°15'W", "N 14 30 W 90 15",
        "90°15'O, 14°30'N", "14°30'00\"N, 90°15'00\"O", "14.5 / -90.25",
    ],
)  # fmt: skip
def test_both_coordinates_in_one_cell(text):
    assert pair(text) == pytest.approx((-90.25, 14.5))


@pytest.mark.parametrize("text", ["", "14.5", "a, b", "POINT EMPTY", "1,2,3", "x" * 500])
def test_what_is_no_pair_is_none(text):
    assert np.isnan(pair(text)).all()


def days(*texts):
    found, is_day_first = dates_of(pd.Series(list(texts)))
    return [str(day) for day in found], is_day_first


def test_dates_are_read_day_first_as_in_guatemala():
    assert days("03/04/2021", "2021-04-03", "3.4.21", "3 de abril de 2021") == (["2021-04-03"] * 4, True)


def test_dates_are_read_month_first_where_only_that_fits():
    assert days("03/04/2021", "12/25/2021") == (["2021-03-04", "2021-12-25"], False)


def test_a_year_or_a_month_alone_counts_from_its_first_day():
    assert days("2021", "2021-07", "20210704")[0] == ["2021-01-01", "2021-07-01", "2021-07-04"]
    assert str(dates_of(pd.Series([2019.0]))[0][0]) == "2019-01-01"


@pytest.mark.parametrize("text", ["", "31/02/2021", "2021-13-01", "soon", "99", "12345678901"])
def test_what_is_no_date_is_missing(text):
    assert days(text)[0] == ["NaT"]


def test_a_column_of_dates_stays_what_it_is():
    column = pd.Series(pd.DatetimeIndex(["2020-05-06 07:08", pd.NaT]))
    assert [str(day) for day in dates_of(column)[0]] == ["2020-05-06", "NaT"]
