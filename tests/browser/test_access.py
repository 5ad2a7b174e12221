"""With a provider configured, every page and file needs a listed reader's sign-in."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from atlas.frontend.bundles import PAGE_STYLE
from atlas.web.served_data import map_files, own_assets, vendor_assets
from tests.browser.conftest import free_port, started_app
from tests.browser.provider import PEOPLE, SECRET, running_provider, secrets_file, signed_in
from tests.proxy import started_proxy

LOGIN = "_streamlit_user"
ANOTHER = SECRET[::-1]
METADATA = "/.well-known/openid-configuration"
FILES = [
    *(f"/{asset.path}" for asset in (*own_assets(), *vendor_assets(), *map_files().layers[:3])),
    "/component/streamlit_folium.st_folium/index.html",
    "/media/0123.csv",
    "/_stcore/metrics",
    "/_stcore/upload_file/session/file",
    "/_stcore/agent/interact",
    "/metrics",
    "/api/sites.geojson",
    "/app/static/x",
    "/anything/else",
]
"""Every route and some that are not there."""


@pytest.fixture(scope="module")
def provider():
    with running_provider() as address:
        yield address


@pytest.fixture(scope="module")
def late():
    """A provider whose tokens have expired when they arrive."""
    with running_provider("--token-max-age", "-600") as address:
        yield address


@pytest.fixture(scope="module")
def foreign(provider, late):
    """Metadata of one provider that point to the tokens of another."""
    metadata = httpx.get(provider + METADATA).json()
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint"):
        metadata[name] = metadata[name].replace(provider, late)

    class Metadata(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(metadata).encode())

        def log_message(self, *said):
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Metadata) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, provider, late, foreign):
    """The address of an app for the domain state.gov and the group atlas-readers, and its log."""
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    providers = {"": provider + METADATA, "late": late + METADATA, "foreign": foreign + METADATA}
    rules = 'domains = ["state.gov"]\ngroups = ["atlas-readers"]\nmetrics_token = "for-the-collector"'
    settings, log = secrets_file(folder, port, providers, rules), folder / "log"
    with started_app({"STREAMLIT_SECRETS_FILES": str(settings)}, port, log) as (address, _):
        yield address, log


@pytest.fixture(scope="module")
def app(guarded):
    return guarded[0]


def audit(guarded):
    lines = guarded[1].read_text().splitlines()
    return [json.loads(line) for line in lines if '"atlas.audit"' in line]


def cookie(app, person="ana", *, secret=SECRET, origin=None, age=0):
    """A login cookie as this server would sign it, or not quite."""
    claims = {
        "is_logged_in": True,
        "origin": origin or app,
        "iat": int(time()) - age,
        "sub": person,
        **PEOPLE[person],
    }
    return URLSafeTimedSerializer(secret, salt=LOGIN).dumps(json.dumps(claims))


def altered(value):
    body, _, signature = value.partition(".")
    return f"{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{signature}"


@pytest.mark.parametrize("path", FILES)
def test_who_has_not_signed_in_gets_no_file(app, path):
    answer = httpx.get(app + path)
    assert answer.status_code == 401
    assert answer.text == "sign in first: open the atlas and sign in there\n"
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/", "/regions?dep=18", "/healthz", "/readyz", "/_stcore/health"])
def test_the_sign_in_page_itself_opens(app, path):
    assert httpx.get(app + path).status_code == 200


@pytest.mark.parametrize("person", ["ana", "luis"])
def test_who_is_on_the_list_gets_the_files(app, guarded, person):
    with signed_in(app, person) as visitor:
        answers = [visitor.get(path).status_code for path in (FILES[0], "/metrics", "/media/0123.csv")]
        kept = visitor.get(FILES[0]).headers["cache-control"]
        assert visitor.get("/api/collections/sites/items").status_code == 200
    assert answers == [200, 200, 404]
    assert kept == "private, max-age=31536000, immutable"
    assert audit(guarded)[-1]["file"] == "/api/collections/sites/items"


def test_the_proxy_gives_nobody_a_mirror_where_readers_sign_in(app, tmp_path):
    with started_proxy(tmp_path, [app]) as proxy:
        assert httpx.get(f"{proxy}/mirror/").status_code == 401
        assert httpx.get(f"{proxy}/mirror/index.html").status_code == 401
    with signed_in(app, "ana") as visitor:
        assert visitor.get("/open_to_everyone").status_code == 403


@pytest.mark.parametrize("person", ["eva", "ines"])
def test_who_is_not_on_the_list_is_refused(app, person):
    with signed_in(app, person) as visitor:
        answer = visitor.get(FILES[0])
    assert answer.status_code == 403
    assert "not on the list" in answer.text


@pytest.mark.parametrize("named", ["late", "foreign"])
def test_expired_or_foreign_tokens_are_rejected(app, guarded, named):
    before = len(audit(guarded))
    with signed_in(app, "ana", named) as visitor:
        assert LOGIN not in visitor.cookies
        assert visitor.get(FILES[0]).status_code == 401
    assert len(audit(guarded)) == before


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (cookie, 200),
        (lambda app: cookie(app, secret=ANOTHER), 401),
        (lambda app: cookie(app, origin="https://atlas.example.org"), 401),
        (lambda app: cookie(app, age=13 * 3600), 401),
        (lambda app: cookie(app, age=-3600), 401),
        (lambda app: altered(cookie(app)), 401),
        (lambda app: cookie(app).rsplit(".", 1)[0], 401),
        (lambda app: "chunks-3", 401),
        (lambda app: "", 401),
        (lambda app: "\xff\xfe", 401),
    ],
    ids=[
        "ours",
        "forged",
        "foreign",
        "expired",
        "future",
        "altered",
        "unsigned",
        "chunks",
        "empty",
        "bytes",
    ],
)
def test_a_cookie_counts_only_as_this_server_signed_it(app, make, status):
    sent = {"Cookie": f"{LOGIN}=".encode() + make(app).encode("latin-1")}
    assert httpx.get(app + FILES[0], headers=sent).status_code == status


def session_messages(app, cookies, page=""):
    """Return every message of the first run of a session."""
    xsrf = httpx.get(f"{app}/_stcore/health").cookies["_streamlit_xsrf"]
    sent = "; ".join([f"_streamlit_xsrf={xsrf}", *(f"{name}={value}" for name, value in cookies.items())])
    received = b""
    with connect(
        app.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol(xsrf)],
        origin=app,
        additional_headers={"Cookie": sent},
        max_size=None,
    ) as socket:
        message = BackMsg()
        message.rerun_script.page_name = page
        socket.send(message.SerializeToString())
        while True:
            content = bytes(socket.recv(timeout=60, decode=False))
            received += content
            if ForwardMsg.FromString(content).WhichOneof("type") == "script_finished":
                return received


@pytest.mark.parametrize(
    "make",
    [
        lambda app: {},
        lambda app: {LOGIN: cookie(app, age=13 * 3600)},
        lambda app: {LOGIN: cookie(app, secret=ANOTHER)},
        lambda app: {LOGIN: cookie(app, "eva")},
    ],
    ids=["nothing", "expired", "forged", "not listed"],
)
@pytest.mark.parametrize("page", ["", "regions", "programmes", "sources"])
def test_a_session_without_access_gets_the_sign_in_page_only(app, make, page):
    messages = session_messages(app, make(app), page)
    assert b"sign_in_page" in messages
    assert b"Huehuetenango" not in messages
    assert b"INL" not in messages
    style = PAGE_STYLE.read_bytes().strip()
    assert style in messages
    assert len(messages) - len(style) < 4_000


def test_a_session_of_a_listed_reader_gets_the_page(app):
    assert b"Huehuetenango" in session_messages(app, {LOGIN: cookie(app)})


def test_the_collector_reads_the_figures_with_its_token_and_nothing_else(app):
    sent = {"Authorization": "Bearer for-the-collector"}
    assert httpx.get(f"{app}/metrics", headers=sent).status_code == 200
    assert httpx.get(app + FILES[0], headers=sent).status_code == 401
    assert httpx.get(f"{app}/metrics", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_reader_signs_in_comes_to_the_page_of_the_link_and_signs_out(new_reader, app, guarded):
    reader = new_reader(address=app, locale="es-GT")
    page = reader.page
    page.goto(f"{app}/sources?lang=en&part=tables&dataset=sites")
    reader.settled()
    assert page.get_by_text("Data sets and tables").count() == 0
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").fill("ana")
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"{app}/sources?**part=tables**")
    page.get_by_text("Signed in as ana@state.gov").wait_for()
    with page.expect_download() as taken:
        page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
    *_, login = (line for line in audit(guarded) if line["event"] == "login")
    assert [login[name] for name in ("who", "standing")] == ["ana@state.gov", "in"]
    # The page looks for the file as well, before the reader takes it or after; other tests took rows.
    file = taken.value.suggested_filename
    exports = [(line["who"], line["by"]) for line in audit(guarded) if line.get("file") == file]
    assert exports.count(("ana@state.gov", "reader")) == 1
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(app)}
    assert cookies[LOGIN]["httpOnly"]
    assert cookies[LOGIN]["sameSite"] == "Lax"
    assert "atlas_wanted" not in cookies
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/oauth2/end_session**")
    page.goto(app)
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Iniciar")).wait_for()
    assert LOGIN not in {cookie["name"] for cookie in page.context.cookies(app)}
    copied = {"Cookie": f"{LOGIN}={cookies[LOGIN]['value']}"}
    assert httpx.get(app + FILES[0], headers=copied).status_code == 401


def test_an_unlisted_reader_gets_a_message_in_the_language_of_the_link(new_reader, app, guarded):
    reader = new_reader(address=app)
    reader.page.goto(f"{app}/?lang=es")
    reader.page.get_by_role("button", name="Iniciar sesión").click()
    reader.page.locator("input[name=sub]").fill("eva")
    reader.page.get_by_role("button", name="Authorize", exact=True).click()
    reader.page.get_by_text("eva@example.org, pero esta cuenta no tiene acceso").wait_for()
    assert reader.page.locator("iframe").count() == 0
    login = audit(guarded)[-1]
    assert [login[name] for name in ("event", "who", "standing")] == ["login", "eva@example.org", "refused"]
