"""The list that the reader uploaded in this session; it is stored in the session and nowhere else."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import streamlit as st

from atlas.ui.state.background_jobs import ListJob
from atlas.web.list_points import Drawing
from geo.exports.documents.document_layers import ListLayer
from geo.files import write_whole
from geo.lists.placement import PlacedRows
from geo.lists.uploaded_table import ColumnMapping, Table

T = TypeVar("T")

KEY: Final = "own_list"
KEEP: Final = "ATLAS_KEEP_LISTS"
"""The environment variable with which an administrator names a folder that keeps a copy of each list."""

MOST_ANSWERS: Final = 12
"""How many results of a list are kept."""

OF_A_LIST: Final = (
    KEY,
    "own_seen",
    "own_method",
    "own_system",
    "own_column_",
    "own_show",
    "own_colour_by",
    "own_time",
    "own_hexagon",
)
"""Keys of what is chosen for a single list. No button: deleting the key of a button presses it."""


@dataclass(eq=False)
class ReaderList:
    """A list that is being read, then confirmed, then placed."""

    name: str
    reading_job: ListJob[tuple[Table, ColumnMapping]]
    reading: ColumnMapping | None = None
    placement_job: ListJob[PlacedRows] | None = None
    placement: PlacedRows | None = None
    drawings: dict[int, Drawing] = field(default_factory=dict)
    """What the map draws, by what is chosen; the addresses end with this value."""
    layer: ListLayer | None = None
    """The list as it was last drawn, for files that include it."""
    map_layer: ListLayer | None = None
    """The list as other maps draw it, for their files."""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """Results by their question; kept here so that they end with the session."""

    def forget_drawings(self) -> None:
        """End the addresses of the drawings, and drop the results."""
        for drawing in self.drawings.values():
            drawing.forget()
        self.drawings.clear()
        self.answers.clear()
        self.layer = self.map_layer = None

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of `make`, kept while `key` is among the latest `MOST_ANSWERS`."""
        answer: T = self.answers.pop(key) if key in self.answers else make()
        self.answers[key] = answer
        while len(self.answers) > MOST_ANSWERS:
            self.answers.pop(next(iter(self.answers)))
        return answer

    @property
    def total(self) -> int:
        """Rows of the file, including those that could not be parsed."""
        return len(self.table) + len(self.table.bad)

    def require_placement(self) -> PlacedRows:
        """Return the placed rows; raise `ValueError` before there are any."""
        if self.placement is None:
            raise ValueError(f"{self.name} is not placed yet; wait for its job")
        return self.placement

    @property
    def table(self) -> Table:
        """The list as it was read."""
        return self.reading_job.result()[0]


def current_list() -> ReaderList | None:
    """Return the list of this session."""
    current: ReaderList | None = st.session_state.get(KEY)
    return current


def placed_list() -> ReaderList | None:
    """Return the list of this session once rows of it are placed; None without such a list."""
    mine = current_list()
    return mine if mine and mine.placement and mine.placement.is_placed.any() else None


def set_list(new: ReaderList | None) -> None:
    """Make `new` the list of this session; None removes the current list.

    The jobs of the list before are cancelled, and its widgets start again.
    """
    if before := current_list():
        before.forget_drawings()
        for job in (before.reading_job, before.placement_job):
            if job is not None:
                job.cancel()
    for name in [name for name in st.session_state if str(name).startswith(OF_A_LIST)]:
        del st.session_state[name]
    if new is not None:
        st.session_state[KEY] = new


def folder_of_copies() -> Path | None:
    """Return the folder in which the server keeps a copy of each list; None by default."""
    folder = os.environ.get(KEEP)
    return Path(folder) if folder else None


def keep_copy(name: str, content: bytes) -> None:
    """Write a copy into the folder of the server if there is one, under a new name."""
    if folder := folder_of_copies():
        suffix = "".join(c for c in Path(name).suffix if c.isalnum())[:8]
        write_whole(folder / f"{secrets.token_hex(12)}.{suffix or 'list'}", content)
