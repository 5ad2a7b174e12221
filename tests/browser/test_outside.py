"""No page sends a request outside the server; tiles load only on request."""

from playwright.sync_api import expect

ABROAD = "http://192.0.2.7/"


def test_a_walk_through_the_whole_page_asks_nothing_of_the_outside(reader):
    reader.open("/?lang=en&layers=checkpoints.ports.precincts.pbs.airports.police.precursors")
    for summary in ("Other programme sites", "How locations are drawn", "Not on the map", "Background"):
        reader.unfold(summary)
    for zoom in (6, 8, 9, 12, 17):
        reader.look(15.69, -88.6, zoom)
    reader.wait("app.boundaries.near.size > 0")
    reader.click_site("puerto-barrios")
    expect(reader.details.get_by_role("link").first).to_be_visible()
    reader.search("tecun uman").get_by_text("Ayutla, San Marcos · municipio").click()
    reader.wait_for_address(mun="1217")
    reader.page.get_by_text("Español").click()
    reader.wait("app.language === 'es'")
    assert reader.outside == []


WAYS_OUT = [
    ("page", f"fetch('{ABROAD}').catch(() => 0)"),
    ("frame", f"fetch('{ABROAD}').catch(() => 0)"),
    ("frame", f"void (new Image().src = '{ABROAD}')"),
    ("page", f"void new WebSocket('{ABROAD.replace('http', 'ws')}')"),
    ("frame", f"void navigator.sendBeacon('{ABROAD}')"),
]


def test_the_guard_sees_whatever_goes_out(new_reader):
    # The page's own policy would keep it all in; here it is the guard that is looked at.
    reader = new_reader(bypass_csp=True).open("/?lang=en")
    for where, what in WAYS_OUT:
        with reader.page.expect_event(
            "websocket" if "WebSocket" in what else "request", lambda request: "192.0.2.7" in request.url
        ):
            (reader.page if where == "page" else reader.map).evaluate(f"() => {{ {what}; }}")
        assert [url.split("//")[1] for url in reader.outside] == ["192.0.2.7/"]
        reader.outside.clear()


def test_openstreetmap_tiles_load_only_on_request(reader):
    reader.unfold("Background")
    assert reader.outside == []
    with reader.page.expect_event("requestfailed", lambda request: "tile.openstreetmap.org" in request.url):
        reader.map.get_by_label("OpenStreetMap tiles (contacts tile.openstreetmap.org)").check()
    assert {url.split("/")[2] for url in reader.outside} == {"tile.openstreetmap.org"}
    credit = reader.map.get_by_role("link", name="© OpenStreetMap contributors")
    expect(credit).to_have_attribute("href", "https://www.openstreetmap.org/copyright")
    assert reader.atlas("Boolean(app.boundaries.transparent)") is False
    notice = reader.map.get_by_text("OpenStreetMap tiles cannot be loaded.")
    expect(notice).to_be_visible()
    reader.map.get_by_label("OpenStreetMap tiles (contacts tile.openstreetmap.org)").uncheck()
    expect(credit).to_have_count(0)
    expect(notice).to_be_hidden()
    reader.outside.clear()


def test_all_that_the_page_loads_comes_from_its_own_server(reader):
    reader.open("/?lang=en")
    loaded = [
        *reader.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"),
        *reader.map.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"),
    ]
    assert any("/layers/" in url for url in loaded)
    assert {url for url in loaded if not url.startswith((reader.address, "data:", "blob:"))} == set()
