"""Commands over the project's tables share them; those over another folder read it."""

from pathlib import Path

import pytest

from atlas.cli import data_commands, planning_options, publishing_commands, route_commands
from geo.dataset import atlas_data
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import DATA
from tests.shared_data import ATLAS


@pytest.fixture(autouse=True)
def one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands of a test run take the tables from one reading, as a server's sessions do."""

    def data_of(folder: Path = DATA) -> AtlasData:
        return ATLAS if folder == DATA else AtlasData(folder)

    for module in (atlas_data, data_commands, planning_options, publishing_commands, route_commands):
        monkeypatch.setattr(module, "AtlasData", data_of)
