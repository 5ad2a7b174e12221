"""Measure in a browser how soon a map answers, what it loads, and how long a choice takes.

The measures are the same for every program: they look at the drawn page, not at its scripts.
"""

from __future__ import annotations

import io
import math
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Browser, Error, Page

from bench.opening import COUNTED, UNTIL_WARM, new_profile
from bench.peers.catalogue import CENTRE, ZOOM, Framework, Peer
from bench.reader import FLAGS, RESTS, median

PEER_FLAGS: Final = [
    *FLAGS,
    # WebGL without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # No host but this machine exists, so what a page loads from elsewhere is missing in every run.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
LOCAL_HOSTS: Final = {"127.0.0.1", "localhost"}

CHOICES: Final = ("Izabal", "Huehuetenango", "Jutiapa", "Chiquimula", "Escuintla", "Zacapa", "Retalhuleu")
"""Departamentos that are chosen, each once and in a new page."""

QUIET_S: Final = 3
"""Seconds without a change, after which a map is stable or a page has loaded."""

LIMIT_S: Final = 120
"""Seconds after which a map counts as missing; the first opening includes the server's own start."""

LOOK_MS: Final = 100
"""Milliseconds between two looks at a page."""

VISIBLE: Final = 24
"""Least difference of a colour channel, of 255, that counts as a change; JPEG blurs smaller ones."""

NOTE_PRESS: Final = """
for (const name of ["pointerdown", "keydown"]) {
  addEventListener(name, (event) => {
    if (name === "pointerdown" || event.key === "Enter") window.pressedAt ??= Date.now();
  }, { capture: true });
}
"""
"""Script that stores when the reader presses the mouse or Enter, in milliseconds."""

IDLE: Final = {
    Framework.STREAMLIT: f"() => document.querySelector('{RESTS}') !== null",
    Framework.DASH: "() => document.title !== 'Updating...'",
}
"""Conditions that no callback of the page runs."""

Pixels = npt.NDArray[np.int16]


class NoMapError(RuntimeError):
    """A map does not answer."""


@dataclass(frozen=True)
class Site:
    """The site that is pointed at: its name, and its location in degrees (WGS 84)."""

    name: str
    longitude: float
    latitude: float

    def offset(self) -> tuple[float, float]:
        """Return its distance in pixels from the centre of the map, in Web Mercator at `ZOOM`."""
        scale = 256 * 2**ZOOM / (2 * math.pi)
        return (
            scale * math.radians(self.longitude - CENTRE[1]),
            scale * (_mercator(CENTRE[0]) - _mercator(self.latitude)),
        )


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds, loaded kilobytes, and the other hosts that the page asked for."""

    interactive_ms: float
    filter_ms: float
    loaded_kb: float
    hosts: tuple[str, ...]


def measured(browser: Browser, peer: Peer, address: str, site: Site) -> Measured:
    """Return the measurements of a running program.

    Raises
    ------
    NoMapError
        The map does not answer within `LIMIT_S` seconds.
    """
    url = address + peer.path
    loaded_kb, hosts = first_opening(browser, peer, url, site)
    opened, chosen = [], []
    with new_profile(browser, PEER_FLAGS) as profile:
        profile.add_init_script(NOTE_PRESS)
        for attempt in range(UNTIL_WARM + COUNTED):
            page = profile.new_page()
            opened.append(interactive_ms(page, peer, url, site))
            if attempt >= UNTIL_WARM:
                chosen.append(filter_ms(page, peer, CHOICES[attempt - UNTIL_WARM]))
            page.close()
    return Measured(median(opened[UNTIL_WARM:]), median(chosen), loaded_kb, hosts)


def first_opening(browser: Browser, peer: Peer, url: str, site: Site) -> tuple[float, tuple[str, ...]]:
    """Return the kilobytes that an empty browser loads until the page is quiet, and the hosts it asks for.

    The bytes are those on the wire: bodies and headers as sent, compressed where they are, and messages
    over websockets. Service workers are off, because what they load ahead is not for this page.
    """
    with new_profile(browser, PEER_FLAGS) as profile:
        page = profile.new_page()
        session = profile.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setBypassServiceWorker", {"bypass": True})
        loaded = [0.0]
        hosts: set[str] = set()
        session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        session.on(
            "Network.webSocketFrameReceived", lambda event: loaded.append(_payload(event["response"]))
        )
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
        try:
            interactive_ms(page, peer, url, site)
        except NoMapError as error:
            raise NoMapError(
                f"{error}; it asked for {', '.join(others(hosts)) or 'no other host'}"
            ) from None
        count, started = -1, perf_counter()
        while count != len(loaded) and perf_counter() - started < LIMIT_S:
            count = len(loaded)
            page.wait_for_timeout(1000 * QUIET_S)
    return sum(loaded) / 1000, others(hosts)


def others(hosts: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts that are not this machine, in order."""
    return tuple(sorted(host for host in hosts if host and host not in LOCAL_HOSTS))


def interactive_ms(page: Page, peer: Peer, url: str, site: Site) -> float:
    """Return the milliseconds from navigation until the tooltip of a site answers the mouse.

    The mouse moves to and fro by a pixel on the location of the site, every 0.1 s: more often would
    occupy a map that is drawn without a graphics card.

    Raises
    ------
    NoMapError
        There is no tooltip after `LIMIT_S` seconds.
    """
    started = perf_counter()
    page.goto(url, wait_until="commit")
    step = 0
    while perf_counter() - started < LIMIT_S:
        step += 1
        try:
            point_at(page, peer, site, step % 2)
            if tooltip_shows(page, peer, site):
                return 1000 * (perf_counter() - started)
        except Error:  # a frame was replaced while the page loads
            pass
        page.wait_for_timeout(LOOK_MS)
    raise NoMapError(f"no site answered the mouse within {LIMIT_S} s")


def point_at(page: Page, peer: Peer, site: Site, step: int) -> None:
    """Move the mouse to a site, `step` pixels beside it, if the map has a place on the page."""
    if box := map_box(page, peer):
        x, y = site.offset()
        page.mouse.move(box["x"] + box["width"] / 2 + x + step, box["y"] + box["height"] / 2 + y)


def map_box(page: Page, peer: Peer) -> dict[str, float] | None:
    """Return x, y, width and height of the map on the page in pixels; None without a map."""
    for frame in page.frames:
        figure = frame.locator(peer.map)
        if figure.count():
            return figure.first.bounding_box()  # type: ignore[return-value]
    return None


def tooltip_shows(page: Page, peer: Peer, site: Site) -> bool:
    """Return whether a visible tooltip names the site."""
    tooltips = (frame.locator(peer.tooltip, has_text=site.name) for frame in page.frames)
    return any(tooltip.filter(visible=True).count() for tooltip in tooltips)


def filter_ms(page: Page, peer: Peer, name: str) -> float:
    """Return the milliseconds from choosing a departamento to the last visible change of the map.

    The browser sends each picture that it paints, with its time; what changes outside the map is left
    out.
    """
    page.mouse.move(2, 2)
    page.wait_for_timeout(1000 * QUIET_S)
    box = map_box(page, peer)
    if box is None:
        raise NoMapError("the map disappeared")
    session = page.context.new_cdp_session(page)
    frames: list[tuple[float, str]] = []

    def keep(event: dict[str, Any]) -> None:
        frames.append((event["metadata"]["timestamp"], event["data"]))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    prepare_choice(page, peer, name)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 80})
    page.wait_for_timeout(500)
    seen = max(1, len(frames))
    confirm_choice(page, peer, name)
    changed_at, started = None, perf_counter()
    quiet_since = started
    # Only the map has to be quiet: a blinking cursor elsewhere never stops painting.
    while perf_counter() - quiet_since < QUIET_S:
        if perf_counter() - started > LIMIT_S:
            raise NoMapError(f"the map moved for {LIMIT_S} s after {name} was chosen")
        page.wait_for_timeout(LOOK_MS)
        count = len(frames)
        change = last_change(frames[seen - 1 : count], box)
        seen, changed_at = max(1, count), change or changed_at
        if change or not page.evaluate(IDLE[peer.framework]):
            quiet_since = perf_counter()
    session.send("Page.stopScreencast")
    if changed_at is None:
        raise NoMapError(f"choosing {name} changed nothing on the map")
    return 1000 * changed_at - float(page.evaluate("() => window.pressedAt"))


