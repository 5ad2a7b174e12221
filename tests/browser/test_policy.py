"""The policy in a real browser: what is not ours does not run, in our page or around it.

That every page works under it is seen where each page is opened: `test_every_page`.
"""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser.conftest import free_port, running_app
from tests.browser.reader import LISTEN, LOOK_MS, PATIENCE_MS, at_rest, refused

INJECTED = """
() => {
  for (const [tag, fields] of [
    ["script", { textContent: "window.hacked = 'inline'" }],
    ["script", { src: "data:text/javascript,window.hacked='data'" }],
    ["img", { src: "missing:", onerror: null }],
    ["iframe", { src: "http://192.0.2.7/" }],
  ]) document.body.append(Object.assign(document.createElement(tag), fields));
  document.body.insertAdjacentHTML("beforeend", `<img src="missing:" onerror="window.hacked = 'handler'">`);
  // Later: what the test's own hand evaluates at once is exempt from the policy.
  setTimeout(() => {
    try { window.hacked = eval("'eval'"); } catch (error) { window.eval_refused = error.name; }
  });
}
"""


@pytest.fixture(scope="module")
def walker(chromium):
    """A window that notes what the policy refuses, in the page and in its frames."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1366, "height": 900})
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def test_what_is_not_ours_does_not_run(walker, app):
    walker.goto(f"{app}/sources?lang=en")
    at_rest(walker)
    walker.evaluate(INJECTED)
    walker.wait_for_function("() => window.refused.length >= 6 && window.eval_refused", polling=LOOK_MS)
    assert walker.evaluate("window.hacked") is None
    assert walker.evaluate("window.eval_refused") == "EvalError"
    directives = {line.split(":")[0] for line in refused(walker)}
    assert {"script-src-elem", "script-src-attr", "script-src", "frame-src"} <= directives


@contextmanager
def portal(shown, port=0):
    """Another site on this machine that shows an address in a frame; yield its own address."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<iframe src='{shown}' width=1200 height=800></iframe>".encode())

        def log_message(self, *said):
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", port), Portal) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_another_site_cannot_show_the_atlas_in_a_frame(chromium, app):
    page = chromium.new_page()
    with (
        portal(f"{app}/?embed=true") as address,
        page.expect_console_message(lambda said: "frame-ancestors" in said.text),
        page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")),
    ):
        page.goto(address)
    page.context.close()


def test_a_site_that_the_host_names_shows_the_atlas_with_its_map(chromium):
    port, page = free_port(), chromium.new_page()
    with (
        running_app(ATLAS_FRAME_ANCESTORS=f"http://localhost:{port}") as app,
        portal(f"{app}/?lang=en&embed=true", port) as address,
    ):
        page.goto(address)
        atlas = page.frame_locator("iframe").frame_locator("iframe[title*=folium]")
        atlas.locator("html[data-atlas=ready]").wait_for(state="attached", timeout=PATIENCE_MS)
    page.context.close()


def test_cookies_stay_with_this_site_and_out_of_reach_of_scripts(walker, app):
    walker.goto(f"{app}/?lang=en")
    at_rest(walker)
    cookies = walker.context.cookies()
    assert {cookie["sameSite"] for cookie in cookies} <= {"Strict", "Lax"}
    # The one that a script must read: half of the pair that proves a request came from this page.
    assert {cookie["name"] for cookie in cookies if not cookie["httpOnly"]} <= {"_streamlit_xsrf"}
