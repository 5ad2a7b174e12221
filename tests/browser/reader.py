"""A reader with a browser window: what can be seen, done and measured in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import geopandas as gpd
from playwright.sync_api import Error, Frame, Locator, Page, Request, WebSocket

from geo.dataset.atlas_data import AtlasData
from geo.selection import from_query, only_known
from geo.views.sites_view import sites_view

SHELF: Final = AtlasData()

PATIENCE_MS: Final = 120_000
"""How long to wait for what should come: time is never a reason to fail, the machines are shared."""

LOOK_MS: Final = 50
"""How often to look for it: at each frame, as a browser would, is to have it draw sixty a second."""

STILL: Final = """() => {
    const ends = (one) => one.effect.getTiming().iterations !== Infinity;
    return !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
        && !document.getAnimations().some((one) => one.playState === "running" && ends(one));
}"""
"""Nothing is left of the run before, and nothing fades or moves that will end."""

INTO_VIEW: Final = """(field) => new Promise((done) => {
    let top, still = 0;
    const look = () => {
        field.scrollIntoView({ block: "center" });
        const now = field.getBoundingClientRect().top;
        still = now === top ? still + 1 : 0;
        top = now;
        if (still === 10) done();
        else requestAnimationFrame(look);
    };
    look();
})"""
"""The field is scrolled into view and lies still: a fold that opens moves it for some frames."""

STEP: Final = """(path) => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
}"""
"""Go to an address within a page, as the Back button does."""

LISTEN: Final = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
"""Run before a page's own scripts, it notes what the policy refuses."""

ROW_HEIGHT: Final = 35
"""Pixels of a row of the table, and of its heading."""


