"""`make screenshots`: take the screenshots of the documentation from the running app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from bench.reader import FRAME, RESTS, chromium
from bench.servers import running

FOLDER: Final = Path(__file__).parent / "pictures"
LANGUAGES: Final = ("en", "es")
READY: Final = "html[data-atlas=ready]"


@dataclass(frozen=True)
class Picture:
    """A page by its URL in a window of `width` by `height` pixels."""

    name: str
    address: str
    width: int = 1366
    height: int = 768


PICTURES: Final = (
    Picture("map", "/?"),
    Picture("details", "/?site=tecun-uman-i&"),
    Picture("coverage", "/regions?ask=coverage&"),
    Picture("next", "/regions?ask=next&"),
    Picture("briefing", "/briefing?"),
)


def take(browser: Browser, base: str, picture: Picture, language: str) -> None:
    """Open a page, wait until its map is drawn, and save a screenshot."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{base}{picture.address}lang={language}")
    page.wait_for_selector(RESTS)
    frame = page.wait_for_selector(FRAME)
    inside = frame.content_frame() if frame else None
    if inside is None:
        raise RuntimeError(f"{picture.name}: the page has no map; open its URL in a browser")
    inside.wait_for_selector(READY, state="attached")
    page.wait_for_selector(RESTS)
    page.screenshot(path=FOLDER / f"{picture.name}.{language}.png")
    context.close()


def main() -> None:
    """Take every screenshot in both languages."""
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser, running("atlas") as server:
        for picture in PICTURES:
            for language in LANGUAGES:
                take(browser, server.address, picture, language)


if __name__ == "__main__":
    main()
