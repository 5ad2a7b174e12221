"""The planning page: the aim of each kind, what to find out next, and the test of the assumptions."""

import pytest

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.find_out_question import FIND_OUT_KEY
from atlas.ui.planning.next_sites_answer import ASSUMPTIONS_KEY
from atlas.ui.widgets.region_words import percent
from atlas.web.served_data import atlas_data
from geo.choices import Kind
from geo.choices.planning_kinds import Measure
from geo.choices.site_kinds import FIRST_KIND
from geo.views.planning_answers import coverage_of
from geo.views.sites_view import Region
from tests.ui.app import address, cells_of, map_state, ran, said
from tests.ui.planning import answered, planning_page, texts
from tests.ui.test_regions import EVERYWHERE


@pytest.mark.parametrize("question", ["coverage", "next", "whatif"])
def test_planning_starts_with_a_kind_for_which_the_question_makes_sense(question):
    app = answered(question)
    assert app.multiselect(key="plan_kinds").value == [FIRST_KIND]
    assert "the analysis counts people" in texts(app)


@pytest.mark.parametrize("language", Language)
def test_checkpoints_are_measured_by_land_border(language):
    view = coverage_of(atlas_data(), EVERYWHERE, (Kind.BORDER_CHECKPOINT,), 25.0, Region())
    app = planning_page("coverage", of="border_checkpoint", lang=language)
    share, total = (view.totals[name].to_dict()[Measure.LAND_BORDER_KM] for name in ("share", "total"))
    assert app.metric[0].value == percent(share, language)
    assert number_text(total, language) in texts(app)
    assert translator(language)("aim_reason.crossings") in texts(app)


def test_the_measure_switches_with_the_kind():
    app = planning_page("coverage", of="border_checkpoint")
    assert app.metric[0].label.startswith("Land border within")
    app.multiselect(key="plan_kinds").set_value(["port"]).run()
    assert app.metric[0].label.startswith("Coast within")
    assert "by" not in address(app)


@pytest.mark.parametrize("language", Language)
def test_next_checkpoints_stand_on_the_border_and_are_drawn_there(language):
    t = translator(language)
    app = answered("next", of="border_checkpoint", lang=language)
    names = cells_of(app, t("regions.site"))
    assert len(names) == 3
    assert all("km" in name for name in names)
    overlay = map_state(app)["overlay"]
    assert len(overlay["lines"]) > 3
    assert t("stop.optimal", seconds="").split(".")[0] in texts(app)


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ("police_academy", "measured but never proposed"),
        ("highway_checkpoint", "no road network is loaded"),
        ("border_checkpoint.port", "Choose one type."),
    ],
)
def test_what_has_no_best_place_is_not_proposed(kinds, sentence):
    app = planning_page("next", of=kinds)
    assert sentence in said(app)
    assert "overlay" not in map_state(app)


@pytest.mark.parametrize("language", Language)
def test_what_to_find_out_names_what_decides(language):
    t = translator(language)
    app = answered("find_out", of="port", lang=language)
    result = app.session_state[FIND_OUT_KEY].result()
    assert app.metric[0].value == str(int(result.table["decides"].sum()))
    assert t("find_out.list") in texts(app)
    first = result.table.iloc[0]
    assert cells_of(app, t("find_out.fact"))[0].startswith(f"1. {first[f'name_{language}']}")


def test_units_and_seats_are_never_on_the_list_of_what_to_find_out():
    app = answered("find_out", of="police_unit.incinerator")
    assert app.session_state[FIND_OUT_KEY].result().table.empty


@pytest.mark.parametrize("language", Language)
def test_the_assumptions_are_tested_on_request(language):
    t = translator(language)
    app = answered("next", of="border_checkpoint", lang=language)
    assert ASSUMPTIONS_KEY not in app.session_state
    app.button(key="assumptions_test").click().run()
    app.session_state[ASSUMPTIONS_KEY].wait(60)
    ran(app)
    result = app.session_state[ASSUMPTIONS_KEY].result()
    assert [str(name) for name in result.sets] == ["answered", "near", "far"]
    assert cells_of(app, t("assumptions.best"))[-1] == t("assumptions.all")
    assert t("assumptions.method") in texts(app)
