"""Presented briefings: strict policy, caching, restored ones, and a message for unknown ones."""

import json
import re
from collections import OrderedDict
from dataclasses import replace

import pytest

import app as application
from atlas.i18n.messages import Language, translator
from atlas.web import briefing_pages
from atlas.web.briefing_pages import page_address, remember
from geo.briefings import Briefing, Scene, Text
from geo.briefings.briefing_files import LONGEST_LINK, briefing_names, to_link
from tests.web.asking import ask

OWN = Briefing(Text(en="Mine </script>", es="Mía"), (Scene(Text(en="One", es="Uno")),))


def path_of(address):
    return address.removeprefix(".").split("?")[0].split("#")[0]


def get(address):
    return ask(application.app, path_of(address))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", briefing_names())
def test_what_comes_with_the_atlas_has_an_address(name, language):
    answer = get(page_address(name, language, 1))
    page = answer.body.decode()
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in page


def test_the_page_has_no_inline_script_and_its_file_is_cached():
    page = get(page_address("villa-nueva", Language.ENGLISH, 1)).body.decode()
    scripts = re.findall(r"<script(?! type=\"(?:application/json|text/plain)\")[^>]*>", page)
    assert len(scripts) == 1
    (source,) = re.findall(r'src="\.\.(/stage/[0-9a-f]+/stage\.js)"', scripts[0])
    answer = ask(application.app, source)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


def test_a_readers_own_briefing_is_kept_and_its_text_is_text():
    page = get(page_address(remember(OWN), Language.ENGLISH, 1)).body.decode()
    assert "Mine &lt;/script&gt;" in page
    assert "Mine </script>" not in page
    assert remember(OWN) == remember(OWN)


def test_the_one_longest_unused_goes_first(monkeypatch):
    monkeypatch.setattr(briefing_pages, "MOST_KEPT", 2)
    names = [remember(Briefing(Text(en=title), OWN.scenes)) for title in "abc"]
    assert [get(page_address(name, Language.ENGLISH, 1)).status for name in names] == [404, 200, 200]


@pytest.mark.parametrize("language", Language)
def test_a_briefing_that_no_longer_exists_gets_a_message(language):
    answer = get(page_address("own-0123456789abcdef", language, 1))
    assert answer.status == 404
    assert translator(language)("briefing.not_kept") in answer.body.decode()


BYTES = "application/octet-stream"


def restored(address, text, media_type=BYTES):
    path, headers = path_of(address), {"Content-Type": media_type}
    return ask(application.app, path, method="POST", headers=headers, body=text.encode()).status


def test_a_restarted_server_gets_an_own_briefing_back_from_its_address(monkeypatch):
    address = page_address(remember(OWN), Language.ENGLISH, 1, OWN)
    _, text = address.split("#1&briefing=")
    monkeypatch.setattr(briefing_pages, "_own", OrderedDict())
    lost = get(address)
    assert lost.status == 404
    (script,) = re.findall(r'src="\.\.(/stage/[0-9a-f]+/restore\.js)"', lost.body.decode())
    assert ask(application.app, script).status == 200
    assert restored(address, text) == 204
    assert "Mine &lt;/script&gt;" in get(address).body.decode()


def test_only_the_whole_briefing_of_the_address_is_kept(monkeypatch):
    address, text = page_address(remember(OWN), Language.ENGLISH, 1), to_link(OWN)
    monkeypatch.setattr(briefing_pages, "_own", OrderedDict())
    assert restored(address, text, "text/plain") == 415
    assert restored(address, text[:-9]) == 400
    assert restored(address, to_link(replace(OWN, title=Text(en="Other")))) == 400
    assert restored(address, text + "a" * LONGEST_LINK) == 413
    assert restored(address, "é" * 9) == 400
    assert get(address).status == 404


def test_a_briefing_that_is_too_long_for_a_link_has_an_address_without_it(monkeypatch):
    text = to_link(OWN)
    assert page_address("own-1", Language.ENGLISH, 1, OWN).endswith(f"#1&briefing={text}")
    monkeypatch.setattr(briefing_pages, "LONGEST_LINK", len(text) - 1)
    assert page_address("own-1", Language.ENGLISH, 1, OWN).endswith("?present#1")


def said_changes(briefing):
    page = get(page_address(remember(briefing), Language.SPANISH, 1)).body.decode()
    (data,) = re.findall(r'<script type="application/json" id="briefing">(.*?)</script>', page)
    return json.loads(data)["changes"]


def test_the_page_says_first_what_changed_since_the_briefing_was_made():
    assert said_changes(OWN) is None
    changes = said_changes(replace(OWN, data_version="0" * 10))
    assert changes["es"]["lead"] == translator(Language.SPANISH)("refresh.told_unknown", version="0" * 10)
    assert changes["es"]["lines"] == []
