"""Start one of the compared apps on a free port and read the figures of its process."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
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
def running(name: str) -> Iterator[Server]:
    """Start one of `APPS` and yield it as soon as it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", APPS[name], *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield Server(address, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
        except (urllib.error.URLError, OSError):
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"{process.args!r} ended at start; run it by hand to see why") from None
        else:
            return
    raise RuntimeError(f"{process.args!r} did not answer within a minute; run it by hand to see why")
