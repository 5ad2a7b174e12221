"""Both languages have the same keys and fields, all of them used."""

import re
import string
from enum import StrEnum
from pathlib import Path

import pytest

from atlas.i18n.messages import Language, messages, preferred_language, translator
from atlas.publishing.map_data import TEXT_SECTIONS
from geo import cancellation, choices
from geo.analysis import indicators, region_profile, site_coverage
from geo.briefings import scenes
from geo.choices import list_kinds as placing
from geo.lists import uploaded_table
from geo.location import instance, recommendation
from geo.mapping import classification
from geo.selection import FILTERS
from geo.views import list_view

ROOT = Path(__file__).resolve().parents[2]
KEYS = sorted(messages(Language.ENGLISH))
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, pattern in (("geo", "*.py"), ("pages", "*.py"), ("atlas", "*.py"), ("atlas", "*.js"))
    for path in (ROOT / folder).rglob(pattern)
)
NAMES = set(re.findall(r"[\w.]+", CODE))
QUOTED = set(re.findall(r'"([\w-]+)"', CODE))
BUILT = set(re.findall(r"(\w+)\.\$?\{", CODE))
ENUMS_OF_PAGES = {
    name: kinds
    for module in (
        choices,
        classification,
        site_coverage,
        indicators,
        region_profile,
        cancellation,
        instance,
        recommendation,
        uploaded_table,
        scenes,
        placing,
        list_view,
    )
    for name, kinds in vars(module).items()
}
ENUM_SECTIONS = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in ENUMS_OF_PAGES} | {
    "precision_plain",
    "claim_plain",
    "caveat",
    "reliability",
    "page",
    "compared",
    "detail",
    "hit",
    "streamlit",
}

FILTER_LABELS = {row.label_key for row in FILTERS}


def fields(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def is_used(key):
    section, name = key.split(".", 1)
    is_built = name in QUOTED and section in BUILT
    return key in NAMES or section in ENUM_SECTIONS or is_built or key in FILTER_LABELS


def test_both_languages_have_the_same_keys():
    assert sorted(messages(Language.SPANISH)) == KEYS


def test_both_languages_fill_the_same_fields():
    english, spanish = messages(Language.ENGLISH), messages(Language.SPANISH)
    assert [key for key in KEYS if fields(english[key]) != fields(spanish[key])] == []


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty(language):
    assert [key for key in KEYS if not messages(language)[key].strip()] == []


def test_every_text_is_used():
    assert [key for key in KEYS if not is_used(key)] == []


def test_the_reader_of_use_can_find_an_unused_text():
    assert not is_used("explore.nothing_shows_this")


ENUMS = {
    section: kinds
    for kinds in ENUMS_OF_PAGES.values()
    if isinstance(kinds, type) and issubclass(kinds, StrEnum) and kinds is not StrEnum
    for section in [re.sub(r"(?<!^)(?=[A-Z])", "_", kinds.__name__).lower()]
    if section in {key.split(".")[0] for key in KEYS}
}


@pytest.mark.parametrize("section", sorted(ENUMS))
def test_every_member_of_a_closed_choice_has_words(section):
    assert {f"{section}.{member}" for member in ENUMS[section]} <= set(KEYS)


def test_the_frame_speaks_only_sections_that_exist():
    assert set(TEXT_SECTIONS) <= {key.split(".")[0] for key in KEYS}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-GT", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("de-DE,es;q=0.5", "es"),
        ("fr", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_browser_decides_the_first_time(accepted, language):
    assert preferred_language(accepted) == language


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        translator(Language.ENGLISH)("explore.nothing")


def test_fields_are_filled():
    assert translator(Language.SPANISH)("map.only", name="Izabal") == "Mostrar solo Izabal"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("en", 1, "One site inside: x"), ("es", 1, "Un sitio dentro: x"), ("es", 2, "2 sitios dentro: x")],
)
def test_a_count_of_one_has_the_singular(language, count, said):
    assert translator(Language(language))("regions.inside", count=count, parts="x") == said


@pytest.mark.parametrize("language", Language)
def test_no_sentence_counts_one_thing_in_the_plural(language):
    """A number right before a noun in the plural needs a form for one."""
    many = re.compile(r"\{count\} (new |other )?(sites|events|sitios|acontecimientos|nuev[oa]s)\b")
    keys = [key for key, words in messages(language).items() if many.search(words) and "|" not in words]
    assert keys == ["map.here", "map.near"]


LONGEST = 20
"""Words of a sentence: readers read fast, often in their second language."""

RETIRED = {
    Language.ENGLISH: r"\b(pins?|positions?|anew|rests? on|beside|told|slips?|mend(ed)?|hosts?|signs)\b",
    Language.SPANISH: r"\b(marcas?|posici[oó]n(es)?|hechos?|situaci[oó]n(es)?|rangos?|signos|apagad[oa]s?"
    r"|trazos|hall(ar|ó|ad[oa]s?|aron)|Intro|Pulse|se apoya)\b",
}
"""Words that the glossary has replaced by one word for one thing."""

RANKS = {"regions.rank", "regions.rank_head", "regions.largest_values", "regions.profile_method"}
"""Where *posición* is a rank."""


def ours(language):
    """The messages that we write: the English phrases of Streamlit are its own, to the letter."""
    return {
        key: words
        for key, words in messages(language).items()
        if not (language is Language.ENGLISH and key.startswith("streamlit."))
    }


def sentences(words):
    return [part for form in words.split("|") for part in re.split(r"(?<=[.?!])\s+(?!UU\.)", form)]


def long_sentences(words):
    return [
        sentence for sentence in sentences(words) if len(re.findall(r"[\w{}%’'./-]+", sentence)) > LONGEST
    ]


@pytest.mark.parametrize("language", Language)
def test_no_sentence_of_the_interface_is_long(language):
    assert {key: long for key, words in ours(language).items() if (long := long_sentences(words))} == {}


@pytest.mark.parametrize("language", Language)
def test_one_thing_has_one_name(language):
    retired = re.compile(RETIRED[language], re.IGNORECASE)
    uses = {key: words for key, words in ours(language).items() if retired.search(words)}
    assert set(uses) - (RANKS if language is Language.SPANISH else set()) == set()


@pytest.mark.parametrize("section", ["problem", "fault", "large_fault", "dropped"])
@pytest.mark.parametrize("language", Language)
def test_an_error_has_at_most_two_sentences(language, section):
    errors = [words for key, words in messages(language).items() if key.startswith(f"{section}.")]
    assert errors
    assert [form for words in errors for form in words.split("|") if len(sentences(form)) > 2] == []


def test_long_sentences_and_retired_words_are_seen():
    assert long_sentences("one " * 21)
    assert not long_sentences("one " * 20)
    assert re.search(RETIRED[Language.ENGLISH], "three pins")
    assert re.search(RETIRED[Language.SPANISH], "los hechos")
    assert not re.search(RETIRED[Language.SPANISH], "los marcadores")
