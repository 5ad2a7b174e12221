"""Briefing files are lossless, list every error at once, and keep text as text."""

import base64
import json
from dataclasses import replace

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.cli.data_commands import update_checksums
from geo.briefings import Briefing, BriefingError, MapView, Scene, Text, unknown_references
from geo.briefings.briefing_files import (
    LARGEST,
    LINK_TEXT,
    LONGEST_LINK,
    briefing_names,
    from_json,
    from_link,
    read_briefing,
    to_json,
    to_link,
)
from geo.briefings.scene_content import (
    NOT_TEXT,
    WORDED,
    Annotation,
    AnnotationKind,
    AnswerText,
    SceneKind,
    answer_of,
    is_annotation,
    is_answer,
    plain_answer,
)
from geo.briefings.scenes import MOST_SCENES, FlawKind
from geo.choices import Chart, Kind, Layer
from geo.dataset.data_history import record_version
from geo.mapping.overlay_message import (
    Fills,
    NumberedPlace,
    NumberedStretch,
    Overlay,
    circle,
    labels_of,
    legend,
    read_message,
    to_message,
    with_labels,
)
from geo.selection import Selection
from geo.validation import violations
from tests.copies import copy_of_data
from tests.geo.briefings.bad_briefings import FAULTS, UNREADABLE, changed
from tests.shared_data import ATLAS

HOSTILE = '<script>alert(1)</script> {{title}} #import "x" $x$ [a](javascript:b) =1+1 </desc> \u202e'

OVERLAY = Overlay(
    legend=legend("Legend", [("#0a5444", "near"), ("", "far")], "A note"),
    fills=Fills({101: 1, 103: 0}, ("#cfe8c9", "#0a5444")),
    circles=(circle(-90.5, 14.6, 25_000),),
    lines=(NumberedStretch(((-91.0, 15.0), (-90.0, 15.0)), "#c2203f", "1", "1. Mexico"),),
    places=(NumberedPlace(-90.8, 14.9, "#7a2f8f", "M", "Moved"),),
)
CODES = (101, 102, 103)


def written(words):
    """Return the message of an overlay with its texts in other words."""
    message = to_message(OVERLAY, CODES)
    return with_labels(message, tuple(f"{label}{words}" for label in labels_of(message)))


ANSWER = answer_of(
    "2026-11-30",
    "0123456789",
    {"en": written(""), "es": written(" es")},
    {"en": AnswerText(("84.5%",), ("Region",)), "es": AnswerText(("84.5 %",), methods=("Rectas",))},
)

texts = st.builds(
    Text,
    *(st.text(max_size=40).filter(lambda text: not NOT_TEXT.search(text)) for _ in range(2)),
)
headlines = texts.filter(lambda text: (text.en + text.es).strip())
views = st.none() | st.builds(MapView, st.floats(-90, 90), st.floats(-180, 180), st.floats(5, 18))
identifiers = st.lists(st.sampled_from(["I001", "I002", "money-2024"]), unique=True).map(tuple)
selections = st.builds(
    Selection,
    departamentos=st.lists(st.integers(1, 22), unique=True, max_size=3).map(tuple),
    kinds=st.lists(st.sampled_from(Kind), unique=True).map(tuple),
    layers=st.lists(st.sampled_from(Layer), unique=True).map(tuple),
    site=st.sampled_from([None, "bethel"]),
)
positions = st.tuples(st.floats(-98, -83), st.floats(10.5, 22.5))
notes = st.builds(Annotation, st.just(AnnotationKind.NOTE), positions, st.none(), headlines)
arrows = st.builds(Annotation, st.just(AnnotationKind.ARROW), positions, positions, texts).filter(
    lambda arrow: arrow.start != arrow.end
)
shown_scenes = st.builds(
    Scene,
    headlines,
    texts,
    texts,
    selections,
    views,
    identifiers,
    identifiers,
    st.none() | st.sampled_from(Chart),
    st.sampled_from([kind for kind in SceneKind if kind not in WORDED]),
    st.sampled_from([(), (("ask", "coverage"), ("km", "12.5"))]),
    st.sampled_from([None, ANSWER]),
    st.lists(notes | arrows, max_size=3).map(tuple),
)
worded_scenes = st.builds(Scene, headlines, texts, texts, kind=st.sampled_from(WORDED))
scenes = shown_scenes | worded_scenes
briefings = st.builds(
    Briefing, headlines, st.lists(scenes, max_size=3).map(tuple), st.sampled_from(["", "0123456789"])
)


@given(briefings)
def test_a_file_loses_nothing(briefing):
    assert from_json(to_json(briefing)) == briefing


def test_an_answer_keeps_its_drawing_in_both_languages():
    assert to_message(ANSWER.overlay("en", CODES), CODES) == to_message(OVERLAY, CODES)
    spanish = ANSWER.overlay("es", CODES)
    assert spanish.legend
    assert spanish.places
    assert spanish.fills
    assert (spanish.legend.title, spanish.places[0].label) == ("Legend es", "Moved es")
    assert spanish.fills.colour_of == {101: "#0a5444", 103: "#cfe8c9"}
    assert read_message(ANSWER.message("en"), (101,)).fills is None


