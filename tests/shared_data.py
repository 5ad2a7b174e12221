"""The tables of the project, read once for all tests of a process."""

from typing import Final

from geo.dataset.atlas_data import AtlasData

ATLAS: Final = AtlasData()
"""Frozen like any `AtlasData`: a test copies what it changes, or makes its own of a folder."""