def prepare_choice(page: Page, peer: Peer, name: str) -> None:
    """Type the name into the select box; a radio button needs no preparation."""
    if peer.framework is Framework.STREAMLIT:
        page.get_by_label("Departamento", exact=True).first.click()
        page.keyboard.type(name)
        page.get_by_role("option", name=name).wait_for()
        page.evaluate("() => { window.pressedAt = null; }")


def confirm_choice(page: Page, peer: Peer, name: str) -> None:
    """Press Enter in the select box, or press the radio button."""
    if peer.framework is Framework.STREAMLIT:
        page.keyboard.press("Enter")
    else:
        page.get_by_role("radio", name=name, exact=True).click()


def last_change(frames: Iterable[tuple[float, str]], box: dict[str, float]) -> float | None:
    """Return the time of the last picture whose map differs from the one before; None without a change.

    `frames` are times in seconds and JPEG files in Base64, `box` the map on the page.
    """
    changed_at = previous = None
    for time, data in frames:
        pixels = _map_pixels(data, box)
        if previous is not None and np.abs(pixels - previous).max() >= VISIBLE:
            changed_at = time
        previous = pixels
    return changed_at


def _map_pixels(data: str, box: dict[str, float]) -> Pixels:
    left, top = round(box["x"]), round(box["y"])
    area = (left, top, left + round(box["width"]), top + round(box["height"]))
    with Image.open(io.BytesIO(b64decode(data))) as picture:
        return np.asarray(picture.convert("RGB").crop(area), dtype=np.int16)


def _payload(frame: dict[str, Any]) -> float:
    """Return the bytes of a websocket message, which the browser reports in Base64 if it is binary."""
    size = len(frame["payloadData"])
    return size * 3 / 4 if frame["opcode"] == 2 else size


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
