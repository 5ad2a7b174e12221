"""A server loads nothing at the start that only some pages need."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.web.server import lifespan
from geo.lists.large_list_sources import ListSourcesError

ROOT = Path(__file__).parents[2]
AT_FIRST_USE = {
    "dask",
    "distributed",
    "h3",
    "highspy",
    "mapclassify",
    "matplotlib",
    "openpyxl",
    "pptx",
    "psycopg",
    "pyogrio",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "typst",
}

END = "the step ends"

Loaded = tuple[set[str], str]


def loaded(*steps: str) -> list[Loaded]:
    """Return the packages for some pages that a process has loaded after each step, and its warnings."""
    report = (
        f"print(*sorted({AT_FIRST_USE!r} & set(sys.modules)), flush=True); "
        f"print({END!r}, file=sys.stderr, flush=True)"
    )
    code = "\n".join(["import sys", *(f"{step}; {report}" for step in steps)])
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    packages = [set(line.split()) for line in run.stdout.splitlines()]
    return list(zip(packages, run.stderr.split(f"{END}\n")[:-1], strict=True))


@pytest.fixture(scope="module")
def server_and_session() -> list[Loaded]:
    """What a server has loaded after its start, and after its first session."""
    return loaded(
        "import app; from atlas.web.server import warm_up; warm_up(app.PRELOAD)",
        "from streamlit.testing.v1 import AppTest; AppTest.from_file('pages/frame.py').run(timeout=60)",
    )


@pytest.fixture(scope="module")
def planning_and_exports() -> list[Loaded]:
    """What a process has loaded after importing the answers of planning, and after importing exports."""
    return loaded("import geo.views.planning_answers", "import geo.exports.documents.map_symbols")


def test_a_server_starts_without_what_only_planning_and_exports_need_and_without_a_warning(
    server_and_session: list[Loaded],
):
    assert server_and_session[0] == (set(), "")


def test_streamlit_warns_where_nothing_keeps_it_from_it():
    ((_, warned),) = loaded("import streamlit_folium")
    assert "missing ScriptRunContext" in warned


def test_the_first_session_of_the_map_loads_no_more(server_and_session: list[Loaded]):
    """It once waited five seconds for what classifies a list's values."""
    assert server_and_session[1][0] == set()


def test_the_guard_sees_what_a_module_brings(planning_and_exports: list[Loaded]):
    assert "matplotlib" in planning_and_exports[1][0]


def test_the_answers_of_planning_bring_no_solver(planning_and_exports: list[Loaded]):
    assert planning_and_exports[0][0] == set()


def test_a_server_does_not_start_with_lists_that_it_cannot_read(monkeypatch):
    monkeypatch.setenv("ATLAS_LIST_SOURCES", "s3://lists/*")
    with pytest.raises(ListSourcesError, match="s3fs"):
        asyncio.run(lifespan()(None).__aenter__())
