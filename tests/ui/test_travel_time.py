"""Travel time on the planning page, the speeds, ways between two places, and a host without roads."""

import re
from html import unescape
from threading import Event
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from atlas.i18n.messages import Language, translator
from atlas.ui.planning.find_out_question import FIND_OUT_KEY
from atlas.ui.planning.next_sites_answer import ASSUMPTIONS_KEY
from atlas.ui.planning.next_sites_question import KEY
from atlas.ui.planning.travel_terms import MEASURING_KEY, start_measuring
from atlas.ui.state.background_jobs import Job
from atlas.ui.widgets.region_words import percent
from atlas.web.served_data import atlas_data
from geo.cancellation import raise_if_stopped, report_step
from geo.choices import Kind, RoadClass
from geo.choices.planning_kinds import Measure, Metric
from geo.crs import to_gtm
from geo.drawn_area import DrawnArea
from geo.location.assumptions import Assumption
from geo.roads.road_store import import_roads
from geo.roads.travel_times import TravelTimes
from geo.selection import Selection
from geo.views.planning_answers import coverage_of, filters_of, measure_by, part_of, place, profile_of
from geo.views.sites_view import Region, region_of
from tests.geo.roads.extracts import BOUNDS, write_lines
from tests.ui.app import address, cells_of, map_state, ran, said
from tests.ui.planning import answered, ended, planning_page, texts
from tests.ui.test_lists import placed, with_file
from tests.ui.test_regions_files import ordered

EVERYWHERE = filters_of(Selection())
PRECINCTS = (Kind.MODEL_PRECINCT,)
THROUGH = (101, 108, 301)
"""The cabeceras on the only road: Guatemala, Mixco and Antigua."""


def cabeceras():
    table = atlas_data().population.set_index("codigo_muni")
    return table.loc[[*THROUGH], ["cabecera_longitude", "cabecera_latitude"]]


def straight_km(start, end):
    x, y = to_gtm(*cabeceras().loc[[start, end]].to_numpy(dtype=float).T)
    return float(np.hypot(*np.diff(x), *np.diff(y))) / 1e3


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roads")
    places = cabeceras()
    line = [(float(x), float(y)) for x, y in places.to_numpy()]
    extract = write_lines(folder / "line.osm.pbf", [(line, {"highway": "primary", "ref": "CA-1"})])
    places = places.set_axis(["longitude", "latitude"], axis="columns")
    import_roads(extract, folder / "stored", BOUNDS, places, report=lambda line: None)
    return folder / "stored"


@pytest.fixture
def roads(imported, monkeypatch):
    monkeypatch.setenv("ATLAS_ROADS", str(imported))


@pytest.fixture
def no_roads(monkeypatch):
    monkeypatch.delenv("ATLAS_ROADS", raising=False)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("question", ["profile", "coverage", "next", "whatif", "find_out", "distance"])
def test_without_roads_a_sentence_takes_the_place_of_the_choice(no_roads, question, language):
    app = answered(question, lang=language)
    assert translator(language)("road.none") in texts(app)
    assert not [control for control in app.segmented_control if control.key == "plan_metric"]
    assert not [field for field in app.number_input if str(field.key).startswith("speed_")]


def test_a_link_by_road_answers_in_straight_lines_where_there_are_no_roads(no_roads):
    app, plain = answered("coverage", measure="road", minutes="30"), answered("coverage")
    assert "no roads are imported here" in said(app)
    assert app.metric[0].value == plain.metric[0].value
    # The link stays what it was for the next host.
    assert address(app)["measure"] == "road"


def test_the_choice_of_travel_time_is_in_the_address_and_the_answer(roads):
    app = answered("coverage")
    app.segmented_control(key="plan_metric").set_value("road").run()
    app = ended(app)
    assert address(app)["measure"] == "road"
    assert app.metric[0].label.startswith("People within 60 minutes by road")
    by = measure_by(atlas_data(), Metric.ROAD)
    totals = coverage_of(atlas_data(), EVERYWHERE, PRECINCTS, 60, Region(), by).totals
    share = totals["share"].to_dict()[Measure.PEOPLE_BY_CABECERA]
    assert app.metric[0].value == percent(share, Language.ENGLISH)
    app.number_input(key="plan_minutes").set_value(5).run()
    app = ended(app)
    assert address(app)["minutes"] == "5"
    overlay = map_state(app)["overlay"]
    assert "5 minutes by road" in overlay["legend"]["title"]
    assert "circles" not in overlay


