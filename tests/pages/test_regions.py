"""The planning page in both languages: each question shows its view's own figures."""

from dataclasses import replace
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest

from geo.planning.coverage import Measure
from geo.planning.indicators import Level
from geo.planning.scenario import from_text
from geo.provenance import data_version
from geo.selection import Selection
from geo.shelf import Shelf
from geo.siting.control import Progress, Stop
from geo.siting.plan import next_sites
from geo.siting.problem import Question as NextQuestion
from geo.views.choropleth import choropleth_of
from geo.views.plan import Plan, Question
from geo.views.planning import coverage_of, filters_of, gaps_of, instance_of, profile_of, scenario_of
from geo.vocabulary import Kind, Model, Status
from pages.ui.planning.downloads import terms_of
from pages.ui.planning.next_sites import KEY
from pages.ui.planning.questions import ANSWERS
from pages.ui.planning.words import km_text, percent, place_name, range_text
from pages.ui.text import Language, number_text, translator
from tests.pages.app import address, map_state, ran, said
from tests.pages.planning import answered, asked, texts

Row = dict[str, Any]
EVERYWHERE = filters_of(Selection())
CHECKPOINTS = (Kind.BORDER_CHECKPOINT,)


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("question", ANSWERS)
def test_each_question_is_complete_in_each_language(question, language):
    app, t = asked(question, lang=language), translator(language)
    assert t("regions.cited", citations="")[:7] in texts(app)
    assert map_state(app)["language"] == language
    assert address(app).get("ask", "profile") == question


@pytest.mark.parametrize("language", Language)
def test_coverage_shows_the_share_with_its_range(shelf, language):
    view = coverage_of(shelf, EVERYWHERE, CHECKPOINTS, 25.0, ())
    row: Row = view.totals.T.to_dict()[Measure.PEOPLE_BY_CABECERA]
    t = translator(language)
    app = asked("coverage", lang=language)

    def write(share):
        return percent(share, language)

    assert app.metric[0].value == write(row["share"])
    share = range_text(row["share_low"], row["share"], row["share_high"], write, t)
    assert share[1:] in texts(app)
    assert number_text(row["covered"], language) in texts(app)
    gaps = app.dataframe[0].value
    assert gaps[t("regions.not_covered")].tolist() == view.largest_gaps()["not_covered"].tolist()


def test_a_range_names_both_ends_and_the_best_estimate():
    t = translator(Language.ENGLISH)
    assert range_text(0.41, 0.52, 0.63, lambda share: percent(share, Language.ENGLISH, 0), t) == (
        "between 41 and 63 %, best estimate 52 %"
    )
    assert range_text(7.0, 7.0, 7.0, lambda km: km_text(km, Language.ENGLISH), t) == "7.0 km"


def test_coverage_colours_each_municipio_and_circles_each_pin(shelf):
    overlay = map_state(asked("coverage"))["overlay"]
    view = coverage_of(shelf, EVERYWHERE, CHECKPOINTS, 25.0, ())
    shares = view.table["area_share"].tolist()
    classes = overlay["fills"]["classes"]
    assert len(classes) == 340
    assert [c == "-" for c in classes] == [share == 0 for share in shares]
    assert [c == "4" for c in classes] == [share > 0.9999 for share in shares]
    assert len(overlay["circles"]) == len(view.sites.table)
    assert {circle["radius_m"] for circle in overlay["circles"]} == {25_000}


def test_the_region_of_the_side_panel_is_what_is_covered_by_sites_anywhere(shelf):
    view = coverage_of(shelf, EVERYWHERE, CHECKPOINTS, 40.0, shelf.country.codes((20,)))
    app = asked("coverage", dep="20", km="40")
    share = view.totals["share"].to_dict()[Measure.PEOPLE_BY_CABECERA]
    assert app.metric[0].value == percent(share, Language.ENGLISH)
    assert len(map_state(app)["sites"]) == 16


def test_a_site_without_a_position_is_named_as_left_out():
    assert "Left out" in said(asked("coverage"))
    assert "Bethel" in said(asked("coverage"))
    assert "Bethel" not in said(asked("coverage", of="port"))


def test_kinds_without_any_position_are_no_error():
    text = said(asked("coverage", of="police_unit"))
    assert "Choose other kinds above" in text
    assert "Left out" in text


