"""The planning page: next sites, scenarios and downloads."""

from dataclasses import replace
from threading import Event
from unittest.mock import patch

import pandas as pd
import pytest

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_parts import terms_of
from atlas.ui.planning.next_sites_answer import gains_text
from atlas.ui.planning.next_sites_question import KEY
from atlas.ui.planning.planning_page import ANSWERS
from atlas.ui.widgets.region_words import percent, place_name
from geo.analysis.indicators import country_of
from geo.analysis.scenarios import from_text
from geo.cancellation import Progress, Stop
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Measure, PlanningQuestion
from geo.dataset.records import data_version
from geo.location.instance import LocationQuestion as NextQuestion
from geo.location.recommendation import Method, next_sites
from geo.mapping.map_styles import GAINED, LOST
from geo.selection import Selection
from geo.views.planning_answers import filters_of, instance_of, place_of, scenario_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import Region
from tests.shared_data import ATLAS
from tests.ui.app import address, cells_of, map_state, ran, said
from tests.ui.planning import answered, planning_page, texts

EVERYWHERE = filters_of(Selection())
PRECINCTS = (Kind.MODEL_PRECINCT,)


@pytest.fixture(scope="module")
def shelf():
    return ATLAS


@pytest.mark.parametrize("model", Model)
@pytest.mark.parametrize("language", Language)
def test_the_next_sites_are_listed_drawn_and_proven(shelf, model, language):
    t = translator(language)
    question = NextQuestion(model, PRECINCTS, 40_000.0, 3)
    answer = next_sites(instance_of(shelf, EVERYWHERE, question, Region()))
    app = answered("next", lang=language, aim=model, km="40", limit="120")
    names = [place_name(code) for code in answer.chosen["codigo_muni"]]
    assert cells_of(app, t("next.cabecera")) == [f"{nth}. {name}" for nth, name in enumerate(names, 1)]
    overlay = map_state(app)["overlay"]
    assert [place["number"] for place in overlay["places"]] == [
        str(nth) for nth in range(1, len(answer.chosen) + 1)
    ]
    assert t("stop.optimal", seconds="").split(".")[0] in texts(app)
    # Without a distance nothing is coloured, so no colour has to be explained.
    colourless = [] if model is Model.P_MEDIAN else [t("next.uncoloured")]
    assert overlay["legend"]["note"] == " ".join([*colourless, t("next.legend_note")])


def test_the_next_sites_name_people_before_and_after(shelf):
    question = NextQuestion(Model.MAXIMAL_COVERING, PRECINCTS, 25_000.0, 3)
    answer = next_sites(instance_of(shelf, EVERYWHERE, question, Region()))
    app = answered("next")
    for figure in (answer.before, answer.value, answer.value - answer.before):
        assert number_text(figure, Language.ENGLISH) in texts(app)
    share = answer.value / answer.demand["weight"].sum()
    assert app.metric[0].value == percent(share, Language.ENGLISH)


@pytest.mark.parametrize(
    ("model", "values", "gain"),
    [
        (Model.MAXIMAL_COVERING, (900.0, 899.8, 700.0), "reaches 200 more people than"),
        # Stopped early, a search may have found less than choosing one at a time.
        (Model.MAXIMAL_COVERING, (900.0, 950.0, 700.0), "reaches 200 more people than"),
        (Model.P_MEDIAN, (20.0, 20.01, 22.5), "shortens the mean distance by 2.5 km more than"),
        (Model.P_MEDIAN, (20.0, 19.0, 22.5), "shortens the mean distance by 2.5 km more than"),
    ],
)
def test_only_a_gain_is_called_one(shelf, model, values, gain):
    """The page once said that the optimum covers 0.0 km more."""
    t, question = translator(Language.ENGLISH), NextQuestion(model, PRECINCTS, 40_000.0, 3)
    answer = next_sites(instance_of(shelf, EVERYWHERE, question, Region()))
    methods = pd.DataFrame({"method": [Method.OPTIMUM, Method.GREEDY, Method.RANKING], "value": values})
    assert gains_text(replace(answer, methods=methods), t) == (
        "The optimum is not noticeably better than choosing one at a time. "
        f"The optimum {gain} the simple ranking."
    )


