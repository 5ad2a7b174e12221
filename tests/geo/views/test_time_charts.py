"""Timelines and charts: marks do not overlap, gaps stay, places are separate."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.choices import Chart, Programme, Scope, SeriesShape, Unit
from geo.views.sites_view import Region
from geo.views.time_charts import (
    LEAST_ROOM,
    chart_view,
    charts_of,
    events_between,
    events_in,
    events_of_programmes,
    span_of_years,
    timeline,
    years_of,
)
from tests.shared_data import ATLAS

FACTS, SITES = ATLAS.facts, ATLAS.sites
EVERYWHERE = Region((), ())


def event(identifier, day, end=None, programme=Programme.POLICE):
    return {
        "event_id": identifier,
        "date": day,
        "date_end": end,
        "programme": programme,
        "scope": Scope.PROGRAMME if programme else Scope.CONTEXT,
    }


def events(*rows):
    return pd.DataFrame(list(rows), columns=list(event("", "")), dtype=object)


def mark(drawn, identifier):
    return drawn.set_index("event_id").loc[identifier]


def test_a_mark_is_as_long_as_its_date_is_uncertain():
    lasting = event("d", "2025-12-22", "2026-01-07")
    drawn = timeline(events(event("a", "2018"), event("b", "2020-02"), event("c", "2020-05-29"), lasting))
    days = (drawn["end"] - drawn["start"]).dt.days
    assert days.tolist() == [365, 29, 1, 17]
    assert drawn["known_to"].tolist() == ["year", "month", "day", "day"]


def test_overlapping_marks_get_separate_rows_in_their_lane():
    drawn = timeline(
        events(
            event("year", "2018"),
            event("march", "2018-03"),
            event("later", "2019-01"),
            event("other lane", "2018", programme=None),
        )
    )
    assert [mark(drawn, event)["row"] for event in ("year", "march", "later", "other lane")] == [0, 1, 0, 0]
    assert mark(drawn, "other lane")["lane"] == Scope.CONTEXT


DATES = st.dates(date(2004, 1, 1), date(2026, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])
)


@given(st.lists(DATES, min_size=1, max_size=12))
def test_no_two_marks_of_a_row_meet(dates):
    drawn = timeline(events(*(event(str(number), day) for number, day in enumerate(dates))))
    for _, row in drawn.groupby("row"):
        ordered = row.sort_values("start")
        ends = [
            max(end, start + LEAST_ROOM)
            for start, end in zip(ordered["start"], ordered["end"], strict=True)
        ]
        assert all(start >= end for start, end in zip(ordered["start"][1:], ends, strict=False))


def test_events_of_a_region_are_those_that_name_it_or_a_site_in_it():
    izabal = set(events_in(FACTS.events, Region((18,), ()), SITES)["event_id"])
    assert {"T018", "T025", "T026"} <= izabal
    assert "T001" not in izabal
    villa_nueva = set(events_in(FACTS.events, Region((), (115,)), SITES)["event_id"])
    assert "T001" in villa_nueva
    # It names the zone of Villa Nueva as a site, and no municipio of its own.
    assert "T020" in villa_nueva
    assert "T035" not in izabal | villa_nueva


def test_the_whole_country_and_no_programme_filter_nothing():
    assert events_in(FACTS.events, EVERYWHERE, SITES) is FACTS.events
    assert events_of_programmes(FACTS.events, ()) is FACTS.events
    gangs = events_of_programmes(FACTS.events, (Programme.GANGS,))
    assert set(gangs["event_id"]) == {"T010", "T036", "T086", "T089"}


def test_an_event_is_in_each_year_that_it_touches():
    table = events(event("a", "2018"), event("b", "2025-12-22", "2026-01-07"), event("c", "2024-02-13"))
    assert span_of_years(table) == (2018, 2026)
    chosen = {
        years: events_between(table, years)["event_id"].tolist() for years in ((2018, 2024), (2026, 2026))
    }
    assert chosen == {(2018, 2024): ["a", "c"], (2026, 2026): ["b"]}
    assert events_between(table, None) is table


@given(first=st.integers(1000, 2999), last=st.integers(1000, 2999))
def test_a_range_of_years_is_read_only_if_it_is_in_order(first, last):
    assert years_of(f"{first}-{last}") == ((first, last) if first <= last else None)


@pytest.mark.parametrize("text", [None, "", "2018", "2018-", "2018-24", "2018-2024 ", "x", "٢٠١٨-٢٠٢٤"])
def test_other_texts_are_no_range_of_years(text):
    assert years_of(text) is None


@pytest.mark.parametrize("chart", Chart)
def test_points_are_joined_only_within_a_series_and_without_a_gap(chart):
    points = chart_view(chart, FACTS).points
    for _, run in points.groupby("segment"):
        assert run["series_id"].nunique() == 1
        assert (run["start"].iloc[1:].to_numpy() <= run["end"].iloc[:-1].to_numpy()).all()


def test_a_missing_year_breaks_the_line_and_is_named():
    view = chart_view(Chart.HOMICIDES, FACTS)
    assert view.missing_years == {"homicides-pnc-cien": (2019,)}
    own = view.points[view.points["series_id"] == "homicides-pnc-cien"].set_index("period_start")["segment"]
    assert own["2018"] != own["2020"]
    assert own["2020"] == own["2021"] == own["2025"]


def test_part_of_a_year_is_drawn_apart_from_full_years():
    view = chart_view(Chart.PRECURSORS_DESTROYED, FACTS)
    assert view.missing_years == {"precursors-destroyed-year": (2020, 2021)}
    (part,) = view.points.loc[
        view.points["series_id"] == "precursors-destroyed-part-year", ["start", "end"]
    ].values
    assert (pd.Timestamp(part[1]) - pd.Timestamp(part[0])) == timedelta(days=31 + 29 + 16)
    assert not view.overlaps


@pytest.mark.parametrize(
    ("chart", "overlaps", "is_drawn"),
    [
        (Chart.COCAINE_SEIZED, False, True),
        (Chart.HOMICIDES, True, True),
        (Chart.RETURNS, True, True),
        (Chart.CHECKPOINTS, False, False),
        (Chart.CER_1_POPULATION, False, False),
        (Chart.HOMICIDES_LA_BRIGADA, False, False),
    ],
)
def test_bars_need_points_without_overlap_and_enough_of_them(chart, overlaps, is_drawn):
    view = chart_view(chart, FACTS)
    assert (view.overlaps, view.is_drawn) == (overlaps, is_drawn)


def test_a_chart_by_place_has_no_missing_years_and_one_unit():
    view = chart_view(Chart.RETURNS_BY_PLACE, FACTS)
    assert (view.shape, view.unit, view.missing_years) == (SeriesShape.PLACES, Unit.PERSONS, {})


def test_charts_come_in_the_order_of_the_vocabulary():
    charts = charts_of(FACTS.series)
    assert charts == tuple(Chart)
    assert charts_of(FACTS.series.iloc[:0]) == ()
