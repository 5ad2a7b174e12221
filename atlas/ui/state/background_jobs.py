"""Calls that take longer than a page may wait: run in a thread, watched, cancelled.

Exports, lists and searches have a pool each, so that none waits for another.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from threading import Event
from typing import Any, Final, Generic, TypeVar

import streamlit as st

TaskT = TypeVar("TaskT")
ProgressT = TypeVar("ProgressT")
ResultT = TypeVar("ResultT")

EXPORTS: Final = ThreadPoolExecutor(1, thread_name_prefix="export")
"""Exports wait for each other, so that pages keep most of the machine."""

LISTS: Final = ThreadPoolExecutor(2, thread_name_prefix="own")
"""Uploaded lists that are read or placed."""

SEARCHES: Final = ThreadPoolExecutor(2, thread_name_prefix="siting")
"""Searches for the next sites."""

AT_ONCE_S: Final = 1.0
"""A page waits this long for a search before it shows its progress."""
WATCH_S: Final = 0.5
"""How often a page looks at the progress of a job."""


class Job(Generic[TaskT, ProgressT, ResultT]):
    """A call in a thread of a pool.

    Parameters
    ----------
    pool : Executor
        Where the call waits for a free thread.
    task : TaskT
        What the call works on, kept with the result.
    call : callable
        Takes the job: it passes its progress to `report` and looks at `is_cancelled`. What a
        cancelled call returns or raises is up to the call.
    """

    def __init__(
        self, pool: Executor, task: TaskT, call: Callable[[Job[TaskT, ProgressT, ResultT]], ResultT]
    ) -> None:
        self.task = task
        self.progress: ProgressT | None = None
        """What the call reported last; None until it does."""
        self._cancelled = Event()
        self._future = pool.submit(call, self)

    @property
    def is_running(self) -> bool:
        """Whether there is neither a result nor an error yet."""
        return not self._future.done()

    @property
    def is_cancelled(self) -> bool:
        """Whether the reader no longer wants the call to go on."""
        return self._cancelled.is_set()

    def report(self, progress: ProgressT) -> None:
        """Keep how far the call is."""
        self.progress = progress

    def wait(self, seconds: float) -> None:
        """Wait for the end of the call, but no longer than this."""
        wait((self._future,), seconds)

    def cancel(self) -> None:
        """Ask the call to end, whether it runs or waits for a thread."""
        self._cancelled.set()

    def result(self) -> ResultT:
        """Return the result; raise the error of the call."""
        return self._future.result()


ListJob = Job[str, float, ResultT]
"""Work on the list of this name; reports the share that is done, from 0 to 1."""

JobT = TypeVar("JobT", bound=Job[Any, Any, Any])


def current_job(key: str, task: object, start: Callable[[], JobT]) -> JobT:
    """Return this session's job under `key`; it is started, and one for another task cancelled."""
    job: JobT | None = st.session_state.get(key)
    if job is None or job.task != task:
        if job is not None:
            job.cancel()
        job = st.session_state[key] = start()
        job.wait(AT_ONCE_S)
    return job


@st.fragment(run_every=WATCH_S)
def watch(job: Job[Any, Any, Any], draw: Callable[[], object]) -> None:
    """Draw the progress of a job until it ends; only this part of the page runs meanwhile."""
    if not job.is_running:
        st.rerun()
    draw()
