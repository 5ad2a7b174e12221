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


def loaded(code: str) -> set[str]:
    """Return which of the packages for some pages a fresh Python has loaded after `code`."""
    report = f"{code}; import sys; print(*sorted({AT_FIRST_USE!r} & set(sys.modules)))"
    names = subprocess.check_output([sys.executable, "-c", report], cwd=ROOT, text=True)
    return set(names.split())


def test_a_server_starts_without_what_only_planning_and_exports_need():
    assert loaded("import app; from atlas.web.server import warm_up; warm_up(app.PRELOAD)") == set()


def test_a_start_is_no_reason_to_warn_of_a_session_that_is_missing():
    code = "import app; from atlas.web.server import warm_up; warm_up(app.PRELOAD)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert said.stderr == b""


def test_streamlit_warns_where_nothing_keeps_it_from_it():
    said = subprocess.run(
        [sys.executable, "-c", "import streamlit_folium"], cwd=ROOT, capture_output=True, check=True
    )
    assert b"missing ScriptRunContext" in said.stderr


def test_the_first_session_of_the_map_loads_no_more():
    """It once waited five seconds for what classifies a list's values."""
    opened = "from streamlit.testing.v1 import AppTest; AppTest.from_file('pages/frame.py').run(timeout=60)"
    assert loaded(opened) == set()


def test_the_guard_sees_what_a_module_brings():
    assert "matplotlib" in loaded("import geo.exports.documents.typst_layout")


def test_a_server_does_not_start_with_lists_that_it_cannot_read(monkeypatch):
    monkeypatch.setenv("ATLAS_LIST_SOURCES", "s3://lists/*")
    with pytest.raises(ListSourcesError, match="s3fs"):
        asyncio.run(lifespan()(None).__aenter__())
