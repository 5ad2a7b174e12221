"""Measure the map page against a tutorial app, a page without map and an empty page.

Rows: the first session after a restart and the memory after it; choosing a departamento (map; text and map;
bytes; processor time); with a warm cache the first picture, the live map and the page without map; layout
shift; ground after outlines; layer, details, hover and date in the browser; messages while panning; memory
of a further session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser

from bench.opening import AT_REST, MAP_DRAWN, PAINTED, first_ms, layout_shift, warm_ms
from bench.reader import RESTS, Window, median
from bench.rows import Row, at_most, at_most_times, faster
from bench.servers import Server, running
from bench.viewers import opened_sessions

MAP = "/?lang=en"
"""The address of the map; without parameters a first visit leads to the home page."""

CHANGES = 6
"""Number of times that a departamento is chosen and cleared for one median."""
PLACES = ("Izabal", "Zacapa", "Jutiapa", "Retalhuleu", "Huehuetenango", "Escuintla", "Chiquimula")
"""Each is chosen once, because Streamlit does not resend a message that it has cached."""

RESTYLED = "frame.Atlas.app.boundaries.region.departamentos.size === {count}"
NAMED = "document.body.innerText.includes('Region: ') === ({count} === 1)"
CHANGED = {
    "atlas": (RESTYLED, True),
    "atlas, page and map": (f"{RESTYLED} && {NAMED}", True),
    "without map": (NAMED, False),
}
"""The condition that a change is visible, by app: restyled map, named region, or both."""


@dataclass
class Change:
    """The cost of choosing a departamento."""

    milliseconds: float
    bytes: float
    cpu_ms: float


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of the map page."""
    with running("tutorial") as server:
        tutorial = tutorial_change(browser, server)
    with running("atlas") as server:
        first = first_ms(browser, server.address + MAP, MAP_DRAWN) / 1000
        yield at_most("first session after a restart", first, "s", 3)
        yield at_most("server memory after the first session", server.memory_mb(), "MB", 270)
        atlas = change(browser, server, "atlas")
        with running("without map") as without, running("empty") as empty:
            plain = change(browser, without, "without map")
            pages = (
                (empty.address, PAINTED),
                (empty.address, AT_REST),
                (server.address + MAP, PAINTED),
                (without.address + MAP, AT_REST),
                (server.address + MAP, MAP_DRAWN),
            )
            empty_paint, empty_open, picture, plain_open, atlas_open = warm_ms(browser, *pages)
        yield from _changes(atlas, tutorial, plain)
        whole = change(browser, server, "atlas, page and map")
        name = "choose a departamento: text and map"
        yield at_most_times(name, whole.milliseconds, "ms", ("without map", plain.milliseconds), 1.3)
        name = "first picture of the map, warm cache"
        yield at_most(name, picture, "ms", 500)
        yield at_most_times(name, picture, "ms", ("empty page", empty_paint), 0.6)
        yield at_most_times("open the map, warm cache", atlas_open, "ms", ("without map", plain_open), 1.4)
        name = "open the page without map, warm cache"
        yield at_most_times(name, plain_open, "ms", ("empty page", empty_open), 1.6)
        shift = layout_shift(browser, server.address + MAP, MAP_DRAWN)
        yield at_most("layout shift while the map opens", shift, "", 0.05)
        ground, surroundings = drawn_ms(browser, server)
        yield at_most("ground on screen after the outlines", ground, "ms", 60)
        yield at_most("neighbours and names on screen after the map answers", surroundings, "ms", 200)
        yield at_most("area drawn to its figures", area_ms(browser, server), "ms", 300)
        yield from without_server(browser, server)
        yield at_most("memory per further session", opened_sessions(server, 40), "MB", 0.5)


def _changes(atlas: Change, tutorial: Change, plain: Change) -> Iterator[Row]:
    name = "choose a departamento"
    yield faster(name, atlas.milliseconds, "ms", ("tutorial", tutorial.milliseconds), 40)
    yield at_most_times(name, atlas.milliseconds, "ms", ("without map", plain.milliseconds), 1.3)
    yield at_most(f"{name}: over the websocket", atlas.bytes / 1000, "kB", 15)
    yield faster(
        f"{name}: over the websocket", atlas.bytes / 1000, "kB", ("tutorial", tutorial.bytes / 1000), 40
    )
    yield at_most_times(f"{name}: server CPU", atlas.cpu_ms, "ms", ("without map", plain.cpu_ms), 1.5)
    yield faster(f"{name}: server CPU", atlas.cpu_ms, "ms", ("tutorial", tutorial.cpu_ms), 10)


FIRST_MUNICIPIO = "Atlas.app.boundaries.drawn.municipios.getLayers()[0]"


def _wait_for_map(window: Window) -> None:
    window.frame().wait_for_selector("html[data-atlas=ready]", state="attached")


def change(browser: Browser, server: Server, app: str) -> Change:
    """Return the median cost of choosing a departamento and clearing it in the side panel."""
    window, names = Window(browser), iter(PLACES)
    window.open(server.address + MAP)
    if app != "without map":
        _wait_for_map(window)

    def act(count: int) -> None:
        if count:
            window.page.get_by_label("Departamento", exact=True).click()
            name = next(names)
            window.page.keyboard.type(name)
            target = window.page.get_by_role("option", name=name)
        else:
            window.page.keyboard.press("Escape")  # the open list hides all else from roles
            panel = window.page.get_by_test_id("stSidebarUserContent")
            target = panel.get_by_role("button", name="Clear all filters")
        target.wait_for()
        window.start_stopwatch(CHANGED[app][0].replace("{count}", str(count)), CHANGED[app][1])
        target.click()

    cost = _cost(window, server, act)
    window.close()
    return cost


