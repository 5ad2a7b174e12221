"""Shared settings: AppTest without a search of all packages on each run, and with the results of jobs."""

import pytest


@pytest.fixture(autouse=True)
def no_search_for_components(monkeypatch):
    """No package here declares a second-generation component; looking takes 0.3 s a run."""
    monkeypatch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)


@pytest.fixture(autouse=True)
def results_of_lists_are_waited_for(monkeypatch):
    """Wait for the process that reads a list: AppTest runs a page once and watches no progress."""
    monkeypatch.setattr("atlas.ui.lists.list_page.AT_ONCE_S", 120)
