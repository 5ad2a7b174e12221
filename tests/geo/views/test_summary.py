"""A summary states only what its facts carry, and every line names them."""

from datetime import date

import pytest

from geo.choices import FactKind, InlRole, Neighbour, Programme, Scope, SummaryStatement, SummaryTopic
from geo.selection import Selection
from geo.views.evidence import by_identifier, every_fact
from geo.views.summary import LATEST, summary
from tests.shared_data import ATLAS

TODAY = date(2026, 11, 20)
MEXICO = Selection(neighbours=(Neighbour.MEXICO,))
SUBJECTS = (
    None,
    MEXICO,
    *(Selection(departamentos=(code,)) for code in (1, 16, 18)),
    Selection(departamentos=(1,), municipios=(115,)),
    *Programme,
)


def of(subject, day=TODAY):
    return summary(subject, ATLAS.facts, ATLAS.sites, day)


def statements(topic, subject, day=TODAY):
    return {said.sentence: said for said in of(subject, day).line(topic).statements}


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_every_line_states_something_and_every_fact_exists(subject):
    known = by_identifier(every_fact(ATLAS.facts, ATLAS.sites))
    lines = of(subject).lines
    assert [line.topic for line in lines] == list(SummaryTopic)
    for line in lines:
        assert line.statements
        for said in line.statements:
            assert set(said.facts) <= set(known)
            assert len(set(said.facts)) == len(said.facts) <= said.total


def test_the_border_with_mexico_has_eight_checkpoints_and_no_reported_support():
    support = statements(SummaryTopic.SUPPORT, MEXICO)
    assert support[SummaryStatement.NO_SUPPORT].total == 8
    assert support[SummaryStatement.SETTING].facts == ((FactKind.PROGRAMME, Programme.BORDER_PORT),)
    certain = statements(SummaryTopic.CERTAIN, MEXICO)[SummaryStatement.RECENT]
    uncertain = statements(SummaryTopic.UNCERTAIN, MEXICO)
    assert len(certain.facts) + len(uncertain[SummaryStatement.UNCONFIRMED].facts) == 8
    assert uncertain[SummaryStatement.UNPLACED].facts == ((FactKind.SITE, "bethel"),)


def test_inl_is_named_only_where_a_source_names_it():
    roles = ATLAS.sites["inl_role"].to_dict() | dict(
        ATLAS.facts.components[["component_id", "inl_role"]].itertuples(index=False)
    )
    for subject in SUBJECTS:
        support = statements(SummaryTopic.SUPPORT, subject)
        for sentence, role in (
            (SummaryStatement.NAMED, InlRole.NAMED),
            (SummaryStatement.SUPPORTED, InlRole.SUPPORTED),
            (SummaryStatement.US_SUPPORTED, InlRole.US_SUPPORTED),
        ):
            facts = support[sentence].facts if sentence in support else ()
            assert {roles[identifier] for _, identifier in facts} <= {role}


def test_events_of_inl_are_apart_from_the_others_and_newest_first():
    events = ATLAS.facts.events.set_index("event_id")
    changed = statements(SummaryTopic.CHANGED, Programme.BORDER_PORT)
    for sentence, is_inl in ((SummaryStatement.INL_EVENTS, True), (SummaryStatement.OTHER_EVENTS, False)):
        ids = [identifier for _, identifier in changed[sentence].facts]
        assert len(ids) == LATEST
        assert {events.at[one, "scope"] in {Scope.PROGRAMME, Scope.STRATEGY} for one in ids} == {is_inl}
        dates = [str(events.at[one, "date"]) for one in ids]
        assert dates == sorted(dates, reverse=True)


def test_what_is_still_to_come_is_not_called_a_change():
    changed = statements(SummaryTopic.CHANGED, Programme.BORDER_PORT, date(2021, 1, 8))
    latest = changed[SummaryStatement.INL_EVENTS].facts[0]
    assert latest == (FactKind.EVENT, "T027")
    assert statements(SummaryTopic.NEWEST, Programme.BORDER_PORT, date(2021, 1, 8))[
        SummaryStatement.NEWEST
    ].date == ("2021-01-07")


def test_a_region_without_facts_is_empty():
    assert of(Selection(departamentos=(16,))).is_empty
    assert not of(MEXICO).is_empty
