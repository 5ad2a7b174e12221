"""The documentation: links, commands, paths, tables and counts agree with the code and the data."""

import csv
import json
import re
import shlex
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

import bench.__main__
from atlas.cli.data_commands import DOCS, file_name
from atlas.i18n.messages import Language, messages
from atlas.publishing.static_site import dictionary
from atlas.web.access_rules import SETTINGS
from atlas.web.metrics import REGISTRY
from bench.rows import BENCHMARKS, HEADINGS, RESULTS, Row, markdown, table, write_table
from docs.pictures import FOLDER, LANGUAGES, PICTURES
from geo.validation import violations
from tests.cli.test_commands import COMMANDS
from tests.copies import copy_of_data, rewrite

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("d*/*.md")})
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
EACH_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def links(text):
    return LINK.findall(CODE.sub("", text))


def anchors(text):
    heads = (re.sub(r"[^\w\- ]", "", head.lower()) for head in HEADING.findall(text))
    return {head.strip().replace(" ", "-") for head in heads}


def is_broken(document, target):
    """Whether a link has no file or no heading at its end; external links are not requested."""
    if re.match(r"https?://|mailto:", target):
        return False
    path, _, anchor = target.partition("#")
    file = document.parent / unquote(path) if path else document
    if not file.exists():
        return True
    return bool(anchor) and anchor not in anchors(file.read_text(encoding="utf-8"))


@EACH_DOCUMENT
def test_no_link_is_broken(document):
    text = document.read_text(encoding="utf-8")
    assert [target for target in links(text) if is_broken(document, target)] == []


def test_a_broken_link_is_detected():
    readme = ROOT / "README.md"
    assert is_broken(readme, "docs/nothing.md")
    assert is_broken(readme, "#no-such-heading")
    assert not is_broken(readme, "#quick-start")
    assert links("[a](b) `[c](d)`") == ["b"]


