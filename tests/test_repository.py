"""The repository names no package registry and no path of a machine, and every merge is finished."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOSTS = re.compile(
    "|".join(
        [
            *("pypi" + r"\.org", "python" + "hosted" + r"\.org", "npmjs" + r"\.", "deb" + r"\.debian\.org"),
            *("docker" + r"\.io/", "ghcr" + r"\.io/", "quay" + r"\.io/"),
        ]
    )
)
UNFINISHED = re.compile("^(?:" + "<" * 7 + "|" + ">" * 7 + ")(?: |$)", re.MULTILINE)
PLACES = re.compile("|".join("/" + name + "/" for name in ("root", "work", "farm")) + "|\\.\\./" + "shared")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [name for name in listed.stdout.split("\0") if name]


def violations(text):
    return [match.group() for pattern in (HOSTS, PLACES, UNFINISHED) for match in pattern.finditer(text)]


def test_no_file_names_a_registry_or_a_machine_or_has_two_versions():
    texts = {name: (ROOT / name).read_bytes().decode("utf-8", errors="ignore") for name in tracked()}
    assert {name: matches for name, text in texts.items() if (matches := violations(text))} == {}


def test_the_reader_of_violations_detects_one():
    assert violations("see https://pypi" + ".org/simple") == ["pypi" + ".org"]
    assert violations("FROM docker" + ".io/library/python") == ["docker" + ".io/"]
    assert violations("/ro" + "ot/x ../sha" + "red") == ["/ro" + "ot/", "../sha" + "red"]
    unfinished = ["<" * 7 + " ", ">" * 7 + " "]
    assert violations("{}HEAD\na\n{}main\n".format(*unfinished)) == unfinished


@pytest.mark.parametrize("name", [".streamlit/secrets.toml", "deploy/secrets.toml"])
def test_the_secrets_of_a_host_are_never_committed(name):
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False)
    assert ignored.returncode == 0
    assert name not in tracked()
