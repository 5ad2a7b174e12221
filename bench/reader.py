"""A browser window that measures times inside the page and bytes over the websocket."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page, sync_playwright

FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RESTS: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
WINDOW: Final[dict[str, Any]] = {"viewport": {"width": 1366, "height": 900}, "locale": "en-GB"}
FRAME: Final = "iframe[title*=folium]"

STOPWATCH: Final = """
([wanted, inFrame, limit]) => new Promise((resolve, reject) => {
  const frame = () => document.querySelector("iframe[title*=folium]")?.contentWindow;
  const holds = inFrame ? new Function("frame", `return (${wanted})`) : new Function(`return (${wanted})`);
  const armed = { capture: true, once: true };
  let start = null;
  document.addEventListener("pointerdown", () => { start ??= performance.now(); }, armed);
  const look = () => {
    let done = false;
    try { done = start !== null && holds(frame()); } catch { done = false; }
    if (done) resolve(performance.now() - start);
    else if (start !== null && performance.now() > start + limit) reject(new Error(`unseen: ${wanted}`));
    else requestAnimationFrame(look);
  };
  look();
})
"""
"""Resolve with the milliseconds from the next press until a condition holds, looked at each frame."""
LONGEST_MS: Final = 60_000
"""A change that is not seen by then never comes."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def chromium_path() -> str:
    """Return where Chromium is.

    Raises
    ------
    RuntimeError
        It is not installed.
    """
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("Chromium is missing; `make programs` installs it or says how")
    return path


class Window:
    """One browser window with its own cache, counting what comes over the websocket."""

    def __init__(self, browser: Browser) -> None:
        context = browser.new_context(**WINDOW)
        self.page: Page = context.new_page()
        self.received = 0
        self.messages = 0
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.messages += 1
        self.received += len(event["response"]["payloadData"]) * 3 // 4

    def open(self, url: str, ready: str = RESTS) -> None:
        """Open a page and wait until it rests."""
        self.page.goto(url)
        self.page.wait_for_selector(ready)

    def frame(self) -> Frame:
        """Return the map's frame, once it is drawn."""
        handle = self.page.wait_for_selector(FRAME)
        frame = handle.content_frame() if handle else None
        if frame is None:
            raise RuntimeError("the page has no map")
        return frame

    def start_stopwatch(self, condition: str, in_frame: bool = False) -> None:
        """Arm a stopwatch in the page: it starts at the next press and stops when `condition` holds."""
        self.page.evaluate(
            f"(asked) => {{ window.measured = ({STOPWATCH})(asked); }}", [condition, in_frame, LONGEST_MS]
        )

    def stopwatch(self) -> float:
        """Return the milliseconds that the stopwatch took."""
        return float(self.page.evaluate("() => window.measured"))

    def close(self) -> None:
        """Close the window."""
        self.page.context.close()


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)
