"""The real app in the distribution's own Chromium, with everything outside this machine blocked."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
expect.set_options(timeout=20_000)

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app(**environment: str) -> Iterator[str]:
    """Start the app as `make run` does, on a free port; yield its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; fail with its output if it ends first."""
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            assert process.stdout is not None
            pytest.fail(f"the app ended at start:\n{process.stdout.read().decode()}")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)
        except (urllib.error.URLError, OSError):
            process_wait(process, 0.1)
        else:
            return
    pytest.fail(f"the app did not answer within {START_SECONDS} s")


def process_wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Give the server a moment, or less if it ends."""
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
    """Debian's Chromium; its absence is a failure, never a skip."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing; `make browser` installs it or says how")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Reader:
    """A reader with a browser window: the page, the map's frame, and what was asked of the outside."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Reader:
        """Open a page of the app and wait until it rests."""
        self.page.goto(self.address + path)
        return self.settled()

    def refuse(self, route: Route) -> None:
        """Note and block a request to the outside."""
        self.outside.append(route.request.url)
        route.abort()

    def settled(self) -> Reader:
        """Wait until the script has run and nothing is left of the run before."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        return self

    @property
    def map(self) -> Frame:
        """The map's frame, once it has drawn the boundaries and the sites."""
        handle = self.page.wait_for_selector("iframe[title*=folium]")
        assert handle is not None
        frame = handle.content_frame()
        assert frame is not None
        frame.wait_for_selector("html[data-atlas=ready]", state="attached")
        return frame

    def query(self) -> dict[str, str]:
        """The parameters in the address bar."""
        result: dict[str, str] = self.page.evaluate(
            "Object.fromEntries(new URLSearchParams(location.search))"
        )
        return result

    def wait_for_query(self, **expected: Any) -> None:
        """Wait until the address bar holds these parameters; None means that one is absent."""
        self.page.wait_for_function(
            "wanted => { const query = new URLSearchParams(location.search);"
            " return Object.entries(wanted).every(([name, value]) => query.get(name) === value); }",
            arg=expected,
        )


@pytest.fixture
def new_reader(chromium: Browser, app: str) -> Iterator[Any]:
    """A function that opens windows: `new_reader(locale="es-GT", width=1366, height=768)`."""
    contexts = []

    def make(
        locale: str = "en-GB", width: int = 1366, height: int = 900, address: str = app, **options: Any
    ) -> Reader:
        context = chromium.new_context(
            locale=locale, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        reader = Reader(context.new_page(), address)
        context.route(lambda url: not is_here(url), reader.refuse)
        reader.page.on("pageerror", lambda error: reader.errors.append(str(error)))
        return reader

    yield make
    for context in contexts:
        context.close()


def is_here(url: str) -> bool:
    """Whether an address is on this machine or inside the browser."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}


@pytest.fixture
def reader(new_reader: Any) -> Reader:
    """A reader of the English pages."""
    made: Reader = new_reader()
    return made
