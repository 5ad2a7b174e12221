"""What the verbs of briefings share: which briefing is meant, and errors as one line."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.briefings import Briefing
from geo.briefings.briefing_files import LARGEST, briefing_names, from_json, read_briefing
from geo.dataset.records import DATA
from geo.errors import GeoError


class UnknownBriefingError(GeoError):
    """No briefing of the atlas and no file has the name that was given."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: no such briefing or file; the atlas has {', '.join(known)}")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another folder of data."""
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")


def named_briefing(name: str, data: Path) -> Briefing:
    """Return the briefing that comes with the atlas under `name`, or the one saved in the file `name`.

    Raises
    ------
    UnknownBriefingError
        There is neither.
    BriefingError, DataFileError
        It cannot be used.
    """
    known = briefing_names(data)
    if name in known:
        return read_briefing(name, data)
    if not Path(name).is_file():
        raise UnknownBriefingError(name, known)
    with Path(name).open("rb") as file:
        return from_json(file.read(LARGEST + 1), name)