def test_the_filters_of_the_side_panel_narrow_what_is_measured_to_and_it_is_said():
    app = asked("coverage", status=Status.OPERATING)
    assert f"Only sites that pass the filters of the side panel are measured to: {'Operating'}" in said(app)
    assert len(map_state(app)["sites"]) < 16


def test_choosing_kinds_switches_their_layer_on_and_is_in_the_address():
    app = asked("coverage")
    app.multiselect(key="plan_kinds").set_value([Kind.AIRPORT]).run()
    assert address(app)["of"] == "airport"
    assert "airports" in map_state(app)["layers"]
    assert len(map_state(app)["sites"]) == 3


def test_a_distance_is_in_the_address():
    app = asked("coverage")
    app.number_input(key="plan_km").set_value(40.0).run()
    assert address(app)["km"] == "40"
    assert {circle["radius_m"] for circle in map_state(app)["overlay"]["circles"]} == {40_000}


@pytest.mark.parametrize("language", Language)
def test_gaps_are_listed_and_drawn_longest_first(shelf, language):
    view, t = gaps_of(shelf, EVERYWHERE, 25.0), translator(language)
    app = asked("gaps", lang=language)
    totals, stretches = (app.dataframe[n].value for n in (0, 1))
    assert totals[t("regions.line")].tolist() == [
        t(f"line.{line}") for line in ("MEX", "BLZ", "HND", "SLV", "caribbean", "pacific")
    ]
    assert stretches[t("regions.length_km")].tolist() == view.stretches["length_km"].tolist()
    lines = map_state(app)["overlay"]["lines"]
    assert len(lines) == len(view.stretches)
    assert all(len(line["points"]) <= 200 for line in lines)


def test_the_border_with_belize_is_said_to_be_in_dispute():
    assert "International Court of Justice" in texts(asked("gaps"))


def test_no_gap_is_no_error():
    assert "No stretch is further" in "\n".join(box.value for box in asked("gaps", km="300").success)


@pytest.mark.parametrize("language", Language)
def test_profiles_stand_side_by_side_with_their_ranks(shelf, language):
    app = asked("profile", lang=language, dep="18", beside="16.101")
    page = "\n".join(part.proto.body for part in app.get("html"))
    for codes in (shelf.country.codes((18,)), shelf.country.codes((16,)), (101,)):
        found: Row = profile_of(shelf, EVERYWHERE, codes).indicators.T.to_dict()["population"]
        assert number_text(found["value"], language) in page
        rank = translator(language)("regions.rank", rank=int(found["rank"]), of=int(found["ranked"]))
        assert rank in page
    assert "Izabal" in page
    assert "Guatemala, Guatemala" in page


def test_no_more_than_four_regions_are_taken_from_an_address():
    app = asked("profile", beside="1.2.3.4")
    assert "beside=1.2.3.4" in said(app)
    assert "beside" not in address(app)


@pytest.mark.parametrize("level", Level)
def test_an_indicator_is_ranked_and_in_classes(shelf, level):
    view = choropleth_of(shelf, "maya_share", level)
    app = asked("indicators", indicator="maya_share", level=level)
    table = app.dataframe[0].value
    assert table["Value"].tolist() == view.table["value"].tolist()
    assert table["Rank"].tolist() == view.table["rank"].tolist()
    overlay = map_state(app)["overlay"]
    assert len(overlay["fills"]["classes"]) == 340
    colours = [entry["colour"] for entry in overlay["legend"]["entries"]]
    assert colours == overlay["fills"]["colours"] == view.legend["colour"].tolist()


def test_the_ranking_of_a_region_keeps_the_ranks_of_the_country(shelf):
    table = asked("indicators", indicator="population", dep="18").dataframe[0].value
    assert len(table) == 5
    ranks = choropleth_of(shelf, "population", Level.MUNICIPIO).table["rank"]
    assert table["Rank"].tolist() == [ranks[code] for code in ranks.index if code // 100 == 18]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ask", "everything"),
        ("of", "castle"),
        ("km", "0"),
        ("km", "1e9"),
        ("by", "luck"),
        ("indicator", "joy"),
    ],
)
def test_what_an_address_should_not_hold_is_dropped_and_named(name, value):
    query = {"ask": "coverage"} | {name: value}
    app = asked(query.pop("ask"), **query)
    assert f"{name}={value}" in said(app)
    assert address(app).get(name) != value


