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
    NOT_TEXT,
    briefing_names,
    from_json,
    from_link,
    read_briefing,
    to_json,
    to_link,
)
from geo.briefings.scenes import MOST_SCENES, FlawKind
from geo.choices import Chart, Kind, Layer
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import record_version
from geo.selection import Selection
from geo.validation import violations
from tests.copies import copy_of_data
from tests.geo.briefings.bad_briefings import FAULTS, UNREADABLE, changed

HOSTILE = '<script>alert(1)</script> {{title}} #import "x" $x$ [a](javascript:b) =1+1 </desc> \u202e'

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
scenes = st.builds(
    Scene,
    headlines,
    texts,
    texts,
    selections,
    views,
    identifiers,
    identifiers,
    st.none() | st.sampled_from(Chart),
)
briefings = st.builds(
    Briefing, headlines, st.lists(scenes, max_size=3).map(tuple), st.sampled_from(["", "0123456789"])
)


@given(briefings)
def test_a_file_loses_nothing(briefing):
    assert from_json(to_json(briefing)) == briefing


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
    bomb = base64.urlsafe_b64encode(b"\0" * 4 + brotli.compress(b" " * 300 * LARGEST, quality=4))
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
    assert list(unknown_references(briefing, AtlasData())) == []
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
    assert [str(flaw) for flaw in unknown_references(briefing, AtlasData())] == [
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