def tutorial_change(browser: Browser, server: Server) -> Change:
    """Return the median cost in the tutorial app, until the map is redrawn."""
    window, names = Window(browser), iter(PLACES)
    window.open(server.address)

    def act(_count: int) -> None:
        name = next(names)
        window.page.locator("[data-testid=stSelectbox] input").click()
        window.page.keyboard.type(name)
        target = window.page.get_by_role("option", name=name)
        target.wait_for()
        drawn = (
            f"document.body.innerText.includes('chosen: {name}') && frame.map && "
            f"Object.values(frame.map._layers).some((layer) => layer.options?.fillColor === '#0b5c8a' && "
            f"layer.feature?.properties.departamento === '{name}')"
        )
        window.start_stopwatch(drawn, in_frame=True)
        target.click()

    cost = _cost(window, server, act, changes=2)
    window.close()
    return cost


def _cost(window: Window, server: Server, act: Callable[[int], None], changes: int = CHANGES) -> Change:
    times: list[float] = []
    sizes: list[float] = []
    cpu: list[float] = []
    for attempt in range(changes + 1):
        for count in (1, 0):
            received, used = window.received, server.cpu_seconds()
            act(count)
            milliseconds = window.stopwatch()
            _wait_until_at_rest(window, server, 0.3)
            if attempt:
                times.append(milliseconds)
                sizes.append(window.received - received)
                cpu.append(1000 * (server.cpu_seconds() - used))
    return Change(median(times), median(sizes), sum(cpu) / len(cpu))


def _wait_until_at_rest(window: Window, server: Server, seconds: float) -> None:
    """Wait until page and server are idle, and process the events of the browser meanwhile."""
    window.page.wait_for_selector(RESTS)
    server.wait_until_at_rest(seconds)
    window.page.evaluate("() => null")


DRAWN_AFTER = """(names) => {
  const [later, earlier] = names.map((name) => performance.getEntriesByName(name)[0].startTime);
  return later - earlier;
}"""
GROUND: Final = ("atlas-ground", "atlas-outlines")
SURROUNDINGS: Final = ("atlas-ready", "atlas-answering")
"""Two marks of the map's opening, the first of them expected later."""


def drawn_ms(browser: Browser, server: Server) -> list[float]:
    """Return the median milliseconds of `GROUND` and `SURROUNDINGS`; negative if the order is another."""
    times = []
    for _ in range(5):
        window = Window(browser)
        window.open(server.address + MAP)
        _wait_for_map(window)
        times.append([window.frame().evaluate(DRAWN_AFTER, marks) for marks in (GROUND, SURROUNDINGS)])
        window.close()
    return [median(list(taken)) for taken in zip(*times, strict=True)]


AREA_TO_FIGURES = """([latitude, longitude]) => new Promise((resolve) => {
  const { drawing } = Atlas.app, lead = window.parent.document.querySelector(".st-key-lead");
  const before = lead.textContent;
  drawing.start("circle", { detail: 1 });
  drawing.takes(L.latLng(latitude, longitude));
  const start = performance.now();
  drawing.takes(L.latLng(latitude + 0.3, longitude));
  const look = () => {
    const text = window.parent.document.querySelector(".st-key-lead").textContent;
    if (text !== before && text.includes("Drawn area: ")) resolve(performance.now() - start);
    else requestAnimationFrame(look);
  };
  look();
})"""


def area_ms(browser: Browser, server: Server) -> float:
    """Return the median milliseconds from the last point of a circle to the figures of the area."""
    window = Window(browser)
    window.open(server.address + MAP)
    _wait_for_map(window)
    times = []
    for step in range(CHANGES + 1):
        place = [14.8 + 0.2 * step, -90.8 + 0.15 * step]
        times.append(float(window.frame().evaluate(AREA_TO_FIGURES, place)))
        _wait_until_at_rest(window, server, 0.3)
    window.close()
    return median(times[1:])


def without_server(browser: Browser, server: Server) -> Iterator[Row]:
    """Yield the rows of actions without the server: hover, layer, details, panning."""
    window = Window(browser)
    window.open(server.address + MAP)
    _wait_for_map(window)
    frame = window.frame()
    timed = """(act) => { const start = performance.now(); act(); return performance.now() - start; }"""
    steps = {
        "switch a layer, in the browser": "document.querySelector('[data-layer=ports]').click()",
        "open details, in the browser": "document.querySelector('[data-sites=corinto]').click()",
        "hover a municipio, in the browser": f"{FIRST_MUNICIPIO}.openTooltip()",
    }
    for name, step in steps.items():
        times = [float(frame.evaluate(f"() => ({timed})(() => {{ {step}; }})")) for _ in range(6)]
        yield at_most(name, median(times), "ms", 50)
    slide = f"""(month) => ({timed})(() => {{
        const slider = document.querySelector(".atlas-time input[type=range]");
        slider.value = month;
        slider.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
    }})"""
    months = [float(frame.evaluate(slide, month)) for month in range(250, 0, -40)]
    yield at_most("move the slider of the date, in the browser", median(months), "ms", 50)
    _wait_until_at_rest(window, server, 1)
    messages = window.messages
    frame.evaluate("() => { Atlas.app.map.setZoom(9); Atlas.app.map.panBy([80, 40]); }")
    _wait_until_at_rest(window, server, 1.5)
    yield at_most(
        "messages from the server while panning and zooming", window.messages - messages, "messages", 0
    )
    window.close()
