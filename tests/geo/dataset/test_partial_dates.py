"""Partial dates: their possible days and their age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dataset.facts import first_day, last_day, middle_day, years_old

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
PARTIALS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from((4, 7, 10)))


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-10-02", date(2024, 10, 2), date(2024, 10, 2)),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(partial: str, first: date, last: date) -> None:
    assert (first_day(partial), last_day(partial)) == (first, last)


@given(day=DAYS)
def test_a_day_lies_in_its_month_and_its_year(day: date) -> None:
    for length in (4, 7, 10):
        partial = day.isoformat()[:length]
        assert first_day(partial) <= day <= last_day(partial)


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2021", "2021", date(2021, 7, 2)),
        ("2020-01-01", "2020-01-03", date(2020, 1, 2)),
        ("2024-10-02", "2024-10-02", date(2024, 10, 2)),
    ],
)
def test_a_period_is_drawn_at_its_middle(start: str, end: str, day: date) -> None:
    assert middle_day(start, end) == day


@pytest.mark.parametrize(
    ("as_of", "today", "years"),
    [
        ("2019", date(2026, 12, 30), 6),
        ("2019", date(2026, 12, 31), 7),
        ("2024-10-02", date(2026, 10, 1), 1),
        ("2024-10-02", date(2026, 10, 2), 2),
        ("2027", date(2026, 11, 21), 0),
    ],
)
def test_an_age_is_a_minimum_in_full_years(as_of: str, today: date, years: int) -> None:
    assert years_old(as_of, today) == years


@given(partial=PARTIALS, today=DAYS, later=st.integers(0, 20_000))
def test_an_age_never_falls(partial: str, today: date, later: int) -> None:
    assert 0 <= years_old(partial, today) <= years_old(partial, today + timedelta(days=later))


@given(day=DAYS, today=DAYS)
def test_a_coarser_date_never_looks_older(day: date, today: date) -> None:
    ages = [years_old(day.isoformat()[:length], today) for length in (4, 7, 10)]
    assert ages == sorted(ages)
