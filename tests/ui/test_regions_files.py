"""The map of an answer as a file, for each question and language."""

import json

import pytest

from atlas.i18n.messages import Language, translator
from atlas.ui.planning.planning_page import ANSWERS
from atlas.web.served_data import atlas_data
from geo.choices import Kind
from geo.exports.documents.stamp import read_stamp
from geo.views.scene_views import scene_view
from tests.ui.app import map_state, ran
from tests.ui.planning import answered, texts


def ordered(app, language=None):
    """Order the scalable picture as it is offered; return the job."""
    app.session_state["export_open_regions"] = True
    app = ran(app)
    app.selectbox(key="export_format_regions").set_value("svg").run()
    if language:
        app.segmented_control(key="export_language_regions_en").set_value(language).run()
    app.button(key="export_make_regions").click()
    app = ran(app)
    job = app.session_state["export_job_regions"]
    job.wait(60)
    return job


@pytest.mark.parametrize("question", ANSWERS)
def test_each_question_offers_its_map_with_its_answer(question):
    app = answered(question)
    job = ordered(app)
    (scene,), text = job.task.briefing.scenes, job.result().decode()
    t = translator(Language.ENGLISH)
    assert scene.headline.en.startswith(t(f"planning_question.{question}"))
    # Distances are those of the country, whatever region the side panel names.
    assert ("Guatemala" in scene.headline.en) == (question != "distance")
    assert ("Region: Guatemala" in scene.answer.en.terms) == (question != "distance")
    assert scene.answer.en.methods[-1].startswith(t("regions.cited", citations=""))
    # On paper a click names no place, and no divider shows what was before.
    shown = {
        name: part
        for name, part in map_state(app).get("overlay", {}).items()
        if name not in ("placing", "before")
    }
    assert scene.answer.message("en") == json.loads(json.dumps(shown))
    for metric in app.metric:
        assert metric.value in scene.answer.en.lines[0]
        assert metric.value in text
    assert "The atlas calculated this result" in text


def test_the_words_follow_the_language_of_the_file():
    (scene,) = ordered(
        answered("coverage", of="border_checkpoint", by="people_by_cabecera"), Language.SPANISH
    ).task.briefing.scenes
    words = scene.answer.es
    assert scene.headline.es == "Cobertura · Guatemala"
    assert words.lines[0].startswith("Personas a menos de 25 km")
    assert any("línea recta" in text for text in words.methods)
    assert any("Bethel" in text for text in words.methods)


def test_the_stamp_holds_the_sites_that_are_measured_to_wherever_they_lie():
    job = ordered(answered("coverage", dep="17", of="border_checkpoint"))
    stamp = read_stamp(job.result(), "x")
    view = scene_view(job.task.briefing.scenes[0], atlas_data())
    assert set(stamp.facts) == {f"site {site_id}" for site_id in view.shown.index}
    assert set(view.shown["codigo_depto"]) > {17}
    assert view.region.departamentos == (17,)
    assert view.selection.kinds == (Kind.BORDER_CHECKPOINT,)


@pytest.mark.parametrize(
    ("question", "is_inferred", "has_range"),
    [("profile", True, True), ("coverage", True, False), ("gaps", False, False)],
)
def test_an_area_explains_how_its_people_are_counted(question, is_inferred, has_range):
    app = answered(question, area="cAvyRgkuC")
    (scene,) = ordered(app).task.briefing.scenes
    t = translator(Language.ENGLISH)
    for key, is_said in (("area.method", is_inferred), ("area.range", has_range)):
        assert (t(key) in scene.answer.en.terms) is is_said
        assert (t(key) in texts(app)) is is_said


def test_a_scenario_is_described_in_words():
    job = ordered(answered("whatif", what_if="r.corinto~m.el-ceibo.-9010000.1700000"))
    (scene,) = job.task.briefing.scenes
    words = scene.answer.en
    assert scene.headline.en == "What if · Guatemala"
    assert "corinto" not in scene_view(scene, atlas_data()).shown.index
    assert any(text.startswith("Removed: Corinto") for text in words.terms)
    assert any(text.startswith("Moved: El Ceibo") for text in words.terms)
    assert not any("r.corinto" in text for text in words.terms)
    assert scene.answer.message("en")["places"][0]["label"].startswith("El Ceibo")
