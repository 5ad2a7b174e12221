"""The briefing page: scenes are shown, changed, undone, saved and opened."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from atlas.i18n.messages import Language, messages, translator
from atlas.ui.briefing import briefing_tools
from atlas.ui.briefing.draft import flaw_text
from geo.briefings import Briefing, BriefingError, Scene, Text, unknown_references
from geo.briefings.briefing_files import briefing_names, from_json, from_link, read_briefing, to_json
from geo.briefings.scenes import FlawKind
from geo.dataset.records import data_version
from geo.drawn_area import DrawnArea
from geo.selection import Selection
from tests.geo.briefings.bad_briefings import FAULTS, UNREADABLE, changed
from tests.shared_data import ATLAS
from tests.ui.app import FRAME, address, field, map_state, opened, ran, said

PAGE = str(FRAME.parent / "briefing.py")
HOSTILE = "<img src=x onerror=alert(1)> **b** [a](javascript:b) </p><script>x</script>"


def on_page(**query: str) -> AppTest:
    """Open the briefing page at an address, as a link does."""
    app = opened(lang="en")
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGE)
    return ran(app)


def desk(app):
    return app.session_state["desk"]


def handed_in(app, name, value):
    """Open a file that holds `value`."""
    file = name, json.dumps(value).encode(), "application/json"
    app.file_uploader(key=briefing_tools.UPLOAD).set_value(file)
    ran(app)


def markup(app):
    return "\n".join(part.proto.body for part in app.get("html"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", briefing_names())
def test_a_link_opens_a_scene_of_what_comes_with_the_atlas(name, language):
    app = on_page(lang=str(language), briefing=name, scene="2")
    scene = read_briefing(name).scenes[1]
    assert scene.headline.in_(language) in markup(app).replace("&#x27;", "'").replace("&amp;", "&")
    assert map_state(app)["layers"] == list(scene.selection.layers)
    assert map_state(app)["scene"]["key"] == desk(app).turn
    assert address(app)["briefing"] == name
    assert address(app)["scene"] == "2"


def test_another_scene_changes_map_filters_and_address():
    app = on_page(briefing="border-and-ports")
    app.button(key="scene_1").click().run()
    assert field(app, "neighbours").value == ["MEX"]
    assert address(app)["with"] == "MEX"
    assert address(app)["scene"] == "2"


def test_a_scene_is_moved_removed_and_brought_back():
    app = on_page(briefing="villa-nueva")
    titles = [scene.headline.en for scene in desk(app).briefing.scenes]
    app.button(key="scene_down").click().run()
    assert [scene.headline.en for scene in desk(app).briefing.scenes[:2]] == [titles[1], titles[0]]
    assert desk(app).number == 1
    app.button(key="scene_remove").click().run()
    assert len(desk(app).briefing.scenes) == len(titles) - 1
    assert "briefing" not in address(app)
    app.button(key="scene_undo").click().run()
    app.button(key="scene_undo").click().run()
    assert desk(app).briefing == read_briefing("villa-nueva")
    assert address(app)["briefing"] == "villa-nueva"
    assert app.button(key="scene_undo").disabled


def test_the_words_of_a_scene_are_edited_and_stay_text():
    app = on_page(briefing="four-layers")
    app.text_input[1].set_value("A headline")
    app.text_area[0].set_value(HOSTILE)
    app.text_area[1].set_value("Say this.")
    next(button for button in app.button if button.label == "Save the changes").click()
    ran(app)
    scene = desk(app).scene
    assert (scene.headline.en, scene.text.en, scene.notes.en) == ("A headline", HOSTILE, "Say this.")
    assert scene.headline.es == read_briefing("four-layers").scenes[0].headline.es
    assert "<img src=x" not in markup(app)
    assert "<strong>b</strong>" in markup(app)


def test_what_is_saved_opens_again():
    briefing = read_briefing("dialogue-2024")
    assert from_json(to_json(briefing)) == briefing


def test_a_bad_file_is_reported_and_loses_nothing():
    app = on_page(briefing="villa-nueva")
    app.button(key="scene_remove").click().run()
    before = desk(app).briefing
    bad = json.loads(to_json(before))
    bad["scenes"][0]["chart"] = "pie"
    handed_in(app, "bad.json", bad)
    assert "cannot open the file bad.json" in said(app)
    assert any("Scene 1, Chart (chart): unknown chart" in block.value for block in app.code)
    assert desk(app).briefing == before


def test_a_bad_file_lists_its_first_errors_in_spanish():
    app = on_page(lang="es", briefing="villa-nueva")
    bad = json.loads(to_json(read_briefing("villa-nueva")))
    bad["scenes"] = [{"headline": {"es": "x" * 121}}, *["x"] * 30]
    handed_in(app, "mala.json", bad)
    (block,) = app.code
    lines = block.value.split("\n")
    fault = "121 caracteres son demasiados; escriba 120 como máximo."
    assert lines[0] == f"Escena 1, Titular (headline.es): {fault}"
    assert lines[1] == "Escena 2: no es una escena; escriba una tabla con sus partes."
    assert (len(lines), lines[-1]) == (21, "… y 11 más.")


def flaws_in(content, read=from_json):
    """Return what is wrong with a file or a link."""
    with pytest.raises(BriefingError) as raised:
        read(content)
    return raised.value.problems


def flaws():
    """Return one flaw or more of every kind that a reader can meet."""
    bad = [json.dumps(changed(path, value)) for path, value, _ in FAULTS]
    all_flaws = [
        flaw for content in (*bad, *(file for file, _ in UNREADABLE)) for flaw in flaws_in(content)
    ]
    all_flaws += flaws_in("cut", from_link)
    at_sea = DrawnArea(((-96.0, 12.0),), 1000).to_text()
    gone = Selection(departamentos=(99,), municipios=(9999,), site="nowhere", areas=(at_sea,))
    scene = Scene(Text(en="x"), selection=gone, figures=("I999",), conflicts=("none-such",))
    return [*all_flaws, *unknown_references(Briefing(Text(en="x"), (scene,)), ATLAS)]


def test_every_error_of_a_file_is_reported_in_both_languages():
    all_flaws = flaws()
    assert {flaw.kind for flaw in all_flaws} == set(FlawKind) - {FlawKind.NOT_TOML}
    for flaw in all_flaws:
        words = flaw_text(flaw, translator(Language.SPANISH))
        assert flaw.actual in words
        assert flaw.expected in words
    english, spanish = (messages(language) for language in Language)
    same = {kind for kind in FlawKind if english[f"flaw_kind.{kind}"] == spanish[f"flaw_kind.{kind}"]}
    assert same == {FlawKind.NO_DEPARTAMENTO, FlawKind.NO_MUNICIPIO}


@pytest.mark.parametrize("language", Language)
def test_an_empty_briefing_says_how_to_begin(language):
    app = on_page(lang=str(language))
    app.button(key="desk_new").click().run()
    assert translator(language)("briefing.empty") in [box.value for box in app.info]
    assert map_state(app)["scene"]["at"] is None


@pytest.mark.parametrize(("name", "value"), [("briefing", "moon"), ("scene", "0"), ("scene", "x")])
def test_a_link_to_no_briefing_is_named(name, value):
    app = on_page(**{name: value})
    assert f"{name}={value}" in said(app)
    assert desk(app).name == "four-layers"


def test_a_scene_past_the_last_is_the_last():
    assert desk(on_page(briefing="villa-nueva", scene="40")).number == 4


def test_the_file_of_a_page_is_made_and_offered():
    app = on_page(briefing="villa-nueva")
    app.session_state["export_open_briefing"] = True
    ran(app)
    app.selectbox(key="export_format_briefing").set_value("csv").run()
    app.button(key="export_make_briefing").click().run()
    job = app.session_state["export_job_briefing"]
    job.wait(60)
    ran(app)
    (offered,) = [button for button in app.get("download_button") if "export_file" in button.proto.id]
    assert offered.proto.label == "Download the file"
    assert data_version().encode() in job.result()
    app.session_state["export_open_briefing"] = True
    assert ran(app).selectbox(key="export_format_briefing").value == "csv"
