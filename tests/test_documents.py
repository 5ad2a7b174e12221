"""The documents lead where they say and name what the interface shows."""

import csv
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from atlas.cli.data_verbs import DOCS, file_name
from atlas.i18n.messages import Language, messages
from atlas.publishing.static_site import dictionary
from docs.pictures import FOLDER, LANGUAGES, PICTURES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("d*/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(text):
    return LINK.findall(CODE.sub("", text))


def anchors(text):
    heads = (re.sub(r"[^\w\- ]", "", head.lower()) for head in HEADING.findall(text))
    return {head.strip().replace(" ", "-") for head in heads}


def leads_nowhere(document, target):
    """Whether a link of a document has no file or no heading at its end; the outside is not asked."""
    if re.match(r"https?://|mailto:", target):
        return False
    path, _, anchor = target.partition("#")
    found = document.parent / unquote(path) if path else document
    if not found.exists():
        return True
    return bool(anchor) and anchor not in anchors(found.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", sorted(set(DOCUMENTS)), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    assert [target for target in links(text) if leads_nowhere(document, target)] == []


def test_the_reader_of_links_finds_a_broken_one():
    here = ROOT / "README.md"
    assert leads_nowhere(here, "docs/nothing.md")
    assert leads_nowhere(here, "#no-such-heading")
    assert not leads_nowhere(here, "#two-commands")
    assert links("[a](b) `[c](d)`") == ["b"]


TARGETS = re.findall(r"^([\w-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def commands(text):
    """Return the targets of `make` that a document names in its code, in a line or a block."""
    return set(re.findall(r"\bmake ([\w./-]++)(?!=)", " ".join(CODE.findall(text))))


@pytest.mark.parametrize("document", sorted(set(DOCUMENTS)), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_is_a_target(document):
    assert commands(document.read_text(encoding="utf-8")) - set(TARGETS) == set()


def test_the_reader_of_commands_finds_one_that_is_none():
    assert "test-unit" in TARGETS
    assert commands("`make nothing`, `make units`, make sense") - set(TARGETS) == {"nothing", "units"}


@pytest.mark.parametrize(
    "path",
    re.findall(r"`((?:tests|geo|pages|docs)/[\w./]*)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")),
)
def test_what_contributors_are_sent_to_is_there(path):
    assert (ROOT / path).exists()


ROWS = re.findall(r"^\| `(\w+)` \| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("name", "count"), ROWS)
def test_the_readme_counts_the_rows_that_are_there(name, count):
    with (ROOT / f"data/{name}/{name}.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == int(count)


def test_the_readme_counts_sites_and_sources():
    assert {name for name, _ in ROWS} == {"sites", "sources"}


def strings(found):
    if isinstance(found, str):
        return {found}
    return set().union(*map(strings, found.values())) if found else set()


@pytest.mark.parametrize("guide", sorted(DOCS.glob("guides/*.md")), ids=lambda path: path.name)
def test_a_guide_names_what_the_interface_shows(guide):
    shown = {re.sub(r" \(.*", "", text) for text in strings(messages(Language(guide.suffixes[0][1:])))}
    named = re.findall(r"\*\*(.+?)\*\*", guide.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if name not in shown] == []


@pytest.mark.parametrize("audience", ["briefers", "planners", "presenters"])
def test_each_audience_has_its_guide_in_both_languages(audience):
    guides = [(DOCS / f"guides/{audience}.{language}.md").read_text("utf-8") for language in Language]
    pictures = [re.findall(r"pictures/(\w+)\.", guide) for guide in guides]
    assert pictures[0] == pictures[1] != []


def test_every_picture_is_taken_by_the_script():
    taken = {f"{picture.name}.{language}.png" for picture in PICTURES for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == taken


@pytest.mark.parametrize("language", Language)
def test_the_data_dictionary_is_what_the_records_say(language):
    assert (DOCS / file_name(language)).read_text(encoding="utf-8") == dictionary(language)