def test_a_broken_table_leaves_a_sentence(monkeypatch):
    monkeypatch.setattr("pages.ui.planning.questions.is_ready", lambda: False)
    app = asked("coverage")
    assert "cannot be read" in said(app)
    assert not app.get("component_instance")


@pytest.mark.parametrize("model", Model)
@pytest.mark.parametrize("language", Language)
def test_the_next_sites_are_listed_drawn_and_proven(shelf, model, language):
    t = translator(language)
    question = NextQuestion(model, CHECKPOINTS, 40_000.0, 3)
    answer = next_sites(instance_of(shelf, EVERYWHERE, question, ()))
    app = answered("next", lang=language, aim=model, km="40")
    table = app.dataframe[0].value
    assert table[t("next.cabecera")].tolist() == [place_name(code) for code in answer.chosen["codigo_muni"]]
    overlay = map_state(app)["overlay"]
    assert [place["number"] for place in overlay["places"]] == [
        str(nth) for nth in range(1, len(answer.chosen) + 1)
    ]
    assert t("stop.optimal", seconds="").split(".")[0] in texts(app)
    assert t("next.legend_note") == overlay["legend"]["note"]


def test_the_next_sites_name_people_before_and_after(shelf):
    question = NextQuestion(Model.MAXIMAL_COVERING, CHECKPOINTS, 25_000.0, 3)
    answer = next_sites(instance_of(shelf, EVERYWHERE, question, ()))
    app = answered("next")
    for figure in (answer.before, answer.value, answer.value - answer.before):
        assert number_text(figure, Language.ENGLISH) in texts(app)
    share = answer.value / answer.demand["people"].sum()
    assert app.metric[0].value == percent(share, Language.ENGLISH)


def test_candidates_can_be_left_out(shelf):
    first = answered("next", n="1").dataframe[0].value["Cabecera"][0]
    codes = shelf.country.ground.table["codigo_muni"].tolist()
    code = next(code for code in codes if place_name(code) == first)
    without = answered("next", n="1", **{"not": str(code)})
    assert without.dataframe[0].value["Cabecera"][0] != first


def test_nowhere_to_build_is_no_error():
    assert "No municipio of the region is left" in said(answered("next", dep="18", least="1000000"))


def test_everyone_reached_already_is_said():
    app = answered("next", km="300")
    assert "is reached already" in "\n".join(box.value for box in app.success)


@pytest.mark.parametrize("stop", [Stop.TIME_LIMIT, Stop.CANCELLED])
def test_a_search_that_stopped_early_tells_its_gap(monkeypatch, shelf, stop):
    def unproven(asked, control):
        found = next_sites(asked)
        return replace(found, stop=stop, bound=found.value * 1.1)

    monkeypatch.setattr("pages.ui.planning.search.next_sites", unproven)
    app = answered("next")
    assert "another could be better by 10.0 % at most" in said(app)
    assert "Proven" not in texts(app)


def test_a_long_search_shows_how_it_stands_and_can_be_stopped(monkeypatch):
    def slow(asked, control):
        control.on_progress(Progress(100.0, 125.0, 3.0))
        while not control.should_stop():
            stopped.wait(0.01)
        return replace(next_sites(asked), stop=Stop.CANCELLED)

    stopped = Event()
    monkeypatch.setattr("pages.ui.planning.search.next_sites", slow)
    monkeypatch.setattr("pages.ui.planning.next_sites.AT_ONCE_S", 0.05)
    app = asked("next")
    assert "3 s; another set could be better by 25.0 % at most." in texts(app)
    assert "overlay" not in map_state(app)
    search = app.session_state[KEY]
    app.button(key="next_cancel").click().run()
    search.wait(10)
    app.run()
    assert "Stopped" in said(app)


def clicked(app, longitude, latitude, n=1):
    """Run the page as after a click that names a place on the map."""
    point = {"longitude": longitude, "latitude": latitude}
    app.session_state["map"] = {"last_active_drawing": {"point": point, "mount": "test", "n": n}}
    return ran(app)