def test_a_question_without_travel_time_keeps_its_kilometres(roads):
    app = answered("gaps", measure="road")
    (scene,) = ordered(app).task.briefing.scenes
    assert "Distance: 25 km" in scene.answer.en.terms
    assert address(app)["measure"] == "road"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("question", "reason"), [("gaps", "regions.gaps_in_km"), ("indicators", "regions.indicators_no_time")]
)
def test_a_question_without_travel_time_says_why(roads, question, reason, language):
    t = translator(language)
    app = planning_page(question, measure="road", lang=language)
    assert t(reason) in texts(app)
    assert not [control for control in app.segmented_control if control.key == "plan_metric"]
    assert not [
        field for field in app.number_input if str(field.key).startswith(("speed_", "plan_minutes"))
    ]
    assert t(reason) not in texts(planning_page(question, lang=language))


@pytest.mark.parametrize("language", Language)
def test_gaps_lead_to_the_border_by_travel_time(roads, language):
    t = translator(language)
    app = planning_page("gaps", minutes="90", lang=language)
    assert t("regions.gaps_by_road") in links(app)
    query = dict(parse_qsl(urlsplit(links(app)[t("regions.gaps_by_road")]).query))
    assert query["lang"] == language
    app = answered(query.pop("ask"), **query)
    assert app.segmented_control(key="plan_metric").value == "road"
    assert app.segmented_control(key="plan_measure").value == Measure.LAND_BORDER_KM
    assert app.multiselect(key="plan_kinds").value == [Kind.BORDER_CHECKPOINT]
    limit = t("road.minutes_by_road", count=90, minutes="90")
    assert app.metric[0].label == t(f"within.{Measure.LAND_BORDER_KM}", limit=limit, region="Guatemala")


@pytest.mark.parametrize("question", ["gaps", "indicators"])
def test_without_roads_nothing_is_said_of_travel_time(no_roads, question):
    app = planning_page(question, measure="road")
    t = translator(Language.ENGLISH)
    assert t("regions.gaps_in_km") not in texts(app)
    assert t("regions.indicators_no_time") not in texts(app)
    assert t("regions.gaps_by_road") not in links(app)


def links(app):
    """Return the addresses of the page's links by their text."""
    markup = "".join(part.proto.body for part in app.get("html"))
    return {
        unescape(text): unescape(address)
        for address, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', markup)
    }


@pytest.mark.parametrize(("question", "is_offered"), [("whatif", True), ("coverage", False)])
def test_a_list_keeps_to_straight_lines_only_the_questions_that_use_it(roads, question, is_offered):
    app = placed(with_file())
    app.switch_page("regions.py")
    app.query_params["ask"] = question
    app.query_params["own"] = "demand"
    app = ran(app)
    is_drawn = any(control.key == "plan_metric" for control in app.segmented_control)
    assert is_drawn is is_offered
    assert ("With your own list" in texts(app)) is not is_offered


def test_who_has_no_road_is_named_and_the_roads_are_attributed(roads):
    app = answered("coverage", measure="road")
    assert "No road lies within 10 km of" in texts(app)
    assert "© OpenStreetMap contributors, ODbL 1.0, data of 1 November 2026." in texts(app)
    assert translator(Language.ENGLISH)("regions.straight") not in texts(app)


def test_speeds_are_changed_together_checked_and_reset(roads):
    app = answered("coverage", measure="road")
    primary = [f"speed_{end}_{RoadClass.PRIMARY}" for end in ("low", "high")]
    assert [app.number_input(key=key).value for key in primary] == [53, 80]
    app.number_input(key=primary[0]).set_value(90)
    app = submitted(app)
    assert "Primary road: the lower speed is above the higher one" in said(app)
    assert app.number_input(key=primary[0]).value == 90
    assert "speeds" not in address(app)
    app.number_input(key=primary[0]).set_value(20)
    app = submitted(app)
    assert address(app)["speeds"] == "primary.20.80"
    assert "Primary road 20–80 km/h; the others as cited in the atlas" in texts(app)
    app.button(key="plan_speeds_reset").click().run()
    app = ended(app)
    assert "speeds" not in address(app)
    assert app.number_input(key=primary[0]).value == 53


def submitted(app):
    (button,) = [button for button in app.button if button.label == "Use these speeds"]
    button.click()
    return ended(ran(app))


def test_slower_roads_reach_fewer_people(roads):
    query = {"measure": "road", "minutes": "120"}
    fast = answered("coverage", **query).metric[0].value
    slow = answered("coverage", speeds="primary.1.1~foot.1.1", **query).metric[0].value
    assert float(slow.rstrip("%")) < float(fast.rstrip("%"))


