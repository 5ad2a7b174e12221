"""Work on a list beside the page: reading, placing, told as it goes on. Knows nothing of the page."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Generic, TypeVar

from geo.dataset.atlas_data import AtlasData
from geo.lists.column_detection import recognised
from geo.lists.place_index import PlaceIndex, country
from geo.lists.placement import PlacedRows, place
from geo.lists.readers import read_table
from geo.lists.uploaded_table import ColumnMapping, Table

T = TypeVar("T")

WORKERS: Final = 2
"""Lists at work at a time in this process; others wait for their turn."""

_POOL: Final = ThreadPoolExecutor(WORKERS, thread_name_prefix="own")


@dataclass(eq=False)
class Work(Generic[T]):
    """Something that takes its time; `share` says how far it is, from 0 to 1."""

    share: float = 0.0
    future: Future[T] = field(init=False)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.future.done()

    def wait(self, seconds: float) -> None:
        """Wait for the end, but no longer than this."""
        wait((self.future,), seconds)

    def result(self) -> T:
        """Return what came of it; an error is raised here."""
        return self.future.result()

    def told(self, share: float) -> None:
        """Take note of how far it is."""
        self.share = share


def started(act: Callable[[Work[T]], T]) -> Work[T]:
    """Return work that has just begun."""
    work: Work[T] = Work()
    work.future = _POOL.submit(act, work)
    return work


@cache
def country_of(shelf: AtlasData) -> PlaceIndex:
    """Return what rows are placed by, built at the first list: a second."""
    return country(shelf.municipios, shelf.lakes, shelf.gazetteer)


def reading_of(name: str, content: bytes, shelf: AtlasData) -> Work[tuple[Table, ColumnMapping]]:
    """Read a file and recognise its columns."""

    def act(work: Work[tuple[Table, ColumnMapping]]) -> tuple[Table, ColumnMapping]:
        table = read_table(name, content)
        work.told(0.7)
        return table, recognised(table, country_of(shelf))

    return started(act)


def placing_of(table: Table, reading: ColumnMapping, shelf: AtlasData) -> Work[PlacedRows]:
    """Place the rows of a list."""
    return started(lambda work: place(table, reading, country_of(shelf), work.told))
