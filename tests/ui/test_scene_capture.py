"""Views of every page become scenes, titles are added, and arrows and notes are edited."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from atlas.i18n.messages import Language, translator
from atlas.ui.briefing.draft import new_id
from atlas.ui.briefing.scene_view import ANNOTATE
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, Scene, SceneKind, Text
from geo.briefings.briefing_files import from_json, from_link, to_json, to_link
from geo.briefings.scene_content import Annotation, AnnotationKind
from geo.views.scene_views import plan_of_scene, scene_changes, scene_events
from tests.ui.app import did, map_state, opened, ran
from tests.ui.planning import answered
from tests.ui.test_briefing import desk, markup, on_page
from tests.ui.test_lists import placed, with_file

EN = translator(Language.ENGLISH)


def asked(app: AppTest, key: str) -> AppTest:
    """Open the dialog of a page; a dialog is drawn in the run of its button alone."""
    app.session_state[f"take_view_{key.partition('_changes')[0]}"] = {"at": "15.5,-90.25,8"}
    app.button(key=f"take_{key}").click()
    return ran(app)


def added(app: AppTest, key: str) -> Scene:
    """Press the button of the open dialog, and return the scene that is now the last."""
    app.button(key=f"take_{key}").click()
    app.button(key="take_new").click()
    scenes: tuple[Scene, ...] = desk(ran(app)).briefing.scenes
    assert from_json(to_json(Briefing(Text("x"), scenes))).scenes == scenes
    return scenes[-1]


def test_an_answer_becomes_a_scene_that_needs_no_search():
    app = asked(answered("coverage", dep="17", of="border_checkpoint", km="30"), "regions")
    scene = added(app, "regions")
    assert scene.kind is SceneKind.ANSWER
    assert scene.headline == Text("Coverage · Petén", "Cobertura · Petén")
    assert scene.answer
    assert scene.view
    assert scene.answer.en.lines[0].endswith(app.metric[0].value)
    assert scene.view.zoom == 8
    assert plan_of_scene(scene).km == 30
    assert scene.selection.departamentos == (17,)


def test_a_programme_page_offers_its_parts():
    app = opened("programmes", lang="en", programme="police", years="2015-2020")
    app = asked(app, "programmes")
    choices = app.radio(key="take_what_programmes").options
    assert choices[:2] == [EN("scene_kind.programme"), EN("scene_kind.events")]
    app.radio(key="take_what_programmes").set_value(EN("scene_kind.events"))
    app.button(key="take_programmes").click()
    scene = added(ran(app), "programmes")
    assert scene.kind is SceneKind.EVENTS
    assert dict(scene.address) == {"programme": "police", "years": "2015-2020"}
    assert set(scene_events(scene, atlas_data())["date"].str[:4]) <= {str(y) for y in range(2015, 2021)}


def test_two_dates_become_a_scene_with_what_changed():
    app = asked(opened(lang="en", against="2019-03"), "explore_changes")
    scene = added(app, "explore_changes")
    assert scene.headline.en == "What changed between March 2019 and today"
    assert scene_changes(scene, atlas_data())


def test_a_list_becomes_a_summary_only_when_the_reader_confirms_it():
    name = "**mine**.csv"
    app = asked(placed(with_file(name)), "own_layers")
    assert app.button(key="take_new").disabled
    app.checkbox(key="take_confirm_own_layers").check()
    app.button(key="take_own_layers").click()
    scene = added(ran(app), "own_layers")
    assert scene.kind is SceneKind.LIST
    plain = json.loads(to_json(Briefing(Text("x"), (scene,))))["scenes"][0]
    assert set(plain["answer"]["drawing"]) == {"legend", "fills"}
    assert name in plain["answer"]["en"]["lines"][0]
    assert EN("briefing.list_holds") in plain["answer"]["en"]["methods"]


def own(*scenes: Scene) -> AppTest:
    """Open the briefing page with an own briefing and the fold of its arrows and notes."""
    app = on_page()
    desk(app).open(Briefing(Text("Mine", "Mía"), scenes), new_id())
    app.session_state[ANNOTATE] = True
    return ran(app)


def test_titles_open_and_closings_end_a_briefing():
    app = own(Scene(Text("One")), Scene(Text("Two")))
    for kind, headline in (("title", "First"), ("section", "Part"), ("closing", "Last")):
        app.button(key="scene_words").click()
        ran(app)
        app.segmented_control(key="words_kind").set_value(kind)
        app.button(key="scene_words").click()
        app.button(key="words_add").click()
        assert EN("briefing.needs_headline") in [box.value for box in ran(app).error]
        app.text_input(key="words_headline").set_value(headline)
        app.button(key="scene_words").click()
        app.button(key="words_add").click()
        ran(app)
    headlines = [scene.headline.en for scene in desk(app).briefing.scenes]
    assert headlines == ["First", "Part", "One", "Two", "Last"]
    assert "b-closing b-no-map" in markup(app)
    assert not [box for box in app.selectbox if box.label == EN("briefing.chart")]


HOSTILE = "</script><b>x</b>"


def test_a_note_is_added_by_its_site_and_removed():
    app = own(Scene(Text("One")))
    app.segmented_control(key="note_kind").set_value("note").run()
    app.selectbox(key="note_from").set_value("el-ceibo").run()
    app.button(key="note_add").click()
    assert [box.value for box in ran(app).error] == [EN("briefing.needs_text")]
    app.text_input(key="note_text").set_value(HOSTILE)
    app.button(key="note_add").click()
    ran(app)
    (note,) = desk(app).scene.annotations
    site = atlas_data().sites.loc["el-ceibo"]
    assert note.start == (round(site["longitude"], 5), round(site["latitude"], 5))
    (drawn,) = map_state(app)["annotations"]
    assert (drawn["text"], drawn["to"]) == (HOSTILE, None)
    app.button(key="note_remove_0").click()
    assert desk(ran(app)).scene.annotations == ()
    app.button(key="scene_undo").click()
    assert desk(ran(app)).scene.annotations == (note,)


def test_an_arrow_is_set_by_two_clicks_on_the_map():
    app = own(Scene(Text("One")))
    app.segmented_control(key="note_pick").set_value("from").run()
    assert map_state(ran(app))["overlay"]["placing"]
    did(app, n=1, point={"longitude": -91.25, "latitude": 15.5})
    did(app, n=2, point={"longitude": -70.0, "latitude": 15.75})
    assert "overlay" not in map_state(ran(app))
    app.button(key="note_add").click()
    (arrow,) = desk(ran(app)).scene.annotations
    assert arrow == Annotation(AnnotationKind.ARROW, (-91.25, 15.5), (-83.0, 15.75))


@pytest.mark.parametrize("language", Language)
def test_an_answer_is_drawn_only_while_its_filters_are_chosen(language):
    app = asked(answered("coverage", dep="17", of="border_checkpoint"), "regions")
    scene = added(app, "regions")
    assert scene.answer
    assert from_link(to_link(Briefing(Text("x"), (scene,)))).scenes == (scene,)
    page = on_page(lang=str(language))
    desk(page).open(Briefing(Text("x"), (scene,)), new_id())
    page = ran(page)
    page.button(key="scene_0").click()
    state = map_state(ran(page))
    assert state["overlay"]["legend"]["title"] == scene.answer.words(str(language)).labels[0]
    assert len(state["sites"]) > 3
    assert "time" not in state
    assert scene.answer.words(str(language)).lines[0] in markup(page)


def test_a_scene_of_events_is_a_timeline_and_a_list_without_a_map():
    police = (("programme", "police"),)
    app = own(Scene(Text("Events"), kind=SceneKind.EVENTS, address=police))
    assert len(app.get("vega_lite_chart")) == 1
    assert "b-events b-no-map" in markup(app)
    (address,) = [part for part in markup(app).split('"') if "programme=police" in part]
    assert address.startswith("programmes?")
    assert EN("briefing.annotate") not in [part.label for part in app.expander]
