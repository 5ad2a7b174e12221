"""Shared settings: AppTest without a search of all packages on each run, and with the results of jobs.

Files are read in this process; `tests/geo/lists/test_reading_process.py` and the browser's tests use the
process of their own that they are read in otherwise, which takes seconds to start.
"""

import pytest

from geo.lists.readers import read_table


@pytest.fixture(autouse=True)
def no_search_for_components(monkeypatch):
    """No package here declares a second-generation component; looking takes 0.3 s a run."""
    monkeypatch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)


@pytest.fixture(autouse=True)
def results_of_lists_are_waited_for(monkeypatch):
    """Wait for the process that reads a list: AppTest runs a page once and watches no progress."""
    monkeypatch.setattr("atlas.ui.lists.list_page.AT_ONCE_S", 120)


@pytest.fixture(autouse=True)
def files_are_read_here(monkeypatch):
    monkeypatch.setattr(
        "atlas.ui.lists.list_upload.read_apart", lambda name, content, **_: read_table(name, content)
    )
