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
from geo.lists.placement import PlacedRows
from geo.lists.uploaded_table import ColumnMapping, Table

T = TypeVar("T")

KEY: Final = "own_list"
KEEP: Final = "ATLAS_KEEP_LISTS"
"""The environment variable with which a host names a folder that keeps a copy of each list."""

MOST_ANSWERS: Final = 12
"""Answers of a list that are kept for coming back."""

OF_A_LIST: Final = (
    KEY,
    "own_seen",
    "own_method",
    "own_system",
    "own_column_",
    "own_show",
    "own_told",
    "own_time",
    "own_hexagon",
)
"""What is chosen for one list and means nothing for the next. No button: forgetting one presses it."""


@dataclass(eq=False)
class ReaderList:
    """A list on its way: being read, then confirmed, then placed."""

    name: str
    reading_work: ListJob[tuple[Table, ColumnMapping]]
    reading: ColumnMapping | None = None
    placing_work: ListJob[PlacedRows] | None = None
    placed: PlacedRows | None = None
    drawings: dict[int, Drawing] = field(default_factory=dict)
    """What the map is given to draw, by what is chosen; the addresses die with this."""
    layer: ListLayer | None = None
    """The list as it was last drawn, for files that carry it along."""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """What was worked out from the list, by what was asked; in no cache that outlives the visit."""

    def forget_drawings(self) -> None:
        """Let the addresses of what was drawn lead nowhere, and drop what was worked out."""
        for drawing in self.drawings.values():
            drawing.forget()
        self.drawings.clear()
        self.answers.clear()
        self.layer = None

    def kept(self, asked: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` works out, kept while it is among the latest that were asked."""
        found: T = self.answers.pop(asked) if asked in self.answers else make()
        self.answers[asked] = found
        while len(self.answers) > MOST_ANSWERS:
            self.answers.pop(next(iter(self.answers)))
        return found

    @property
    def total(self) -> int:
        """Rows of the file, those included that could not be taken apart."""
        return len(self.table) + len(self.table.bad)

    def placing(self) -> PlacedRows:
        """Return what became of the rows; only once they are placed."""
        if self.placed is None:
            raise ValueError(f"{self.name} is not placed yet; wait for its work")
        return self.placed

    @property
    def table(self) -> Table:
        """The list as it was read."""
        return self.reading_work.result()[0]


def held() -> ReaderList | None:
    """Return the list of this visit."""
    found: ReaderList | None = st.session_state.get(KEY)
    return found


def placed_list() -> ReaderList | None:
    """Return the list of this visit once rows of it are placed; None without one."""
    mine = held()
    return mine if mine is not None and mine.placed is not None and mine.placed.is_placed.any() else None


def hold(found: ReaderList | None) -> None:
    """Make `found` the list of this visit; None forgets the one there was, and its widgets."""
    if before := held():
        before.forget_drawings()
    for name in [name for name in st.session_state if str(name).startswith(OF_A_LIST)]:
        del st.session_state[name]
    if found is not None:
        st.session_state[KEY] = found


def folder_of_copies() -> Path | None:
    """Return where the host keeps a copy of each list; None where it keeps none, as at first."""
    named = os.environ.get(KEEP)
    return Path(named) if named else None


def keep_copy(name: str, content: bytes) -> None:
    """Write a copy where the host asks for one, under a name that no file has."""
    if folder := folder_of_copies():
        suffix = "".join(c for c in Path(name).suffix if c.isalnum())[:8]
        (folder / f"{secrets.token_hex(12)}.{suffix or 'list'}").write_bytes(content)
