"""The atlas at a date: laws that hold for any date, and the known cases of the data."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.choices import Aspect, Clock, FactKind, Layer, Presence, State, Status
from geo.dataset.facts.states import Subject
from geo.dataset.schema import first_day, last_day, rows
from geo.selection import Selection
from geo.views.atlas_at_date import view_at
from geo.views.sites_view import sites_view
from geo.views.state_changes import ChangeKind
from geo.views.states_in_time import day_of, month_of, read_timeline
from tests.shared_data import ATLAS

TIMELINE = read_timeline(ATLAS)
BY_MONTH = TIMELINE.months()
FIGURES_BY_MONTH = TIMELINE.figures_by_month()
MONTHS = [f"{year}-{month:02d}" for year in range(2003, 2027) for month in range(1, 13)]
DATES = st.one_of(
    st.none(),
    st.sampled_from(MONTHS),
    st.integers(1990, 2030).map(str),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.isoformat),
)
CLOCKS = st.sampled_from(Clock)


def site(identifier: str) -> Subject:
    return Subject(FactKind.SITE, identifier)


@given(when=DATES)
def test_the_sites_of_a_date_are_those_that_hold_it_and_the_undated(when):
    day, shown = day_of(when), TIMELINE.sites_at(when)
    for identifier in TIMELINE.sites.index:
        periods = TIMELINE.periods[site(identifier)]
        holds = any(period.start <= day < period.end for period in periods)
        begins_later = bool(periods) and periods[0].begins and day < periods[0].start
        assert (identifier in shown) == (holds or not begins_later)


@pytest.mark.parametrize("clock", Clock)
def test_today_equals_no_date(clock):
    today = TIMELINE.consulted.isoformat()
    assert TIMELINE.states_at(today, clock) == TIMELINE.states_at(None, clock)
    assert TIMELINE.figures_at(today, clock) == TIMELINE.figures_at(None, clock)
    assert TIMELINE.conflicts_at(today) == TIMELINE.conflicts_at(None)
    assert TIMELINE.differences(today, None, clock) == ()


def test_both_clocks_agree_on_today():
    assert TIMELINE.states_at(None, Clock.KNOWN_THEN) == TIMELINE.states_at()
    assert TIMELINE.figures_at(None, Clock.KNOWN_THEN) == TIMELINE.figures_at()


def test_every_site_of_the_atlas_is_there_today_with_its_status():
    states = TIMELINE.sites_at()
    assert {name: str(state.state) for name, state in states.items()} == {
        name: str(status) for name, status in TIMELINE.sites["status"].items()
    }


@given(before=DATES, after=DATES, clock=CLOCKS)
def test_differences_reversed_exchange_new_and_ended(before, after, clock):
    forth, back = (
        TIMELINE.differences(before, after, clock),
        TIMELINE.differences(after, before, clock),
    )
    assert tuple(change.reversed() for change in forth) == back


@given(before=DATES, after=DATES)
def test_every_difference_names_its_sources(before, after):
    for change in TIMELINE.differences(before, after):
        assert change.sources
        assert set(change.sources) <= set(TIMELINE.sources.index)


@given(when=DATES)
def test_what_was_known_is_what_a_published_source_says(when):
    day = day_of(when)
    for state in TIMELINE.states_at(when, Clock.KNOWN_THEN).values():
        if state.state_id:
            assert min(TIMELINE.known[source] for source in state.sources) <= day


@given(month=st.sampled_from(MONTHS[:-1]), clock=CLOCKS)
def test_the_months_for_the_browser_say_the_same(month, clock):
    states = TIMELINE.states_at(month, clock)
    for identifier, clocks in BY_MONTH.items():
        entry = [entry for entry in clocks[clock] if entry[0] <= month][-1]
        state = states[site(identifier)]
        shown = state.state if state.presence is Presence.PRESENT else state.presence
        assert entry[1:] == (str(shown), int(state.imprecise))


def test_a_month_means_its_last_day():
    assert day_of("2020-05") == date(2020, 5, 31)
    assert TIMELINE.state_at(site("pci-pajapita"), "2020-05").presence is Presence.PRESENT
    assert TIMELINE.state_at(site("pci-pajapita"), "2020-04").presence is Presence.NOT_YET
    with pytest.raises(ValueError, match="write YYYY"):
        day_of("May 2020")


def test_the_dissolution_of_dipafront_was_known_as_announced():
    dipafront = site("dipafront")
    assert TIMELINE.state_at(dipafront, "2024-10", Clock.KNOWN_THEN).state is State.CLOSING
    assert TIMELINE.state_at(dipafront, "2024-10").state is State.CHANGING


def test_the_arch_of_sanarate_was_removed_in_december_2025():
    changes = TIMELINE.differences("2025-11", "2025-12")
    (change,) = [change for change in changes if change.identifier == "pci-sanarate"]
    assert (change.kind, change.before, change.after) == (ChangeKind.STATE, "operating", "changing")


def test_villa_nueva_begins_in_2004_and_is_unknown_after_its_last_report():
    precinct = site("mpp-villa-nueva")
    assert TIMELINE.state_at(precinct, "2003").presence is Presence.NOT_YET
    assert TIMELINE.state_at(precinct, "2004-06").imprecise
    assert TIMELINE.state_at(precinct, "2012-08-23").state is State.OPERATING
    assert TIMELINE.state_at(precinct, "2012-09").presence is Presence.UNDATED


def test_support_is_a_subject_of_its_own():
    support = Subject(FactKind.COMPONENT, "public-ministry", Aspect.SUPPORT)
    assert TIMELINE.state_at(support, "2021-08").state is State.SUSPENDED
    assert support not in {site(name) for name in TIMELINE.sites_at()}


def test_a_figure_is_the_newest_whole_year_of_its_series():
    key = FactKind.SERIES, "cocaine-seized-year"
    points = TIMELINE.facts.every_point().set_index("reference")
    reference, _ = TIMELINE.figures_at("2018-12")[key]
    assert points.at[reference, "period_start"] == "2018"
    reference, _ = TIMELINE.figures_at("2018-11")[key]
    assert points.at[reference, "period_start"] == "2017"


@given(when=DATES, clock=CLOCKS)
def test_a_figure_in_the_place_of_another_is_not_younger_than_the_date(when, clock):
    day, named = day_of(when), TIMELINE.facts.by_reference
    for figure in TIMELINE.facts.figures["figure_id"]:
        reference = TIMELINE.figure_at(figure, when, clock)
        if reference is None:
            continue
        row = named[reference]
        assert min(last_day(row["as_of"]), TIMELINE.consulted) <= day
        assert reference == figure or row["series"] == named[figure]["series"]
        if clock is Clock.KNOWN_THEN:
            assert min(TIMELINE.known[source] for source in row["sources"]) <= day


@given(month=st.sampled_from(MONTHS[12:-1]), clock=CLOCKS)
def test_the_figures_by_month_say_the_same(month, clock):
    for figure, clocks in FIGURES_BY_MONTH.items():
        entries = [reference for start, reference in clocks[clock] if start <= month]
        assert (entries[-1] if entries else None) == TIMELINE.figure_at(figure, month, clock)


def test_the_facts_of_today_are_all_that_are_not_announced():
    facts = TIMELINE.facts_at(None)
    assert facts.figures.equals(TIMELINE.facts.figures)
    assert facts.events.equals(TIMELINE.facts.events)
    assert facts.conflicts.equals(TIMELINE.facts.conflicts)


def test_the_facts_of_a_date_are_not_younger():
    facts = TIMELINE.facts_at("2019-12")
    assert "I006" in set(facts.figures["figure_id"])
    assert "I131" not in set(facts.figures["figure_id"]), "officers posted to the ports in 2020"
    assert facts.events["date"].max() < "2020"
    assert "highway-checkpoints" not in set(facts.components["component_id"])


def test_figures_about_a_site_are_those_of_the_date():
    site_id = "incinerator-san-jose-del-golfo"
    assert TIMELINE.figures_of(site_id, "2012-01") == ()
    assert TIMELINE.figures_of(site_id, "2019-12") == ("I003", "I036", "I122")
    assert TIMELINE.figures_of(site_id, None) == ("I003", "I036", "I124", "I123", "I336")


def test_events_of_a_month_are_those_known_to_the_month():
    events = TIMELINE.events_of("2025-12")
    assert {"T046", "T047", "T088"} <= set(events)
    assert "T048" not in events, "known only to the year"
    assert "T047" in TIMELINE.events_of("2026-01"), "it lasted until January"


def test_the_ready_comparisons_are_the_founding_documents_and_today():
    pairs = [(pair.before, pair.after) for pair in TIMELINE.comparisons()]
    assert pairs == [("2019", "2024-10-03"), ("2024-10-03", None), ("2019", None)]


def test_a_disagreement_begins_with_its_second_source():
    conflict = TIMELINE.facts.conflicts.iloc[0]
    days = sorted(TIMELINE.known[source] for source in conflict["sources"])
    assert conflict["conflict_id"] in TIMELINE.conflicts_at(days[1].isoformat())
    assert conflict["conflict_id"] not in TIMELINE.conflicts_at((days[1] - timedelta(days=1)).isoformat())


EVERY_LAYER = tuple(Layer)


@settings(max_examples=25)
@given(when=st.sampled_from(MONTHS[12:]), clock=CLOCKS)
def test_a_view_shows_the_sites_of_its_date_and_counts_the_undated(when, clock):
    view = view_at(Selection(layers=EVERY_LAYER, when=when, clock=clock), ATLAS)
    shown = TIMELINE.sites_at(when, clock)
    assert list(view.shown.index) == list(shown)
    undated = [site for site, state in shown.items() if state.presence is Presence.UNDATED]
    assert list(view.undated.index) == undated


def test_a_view_of_today_is_that_of_no_date():
    selection = Selection(layers=EVERY_LAYER, statuses=(Status.UNKNOWN,))
    assert view_at(selection, ATLAS).shown.equals(sites_view(selection, ATLAS.sites).shown)
    assert view_at(selection, ATLAS).undated.empty


def test_the_filter_of_statuses_is_about_the_date():
    building = Selection(layers=EVERY_LAYER, statuses=(Status.BUILDING,))
    then = view_at(replace(building, when="2016-06"), ATLAS)
    assert "task-force-xinca" in then.shown.index
    assert "task-force-xinca" not in view_at(building, ATLAS).shown.index
    assert set(then.shown["status"]) == {Status.BUILDING}


def test_the_events_of_a_month_are_listed_by_month():
    months = TIMELINE.months_of_events()
    assert all(months[month] == TIMELINE.events_of(month) for month in months)
    assert min(months) >= "2004-01"
    opening = TIMELINE.events_of("2020-05")
    assert opening
    assert months["2020-05"] == opening


def test_a_date_ends_in_a_month():
    assert [month_of(date) for date in ("2019", "2024-10-03", "2019-03")] == [
        "2019-12",
        "2024-10",
        "2019-03",
    ]


FORERUNNERS = {
    ("T065", "high-level-security-dialogue"),
    ("T066", "high-level-security-dialogue"),
}
"""Events before their subject began: according to the article of 2024 the dialogue builds on them."""


def contradictions(events):
    """Yield each event and subject whose periods leave no day of the event on which it can be there."""
    named = ((event, name) for event in rows(events) for name in named_by(event))
    for event, name in named:
        first, last = first_day(event["date"]), last_day(event["date_end"] or event["date"])
        for subject in (site(name), Subject(FactKind.COMPONENT, name)):
            spans = TIMELINE.days_of(subject) if subject in TIMELINE.periods else ((first, last),)
            if not any(start <= last and first <= end for start, end in spans):
                yield event["event_id"], name


def named_by(event):
    return dict.fromkeys((*(event["site_ids"] or ()), *(event["component_ids"] or ())))


def test_what_an_event_names_was_there_or_may_have_been():
    assert set(contradictions(TIMELINE.facts.events)) == FORERUNNERS


@pytest.mark.parametrize(("event", "date"), [("T023", "2020-05-28"), ("T035", "2024-02")])
def test_an_event_before_the_beginning_contradicts_it(event, date):
    events = TIMELINE.facts.events.copy()
    events.loc[events["event_id"] == event, "date"] = date
    assert event in {event_id for event_id, _ in contradictions(events)}


def test_no_event_is_older_than_the_first_report_of_its_subject():
    """Where the beginning is unknown, `first_confirmed` is the oldest report of the subject."""
    states = TIMELINE.facts.states
    first: dict[str, str | None] = {}
    for row in rows(states[states["aspect"] == Aspect.EXISTENCE]):
        name = row["site_id"] or row["component_id"]
        first.setdefault(name, row["from"] or row["first_confirmed"])
    older = {
        (event["event_id"], name)
        for event in rows(TIMELINE.facts.events)
        for name in named_by(event)
        if (begun := first.get(name)) and last_day(event["date_end"] or event["date"]) < first_day(begun)
    }
    assert older == FORERUNNERS