def test_a_click_adds_a_site_and_the_address_holds_it(shelf):
    app = clicked(asked("whatif"), -90.5133, 14.6420)
    text = "a.border_checkpoint.-9051330.1464200"
    assert address(app)["what_if"] == text
    overlay = map_state(app)["overlay"]
    assert [place["number"] for place in overlay["places"]] == ["1"]
    assert overlay["placing"]
    assert "1. Added: Border checkpoint, Guatemala, Guatemala" in texts(app)
    scenario = from_text(text)[0]
    view = scenario_of(shelf, EVERYWHERE, scenario, (CHECKPOINTS, 25.0), ())
    share = view.b.totals["share"].to_dict()[Measure.PEOPLE_BY_CABECERA]
    assert app.metric[0].value == percent(share, Language.ENGLISH)
    assert app.metric[0].delta.startswith("+")


def test_a_link_brings_a_scenario_back_and_undo_takes_it_away():
    app = asked("whatif", what_if="r.corinto~m.el-ceibo.-9010000.1700000")
    assert "Removed: Corinto" in texts(app)
    assert "Moved: El Ceibo" in texts(app)
    state = map_state(app)
    assert not {"corinto", "el-ceibo"} & set(state["sites"])
    assert [place["number"] for place in state["overlay"]["places"]] == ["M"]
    assert app.metric[0].delta.endswith(" points")
    app.button(key="whatif_clear").click().run()
    assert "what_if" not in address(app)
    assert "corinto" in map_state(app)["sites"]


def test_the_chosen_site_is_moved_by_a_click_or_removed():
    app = asked("whatif", site="corinto")
    app.session_state["whatif_tool"] = "move"
    ran(app)
    moved = clicked(app, -88.6, 15.5)
    assert address(moved)["what_if"] == "m.corinto.-8860000.1550000"
    moved.button(key="whatif_remove").click().run()
    assert address(moved)["what_if"] == "r.corinto"


def test_a_click_far_from_guatemala_changes_nothing_and_is_said():
    app = clicked(asked("whatif"), 2.35, 48.85)
    assert "not in or near Guatemala" in said(app)
    assert "what_if" not in address(app)


@pytest.mark.parametrize(
    "point", [{"longitude": "x", "latitude": 1}, {}, None, [1, 2], {"longitude": 400, "latitude": 1}]
)
def test_a_place_that_is_none_is_not_taken(point):
    app = asked("whatif")
    app.session_state["map"] = {"last_active_drawing": {"point": point, "mount": "test", "n": 1}}
    ran(app)
    assert "what_if" not in address(app)


def test_the_proposed_sites_become_a_scenario():
    app = answered("next")
    app.button(key="next_adopt").click().run()
    assert address(app)["ask"] == "whatif"
    assert len(map_state(app)["overlay"]["places"]) == 3
    assert app.metric[0].value == "44.3 %"


def test_a_scenario_changes_no_table(shelf):
    before = shelf.sites.copy()
    scenario_of(shelf, EVERYWHERE, from_text("r.corinto")[0], (CHECKPOINTS, 25.0), ())
    assert before.equals(shelf.sites)


@pytest.mark.parametrize("question", ANSWERS)
def test_what_is_shown_can_be_had_in_five_formats(monkeypatch, question):
    made = {}

    def button(label, data, file_name, **_):
        made[label] = (data, file_name)

    monkeypatch.setattr("pages.ui.planning.downloads.st.download_button", button)
    answered(question, lang="es", dep="20", what_if="r.el-florido")
    assert list(made) == ["CSV", "Excel", "GeoJSON", "GeoPackage", "KML"]
    data, name = made["CSV"]
    assert name == f"{question}-{data_version()}.csv"
    rows = data().decode("utf-8-sig").splitlines()
    assert "citation" in rows[0]
    assert data_version() in rows[1]


@pytest.mark.parametrize("language", Language)
def test_a_file_says_what_was_asked(language):
    t = translator(language)
    plan = Plan(Question.NEXT, (Kind.PORT,), 40.0, excluded=(101,), model=Model.P_MEDIAN)
    app = asked("next", lang=language, status="operating", of="port")
    with patch("pages.ui.state.st.session_state", app.session_state):
        terms = terms_of(plan, t, language)
    assert f"{t('regions.distance')}: 40 km" in terms
    assert f"{t('regions.kinds')}: {t('kind.port')}" in terms
    assert t("status.operating") in terms
    assert any(place_name(101) in term for term in terms)
