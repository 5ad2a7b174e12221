"""The audit fails for a known vulnerability, and never for a missing database."""

import json

import pytest

from bench.audit import LOCK, answered, audit_report, pins, verdict

CLEAN = {"name": "flask", "version": "3.1", "vulns": []}
VULNERABLE = {
    "name": "flask",
    "version": "0.1",
    "vulns": [{"id": "CVE-2018-0001", "fix_versions": ["1.0"]}],
}
SKIPPED = {"name": "flask", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN, CLEAN], 0, "no known vulnerability in 2 packages"),
        ([CLEAN, SKIPPED], 0, "in 1 packages; 1 others could not be checked"),
        ([CLEAN, VULNERABLE], 1, "flask 0.1: CVE-2018-0001, fixed in 1.0"),
        ([SKIPPED, SKIPPED], 0, "nothing was checked"),
        ([], 0, "nothing was checked"),
    ],
)
def test_only_a_known_vulnerability_fails_the_run(packages, code, said):
    answer = verdict({"dependencies": packages})
    assert answer[0] == code
    assert said in answer[1]


def program(folder, body):
    path = folder / "pip-audit"
    path.write_text(f"#!/usr/bin/env bash\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_what_the_program_writes_is_read_though_it_fails(tmp_path):
    written = json.dumps({"dependencies": [VULNERABLE]})
    body = f"for last; do :; done; echo '{written}' > \"$last\"; exit 1"
    assert audit_report(program(tmp_path, body)) == {"dependencies": [VULNERABLE]}


@pytest.mark.parametrize("body", ["exit 1", 'for last; do :; done; echo "{" > "$last"'])
def test_a_program_that_cannot_ask_has_nothing_to_say(tmp_path, body):
    assert audit_report(program(tmp_path, body)) == {}


def test_a_program_that_is_not_there_has_nothing_to_say(tmp_path):
    assert audit_report(str(tmp_path / "missing")) == {}


def test_nothing_more_is_queried_if_the_first_pins_are_unknown(tmp_path):
    count = tmp_path / "count"
    written = json.dumps({"dependencies": [SKIPPED]})
    body = f"for last; do :; done; echo once >> {count}; echo '{written}' > \"$last\""
    assert verdict(answered(program(tmp_path, body)))[1].endswith("nothing was checked")
    assert count.read_text().split() == ["once"]


def test_every_pin_is_queried_if_one_of_the_first_is_known(tmp_path):
    """The program here counts the pins of the lock that it is given."""
    lock = LOCK.read_text(encoding="utf-8")
    count = tmp_path / "count"
    written = json.dumps({"dependencies": [SKIPPED, CLEAN]})
    body = f"for last; do :; done; grep -c == $2 >> {count}; echo '{written}' > \"$last\""
    assert answered(program(tmp_path, body))["dependencies"] == [SKIPPED, CLEAN]
    assert [int(line) for line in count.read_text().split()] == [3, len(pins(lock))]
    assert "".join(pins(lock)) == lock[lock.index(pins(lock)[0]) :]
