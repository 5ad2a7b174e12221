"""Run the app and a Chromium with no network outside this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from bench.reader import chromium_path
from tests.browser.reader import PATIENCE_MS, Reader

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
expect.set_options(timeout=PATIENCE_MS)

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    # Blocks without Playwright's routing, which would turn the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Iterator[None]:
    """Leave the picture of the whole page out of a failure: hundreds of lines that hide the next one."""
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, AssertionError):
        error.args = (str(error).partition("Aria snapshot:")[0].rstrip(),)
    return (yield)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app(**environment: str) -> Iterator[str]:
    """Start the app as `make run` does, on a free port; yield its address."""
    with started_app(environment) as (address, _):
        yield address


@contextmanager
def started_app(
    environment: dict[str, str] | None = None, port: int | None = None, log: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the app; yield its address and its process, which a test may end early.

    `port` and `log` are for a test that must know them: where it answers, what it said.
    """
    port = port or free_port()
    options = {"--server.port": str(port), "--server.address": "127.0.0.1"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *sum(options.items(), ())]
    with log.open("w+b") if log else tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | (environment or {}), stdout=said, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            if not is_up(address, process):
                said.seek(0)
                pytest.fail(f"the app did not start:\n{said.read().decode()}")
            yield address, process
        finally:
            process.terminate()
            process_wait(process, 10)
            process.kill()
            process.wait()


def is_up(address: str, process: subprocess.Popen[bytes]) -> bool:
    """Ask until the server answers; False if it ends first or takes too long."""
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            return False
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)
        except (urllib.error.URLError, OSError):
            process_wait(process, 0.1)
        else:
            return True
    return False


def process_wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Give the server some time, or less if it ends."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """The address of one running app that the tests share."""
    with running_app() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium from the distribution; its absence is a failure, never a skip."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(chromium: Browser, app: str) -> Iterator[Reader]:
    """An English reader at a desk with one window, which the tests use one after another."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1366, "height": 900})
    yield Reader(context.new_page(), app)
    context.close()


@pytest.fixture
def reader(desk: Reader) -> Iterator[Reader]:
    """The reader at the desk, the map at its first state; nothing may fail or be requested from outside."""
    desk.errors.clear()
    desk.outside.clear()
    yield desk.go("/?lang=en").seeing_all()
    assert desk.errors == []
    assert desk.outside == []


@pytest.fixture(scope="session")
def profiles(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that returns a profile with these options, whose cache knows the pages that it has met."""
    made: dict[str, BrowserContext] = {}

    def of(**options: Any) -> BrowserContext:
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = chromium.new_context(**options)
        return made[key]

    yield of
    for profile in made.values():
        profile.close()


@pytest.fixture
def new_reader(profiles: Callable[..., BrowserContext], app: str) -> Iterator[Callable[..., Reader]]:
    """A function that opens a window as for a first visit: `new_reader(locale="es-GT", width=390)`.

    What the visit leaves in the profile goes with it: cookies and what a page stores.
    """
    readers = []

    def make(
        locale: str = "en-GB", width: int = 1366, height: int = 900, address: str = app, **options: Any
    ) -> Reader:
        profile = profiles(locale=locale, viewport={"width": width, "height": height}, **options)
        readers.append(Reader(profile.new_page(), address))
        return readers[-1]

    yield make
    for reader in readers:
        kept = {"origin": reader.address, "storageTypes": "cookies,local_storage"}
        profile = reader.page.context
        profile.new_cdp_session(reader.page).send("Storage.clearDataForOrigin", kept)
        profile.clear_cookies()
        reader.page.close()
