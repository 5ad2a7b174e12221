"""Measure how long a page takes to open in a new tab of a browser with a warm cache.

The browser has a profile on disk, as a reader's browser has: without one it stores no compiled scripts,
and a single window would keep them in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from bench.reader import FLAGS, FRAME, LONGEST_MS, RESTS, WINDOW, chromium_path, median

GREY: Final = "[data-testid=stSkeleton]"
"""What Streamlit shows in the place of an element whose script has not run yet."""

AT_REST: Final = f"document.querySelector('{RESTS}') && !document.querySelector('{GREY}')"
MAP_DRAWN: Final = f"document.querySelector('{FRAME}')?.contentDocument?.documentElement?.dataset.atlas"
"""Conditions of an open page: its script has run and its elements are drawn, or its outlines and sites are
and the map answers; the neighbours and the names follow."""

PAINTED: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
"""When the browser first painted content: on the map page this is its first picture."""

NOTE: Final = """
const look = setInterval(() => {
  const opened = (%s);
  if (!opened) return;
  window.opened = typeof opened === "number" ? opened : performance.now();
  clearInterval(look);
}, 5);
"""
"""Script that stores when a condition first holds, or the time it names, in milliseconds since navigation.

It runs before the page's scripts. Polling at each frame would make the browser draw 60 frames a second,
unlike a reader's.
"""

LOOK_MS: Final = 50
"""Seconds between queries of the stored time."""

PAUSE_S: Final = 1
"""Seconds in which the browser closes a tab, so that the next page opens in an idle one."""

UNTIL_WARM: Final = 3
"""Openings after which a browser has stored the compiled scripts of a page."""
COUNTED: Final = 7


def first_ms(browser: Browser, url: str, ready: str = AT_REST) -> float:
    """Return the milliseconds to open a page that the browser has never loaded."""
    with new_profile(browser) as profile:
        return _opened_ms(profile, url, ready)


def warm_ms(browser: Browser, *pages: tuple[str, str]) -> list[float]:
    """Return the median milliseconds to open each page (URL and condition).

    The browser has loaded the pages before. They are opened in turns, so that a slow phase of a shared
    machine affects each of them.
    """
    with new_profile(browser) as profile:
        rounds = [[_opened_ms(profile, *page) for page in pages] for _ in range(UNTIL_WARM + COUNTED)]
    return [median(list(taken)) for taken in zip(*rounds[UNTIL_WARM:], strict=True)]


SHIFTS: Final = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""Script that sums the shifts of a page's layout, as browsers score them."""


def layout_shift(browser: Browser, url: str, ready: str) -> float:
    """Return the median of the cumulative layout shift of a page that opens with a warm cache."""
    with new_profile(browser) as profile:
        profile.add_init_script(SHIFTS)
        rounds = []
        for _ in range(UNTIL_WARM + COUNTED):
            page = _opened(profile, url, ready)
            # What moves after the map is ready counts too.
            page.wait_for_timeout(1000 * PAUSE_S)
            rounds.append(float(page.evaluate("() => window.shifted")))
            page.close()
    return median(rounds[UNTIL_WARM:])


@contextmanager
def new_profile(browser: Browser, flags: list[str] = FLAGS) -> Iterator[BrowserContext]:
    """Yield a browser with a new profile on disk."""
    # Chromium may still write into its profile while the folder is removed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium_path(), args=flags, **WINDOW
        )
        try:
            yield profile
        finally:
            profile.close()


def _opened_ms(profile: BrowserContext, url: str, ready: str) -> float:
    page = _opened(profile, url, ready)
    taken = float(page.evaluate("() => window.opened"))
    page.close()
    sleep(PAUSE_S)
    return taken


def _opened(profile: BrowserContext, url: str, ready: str) -> Page:
    """Return a page in a new tab once `ready` holds in it."""
    page = profile.new_page()
    page.add_init_script(NOTE % ready)
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.opened", polling=LOOK_MS, timeout=LONGEST_MS)
    return page