@dataclass
class Wire:
    """The messages of the page's websocket: their sizes in bytes, in order."""

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Count the messages of a socket."""
        socket.on("framesent", lambda payload: self.sent.append(len(payload)))
        socket.on("framereceived", lambda payload: self.received.append(len(payload)))

    def clear(self) -> None:
        """Reset the counters."""
        self.sent.clear()
        self.received.clear()


def at_rest(page: Page) -> Page:
    """Wait until the page's script has run and all that it shows has its final looks, in frames too."""
    page.set_default_timeout(PATIENCE_MS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    for frame in page.frames:
        try:
            frame.wait_for_function(STILL, polling=LOOK_MS)
        except Error:
            # The map's frame goes with its page: what is gone needs no rest.
            if not frame.is_detached():
                raise
    return page


def refused(page: Page) -> list[str]:
    """Return what the policy has refused in a page that runs `LISTEN`, and in its frames."""
    return [line for frame in page.frames for line in frame.evaluate("window.refused ?? []")]


class Reader:
    """The page, the map's frame, the requests to other servers, what failed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(PATIENCE_MS)
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.wire = Wire()
        page.on("request", self._note)
        page.on("websocket", self._listen)
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def _note(self, request: Request | WebSocket) -> None:
        if not is_here(request.url):
            self.outside.append(request.url)

    def _listen(self, socket: WebSocket) -> None:
        self._note(socket)
        self.socket = socket
        self.wire.listen(socket)

    def open(self, path: str = "/") -> Reader:
        """Load a page of the app and wait until its map is drawn."""
        self.page.goto(self.address + path)
        self.settled()
        _ = self.map
        return self

    def go(self, path: str) -> Reader:
        """Follow a link within the map's page, as the Back button does: no second load; wait for the map.

        A window that a test has left at another page loads the map again.
        """
        if urlsplit(self.page.url).path not in {"/", ""}:
            return self.open(path)
        self.wait("app.isHeard(app.state)")
        self.page.evaluate(STEP, path)
        self.map.evaluate("() => { Atlas.app.map.closePopup(); }")
        self.map.wait_for_function(
            "expected => Object.entries(expected).every(([name, value]) =>"
            " JSON.stringify(Atlas.app.state[name]) === JSON.stringify(value))",
            arg=expected_state(path),
            polling=LOOK_MS,
        )
        return self.settled()

    def settled(self) -> Reader:
        """Wait until the script has run and nothing is left of the run before."""
        at_rest(self.page)
        return self

    def answered(self, *keys: str) -> Reader:
        """Press keys that the server must hear of, and wait for its answer.

        Streamlit sends what a key changed a moment later; until then the page looks as if it were at rest.
        """
        with self.socket.expect_event("framesent"):
            for key in keys:
                self.page.keyboard.press(key)
        return self.settled()

    def turn_to(self, title: str, path: str) -> Reader:
        """Go to another page of the navigation by the Enter key, and wait until it is the only page shown.

        The address changes in the run of the new page: before it does, all that can be seen, the map's
        frame too, is still of the page before.
        """
        self.page.get_by_test_id("stTopNavLink").filter(has_text=title).press("Enter")
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)
        return self.settled()

    @property
    def map(self) -> Frame:
        """The map's frame, once it has drawn the boundaries and the sites."""
        handle = self.page.wait_for_selector("iframe[title*=folium]")
        assert handle is not None
        frame = handle.content_frame()
        assert frame is not None
        frame.wait_for_selector("html[data-atlas=ready]", state="attached")
        return frame

    def atlas(self, expression: str) -> Any:
        """The value of an expression in the map's frame; `app` is the map's own object."""
        return self.map.evaluate(f"() => {{ const app = Atlas.app; return {expression}; }}")

    def wait(self, expression: str) -> None:
        """Wait until an expression in the map's frame is true."""
        self.map.wait_for_function(
            f"() => {{ const app = Atlas.app; return {expression}; }}", polling=LOOK_MS
        )

    def unfold(self, summary: str) -> None:
        """Open a part of the legend, if it is not open."""
        part = self.map.locator("details", has=self.map.locator("summary", has_text=summary))
        if part.get_attribute("open") is None:
            part.locator("summary").click()

    def hover(self, latitude: float, longitude: float) -> None:
        """Move the mouse to a place on the map."""
        frame = self.page.locator("iframe[title*=folium]")
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        assert box is not None
        x, y = self.atlas(f"Object.values(app.map.latLngToContainerPoint([{latitude}, {longitude}]))")
        self.page.mouse.move(box["x"] + x, box["y"] + y)

    def look(self, latitude: float, longitude: float, zoom: float) -> None:
        """Move the map there at once."""
        self.map.evaluate(
            "([latitude, longitude, zoom]) =>"
            " { Atlas.app.map.setView([latitude, longitude], zoom, { animate: false }); }",
            [latitude, longitude, zoom],
        )

    def seeing_all(self) -> Reader:
        """Fit the map to its region, as it is when it opens, if a test has moved it."""
        self.map.evaluate(
            "() => { const { app } = Atlas;"
            " if (!app.address.isFitted) app.fly(() => app.framing.fit({ animate: false })); }"
        )
        return self

    def view(self) -> tuple[float, float, float]:
        """Latitude and longitude of the map's centre, and its zoom."""
        latitude, longitude, zoom = self.atlas(
            "[app.map.getCenter().lat, app.map.getCenter().lng, app.map.getZoom()]"
        )
        return latitude, longitude, zoom

    def shown(self) -> list[str]:
        """The identifiers of the sites that the map shows, in the order of the table."""
        shown_ids: list[str] = self.atlas("app.shown.map((site) => site.site_id)")
        return shown_ids

    def rows(self) -> list[str]:
        """The names in the table under the map."""
        cells = self.table.locator("[aria-colindex='1'][role=gridcell]")
        cells.first.wait_for(state="attached")
        texts: list[str] = cells.all_text_contents()
        return texts

    def choose(self, label: str, *options: str) -> None:
        """Choose options in one of the filters of the side panel."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        # Streamlit closes a menu when its panel scrolls, as it does for a field that is cut off below.
        box.evaluate(INTO_VIEW)
        for option in options:
            box.fill(option)
            self.page.get_by_role("option", name=option, exact=True).click()
        box.press("Escape")

    def clear_filters(self) -> None:
        """Press the button of the side panel that clears every filter."""
        self.page.get_by_test_id("stSidebarUserContent").get_by_role(
            "button", name="Clear all filters"
        ).click()

    @property
    def search_box(self) -> Locator:
        """The search box of the side panel."""
        return self.page.get_by_role("combobox", name=re.compile("^(Search for a place|Buscar un lugar)"))

    def search(self, text: str) -> Locator:
        """Type into the search box and return the results that it offers."""
        self.page.locator(".st-key-search input").focus()
        self.search_box.fill(text)
        return self.page.locator(".atlas-hits").get_by_role("option")

    @property
    def table(self) -> Locator:
        """The table as assistive technology reads it, in its fold, which this opens."""
        closed = self.page.locator(".st-key-map_table details:not([open]) > summary")
        if closed.count():
            closed.click()
        return self.page.get_by_test_id("stDataFrame").locator("[role=grid]")

    def row(self, name: str) -> Locator:
        """The row of a site in the table."""
        cell = self.page.locator("[role=gridcell]").get_by_text(name, exact=True)
        return self.table.locator("[role=row]").filter(has=cell)

    def click_row(self, name: str) -> None:
        """Click the selection mark of a row; the table is painted, its rows are all of one height."""
        table = self.table.locator("xpath=ancestor::*[@data-testid='stDataFrame']")
        table.scroll_into_view_if_needed()
        index = int(str(self.row(name).get_attribute("aria-rowindex")))
        box = table.locator("canvas").first.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + ROW_HEIGHT / 2, box["y"] + ROW_HEIGHT * (index - 0.5))

    def click_site(self, site: str) -> None:
        """Click a site on the map, also where another lies over it."""
        self.map.locator(f"[data-sites~={site}]").dispatch_event("click")

    @property
    def details(self) -> Locator:
        """The box with the details of a site."""
        return self.map.locator(".atlas-details")

    def address_bar(self) -> dict[str, str]:
        """The parameters in the address bar."""
        result: dict[str, str] = self.page.evaluate(
            "Object.fromEntries(new URLSearchParams(location.search))"
        )
        return result

    def wait_for_address(self, **expected: str | None) -> None:
        """Wait until the address bar holds these parameters; None means that one is absent."""
        self.page.wait_for_function(
            "wanted => { const query = new URLSearchParams(location.search);"
            " return Object.entries(wanted).every(([name, value]) => query.get(name) === value); }",
            arg=expected,
            polling=LOOK_MS,
        )


def expected_state(path: str) -> dict[str, Any]:
    """What the map should show for the address `path`, from the tables themselves."""
    query = dict(parse_qsl(urlsplit(path).query))
    known = SHELF.departamentos["codigo_depto"], SHELF.municipios["codigo_muni"], SHELF.sites.index
    selection, _ = only_known(from_query(query)[0], *(list(codes) for codes in known))
    view = sites_view(selection, SHELF.sites, SHELF)
    return {
        "language": query["lang"],
        "departamentos": list(view.region.departamentos),
        "municipios": list(view.region.municipios),
        "area": view.region.area,
        "layers": list(selection.layers),
        "site": selection.site,
        "sites": None if len(view.filtered) == len(SHELF.sites) else view.filtered.index.tolist(),
    }


def shown_by(query: dict[str, str]) -> gpd.GeoDataFrame:
    """Return the sites that a query of an address shows, from the tables themselves."""
    return sites_view(from_query(query)[0], SHELF.sites).shown


def is_here(url: str) -> bool:
    """Whether an address is on this machine or inside the browser."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}
