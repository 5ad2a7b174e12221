"""States over time: the rules of a row, the one state of a day, and what was known that day."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.choices import FactKind, Presence, State
from geo.dataset.facts.states import (
    STATES,
    TODAY,
    Subject,
    known_day,
    periods_by_subject,
    read_states,
    state_on,
    subject_of,
)
from geo.dataset.schema import SchemaError, rows

COLUMNS = [column.name for column in STATES.columns]
CONSULTED = date(2026, 11, 30)
PERIODS = periods_by_subject(read_states(), CONSULTED)
POST = Subject(FactKind.SITE, "post")
OPENED = {"from": "2020-05-29", "last_confirmed": "2021", "ongoing": "yes"}


def line(state_id: str = "Z1", **cells: str) -> dict[str, str]:
    """Return a row about a post that operates, with some cells filled."""
    row = dict.fromkeys(COLUMNS, "") | {"state_id": state_id, "site_id": "post", "aspect": "existence"}
    return row | {"state": "operating", "ongoing": "no", "sources": "A"} | cells


def table(tmp_path: Path, *lines: dict[str, str]) -> pd.DataFrame:
    path = tmp_path / "states.csv"
    pd.DataFrame(list(lines), columns=COLUMNS).to_csv(path, index=False)
    return STATES.read(path, "states.csv")


def states_of(tmp_path: Path, *lines: dict[str, str]) -> Any:
    """Return the function that gives the state of the post on a day."""
    (periods,) = periods_by_subject(table(tmp_path, *lines), CONSULTED).values()
    return lambda day, known=None: state_on(POST, periods, date.fromisoformat(day), known)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"component_id": "unit"} | OPENED, "component_id"),
        ({"site_id": ""} | OPENED, "site_id"),
        (OPENED | {"to": "2022"}, "ongoing"),
        ({"from": "2020"}, "last_confirmed"),
        (OPENED | {"first_confirmed": "2021"}, "first_confirmed"),
        ({"last_confirmed": "2021"}, "first_confirmed"),
        ({"from": "2021", "to": "2020"}, "to"),
        (OPENED | {"superseded_by": "Z9"}, "superseded_by"),
        (OPENED | {"note_en": "Opened."}, "note_es"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(tmp_path, cells, column):
    with pytest.raises(SchemaError) as refused:
        table(tmp_path, line(**cells))
    assert column in {problem.column for problem in refused.value.problems}


def test_two_states_at_one_time_are_refused(tmp_path):
    early = line("Z1", **{"from": "2019", "to": "2021-03"})
    with pytest.raises(SchemaError, match="begins before Z1 ends"):
        table(tmp_path, early, line("Z2", **{"from": "2021-02", "ongoing": "yes"}))
    assert len(table(tmp_path, early, line("Z2", **{"from": "2021-03", "ongoing": "yes"}))) == 2


def test_before_its_beginning_a_site_is_not_there(tmp_path):
    state = states_of(tmp_path, line(**OPENED))
    assert state("2020-05-28").presence is Presence.NOT_YET
    assert state("2020-05-29").state is State.OPERATING
    assert state("2030-01-01").state is State.OPERATING


def test_an_unknown_beginning_stays_undated_until_the_first_report(tmp_path):
    state = states_of(tmp_path, line(first_confirmed="2023", last_confirmed="2023", ongoing="yes"))
    assert state("2022-12-31").presence is Presence.UNDATED
    assert (state("2023-01-01").presence, state("2023-01-01").imprecise) == (Presence.PRESENT, True)
    assert not state("2023-12-31").imprecise


def test_what_is_not_ongoing_is_unknown_after_its_last_report(tmp_path):
    state = states_of(tmp_path, line(**{"from": "2004", "last_confirmed": "2012-08"}))
    assert state("2012-08-31").state is State.OPERATING
    assert (state("2012-09-01").presence, state("2012-09-01").state) == (Presence.UNDATED, State.UNKNOWN)


def test_a_report_without_a_date_counts_from_the_day_it_was_read(tmp_path):
    state = states_of(tmp_path, line(ongoing="yes"))
    assert state("2026-11-29").presence is Presence.UNDATED
    assert state("2026-11-30").state is State.OPERATING


def test_what_has_ended_is_gone(tmp_path):
    closing = line("Z2", state="ended", **{"from": "2025-12-22", "ongoing": "yes"})
    state = states_of(tmp_path, line(**{"from": "2021", "to": "2025-12-22"}), closing)
    assert state("2025-12-21").is_shown
    assert not state("2025-12-22").is_shown


def test_an_announcement_is_shown_only_until_it_is_replaced(tmp_path):
    announced = line("Z2", state="closing", sources="B", superseded_by="Z3", ongoing="yes")
    state = states_of(
        tmp_path,
        line("Z1", first_confirmed="2016", to="2024-02"),
        announced | {"from": "2024-02"},
        line("Z3", state="changing", sources="C", ongoing="yes", **{"from": "2024-02"}),
    )
    known = {"A": date(2016, 8, 19), "B": date(2024, 2, 29), "C": date(2024, 11, 3)}
    assert state("2024-10-02").state is State.CHANGING
    assert state("2024-02-15", known).state is State.OPERATING, "an end that nobody had reported"
    assert state("2024-10-02", known).state is State.CLOSING
    assert state("2024-11-03", known).state is State.CHANGING


def test_a_fact_is_known_from_its_first_source():
    known = {"A": date(2020, 1, 1), "B": date(2019, 1, 1)}
    assert known_day(["A", "B", "C"], known) == date(2019, 1, 1)
    assert known_day(["C"], known) == date.max


@given(day=st.dates(date(1990, 1, 1), date(2040, 1, 1)), subject=st.sampled_from(sorted(PERIODS)))
def test_no_day_has_two_states(day, subject):
    counting = [period for period in PERIODS[subject] if period.superseded_by is None]
    holding = [period for period in counting if period.start <= day < period.end]
    assert len(holding) <= 1
    assert state_on(subject, PERIODS[subject], day).state_id == (holding[0].state_id if holding else None)


def test_every_period_lasts():
    for own in PERIODS.values():
        assert all(period.start < period.end for period in own)


def test_what_is_ongoing_holds_today():
    for row in rows(read_states()):
        state = state_on(subject_of(row), PERIODS[subject_of(row)], TODAY)
        if row["ongoing"] and row["superseded_by"] is None:
            assert state.state_id == row["state_id"]
