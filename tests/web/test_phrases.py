"""Every translated phrase exists in this version of Streamlit."""

import json
import re

from atlas.i18n.messages import Language
from atlas.streamlit_compat.static_files import SCRIPTS
from atlas.web.streamlit_page import page_asset, panel_names, phrases, words_script

THEIRS = sorted(phrases(Language.ENGLISH))
SPOKEN = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))


COMPOSED = re.compile(r"-axis |\blegend |color$")
"""Vega puts these together word by word."""


def unsaid(phrase):
    """Return the parts of a phrase that Streamlit's scripts do not hold."""
    between = r"\{\w+\}|\W+" if COMPOSED.search(phrase) else r"\{\w+\}|: "
    return [part for part in re.split(between, phrase) if part.strip("' ") not in SPOKEN]


def test_streamlit_still_says_each_phrase():
    assert {phrase: parts for phrase in THEIRS if (parts := unsaid(phrase))} == {}
    assert unsaid("Press {key} to nothing of the kind")


def test_each_phrase_is_listed_once_and_differs_in_spanish():
    spanish = phrases(Language.SPANISH)
    assert list(spanish) == list(phrases(Language.ENGLISH).values())
    same = {theirs for theirs, ours in spanish.items() if theirs == ours}
    assert same == {"Euro", "Yen", "Bytes"}


def test_the_phrases_come_before_the_script_that_puts_them_in():
    assert page_asset().bodies["identity"].decode().startswith(words_script())
    held = [json.loads(line.partition(" = ")[2].rstrip(";")) for line in words_script().splitlines()]
    assert held == [
        {"es": phrases(Language.SPANISH)},
        {str(language): panel_names(language) for language in Language},
    ]


def test_what_is_written_on_the_folded_panel_is_part_of_its_name():
    for names in map(panel_names, Language):
        assert names["short"].lower() in names["name"].lower()
