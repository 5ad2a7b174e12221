"""The one check runs what the README names and nothing else; every verb explains itself."""

import re
from pathlib import Path

import pytest

from cli.main import VERBS, main

ROOT = Path(__file__).resolve().parents[2]


def commands(script):
    lines = (line.strip() for line in script.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]


def test_the_check_of_the_project_is_make_test():
    assert commands((ROOT / ".ci/run").read_text(encoding="utf-8")) == ["make test"]


def test_the_reader_of_commands_can_find_another():
    assert commands("#!/bin/sh\nset -e\nmake test\npip install x\n") == ["make test", "pip install x"]


def test_make_test_needs_the_programs_the_linters_and_the_audit():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    needed = re.search(r"^test:(.*)$", makefile, re.MULTILINE)
    assert needed
    assert makefile.count("-m pytest") == 2
    assert "--ignore tests/browser" in makefile
    assert "-m pytest tests/browser" in makefile
    assert {"programs", "lint", "audit"} <= set(needed[1].split())


@pytest.mark.parametrize("module", VERBS, ids=lambda module: module.__name__)
def test_every_verb_explains_itself(module, capsys):
    verb = module.__name__.rsplit(".", 1)[1].replace("_", "-")
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: atlas {verb}")
