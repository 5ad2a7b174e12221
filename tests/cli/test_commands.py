"""The make targets and the `atlas` commands: names, aliases and help."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from argparse import _SubParsersAction
from importlib.metadata import version
from pathlib import Path

import pytest

from atlas.cli.main import FORMER_NAMES, main, parser

ROOT = Path(__file__).resolve().parents[2]


def commands(script):
    lines = (line.strip() for line in script.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]


def test_the_check_of_the_project_is_make_test():
    assert commands((ROOT / ".ci/run").read_text(encoding="utf-8")) == ["make test"]


def test_the_reader_of_commands_can_find_another():
    assert commands("#!/bin/sh\nset -e\nmake test\npip install x\n") == ["make test", "pip install x"]


LINTERS = ["ruff", "ruff", "mypy", "lint-imports", "codespell", "deptry", "deptry", "deno", "deno", "deno"]
WANTED = [*LINTERS, "deno", "python -m bench.audit", "python -m pytest", "python -m pytest"]


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
    # This test may itself run inside `make`, whose options must not be passed on.
    handed_on = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    environment = {name: value for name, value in os.environ.items() if name not in handed_on}
    command = ["make", "PROGRAMS=sh:dash", "test"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, said.read_text().splitlines()


def test_make_test_runs_the_linters_the_audit_and_all_tests(tmp_path):
    code, said = make_test(tmp_path)
    assert code == 0
    assert sorted(said) == sorted(WANTED)
    assert "--ignore tests/browser --ignore tests/office\n" in MAKEFILE
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
    "seal": "update-checksums",
    "pictures": "screenshots",
    "load": "bench-load",
    "soak": "bench-soak",
}


def targets(pattern):
    return re.findall(pattern, MAKEFILE, re.MULTILINE)


def test_make_help_describes_every_target_in_one_line():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    described = [line.split(None, 2)[1:] for line in listed.splitlines() if line.startswith("make ")]
    assert all(len(words) == 2 for words in described)
    assert sorted(name for name, _ in described) == sorted(set(targets(r"^([a-z-]+):")) - set(ALIASES))


def test_every_target_is_phony():
    """Otherwise a target would do nothing where a folder has its name, such as `data` and `bench`."""
    phony = " ".join(targets(r"^\.PHONY: (.+)$")).split()
    assert sorted(phony) == sorted(targets(r"^([a-z-]+):"))


@pytest.mark.parametrize(("before", "now"), ALIASES.items())
def test_the_former_name_of_a_target_still_runs_it(before, now):
    assert targets(rf"^{before}: (.+)$") == [now]


def commands_of(atlas):
    """Return the parser of each command by its name."""
    (action,) = (action_ for action_ in atlas._actions if isinstance(action_, _SubParsersAction))
    return action.choices


COMMANDS = commands_of(parser())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_description_and_working_examples(name):
    assert COMMANDS[name].description
    heading, *examples = COMMANDS[name].epilog.splitlines()
    assert heading in {"example:", "examples:"}
    assert examples
    for example in examples:
        atlas, *arguments = shlex.split(example)
        assert (atlas, arguments[0]) == ("atlas", name)
        assert parser().parse_args(arguments).command == name


def test_an_example_with_an_unknown_option_would_fail(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(shlex.split("gaps --miles 30"))
    assert "required: --km" in capsys.readouterr().err


def help_of(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("former", "name"), FORMER_NAMES.items())
def test_the_former_name_of_a_command_works_and_is_hidden(former, name, capsys):
    assert help_of([former], capsys).startswith(f"usage: atlas {name} ")
    assert not re.search(rf"^ +{former}(?![-\w])", help_of([], capsys), re.MULTILINE)


FORMER_OPTIONS = {
    "dictionary --out x": "dictionary --output x",
    "geocode x.csv --out y": "geocode x.csv --output y",
    "geocode x.csv --system gtm": "geocode x.csv --crs gtm",
    "export x --format png --out y --print": "export x --format png --output y --dpi 300",
    "static-site --out x": "static-site --output x",
    "next-sites --km 5 --seconds 9": "next-sites --km 5 --time-limit 9",
    "link --dep 1 --mun 101 --prog police": "link --departamento 1 --municipio 101 --programme police",
    "link --with MEX --prec exact": "link --neighbour MEX --precision exact",
}


@pytest.mark.parametrize(("former", "now"), FORMER_OPTIONS.items())
def test_the_former_name_of_an_option_works_and_is_hidden(former, now, capsys):
    assert parser().parse_args(former.split()) == parser().parse_args(now.split())
    shown = help_of(now.split()[:1], capsys)
    gone = {word for word in former.split() if word.startswith("--")} - set(now.split())
    assert gone
    assert not {option for option in gone if re.search(rf"{option}\b", shown)}


@pytest.mark.parametrize("dpi", ["71", "601", "-1", "many"])
def test_an_impossible_resolution_is_refused(dpi, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["export", "x", "--format", "png", "--output", "y", "--dpi", dpi])
    assert "write a number from 72 to 600" in capsys.readouterr().err


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"atlas {version('guatemala-security-atlas')}\n"


@pytest.mark.parametrize(
    "command_line",
    [
        "check --data {none}",
        "update-checksums none",
        "dictionary --output {none}",
        "build none",
        "profile 999",
        "coverage --km 25 --output {none}/x.docx",
        "gaps --km 30 --output {none}/x.csv",
        "geocode {none}",
        "export villa-nueva --format csv --output {none}/x.csv",
        "link villa-nueva --scene 99",
        "verify-export {none}",
    ],
)
def test_what_a_command_cannot_do_is_one_line_on_stderr(command_line, tmp_path, capsys):
    assert main([word.format(none=tmp_path / "none") for word in command_line.split()]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_reader_that_stops_early_is_no_error():
    command = f"{shlex.quote(sys.executable)} -m atlas.cli.main changes --from 2018-12 --to 2024-10"
    # The reader leaves before the first line is written.
    script = f"set -o pipefail; {command} | true"
    ended = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ended.returncode, ended.stderr) == (0, "")