def test_an_answer_has_no_points_of_a_list():
    message = to_message(OVERLAY, CODES) | {"points": {"url": "x"}, "placing": True}
    words = dict.fromkeys(("en", "es"), AnswerText(("x",)))
    kept = answer_of("2026-11-30", "0123456789", dict.fromkeys(("en", "es"), message), words)
    assert set(json.loads(kept.drawing)) == {"legend", "fills", "circles", "lines", "places"}


LOOK = {"colour": "#cfe8c9", "label": "", "look": "url"}
"""An entry of a legend with a look that no colour has."""


@pytest.mark.parametrize(
    "change",
    [
        {"made": "30 November"},
        {"made": "2026-13-45"},
        {"version": "../../etc"},
        {"more": 1},
        {"en": {"lines": ["x" * 3_001]}},
        {"en": {"lines": ["a\x00b"]}},
        {"drawing": {"circles": [{"at": [-90, 15], "radius_m": 1, "colour": "url(x)"}]}},
        {"drawing": {"fills": {"classes": "05", "colours": ["#cfe8c9"]}}},
        {"drawing": {"places": [{"at": [0, 0], "colour": "#cfe8c9", "number": "1", "label": ""}]}},
        {"drawing": {}},
        {"drawing": {"legend": {"title": "", "entries": [LOOK], "note": ""}}},
    ],
)
def test_an_answer_of_another_form_is_refused(change):
    plain = json.loads(json.dumps(plain_answer(ANSWER)))
    assert is_answer(plain)
    assert not is_answer(plain | change)


def test_arrows_and_notes_are_on_the_map_and_short():
    note = {"kind": "note", "from": [-90.5, 14.6], "text": {"en": "Here"}}
    arrow = {"kind": "arrow", "from": [-90.5, 14.6], "to": [-89, 15]}
    assert is_annotation(note)
    assert is_annotation(arrow)
    for bad in (
        note | {"text": {"en": " "}},
        note | {"text": {"en": "x" * 81}},
        note | {"to": [-89, 15]},
        arrow | {"to": [0, 15]},
        arrow | {"to": [-90.5, 14.6]},
        arrow | {"from": [-90.5, True]},
        {"kind": "arrow", "from": [-90.5, 14.6]},
        note | {"colour": "red"},
    ):
        assert not is_annotation(bad)


def test_a_title_has_words_alone():
    title = {"headline": {"en": "Title"}, "kind": "title"}
    plain = {"format": "atlas-briefing-2", "title": {"en": "x"}, "scenes": [title | {"figures": []}]}
    assert from_json(json.dumps(plain)).scenes[0].kind is SceneKind.TITLE
    plain["scenes"] = [title | {"figures": ["I001"]}]
    with pytest.raises(BriefingError, match="'figures' is unknown"):
        from_json(json.dumps(plain))


def test_a_file_of_the_first_format_is_still_read():
    briefing = Briefing(Text(en="x"), (Scene(Text(en="y"), figures=("I001",)),))
    plain = json.loads(to_json(briefing))
    plain["format"] = "atlas-briefing-1"
    for name in ("kind", "address", "answer", "annotations"):
        del plain["scenes"][0][name]
    assert from_json(json.dumps(plain)) == briefing


@given(briefings)
def test_a_link_loses_nothing_and_needs_no_escapes(briefing):
    text = to_link(briefing)
    assert LINK_TEXT.fullmatch(text)
    assert from_link(text) == briefing


def kind_of(text, **limits):
    """Return the kind of the first error in the text of a link."""
    with pytest.raises(BriefingError) as raised:
        from_link(text, **limits)
    return raised.value.problems[0].kind


@given(briefings, st.data())
def test_a_link_that_is_cut_or_altered_is_not_whole(briefing, data):
    text = to_link(briefing)
    place = data.draw(st.integers(0, len(text) - 1))
    assert kind_of(text[:place]) is FlawKind.NOT_WHOLE
    # The last character may hold bits that no byte uses.
    place = min(place, len(text) - 2)
    other = data.draw(st.sampled_from("ABab01-_").filter(lambda character: character != text[place]))
    assert kind_of(text[:place] + other + text[place + 1 :]) is FlawKind.NOT_WHOLE


@given(st.text(max_size=200))
def test_any_other_text_is_no_link(text):
    assert kind_of(text) is FlawKind.NOT_WHOLE


def test_what_mail_programs_add_to_a_link_is_ignored():
    briefing = read_briefing("villa-nueva")
    text = to_link(briefing)
    for changed_text in (
        f"{text}.",
        f"{text}>",
        f"{text[:72]}\r\n{text[72:]}",
        f"{text[:72]}%20{text[72:]}",
    ):
        assert from_link(changed_text) == briefing


