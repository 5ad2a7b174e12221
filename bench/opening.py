"""How long a page takes to open in a new tab of a browser with a warm cache.

The browser has a profile on disk: without one it stores no compiled scripts, and a single window would keep
them in memory. Neither is like a reader who follows a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Final

from playwright.sync_api import Browser, BrowserContext

from bench.reader import FLAGS, FRAME, LONGEST_MS, RESTS, WINDOW, chromium_path, median

AT_REST: Final = f"document.querySelector('{RESTS}')"
MAP_DRAWN: Final = (
    f"document.querySelector('{FRAME}')?.contentDocument?.documentElement.dataset.atlas === 'ready'"
)
"""When a page is open: its script has run; or its map is drawn and listens."""

NOTE: Final = """
const look = setInterval(() => {
  if (!(%s)) return;
  window.opened = performance.now();
  clearInterval(look);
}, 5);
"""
"""Run before a page's own scripts, it notes when a condition first holds, in milliseconds of its life.

Who asks at each frame instead has the browser draw sixty a second, which no reader's does.
"""

LOOK_MS: Final = 50
"""How often to ask for what a page has noted."""

PAUSE_S: Final = 1
"""How long the browser takes to clear away a tab; who follows a link has one at rest."""

UNTIL_WARM: Final = 3
"""Openings until a browser has stored a page's scripts, and has stored them compiled."""
COUNTED: Final = 7


def first_ms(browser: Browser, url: str, ready: str = AT_REST) -> float:
    """Return the milliseconds to open a page that the browser has never met."""
    with _profile(browser) as profile:
        return _opened_ms(profile, url, ready)


def warm_ms(browser: Browser, *pages: tuple[str, str]) -> list[float]:
    """Return the median milliseconds to open each page, an address and when it is open.

    The browser knows the pages. They are opened in turns: what slows a shared machine for a while slows
    each of them.
    """
    with _profile(browser) as profile:
        rounds = [[_opened_ms(profile, *page) for page in pages] for _ in range(UNTIL_WARM + COUNTED)]
    return [median(list(taken)) for taken in zip(*rounds[UNTIL_WARM:], strict=True)]


@contextmanager
def _profile(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a browser with a new profile on disk."""
    with tempfile.TemporaryDirectory() as folder:
        profile = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium_path(), args=FLAGS, **WINDOW
        )
        yield profile
        profile.close()


def _opened_ms(profile: BrowserContext, url: str, ready: str) -> float:
    page = profile.new_page()
    page.add_init_script(NOTE % ready)
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.opened", polling=LOOK_MS, timeout=LONGEST_MS)
    taken = float(page.evaluate("() => window.opened"))
    page.close()
    sleep(PAUSE_S)
    return taken
