"""Shared settings: AppTest without a search of all packages on each run."""

import pytest


@pytest.fixture(autouse=True)
def no_search_for_components(monkeypatch):
    """No package here declares a second-generation component; looking takes 0.3 s a run."""
    monkeypatch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