def test_a_scenario_is_measured_by_road(roads):
    app = answered("whatif", measure="road", what_if="a.model_precinct.-9051330.1464200")
    assert app.metric[0].label.startswith("People within 60 minutes by road")
    assert "circles" not in map_state(app)["overlay"]


def test_the_assumptions_include_the_other_measure(roads):
    for query, assumption in (({}, Assumption.ROAD), ({"measure": "road"}, Assumption.STRAIGHT)):
        app = answered("next", n="1", **query)
        app.button(key="assumptions_test").click()
        app = ran(app)
        app.session_state[ASSUMPTIONS_KEY].wait(60)
        app = ran(app)
        assert assumption in app.session_state[ASSUMPTIONS_KEY].result().sets
        words = {"road": "travel time, 60 minutes by road", "straight": "straight line, 25 km"}[assumption]
        assert words in cells_of(app, "Best under")


def test_the_way_between_two_places_has_its_length_and_its_time(roads):
    app = answered("distance", start="101", end="301", measure="road")
    km = straight_km(101, 108) + straight_km(108, 301)
    assert app.metric[0].label == "Guatemala, Guatemala to Antigua Guatemala, Sacatepéquez by road"
    assert app.metric[0].value == f"{km:.0f} km"
    assert f"by road: {km:.1f} km. Travel time: between" in texts(app)
    assert "in a straight line" in texts(app)
    assert "by the main routes: between" in texts(app)
    overlay = map_state(app)["overlay"]
    assert [place["number"] for place in overlay["places"]] == ["A", "B"]
    assert [line["label"] for line in overlay["lines"]] == [
        "Straight line",
        "Fastest way by road, at the higher speeds",
    ]
    assert {"colour": "#e4e4e4", "label": "No way by road", "look": "crossed"} in overlay["legend"][
        "entries"
    ]


def test_without_roads_two_places_have_a_line_and_a_range(no_roads):
    app = answered("distance", start="tecun-uman-i", end="champerico")
    assert "by the main routes: between" in texts(app)
    assert "Travel time" not in texts(app)
    assert app.metric[0].label.endswith("in a straight line")
    assert [line["label"] for line in map_state(app)["overlay"]["lines"]] == ["Straight line"]


def test_one_place_names_who_is_near(no_roads):
    app = answered("distance", start="101", km="1")
    assert app.metric[0].value == "1"
    assert "1,003,974" not in texts(app)
    assert "923,392 (2018 census)" in texts(app)


def test_a_place_that_does_not_exist_or_is_not_located_is_a_sentence(no_roads):
    assert "The atlas has no place “9999”" in said(answered("distance", start="9999"))
    assert "No location of Bethel" in said(answered("distance", start="bethel"))
    assert "Choose a place" in said(answered("distance", start=""))


def test_what_to_find_out_is_measured_by_road(roads):
    app = answered("find_out", measure="road", minutes="30", speeds="primary.20.80")
    result = app.session_state[FIND_OUT_KEY].result()
    assert result.instance.question.metric is Metric.ROAD
    assert result.instance.question.limit == 30
    t = translator(Language.ENGLISH)
    assert t("find_out.road_method") in texts(app)
    assert t("regions.straight") not in texts(app)
    assert "© OpenStreetMap contributors, ODbL 1.0, data of 1 November 2026." in texts(app)
    assert "No road lies within 10 km of" in texts(app)
    assert app.number_input(key=f"speed_low_{RoadClass.PRIMARY}").value == 20
    (scene,) = ordered(app).task.briefing.scenes
    assert "Travel time by road: 30 minutes by road" in scene.answer.en.terms
    assert t("road.method") in scene.answer.en.methods
    assert any("No road lies within 10 km of" in line for line in scene.answer.en.lines)
    assert dict(scene.address)["measure"] == "road"


def test_what_to_find_out_changes_its_measure(roads):
    app = answered("find_out")
    assert translator(Language.ENGLISH)("regions.straight") in texts(app)
    app.segmented_control(key="plan_metric").set_value("road").run()
    assert address(app)["measure"] == "road"
    assert app.session_state[FIND_OUT_KEY].task[1].metric is Metric.ROAD


