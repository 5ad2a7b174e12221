"""Measure times inside a page and bytes over the websocket in a browser window."""

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
"""Resolve with the milliseconds from the next press until a condition holds."""
LONGEST_MS: Final = 60_000
"""Milliseconds after which a change counts as missing."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a Chromium without windows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def chromium_path() -> str:
    """Return the path of Chromium.

    Raises
    ------
    RuntimeError
        It is not installed.
    """
    # The shell alone has no windows of a desktop to draw, which saves an eighth of a test's time.
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        raise RuntimeError("Chromium is not installed; run `make programs`")
    return path


class Window:
    """A browser window with its own cache that counts bytes over the websocket."""

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
        """Open a page and wait until it is idle."""
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
        """Prepare a stopwatch that runs from the next press until `condition` holds."""
        self.page.evaluate(
            f"(args) => {{ window.measured = ({STOPWATCH})(args); }}", [condition, in_frame, LONGEST_MS]
        )

    def stopwatch(self) -> float:
        """Return the milliseconds of the stopwatch."""
        return float(self.page.evaluate("() => window.measured"))

    def close(self) -> None:
        """Close the window."""
        self.page.context.close()


def median(values: list[float]) -> float:
    """Return the median of values."""
    return statistics.median(values)