def test_candidates_can_be_left_out(shelf):
    first = cells_of(answered("next", n="1"), "Cabecera")[0].removeprefix("1. ")
    codes = country_of(shelf).ground.table["codigo_muni"].tolist()
    code = next(code for code in codes if place_name(code) == first)
    without = answered("next", n="1", **{"not": str(code)})
    assert cells_of(without, "Cabecera") != [f"1. {first}"]


def test_nowhere_to_build_is_no_error():
    assert "No municipio in the region is left" in said(answered("next", dep="18", least="1000000"))


def test_full_coverage_is_stated_as_such():
    app = answered("next", km="300")
    assert "is already covered" in "\n".join(box.value for box in app.success)


@pytest.mark.parametrize("stop", [Stop.TIME_LIMIT, Stop.CANCELLED])
def test_a_search_that_stopped_early_tells_its_gap(monkeypatch, shelf, stop):
    def unproven(problem, control):
        result = next_sites(problem)
        return replace(result, stop=stop, bound=result.value * 1.1)

    monkeypatch.setattr("atlas.ui.planning.next_sites_question.next_sites", unproven)
    app = answered("next")
    assert "another set could be better by at most 10.0%" in said(app)
    assert "Proven" not in texts(app)


def test_a_long_search_shows_its_progress_and_can_be_stopped(monkeypatch):
    def slow(problem, control):
        control.on_progress(Progress(100.0, 125.0, 3.0))
        while not control.should_stop():
            stopped.wait(0.01)
        return replace(next_sites(problem), stop=Stop.CANCELLED)

    stopped = Event()
    monkeypatch.setattr("atlas.ui.planning.next_sites_question.next_sites", slow)
    monkeypatch.setattr("atlas.ui.state.background_jobs.AT_ONCE_S", 0.05)
    app = planning_page("next")
    assert "3 s; another set could be better by at most 25.0%." in texts(app)
    assert "overlay" not in map_state(app)
    search = app.session_state[KEY]
    app.button(key="next_cancel").click().run()
    search.wait(10)
    app.run()
    assert "The search was stopped" in said(app)


def clicked(app, longitude, latitude, n=1):
    """Run the page as after a click that names a place on the map."""
    point = {"longitude": longitude, "latitude": latitude}
    app.session_state["map"] = {"last_active_drawing": {"point": point, "mount": "test", "n": n}}
    return ran(app)


def test_a_click_adds_a_site_and_the_address_holds_it(shelf):
    app = clicked(planning_page("whatif"), -90.5133, 14.6420)
    text = "a.model_precinct.-9051330.1464200"
    assert address(app)["what_if"] == text
    overlay = map_state(app)["overlay"]
    assert [place["number"] for place in overlay["places"]] == ["1"]
    assert overlay["placing"]
    assert "1. Added: Model police precinct, Guatemala, Guatemala" in texts(app)
    scenario = from_text(text)[0]
    view = scenario_of(shelf, EVERYWHERE, scenario, (PRECINCTS, 25.0), Region())
    share = view.b.totals["share"].to_dict()[Measure.PEOPLE_BY_CABECERA]
    assert app.metric[0].value == percent(share, Language.ENGLISH)
    assert app.metric[0].delta.startswith("+")


def test_a_link_brings_a_scenario_back_and_undo_takes_it_away():
    app = planning_page("whatif", of="border_checkpoint", what_if="r.corinto~m.el-ceibo.-9010000.1700000")
    assert "Removed: Corinto" in texts(app)
    assert "Moved: El Ceibo" in texts(app)
    state = map_state(app)
    assert not {"corinto", "el-ceibo"} & set(state["sites"])
    assert [place["number"] for place in state["overlay"]["places"]] == ["M"]
    assert state["overlay"]["before"] == {
        "names": ["Today (A)", "Scenario (B)"],
        "sites": ["corinto", "el-ceibo"],
        "hidden": [GAINED],
        "gone": [LOST],
    }
    assert app.metric[0].delta.endswith(" points")
    app.button(key="whatif_clear").click().run()
    assert "what_if" not in address(app)
    assert "corinto" in map_state(app)["sites"]
    assert "before" not in map_state(app)["overlay"]


def test_the_chosen_site_is_moved_by_a_click_or_removed():
    app = planning_page("whatif", site="corinto")
    app.session_state["whatif_tool"] = "move"
    ran(app)
    moved = clicked(app, -88.6, 15.5)
    assert address(moved)["what_if"] == "m.corinto.-8860000.1550000"
    moved.button(key="whatif_remove").click().run()
    assert address(moved)["what_if"] == "r.corinto"