TARGETS = re.findall(r"^([\w-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def make_targets(text):
    """Return the make targets that a document names in its code."""
    return set(re.findall(r"\bmake ([\w./-]++)(?!=)", " ".join(CODE.findall(text))))


@EACH_DOCUMENT
def test_every_make_target_exists(document):
    # The changelog also names former targets, without `make`.
    assert make_targets(document.read_text(encoding="utf-8")) - set(TARGETS) == set()


def test_an_unknown_make_target_is_detected():
    assert "test-unit" in TARGETS
    assert make_targets("`make nothing`, `make units`, make sense") - set(TARGETS) == {"nothing", "units"}


def atlas_lines(text):
    """Return the arguments of each `atlas` command that a document shows in its code."""
    code = "\n".join(part.strip("`") for part in CODE.findall(text))
    lines = re.findall(r"(?:^|(?<=\s))(?:\.venv/bin/)?atlas ([a-z][a-z-]+[^\n#|;`]*)", code)
    return [shlex.split(line) for line in lines]


def is_valid(arguments):
    """Whether a command exists and every option that is shown with it."""
    command = COMMANDS.get(arguments[0])
    known = dict(command._option_string_actions) if command else {}
    has_verbs = command is not None and command._subparsers is not None and len(arguments) > 1
    for group in command._subparsers._group_actions if has_verbs else ():
        verb = group.choices.get(arguments[1])
        command, known = verb, dict(verb._option_string_actions) if verb else {}
    return command is not None and all(word in known for word in arguments if word.startswith("--"))


@EACH_DOCUMENT
def test_every_atlas_command_exists(document):
    shown = atlas_lines(document.read_text(encoding="utf-8"))
    assert [arguments for arguments in shown if not is_valid(arguments)] == []


def test_an_unknown_atlas_command_or_option_is_detected():
    shown = atlas_lines("`atlas seal`, `.venv/bin/atlas gaps --miles 3`, `atlas check`, the atlas shows")
    assert [is_valid(arguments) for arguments in shown] == [False, False, True]
    nested = atlas_lines(
        "`atlas roads reach 101 --minutes 5`, `atlas roads fly`, `atlas roads import --minutes 5`"
    )
    assert [is_valid(arguments) for arguments in nested] == [True, False, False]


def test_the_readme_lists_every_command():
    assert set(re.findall(r"^\| `atlas ([a-z-]+)` \|", README, re.MULTILINE)) == set(COMMANDS)


PLACE = re.compile(r"`((?:atlas|bench|data|deploy|docs|geo|pages|tests)/[\w./-]*)`")
WRITTEN_BY_THE_ADMINISTRATOR = {"deploy/secrets.toml"}


def missing_paths(document):
    """Return the paths of this repository that a document names in its text and that do not exist."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    paths = set(PLACE.findall(text)) - WRITTEN_BY_THE_ADMINISTRATOR
    tests = set(re.findall(r"`(test_\w+\.py)`", text)) - {path.name for path in ROOT.glob("tests/**/*.py")}
    return sorted([*tests, *(path for path in paths if not (ROOT / path).exists())])


# The changelog names files that have moved.
@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=lambda path: path.name
)
def test_every_path_exists(document):
    assert missing_paths(document) == []


def test_a_missing_path_is_detected(tmp_path):
    (tmp_path / "x.md").write_text("`geo/nothing.py`, `geo/crs.py`, `atlas/web/`, `a/b.py`, `test_no.py`")
    assert missing_paths(tmp_path / "x.md") == ["geo/nothing.py", "test_no.py"]


def table_after(heading, text):
    """Return the cells of the first table after a heading, without its head."""
    lines = text[text.index(f"# {heading}\n") :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


UNUSUAL = {
    "en": re.compile(
        r"\b(anew|for ever|in vain|no more|beside|strangers?|slips?|mend(s|ed|ing)?|told|stands|"
        r"rests? on|whoever)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(hallar|halla|halló|imprimen?|de hacia|pulse|rango|línea de órdenes|apagad[oa]s?|signos)\b",
        re.IGNORECASE,
    ),
}
"""Words that the documents avoid, by language: each has a plainer one."""


def unusual_words(text, language):
    return [match[0] for match in UNUSUAL[language].finditer(CODE.sub("", text))]


@EACH_DOCUMENT
def test_the_documents_use_plain_words(document):
    language = "es" if ".es." in document.name else "en"
    assert unusual_words(document.read_text(encoding="utf-8"), language) == []


def test_an_unusual_word_is_detected():
    assert unusual_words("a fact that stands in a table, told in `told`", "en") == ["stands", "told"]
    assert unusual_words("Pulse Enter", "es") == ["Pulse"]


VARIABLE = re.compile(r"\b(?:ATLAS|STREAMLIT|FORWARDED)_[A-Z_]+[A-Z]\b")
READ_FROM = ("app.py", "atlas/**/*.py", "geo/**/*.py", "pages/*.py", "deploy/*", ".streamlit/config.toml")


def variables_in(text):
    return set(VARIABLE.findall(text))


def test_the_configuration_table_lists_every_variable():
    paths = [path for pattern in READ_FROM for path in ROOT.glob(pattern) if path.is_file()]
    used = set().union(*(variables_in(path.read_text(encoding="utf-8")) for path in paths))
    rows = table_after("Configuration", README)
    assert {row[0].strip("`") for row in rows} == used
    assert len(rows) == len(used)
    assert all(len(row) == 4 and all(row) for row in rows)


def test_a_variable_missing_in_code_or_table_is_detected():
    assert variables_in('environ.get("ATLAS_NEW"), ${ATLAS_PORT:-8080}') == {"ATLAS_NEW", "ATLAS_PORT"}
    table = "## Configuration\n| Name |\n|---|\n| `ATLAS_OLD` |\n\ntext"
    assert table_after("Configuration", table) == [["`ATLAS_OLD`"]]


def test_the_deployment_page_lists_every_access_setting():
    text = (DOCS / "deployment.md").read_text(encoding="utf-8")
    assert {row[0].strip("`") for row in table_after("Access control", text)} == SETTINGS


def test_the_deployment_page_lists_every_metric():
    text = (DOCS / "deployment.md").read_text(encoding="utf-8")
    endings = {"counter": "_total", "info": "_info"}
    metrics = {metric.name + endings.get(metric.type, "") for metric in REGISTRY.collect()}
    listed = set(re.findall(r"^\| `(atlas_\w+)` \|", text, re.MULTILINE))
    assert listed == {name for name in metrics if name.startswith("atlas_")}


def csv_rows(name, data=ROOT / "data"):
    with (data / f"{name}/{name}.csv").open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def test_the_readme_counts_the_rows_of_the_data():
    counts = {row[0].strip("`"): row[1] for row in table_after("Data and licences", README) if row[1]}
    assert counts == {name: str(csv_rows(name)) for name in counts}
    assert {"sites", "sources", "figures", "events"} <= set(counts)


def test_the_architecture_lists_every_package():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w/]+)/` \|", text, re.MULTILINE))
    packages = {
        path.parent.relative_to(ROOT).as_posix()
        for pattern in (
            "pages/__init__.py",
            "atlas/*/__init__.py",
            "geo/*/__init__.py",
            "bench/__init__.py",
        )
        for path in ROOT.glob(pattern)
    }
    assert packages <= listed


GROUPS = (*bench.__main__.GROUPS, "load", "soak", "fuzz")


@pytest.mark.parametrize("group", GROUPS)
def test_the_benchmarks_page_shows_the_stored_results(group):
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    expected = markdown(
        [Row(**{k: v for k, v in row.items() if k != "group"}) for row in rows if row["group"] == group]
    )
    assert f"<!-- bench:{group} -->\n{expected}\n<!-- /bench -->" in BENCHMARKS.read_text(encoding="utf-8")


def test_the_benchmarks_page_has_a_place_for_the_capacity():
    assert "<!-- bench:viewers -->" in BENCHMARKS.read_text(encoding="utf-8")
    assert "<!-- bench:" not in README


def test_a_benchmark_table_is_replaced_between_its_markers(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("a\n<!-- bench:map -->\nold\n<!-- /bench -->\nb\n", encoding="utf-8")
    write_table([Row("speed", 3, "ms")], "map", page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("a\n<!-- bench:map -->\n| Measurement | Value |")
    assert text.endswith("| speed | 3 | ms |  |  |  |  |\n<!-- /bench -->\nb\n")
    assert table([Row("speed", 3, "ms")]).splitlines()[0].split("  ")[0] == HEADINGS[0]
    with pytest.raises(ValueError, match="has no marker <!-- bench:soak -->"):
        write_table([], "soak", page)


def test_the_examples_of_validation_errors_are_real(tmp_path):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    data = copy_of_data(tmp_path)
    rewrite(data, "sites/sites.csv", "puerto-quetzal", status_as_of="2026-13", position_note_es="")
    shown = re.findall(r"^data/sites/sites\.csv:\d+: (.+)$", text, re.MULTILINE)
    assert len(shown) == 2
    assert {line.partition(": ")[2] for line in violations(data)} >= set(shown)


def test_the_sample_record_has_every_required_key():
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    sample = tomllib.loads(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0])
    real = tomllib.loads((ROOT / "data/sites/source.toml").read_text(encoding="utf-8"))
    optional = {"citation_es", "licence_es"}
    assert set(real) - optional <= set(sample)


def strings(tree):
    if isinstance(tree, str):
        return {tree}
    return set().union(*map(strings, tree.values())) if tree else set()


@pytest.mark.parametrize("guide", sorted(DOCS.glob("guides/*.md")), ids=lambda path: path.name)
def test_a_guide_names_what_the_interface_shows(guide):
    texts = strings(messages(Language(guide.suffixes[0][1:])))
    # "Figures valid in {date}" is "Figures valid in ..." in a guide.
    shown = {re.sub(r"\{\w+\}", "...", re.sub(r" \(.*", "", text)) for text in texts}
    named = re.findall(r"\*\*(.+?)\*\*", guide.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if name not in shown] == []


@pytest.mark.parametrize("audience", ["briefers", "planners", "presenters"])
def test_each_audience_has_a_guide_in_both_languages(audience):
    guides = [(DOCS / f"guides/{audience}.{language}.md").read_text("utf-8") for language in Language]
    pictures = [re.findall(r"pictures/(\w+)\.", guide) for guide in guides]
    assert pictures[0] == pictures[1] != []


def test_every_screenshot_is_taken_by_the_script():
    taken = {f"{picture.name}.{language}.png" for picture in PICTURES for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == taken


@pytest.mark.parametrize("language", Language)
def test_the_data_dictionary_agrees_with_the_records(language):
    assert (DOCS / file_name(language)).read_text(encoding="utf-8") == dictionary(language)
