"""Presented briefings: strict policy, caching, and a message for unknown ones."""

import re

import pytest

import app as application
from atlas.i18n.messages import Language, translator
from atlas.web import briefing_pages
from atlas.web.briefing_pages import page_address, remember
from geo.briefings import Briefing, Scene, Text
from geo.briefings.briefing_files import briefing_names
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
    assert (answer.status, answer.body.decode()) == (404, translator(language)("briefing.not_kept"))
