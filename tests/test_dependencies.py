"""Imports are declared, the locks agree, and production has no test tool."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
EXTRAS = tomllib.loads(PYPROJECT)["project"]["optional-dependencies"]
LOCKS = {
    name: (ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-runtime.lock")
}


def name_of(requirement):
    """Return the name of a package as locks spell it."""
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def pins(lock):
    """Return the pins of a lock, each with its marker and its hashes: by name, version and marker."""
    whole = re.findall(r"^[a-z0-9].*\n(?:[ \t]+.*\n)*", lock, re.MULTILINE)
    return {pin.split(" \\")[0]: pin for pin in whole}


COMPLETE, RUNTIME = (pins(lock) for lock in LOCKS.values())
TEST_TOOLS = {name_of(each) for each in EXTRAS["test"]} | {"rich", "pip", "pluggy", "werkzeug", "flask"}
# Tests import these themselves; the atlas needs them too, through Streamlit and Dask.
SHARED = {
    "httpx",
    "itsdangerous",
    "joserfc",
    "psutil",
    "pyyaml",
    "uvicorn",
    "websockets",
}


def unlike(runtime, complete):
    """Return the pins that production would install and development would not."""
    return {name for name, pin in runtime.items() if complete.get(name) != pin}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_index(lock):
    assert len(pins(lock)) > 40
    assert "".join(pins(lock).values()) == lock
    assert all(re.match(r"[a-z0-9._-]+==[^ ]+( ;|$)", name) for name in pins(lock))
    assert all("--hash=sha256:" in pin for pin in pins(lock).values())
    assert not re.search(r"index-url|find-links|https?:", lock)


def test_production_installs_the_versions_that_are_tested():
    assert unlike(RUNTIME, COMPLETE) == set()
    assert len(RUNTIME) < len(COMPLETE)


def test_the_comparison_of_locks_finds_another_version_and_another_hash():
    pins = {"a==1": "a==1 \\\n    --hash=sha256:0\n"}
    assert unlike(pins, {"a==2": "a==2 \\\n    --hash=sha256:0\n"}) == {"a==1"}
    assert unlike(pins, {"a==1": "a==1 \\\n    --hash=sha256:1\n"}) == {"a==1"}


def test_production_has_no_test_tool():
    """`rich`, where it is installed, takes over Streamlit's logs, which then are no JSON."""
    assert {"pytest", "mypy", "hypothesis", "playwright", "ruff", "schemathesis"} <= TEST_TOOLS
    assert SHARED <= TEST_TOOLS
    named = {name_of(pin) for pin in RUNTIME}
    assert named & TEST_TOOLS == SHARED
    assert {name_of(pin) for pin in COMPLETE} >= TEST_TOOLS


def test_production_has_what_the_atlas_declares_and_what_sign_in_needs():
    declared = {name_of(each) for each in tomllib.loads(PYPROJECT)["project"]["dependencies"]}
    assert declared | {"authlib", "httpx", "setuptools"} <= {name_of(pin) for pin in RUNTIME}


def test_an_exact_version_gives_its_reason():
    exact = [line for line in PYPROJECT.splitlines() if re.match(r'\s*"[^"]+==', line)]
    assert exact
    assert [line for line in exact if "  # " not in line] == []


def issues(folder, *options):
    """Return what deptry finds in a folder: the code of each issue and its module or package."""
    report = folder / "found.json"
    command = [sys.executable, "-m", "deptry", ".", *options, "--json-output", str(report)]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return {(each["error"]["code"], each["module"]) for each in json.loads(report.read_text())}


def test_undeclared_and_test_only_imports_are_detected(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo/a.py").write_text("import numpy\nimport jinja2\nimport pypdf\nimport atlas\n")
    result = issues(tmp_path)
    assert {("DEP003", "jinja2"), ("DEP004", "pypdf"), ("DEP002", "folium")} <= result
    assert not {module for _, module in result} & {"numpy", "atlas", "pytest"}