@pytest.fixture
def waiting(monkeypatch):
    """Let each tree wait until the reader stops the measuring or the test lets it go on."""
    begun, may_go_on = Event(), Event()
    shortest = TravelTimes._shortest

    def late(self, *arguments, **terms):
        begun.set()
        while not may_go_on.wait(0.01):
            raise_if_stopped()
        return shortest(self, *arguments, **terms)

    monkeypatch.setattr(TravelTimes, "_shortest", late)
    monkeypatch.setattr("atlas.ui.state.background_jobs.AT_ONCE_S", 0.05)
    yield begun, may_go_on
    may_go_on.set()


@pytest.mark.parametrize(
    ("query", "key", "button"),
    [
        # Speeds of its own: no tree of another test is kept for them.
        ({"question": "next", "speeds": "primary.21.79"}, MEASURING_KEY, "road_stop"),
        ({"question": "find_out", "speeds": "primary.22.79"}, FIND_OUT_KEY, "find_out_cancel"),
        ({"question": "coverage", "speeds": "primary.23.79"}, MEASURING_KEY, "road_stop"),
        ({"question": "whatif", "speeds": "primary.24.79"}, MEASURING_KEY, "road_stop"),
        ({"question": "distance", "speeds": "primary.25.79"}, MEASURING_KEY, "road_stop"),
        ({"question": "profile", "speeds": "primary.26.79", "dep": "3"}, MEASURING_KEY, "road_stop"),
    ],
)
def test_measuring_by_road_is_stopped_and_begun_again(roads, waiting, query, key, button):
    begun, may_go_on = waiting
    app = planning_page(measure="road", **query)
    assert begun.wait(10)
    t = translator(Language.ENGLISH)
    assert app.button(key=button).label == t("road.stop")
    app.button(key=button).click().run()
    app.session_state[key].wait(10)
    app = ran(app)
    assert t("road.stopped") in said(app)
    may_go_on.set()
    app.button(key="road_again").click()
    app = ran(app)
    app.session_state[key].wait(60)
    app = ran(app)
    assert t("road.stopped") not in said(app)
    assert app.session_state[key].result() is not None


@pytest.mark.parametrize("language", Language)
def test_highway_checkpoints_are_proposed_on_imported_roads(roads, language):
    t = translator(language)
    app = answered("next", of="highway_checkpoint", km="5", n="1", lang=language)
    assert t("aim_reason.roads") in texts(app)
    (name,) = cells_of(app, t("regions.site"))
    assert name.endswith("CA-1")
    assert t("stop.optimal", seconds="").split(".")[0] in texts(app)
    assert map_state(app)["overlay"]["lines"]
    terms = ordered(app).task.briefing.scenes[0].answer
    assert "OpenStreetMap" in "".join(getattr(terms, str(language)).terms)


@pytest.mark.parametrize("question", ["coverage", "whatif"])
def test_highway_checkpoints_are_measured_by_main_road(roads, question):
    app = answered(question, of="highway_checkpoint")
    assert app.metric[0].label.startswith("Main roads within 25 km")
    assert "by" not in address(app)


def test_a_link_by_main_road_counts_people_where_there_are_no_roads(no_roads):
    app = answered("coverage", of="highway_checkpoint")
    assert app.metric[0].label.startswith("People within 25 km")
    assert translator(Language.ENGLISH)("aim_reason.no_roads") in texts(app)


def test_the_bar_of_what_to_find_out_moves_with_each_step(roads, monkeypatch):
    shares, report = [], Job.report

    def kept(job, share):
        shares.append(share)
        report(job, share)

    monkeypatch.setattr(Job, "report", kept)
    answered("find_out", measure="road", speeds="primary.29.79")
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    measuring, trying = ({share for share in shares if low < share < low + 0.5} for low in (0, 0.5))
    assert len(measuring) > 20
    assert len(trying) > 2


@pytest.mark.parametrize("language", Language)
def test_the_bar_of_what_to_find_out_says_what_is_done(roads, waiting, language):
    begun, _ = waiting
    app = planning_page("find_out", measure="road", speeds="primary.30.79", lang=language)
    assert begun.wait(10)
    t = translator(language)
    for share, words in ((0.3, "road.measuring"), (0.7, "find_out.searching")):
        app.session_state[FIND_OUT_KEY].report(share)
        app = ran(app)
        (bar,) = app.get("progress")
        assert (bar.proto.text, bar.proto.value) == (t(words), round(100 * share))
    app.button(key="find_out_cancel").click().run()


