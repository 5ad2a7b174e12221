"""The proxy: access to the static site, outages, and limits per address."""

from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select
from socket import create_connection
from threading import Thread

import httpx
import pytest

from tests.proxy import started_proxy

FEW = {r"rate=\d+r/s": "rate=1r/m", r"burst=1000 delay=500": "burst=4 nodelay", r"burst=30000": "burst=39"}
"""Limits that a test can reach: five of what is worked out, forty of everything."""


class Replica(ThreadingHTTPServer):
    """A replica of the atlas as far as the proxy sees one."""

    access = 204
    """What it answers when the proxy asks whether everyone may look."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.paths = []


class Answering(BaseHTTPRequestHandler):
    """One request to a replica."""

    server: Replica

    def do_GET(self):
        self.server.paths.append(self.path)
        self.send_response(self.server.access if self.path == "/open_to_everyone" else 200)
        self.send_header("Content-Length", "0")
        if self.path.startswith("/layers/"):
            self.send_header("Cache-Control", "public, max-age=60")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_words):
        """Say nothing."""


@contextmanager
def answering():
    with Replica() as replica:
        thread = Thread(target=replica.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield replica
        finally:
            replica.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def stood(tmp_path_factory):
    """A replica that answers, and the proxy in front of it."""
    folder = tmp_path_factory.mktemp("proxy")
    with answering() as replica, started_proxy(folder, [replica.address]) as address:
        yield replica, address


@pytest.fixture(scope="module")
def outage(tmp_path_factory):
    """A proxy whose only replica has gone, and the folder of its mirror."""
    folder = tmp_path_factory.mktemp("outage")
    with answering() as replica:
        running = started_proxy(folder, [replica.address])
        address = running.__enter__()
    yield address, folder / "mirror"
    running.__exit__(None, None, None)


def connection(address):
    host, _, port = address.partition(":")
    return create_connection((host, int(port)), timeout=10)


@pytest.mark.parametrize(("access", "status"), [(204, 200), (401, 401), (403, 403), (404, 500), (500, 500)])
def test_the_static_site_is_served_only_if_access_is_open(stood, access, status):
    replica, address = stood
    replica.access = access
    answer = httpx.get(f"{address}/mirror/")
    assert answer.status_code == status
    assert ("the static mirror" in answer.text) is (status == 200)


def test_nothing_is_sent_to_the_mirror(stood):
    replica, address = stood
    replica.access, before = 204, len(replica.paths)
    assert httpx.post(f"{address}/mirror/", content=b"GET /smuggled HTTP/1.1\r\n\r\n").status_code == 405
    assert httpx.get(f"{address}/mirror/").status_code == 200
    assert set(replica.paths[before:]) == {"/open_to_everyone"}


def test_the_path_of_the_access_check_is_closed_to_clients(stood):
    assert httpx.get(f"{stood[1]}/open_to_everyone").status_code == 404


def test_a_file_is_requested_once_for_each_encoding_whatever_clients_write(stood):
    replica, address = stood
    replica.access, before = 204, len(replica.paths)
    for accepted in ("br", "gzip, br", "br, x1", "br, x2", "gzip", "gzip, x3", "identity", "x4"):
        assert (
            httpx.get(f"{address}/layers/1/a.json", headers={"accept-encoding": accepted}).status_code
            == 200
        )
    assert replica.paths[before:] == ["/layers/1/a.json"] * 3


def test_in_an_outage_a_page_leads_to_the_mirror(outage):
    answer = httpx.get(f"{outage[0]}/regions?dep=18", follow_redirects=True)
    assert answer.status_code == 200
    assert "the static mirror" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/collections/sites/items?f=csv",
        "/media/0123.csv",
        "/own/0123/marks.json",
        "/layers/0/atlas.json",
        "/component/streamlit_folium.st_folium/index.html",
        "/_stcore/stream",
        "/_stcore/upload_file/a/b",
    ],
)
def test_in_an_outage_a_program_gets_an_error_and_no_page(outage, path):
    answer = httpx.get(outage[0] + path)
    assert answer.status_code == 502
    assert "location" not in answer.headers


def test_in_an_outage_without_a_mirror_a_page_says_to_wait(outage):
    address, mirror = outage
    away = mirror / "index.html"
    away.rename(mirror.parent / "away.html")
    try:
        answer = httpx.get(f"{address}/regions")
    finally:
        (mirror.parent / "away.html").rename(away)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "El atlas no responde" in answer.text


@pytest.fixture
def narrow(tmp_path):
    """A proxy that has just started and allows little; readers differ by the end of their address."""
    limits = FEW | {r"set_real_ip_from 10.0.0.0/8": "set_real_ip_from 127.0.0.1"}
    with answering() as replica, started_proxy(tmp_path, [replica.address], limits) as address:

        def ask(path, times, reader=1):
            from_there = {"X-Forwarded-For": f"203.0.113.{reader}"}
            with httpx.Client(base_url=address, headers=from_there) as client:
                return [client.get(path).status_code for _ in range(times)]

        yield ask


def test_rate_limits_apply_to_one_address_only(narrow):
    assert narrow("/regions", 7) == [200] * 5 + [429] * 2
    assert narrow("/api/collections", 1) == [429]
    assert narrow("/regions", 5, reader=2) == [200] * 5


@pytest.mark.parametrize(
    "path", ["/static/js/a.js", "/layers/0/a.json", "/page/0/a.js", "/component/a/b.js", "/mirror/"]
)
def test_files_are_not_counted_among_what_is_worked_out(narrow, path):
    assert narrow(path, 40) == [200] * 40
    assert narrow(path, 1) == [429]


def test_an_office_may_open_the_atlas_at_once(stood):
    with httpx.Client(base_url=stood[1]) as client:
        answers = {client.get(path).status_code for path in ("/", "/_stcore/health") for _ in range(250)}
    assert answers == {200}


def test_one_address_holds_only_so_many_uploads_open(stood):
    address = stood[1].removeprefix("http://")
    begun = b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: atlas\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as stack:
        sent = [stack.enter_context(connection(address)) for _ in range(21)]
        for connection_ in sent:
            connection_.sendall(begun)
        answered, _, _ = select(sent, [], [], 10)
        assert [connection_.recv(12) for connection_ in answered] == [b"HTTP/1.1 429"]
