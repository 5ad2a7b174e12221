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


def loaded(code: str) -> tuple[set[str], str]:
    """Return which of the packages for some pages Python has loaded after `code`, and what it warned."""
    report = f"{code}; import sys; print(*sorted({AT_FIRST_USE!r} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", report], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return set(run.stdout.split()), run.stderr


def test_a_server_starts_without_what_only_planning_and_exports_need_and_without_a_warning():
    assert loaded("import app; from atlas.web.server import warm_up; warm_up(app.PRELOAD)") == (set(), "")


def test_streamlit_warns_where_nothing_keeps_it_from_it():
    assert "missing ScriptRunContext" in loaded("import streamlit_folium")[1]


def test_the_first_session_of_the_map_loads_no_more():
    """It once waited five seconds for what classifies a list's values."""
    opened = "from streamlit.testing.v1 import AppTest; AppTest.from_file('pages/frame.py').run(timeout=60)"
    assert loaded(opened)[0] == set()


def test_the_guard_sees_what_a_module_brings():
    assert "matplotlib" in loaded("import geo.exports.documents.map_symbols")[0]


def test_the_answers_of_planning_bring_no_solver():
    assert loaded("import geo.views.planning_answers")[0] == set()


def test_a_server_does_not_start_with_lists_that_it_cannot_read(monkeypatch):
    monkeypatch.setenv("ATLAS_LIST_SOURCES", "s3://lists/*")
    with pytest.raises(ListSourcesError, match="s3fs"):
        asyncio.run(lifespan()(None).__aenter__())