@pytest.mark.parametrize("language", Language)
def test_a_stopped_coverage_is_answered_in_straight_lines(roads, waiting, language):
    begun, _ = waiting
    app = planning_page("coverage", measure="road", speeds="primary.27.79", lang=language)
    t = translator(language)
    assert begun.wait(10)
    # Its first step may have come after the page was drawn.
    app = ran(app)
    assert not app.metric
    assert "overlay" not in map_state(app)
    (bar,) = app.get("progress")
    sites = coverage_of(atlas_data(), EVERYWHERE, PRECINCTS, 25, Region()).sites.table
    assert bar.proto.text.replace("\\", "") == t("road.measured", done=0, total=len(sites))
    app.button(key="road_stop").click().run()
    app.session_state[MEASURING_KEY].wait(10)
    app = ran(app)
    assert t("road.stopped") in said(app)
    assert app.button(key="road_use_straight").label == t("road.use_straight")
    app.button(key="road_use_straight").click()
    app = ran(app)
    assert "measure" not in address(app)
    assert app.metric
    assert t("road.stopped") not in said(app)
    # Who chooses travel time again wants to measure again.
    app.segmented_control(key="plan_metric").set_value("road").run()
    assert app.session_state[MEASURING_KEY].is_running


def test_the_progress_of_measuring_never_goes_back():
    seen = []

    def make():
        for done, total in ((0, 4), (2, 4), (0, 4), (1, 2), (3, 4)):
            report_step(done, total)
            seen.append(job.progress)
        return "answer"

    ready = Event()
    job = start_measuring("task", lambda: ready.wait(10) and make())
    ready.set()
    assert job.result() == "answer"
    assert seen == [(0, 4), (2, 4), (2, 4), (1, 2), (3, 4)]


@pytest.mark.parametrize("question", ["coverage", "whatif", "distance", "profile"])
def test_what_is_measured_already_needs_no_job(roads, question):
    query = {"measure": "road", "dep": "3"} if question == "profile" else {"measure": "road"}
    answered(question, **query)
    app = planning_page(question, **query)
    assert MEASURING_KEY not in app.session_state
    assert not [button for button in app.button if button.key == "road_stop"]


def test_a_scenario_keeps_its_changes_while_it_is_measured(roads, waiting):
    begun, _ = waiting
    added = "a.model_precinct.-9051330.1464200"
    app = planning_page("whatif", measure="road", speeds="primary.28.79", what_if=added)
    assert begun.wait(10)
    assert app.button(key="whatif_undo_0")
    assert [place["number"] for place in map_state(app)["overlay"]["places"]] == ["1"]
    app.button(key="road_stop").click().run()


def test_a_profile_gives_the_time_to_the_sites_outside(roads):
    app = answered("profile", dep="3", measure="road")
    profile = profile_of(
        atlas_data(), EVERYWHERE, place(3), measure_by(atlas_data(), Metric.ROAD)
    ).outside.sort_values("distance_km")
    t = translator(Language.ENGLISH)
    cells = cells_of(app, t("regions.by_road"))
    least, most = (np.isfinite(profile[f"minutes_{end}"].to_numpy()) for end in ("low", "high"))
    # Some are reached, some only from a part of where they may be, and some not at all.
    assert most.sum() < least.sum() < len(least)
    assert [" min" in cell for cell in cells] == least.tolist()
    assert ["at least" in cell for cell in cells] == (least & ~most).tolist()
    assert cells.count(t("distance.no_road")) == (~least).sum()
    assert t("regions.outside_by_road") in texts(app)
    assert "© OpenStreetMap contributors, ODbL 1.0, data of 1 November 2026." in texts(app)
    (scene,) = ordered(app).task.briefing.scenes
    assert "Measured by: Travel time by road" in scene.answer.en.terms
    app.segmented_control(key="plan_metric").set_value("straight").run()
    assert not cells_of(app, t("regions.by_road"))


@pytest.mark.parametrize("question", ["next", "find_out"])
def test_an_area_keeps_its_people_and_its_minutes(roads, question):
    text = DrawnArea((tuple(cabeceras().loc[301]),), 4_000).to_text()
    app = answered(question, area=text, measure="road", n="1")
    result = app.session_state[KEY if question == "next" else FIND_OUT_KEY].result()
    problem = result.answer.instance if question == "next" else result.instance
    region = region_of(Selection(areas=(text,)), atlas_data())
    assert problem.question.metric is Metric.ROAD
    assert 301 in problem.candidates["codigo_muni"].tolist()
    assert problem.weights.sum() == pytest.approx(part_of(atlas_data(), region).people.sum())
    assert problem.weights.sum() < 200_000
