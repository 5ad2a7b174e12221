"""Exports that take longer than a page should stand still: run beside it, told, cancelled.

A job runs in a thread of its own and knows nothing of pages. Typst and the PNG coder leave the
interpreter to others while they work; between scenes a job looks whether it is still wanted.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.briefings import Briefing
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import ExportCancelledError

WORKERS: Final = 1
"""Exports at a time in this process; others wait, so that pages keep most of the machine."""

_POOL: Final = ThreadPoolExecutor(WORKERS, thread_name_prefix="export")


@dataclass(frozen=True)
class Order:
    """What is to be made, of what, in which language, how."""

    briefing: Briefing
    language: Language
    kind: DocumentFormat
    options: Options = field(default_factory=Options)


@dataclass(eq=False)
class Job:
    """A file in the making: `done` of `total` steps; neither is known while it waits for its turn."""

    order: Order
    done: int = 0
    total: int = 0
    cancelled: Event = field(default_factory=Event)
    future: Future[bytes] = field(init=False)

    @property
    def is_running(self) -> bool:
        """Whether there is neither a file nor a reason why not."""
        return not self.future.done()

    @property
    def is_cancelled(self) -> bool:
        """Whether the reader did not want it any more."""
        return self.cancelled.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for the file, but no longer than this."""
        wait((self.future,), seconds)

    def cancel(self) -> None:
        """End it before the next scene, or before it began."""
        self.cancelled.set()
        self.future.cancel()

    def content(self) -> bytes:
        """Return the file; an error of the export is raised here."""
        return self.future.result()

    def told(self, done: int, total: int) -> None:
        """Take in how far it is; raise `ExportCancelledError` where it is not wanted any more."""
        self.done, self.total = done, total
        if self.cancelled.is_set():
            raise ExportCancelledError


def started(order: Order, shelf: AtlasData) -> Job:
    """Return a job that has just been ordered."""
    job = Job(order)
    options = replace(order.options, told=job.told)
    job.future = _POOL.submit(exported, order.briefing, shelf, order.language, order.kind, options)
    return job
