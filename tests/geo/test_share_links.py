"""Links: any state fits into mail and opens unchanged."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.indicators import INDICATORS
from geo.analysis.scenarios import AROUND, MAX_CHANGES, Added, Moved, Scenario
from geo.briefings import MapView
from geo.choices import Confirmation, Kind, Layer, Model, Neighbour, Precision, Programme, Status
from geo.choices.planning_kinds import PlanningQuestion
from geo.drawn_area import MAX_CORNERS, DrawnArea
from geo.selection import MAX_VALUES, Selection
from geo.share_links import LONGEST, OPEN, PACKED, address, packed, unpacked, view_of, view_text
from geo.views.planning_query import MAX_BESIDE, MAX_EXCLUDED, PlanningQuery
from tests.shared_data import ATLAS

PAGE = "https://atlas.seguridad.example.gob.gt/regions"
SITES = sorted(ATLAS.sites.index)
MUNICIPIOS = [int(code) for code in ATLAS.population["codigo_muni"]]
WEST, SOUTH, EAST, NORTH = AROUND

places = st.floats(WEST, EAST), st.floats(SOUTH, NORTH)
views = st.builds(MapView, st.floats(-85, 85), st.floats(-180, 180), st.floats(5, 18))


def some(values, most=None):
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=most).map(tuple)


selections = st.builds(
    Selection,
    departamentos=some(range(1, 23)),
    municipios=some(MUNICIPIOS, MAX_VALUES),
    kinds=some(Kind),
    programmes=some(Programme),
    neighbours=some(Neighbour),
    precisions=some(Precision),
    statuses=some(Status),
    confirmations=some(Confirmation),
    layers=some(Layer),
    site=st.sampled_from(SITES),
)
scenarios = st.builds(
    Scenario,
    added=st.lists(st.builds(Added, st.sampled_from(Kind), *places), max_size=20).map(tuple),
    moved=st.lists(st.builds(Moved, st.sampled_from(SITES), *places), max_size=20).map(tuple),
)
plans = st.builds(
    PlanningQuery,
    question=st.sampled_from(PlanningQuestion),
    kinds=some(Kind),
    beside=some(MUNICIPIOS, MAX_BESIDE),
    excluded=some(MUNICIPIOS, MAX_EXCLUDED),
    scenario=scenarios,
)


def query_of(link):
    query = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    if (text := query.pop(PACKED, None)) is not None:
        result = unpacked(text)
        assert result is not None
        query |= result
    return query


@settings(max_examples=40)
@given(selections, plans, views)
def test_any_state_fits_into_mail_and_comes_back(selection, plan, view):
    query = (
        {"lang": "es", "v": "0123456789", "at": view_text(view)} | selection.to_query() | plan.to_query()
    )
    link = address(PAGE, query)
    assert len(link) < LONGEST
    assert query_of(link) == query


def test_the_fullest_state_fits_into_mail():
    spread = [
        (WEST + (EAST - WEST) * (n * 0.61803 % 1), SOUTH + (NORTH - SOUTH) * (n * 0.41421 % 1))
        for n in range(MAX_CHANGES)
    ]
    longest = sorted(SITES, key=len)[-MAX_CHANGES:]
    plan = PlanningQuery(
        question=PlanningQuestion.NEXT,
        kinds=tuple(reversed(Kind)),
        km=299.9,
        beside=tuple(MUNICIPIOS[:MAX_BESIDE]),
        indicator=INDICATORS[-1].name,
        model=Model.P_MEDIAN,
        count=12,
        least_people=999_999,
        excluded=tuple(MUNICIPIOS[-MAX_EXCLUDED:]),
        scenario=Scenario(moved=tuple(Moved(*pair) for pair in _zipped(longest, spread))),
    )
    fullest = Selection(
        departamentos=tuple(range(1, 23)),
        municipios=tuple(MUNICIPIOS[::5][:MAX_VALUES]),
        areas=(DrawnArea(tuple(_zigzag())).to_text(),),
        kinds=tuple(reversed(Kind)),
        programmes=tuple(reversed(Programme)),
        neighbours=tuple(Neighbour),
        precisions=tuple(Precision),
        statuses=tuple(Status),
        confirmations=tuple(Confirmation),
        layers=tuple(reversed(Layer)),
        site=longest[-1],
    )
    query = {"lang": "es", "v": "0123456789"} | fullest.to_query() | plan.to_query()
    link = address(PAGE, query)
    assert sum(map(len, query.values())) > LONGEST
    assert len(link) < LONGEST
    assert query_of(link) == query


def _zigzag():
    """Return the corners of an area across the country that repeats no step."""
    for nth in range(MAX_CORNERS):
        longitude, latitude = -92 + nth / 37 + nth**2 % 97 / 9_000, 14 + nth % 2 * 3.3 + nth**3 % 89 / 8_000
        yield round(longitude, 4), round(latitude, 4)


def _zipped(sites, spread):
    return [(site, *at) for site, at in zip(sites, spread, strict=True)]


def test_a_short_link_stays_readable():
    assert address("https://x/", {"lang": "en", "v": "0", "dep": "18"}) == "https://x/?lang=en&v=0&dep=18"


def test_what_the_browser_reads_by_itself_is_never_packed():
    query = {"lang": "en", "v": "0", "at": "15.5,-90.2,8", "what_if": "r.x~" * 600}
    assert set(dict(parse_qsl(urlsplit(address(PAGE, query)).query))) == {*OPEN, PACKED}


@pytest.mark.parametrize(
    "text", ["", "!", "AAAA", "\u00e9", packed({"a": "b" * 20_000}), packed({"a": "1"})[:-2]]
)
def test_what_was_not_packed_is_nothing(text):
    assert unpacked(text) is None


@given(views)
def test_a_view_comes_back_to_about_ten_metres(view):
    result = view_of(view_text(view))
    assert result is not None
    assert abs(result.latitude - view.latitude) < 1e-4
    assert abs(result.longitude - view.longitude) < 1e-4
    assert abs(result.zoom - view.zoom) < 0.01


@pytest.mark.parametrize(
    "text", [None, "", "95,10,8", "15,-90", "15,-90,3", "NaN,NaN,NaN", "15,-90,8,1", "<b>"]
)
def test_what_is_no_view_is_none(text):
    assert view_of(text) is None
