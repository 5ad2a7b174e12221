"""Start one of the compared apps on a free port and read the figures of its process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
APPS: Final = {
    "atlas": "app.py",
    "without map": "bench/apps/without_map.py",
    "tutorial": "bench/apps/tutorial.py",
    "empty": "bench/apps/empty.py",
}
"""The apps that are compared, by name."""


STREAMLIT_HEALTH: Final = "/_stcore/health"
"""The path that answers once a Streamlit server runs."""

LOOK_S: Final = 0.1
"""Seconds of one measurement of the processor time."""

IDLE_PERCENT: Final = 5.0
"""Share of a core below which the server is idle."""


@dataclass(frozen=True)
class Server:
    """A running app: its URL and its process."""

    address: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the processor time of the process in seconds."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def wait_until_at_rest(self, seconds: float) -> None:
        """Wait until the process has been idle for so long."""
        quiet = 0.0
        while quiet < seconds:
            quiet = quiet + LOOK_S if self.process.cpu_percent(LOOK_S) < IDLE_PERCENT else 0

    def memory_mb(self) -> float:
        """Return the resident memory of the process in MB."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def running(name: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start one of `APPS` and yield it as soon as it answers."""
    with serving(streamlit_command(sys.executable, APPS[name]), STREAMLIT_HEALTH, environment) as server:
        yield server


def streamlit_command(python: str, app: str) -> tuple[str, ...]:
    """Return the command that serves a Streamlit app; a port follows as its last argument."""
    address = ("--server.headless", "true", "--server.address", "127.0.0.1", "--server.port")
    return (python, "-m", "streamlit", "run", app, *address)


@contextmanager
def serving(
    command: Sequence[str], health: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a command with a free port as its last argument and yield it once the path `health` answers.

    Raises
    ------
    RuntimeError
        It ends at its start, or does not answer within a minute.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, str(port)],
        cwd=ROOT,
        env=os.environ | dict(environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + health, process)
        yield Server(address, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        try:
            urllib.request.urlopen(url, timeout=1)
        except (urllib.error.URLError, OSError):
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"{process.args!r} ended at start; run it by hand to see why") from None
        else:
            return
    raise RuntimeError(f"{process.args!r} did not answer within a minute; run it by hand to see why")
