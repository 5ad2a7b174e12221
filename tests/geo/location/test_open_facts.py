"""Which missing fact would narrow an answer or change the best next sites."""

from collections.abc import Hashable

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cancellation import Control
from geo.choices import Confirmation, Kind, Model, Status
from geo.choices.site_kinds import Standing
from geo.location.instance import Candidates, LocationQuestion
from geo.location.open_facts import OpenFact, OpenFacts, PublicSource, open_facts
from tests.geo.squares import four_squares, site, sites

GROUND = four_squares()
SURE = {"status": Status.OPERATING, "confirmation": Confirmation.RECENT}


def survey(*rows: dict[str, object], km: float = 1.0, count: int = 1, **more: object) -> OpenFacts:
    table = sites(*rows)
    for name in ("status", "confirmation"):
        table[name] = [row.get(name, SURE[name]) for row in rows]
    table["sources"] = [("S001",)] * len(rows)
    kinds = tuple({Kind(str(row["kind"])) for row in rows})
    question = LocationQuestion(Model.MAXIMAL_COVERING, kinds, km * 1e3, count, Candidates())
    return open_facts(GROUND, table, question, **more)  # type: ignore[arg-type]


def fact(result: OpenFacts, site_id: str, kind: OpenFact) -> dict[Hashable, object]:
    rows = result.table[(result.table["site_id"] == site_id) & (result.table["fact"] == kind)]
    (row,) = rows.to_dict("records")
    return row


def test_an_exact_dated_site_leaves_nothing_to_find_out() -> None:
    result = survey(site("a", 5, 5))
    assert result.table.empty
    assert result.width == 0


def test_an_unknown_status_decides_where_the_next_site_goes() -> None:
    # The site covers the 4,000 people of 202. Closed, the best next site is there; open, at 201 (3,000).
    row = fact(survey(site("a", 5, 5, status=Status.UNKNOWN)), "a", OpenFact.STATUS)
    assert (row["decides"], row["regret"]) == (True, 1_000)
    assert row["settled_by"] == PublicSource.STATEMENT
    # Open, 4,000 are covered for sure, closed none: to know it narrows the range by all 4,000.
    assert row["narrows"] == 4_000


def test_a_rough_location_far_from_every_cabecera_does_not_matter() -> None:
    # The site is within 0.5 km of a point 5 km from any cabecera; it covers no one wherever it is.
    row = fact(survey(site("a", 0, 5, uncertainty_m=500, precision="locality")), "a", OpenFact.LOCATION)
    assert (row["narrows"], row["regret"], row["matters"]) == (0, 0, False)


def test_a_rough_location_at_the_edge_of_reach_narrows_by_what_is_in_doubt() -> None:
    # 900 m west of the cabecera of 202, to 500 m: the middle reaches it, the west of the circle does not.
    result = survey(site("a", 4.1, 5, uncertainty_m=500, precision="locality"))
    row = fact(result, "a", OpenFact.LOCATION)
    assert result.width == 4_000
    assert row["narrows"] == 4_000
    assert (row["decides"], row["regret"]) == (True, 1_000)


def test_a_status_that_becomes_known_leaves_the_doubt_about_the_location() -> None:
    rough = site("a", 4.1, 5, uncertainty_m=500, precision="locality", status=Status.UNKNOWN)
    # Closed, it covers no one; open, it still may or may not cover the 4,000 people of 202.
    assert fact(survey(rough), "a", OpenFact.STATUS)["narrows"] == 4_000 - (0 + 4_000) / 2


def test_a_site_without_a_location_may_cover_what_is_in_its_municipio() -> None:
    # Somewhere in 202, it may or may not cover its cabecera; the answer of today leaves it out.
    row = fact(
        survey(site("a", -5, 5), site("b", code=202, precision="unplaced")), "b", OpenFact.NO_LOCATION
    )
    assert row["narrows"] == 4_000
    assert row["decides"]


def test_units_stores_and_unpublished_seats_are_never_sought() -> None:
    result = survey(
        site("unit", code=202, kind=Kind.POLICE_UNIT, precision="unplaced"),
        site("store", code=202, kind=Kind.INCINERATOR, status=Status.UNKNOWN),
        site("force", code=202, kind=Kind.JOINT_TASK_FORCE, status=Status.UNKNOWN),
        site("seat", code=202, kind=Kind.POLICE_FACILITY, precision="unplaced"),
    )
    assert result.table.empty


def test_a_stopped_search_says_that_it_is_not_complete() -> None:
    result = survey(site("a", 5, 5, status=Status.UNKNOWN), control=Control(should_stop=lambda: True))
    assert not result.is_complete
    assert np.isnan(result.table["regret"].iloc[0])
    assert not result.table["decides"].iloc[0]


def test_the_share_that_is_done_is_reported() -> None:
    shares: list[float] = []
    survey(
        site("a", 5, 5, status=Status.UNKNOWN),
        site("b", -5, 5, status=Status.DOUBTFUL),
        on_share=shares.append,
    )
    assert shares == [0.0, 0.5, 1.0]


def test_those_that_decide_come_first() -> None:
    result = survey(
        site("a", 0, 5, uncertainty_m=500, precision="locality"), site("b", 5, 5, status=Status.UNKNOWN)
    )
    assert result.table["site_id"].tolist() == ["b", "a"]


@settings(max_examples=30, deadline=None)
@given(
    x=st.floats(-10, 10),
    y=st.floats(-10, 10),
    radius=st.integers(300, 8_000),
    km=st.floats(1, 12),
    status=st.sampled_from(Status),
)
def test_more_knowledge_never_widens(x: float, y: float, radius: int, km: float, status: Status) -> None:
    rough = site("a", x, y, uncertainty_m=radius, precision="locality", status=status)
    result = survey(rough, site("b", 5, 5), site("c", code=101, precision="unplaced"), km=km)
    assert (result.table["narrows"] >= 0).all()
    assert (result.table["regret"] >= 0).all()
    assert len(result.table) >= 2


def test_facts_of_a_region_count_its_people_alone() -> None:
    part = GROUND.part((101,))
    table: gpd.GeoDataFrame = sites(site("a", 5, 5))
    table["status"], table["confirmation"], table["sources"] = (
        Status.UNKNOWN,
        Confirmation.RECENT,
        [("S001",)],
    )
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.PORT,), 1e3, 1)
    row = fact(open_facts(part, table, question), "a", OpenFact.STATUS)
    assert row["narrows"] == pytest.approx(0)


def test_what_is_never_proposed_is_only_measured() -> None:
    table: gpd.GeoDataFrame = sites(site("a", 5, 5, kind=Kind.POLICE_ACADEMY))
    table["status"], table["confirmation"], table["sources"] = (
        Status.UNKNOWN,
        Confirmation.RECENT,
        [("S001",)],
    )
    where = Candidates(standing=Standing.NOWHERE)
    question = LocationQuestion(Model.MAXIMAL_COVERING, (Kind.POLICE_ACADEMY,), 1e3, 1, where)
    result = open_facts(GROUND, table, question)
    assert result.chosen is None
    assert (result.table["matters"].item(), result.table["decides"].item()) == (True, False)