def test_a_click_far_from_guatemala_shows_a_message_and_changes_nothing():
    app = clicked(planning_page("whatif"), 2.35, 48.85)
    assert "not in or near Guatemala" in said(app)
    assert "what_if" not in address(app)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "not on land in Guatemala"), ("es", "no está en tierra en Guatemala")],
)
def test_a_click_at_sea_is_refused_and_the_nearest_land_offered(shelf, language, sentence):
    app = clicked(planning_page("whatif", lang=language), -91.5, 13.5)
    assert sentence in said(app)
    assert "what_if" not in address(app)
    app.button(key="whatif_use_land").click()
    app = ran(app)
    assert sentence not in said(app)
    (site,) = from_text(address(app)["what_if"])[0].added
    assert place_of(shelf, site.longitude, site.latitude) == 513


def test_a_click_on_land_forgets_the_one_at_sea():
    app = clicked(planning_page("whatif"), -91.5, 13.5)
    app = clicked(app, -90.5133, 14.6420, n=2)
    assert "not on land" not in said(app)
    assert address(app)["what_if"] == "a.model_precinct.-9051330.1464200"


def test_a_site_that_a_link_puts_at_sea_can_be_moved_to_the_land():
    app = planning_page("whatif", what_if="a.port.-9150000.1350000~m.corinto.-8860000.1550000")
    assert [button.key for button in app.button if "to_land" in str(button.key)] == ["whatif_to_land_0"]
    app.button(key="whatif_to_land_0").click()
    assert "a.port.-9150000.1350000" not in address(ran(app))["what_if"]


@pytest.mark.parametrize(
    "point", [{"longitude": "x", "latitude": 1}, {}, None, [1, 2], {"longitude": 400, "latitude": 1}]
)
def test_a_place_that_is_none_is_not_taken(point):
    app = planning_page("whatif")
    app.session_state["map"] = {"last_active_drawing": {"point": point, "mount": "test", "n": 1}}
    ran(app)
    assert "what_if" not in address(app)


def test_the_proposed_sites_become_a_scenario():
    app = answered("next")
    app.button(key="next_adopt").click().run()
    assert address(app)["ask"] == "whatif"
    assert len(map_state(app)["overlay"]["places"]) == 3
    assert app.metric[0].value == "44.9%"


def test_a_scenario_changes_no_table(shelf):
    before = shelf.sites.copy()
    scenario_of(shelf, EVERYWHERE, from_text("r.corinto")[0], (PRECINCTS, 25.0), Region())
    assert before.equals(shelf.sites)


@pytest.mark.parametrize("question", ANSWERS)
def test_what_is_shown_can_be_had_in_five_formats(monkeypatch, question):
    made = {}

    def button(label, data, file_name, **_):
        made[label] = (data, file_name)

    monkeypatch.setattr("atlas.ui.planning.answer_parts.st.download_button", button)
    # The border of the departamento is covered: there no site is next, no gap is left, and only a scenario
    # changes it.
    kind = "border_checkpoint" if question == "whatif" else "model_precinct"
    dep = "17" if question == "gaps" else "20"
    answered(question, lang="es", dep=dep, of=kind, what_if="r.el-florido")
    assert list(made) == ["CSV", "Excel", "GeoJSON", "GeoPackage", "KML"]
    data, name = made["CSV"]
    assert name == f"{question}-{data_version()}.csv"
    rows = data().decode("utf-8-sig").splitlines()
    assert "citation" in rows[0]
    assert data_version() in rows[1]


@pytest.mark.parametrize("language", Language)
def test_a_file_states_the_question(language):
    t = translator(language)
    plan = PlanningQuery(PlanningQuestion.NEXT, (Kind.PORT,), 40.0, excluded=(101,), model=Model.P_MEDIAN)
    app = planning_page("next", lang=language, status="operating", of="port")
    with patch("atlas.ui.state.session.st.session_state", app.session_state):
        terms = terms_of(plan, t)
    assert f"{t('regions.distance')}: 40 km" in terms
    assert f"{t('regions.kinds')}: {t('kind.port')}" in terms
    assert t("status.operating") in terms
    assert any(place_name(101) in term for term in terms)