def test_a_link_of_forty_scenes_loses_nothing_and_stays_below_the_limit():
    included = [scene for name in briefing_names() for scene in read_briefing(name).scenes]
    briefing = Briefing(Text(en="All", es="Todo"), tuple((included * 2)[:MOST_SCENES]), "0123456789")
    assert len(briefing.scenes) == 40
    assert from_json(to_json(briefing)) == briefing
    assert from_link(to_link(briefing)) == briefing
    assert len(to_link(briefing)) < LONGEST_LINK / 3


def test_a_link_that_unpacks_to_more_than_a_briefing_is_refused():
    bomb = base64.urlsafe_b64encode(b"\0" * 4 + brotli.compress(b" " * 30 * LARGEST, quality=4))
    text = "1" + bomb.decode().rstrip("=")
    assert len(text) < LONGEST_LINK
    assert kind_of(text) is FlawKind.TOO_LARGE
    assert kind_of("1" + "A" * LONGEST_LINK) is FlawKind.TOO_LARGE
    assert kind_of(to_link(read_briefing("villa-nueva")), longest=100) is FlawKind.TOO_LARGE


def test_hostile_text_stays_text():
    briefing = Briefing(Text(en=HOSTILE), (Scene(Text(es=HOSTILE), Text(en=HOSTILE)),))
    assert from_json(to_json(briefing)).scenes[0].text.en == HOSTILE
    assert from_link(to_link(briefing)).scenes[0].text.en == HOSTILE


@pytest.mark.parametrize("name", briefing_names())
def test_what_comes_with_the_atlas_is_complete_in_both_languages(name):
    briefing = read_briefing(name)
    assert 4 <= len(briefing.scenes) <= 9
    assert list(unknown_references(briefing, ATLAS)) == []
    for scene in briefing.scenes:
        for text in (briefing.title, scene.headline, scene.text, scene.notes):
            assert "" not in {text.en, text.es}
            assert text.en != text.es
        assert scene.figures or scene.conflicts


@pytest.mark.parametrize(("path", "value", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_an_error_is_named(path, value, said):
    with pytest.raises(BriefingError) as raised:
        from_json(json.dumps(changed(path, value)), "mine.json")
    assert said in str(raised.value)
    assert raised.value.file == "mine.json"


def test_errors_past_the_first_twenty_are_counted():
    bad = changed(["scenes"], ["x"] * 23)
    with pytest.raises(BriefingError) as raised:
        from_json(json.dumps(bad), "mine.json")
    assert (len(raised.value.problems), raised.value.more) == (20, 3)
    assert "mine.json: 23 errors" in str(raised.value)


def test_every_error_is_listed_at_once():
    bad = changed(["scenes", 0, "headline"], {})
    bad["scenes"][1]["chart"] = "pie"
    with pytest.raises(BriefingError) as raised:
        from_json(json.dumps(bad))
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize(("content", "said"), UNREADABLE, ids=[str(n) for n, _ in enumerate(UNREADABLE)])
def test_what_is_no_briefing_is_refused(content, said):
    with pytest.raises(BriefingError) as raised:
        from_json(content)
    assert said in str(raised.value)


def test_what_the_data_no_longer_have_is_named():
    selection = Selection(departamentos=(99,), municipios=(9999,), site="nowhere")
    scene = Scene(Text(en="x"), selection=selection, figures=("I999",), conflicts=("none-such",))
    briefing = Briefing(Text(en="x"), (Scene(Text(en="x")), scene))
    assert [str(flaw) for flaw in unknown_references(briefing, ATLAS)] == [
        "scene 2: departamento 99",
        "scene 2: municipio 9999",
        "scene 2: site nowhere",
        "scene 2: figure I999",
        "scene 2: conflict none-such",
    ]


def test_scenes_are_added_moved_changed_and_removed():
    a, b, c = (Scene(Text(en=name)) for name in "abc")
    briefing = Briefing(Text(en="x"), (a, b))
    assert briefing.with_scene(c).scenes == (a, b, c)
    assert briefing.with_scene(c).moved(2, 0).scenes == (c, a, b)
    assert briefing.with_changed(1, c).scenes == (a, c)
    assert briefing.without(0).scenes == (b,)
    assert replace(briefing, scenes=()).with_scene(a).scenes == (a,)


def test_words_fall_back_to_the_other_language():
    assert Text(en="one").in_("es") == "one"
    assert Text(en="one").written("es", "uno").in_("es") == "uno"


def test_a_briefing_that_names_an_unknown_figure_is_a_violation(tmp_path):
    data = copy_of_data(tmp_path)
    path = data / "briefings" / "four-layers.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"I014"', '"I999"'), encoding="utf-8")
    update_checksums("briefings", data)
    record_version(data)
    assert list(violations(data)) == [
        "data/briefings/four-layers.toml: scene 1: figure I999 is in no table; correct it"
    ]


def test_a_file_that_is_no_briefing_is_a_violation(tmp_path):
    data = copy_of_data(tmp_path)
    (data / "briefings" / "villa-nueva.toml").write_text('format = "other"', encoding="utf-8")
    update_checksums("briefings", data)
    assert any("villa-nueva.toml: 1 errors" in line for line in violations(data))
