"""The one check runs what the README names and nothing else; every verb explains itself."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from atlas.cli.main import VERBS, main

ROOT = Path(__file__).resolve().parents[2]


def commands(script):
    lines = (line.strip() for line in script.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]


def test_the_check_of_the_project_is_make_test():
    assert commands((ROOT / ".ci/run").read_text(encoding="utf-8")) == ["make test"]


def test_the_reader_of_commands_can_find_another():
    assert commands("#!/bin/sh\nset -e\nmake test\npip install x\n") == ["make test", "pip install x"]


LINTERS = ["ruff", "ruff", "mypy", "codespell", "deptry", "deptry"]
WANTED = [*LINTERS, "python -m bench.audit", "python -m pytest", "python -m pytest"]


def make_test(folder, failing=""):
    """Run `make test` on programs that only write down how they were called; one of them fails."""
    programs, said = folder / ".venv/bin", folder / "said"
    programs.mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("python", *sorted(set(LINTERS))):
        script = f"""#!/bin/sh
said=$(basename "$0")
[ "$said" = python ] && said="python -m $2"
echo "$said" >> {said}
[ "$said" != "{failing}" ]
"""
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    (folder / ".venv/installed").touch()
    # The run that this test is part of may itself stand in a make: its options are not handed on.
    handed_on = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    environment = {name: value for name, value in os.environ.items() if name not in handed_on}
    command = ["make", "PROGRAMS=sh:dash", "test"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, said.read_text().splitlines()


def test_make_test_runs_the_linters_the_audit_and_all_tests(tmp_path):
    code, said = make_test(tmp_path)
    assert code == 0
    assert sorted(said) == sorted(WANTED)
    assert "--ignore tests/browser\n" in MAKEFILE
    assert "loadfile tests/browser\n" in MAKEFILE


@pytest.mark.parametrize("failing", sorted(set(WANTED)))
def test_make_test_fails_with_any_of_them(tmp_path, failing):
    code, said = make_test(tmp_path, failing)
    assert code != 0
    assert failing in said


MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ALIASES = {
    "units": "test-unit",
    "data": "rebuild-data",
    "pictures": "screenshots",
    "load": "bench-load",
    "soak": "bench-soak",
}


def targets(pattern):
    return re.findall(pattern, MAKEFILE, re.MULTILINE)


def test_make_help_describes_every_command_in_one_line():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    described = [line.split(None, 2)[1:] for line in listed.splitlines() if line.startswith("make ")]
    assert all(len(words) == 2 for words in described)
    assert sorted(name for name, _ in described) == sorted(set(targets(r"^([a-z-]+):")) - set(ALIASES))


def test_every_command_runs_whatever_files_there_are():
    """A target that is not phony does nothing where a folder has its name, as `data` and `bench` have."""
    phony = " ".join(targets(r"^\.PHONY: (.+)$")).split()
    assert sorted(phony) == sorted(targets(r"^([a-z-]+):"))


@pytest.mark.parametrize(("before", "now"), ALIASES.items())
def test_the_former_name_of_a_command_still_runs_it(before, now):
    assert targets(rf"^{before}: (.+)$") == [now]


@pytest.mark.parametrize("module", VERBS, ids=lambda module: module.__name__)
def test_every_verb_explains_itself(module, capsys):
    verb = module.__name__.rsplit(".", 1)[1].replace("_", "-")
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: atlas {verb}")
