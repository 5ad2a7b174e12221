"""Upload hostile files to a running server while others read, and measure what they feel of it.

Every session speaks Streamlit's own protocol, so that no browser takes the processor that is measured.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import Final
from urllib.parse import urlsplit

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import ClientConnection, connect

from bench.hostile_files import CLASSES, File
from bench.rows import Row, at_most
from bench.servers import Server
from bench.viewers import run, viewer

LARGEST_MB: Final = 1_200
"""Memory of the server and the processes that read lists, together."""
LONGEST_HOLD_S: Final = 0.3
"""Seconds for which the server may keep `/healthz` waiting."""
QUIET: Final = 0.1
"""Processors that other programs may use on a machine that counts as quiet."""
PATIENCE_S: Final = 400
"""Seconds in which each upload must end in a table or a sentence."""
ALL_S: Final = 900
"""Seconds after which no further file is uploaded."""
SIZE: Final = 100
"""The size of the files of a full run."""


@dataclass
class Watch:
    """What was measured during the uploads; `others` is how many processors other programs used."""

    server_mb: float = 0
    total_mb: float = 0
    silence_s: float = 0
    hold_s: float = 0
    page_s: float = 0
    others: float = 0
    errors: list[str] = field(default_factory=list)


def private_mb(process: psutil.Process) -> float:
    """Return the resident memory of a process that it shares with no other."""
    with suppress(psutil.Error):
        memory = process.memory_info()
        return float(memory.rss - memory.shared) / 1e6
    return 0.0


def silence_of(server: Server) -> tuple[float, float]:
    """Request `/healthz`; return the seconds until the answer, and how many of them the server caused."""
    place = urlsplit(server.address)
    started = perf_counter()
    computed, waited = server.cpu_seconds(), waited_s(server)
    # A connection of its own: the server closes one that was silent for five seconds.
    with closing(http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)) as connection:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    computed, waited = server.cpu_seconds() - computed, waited_s(server) - waited
    silence = perf_counter() - started
    return silence, hold_s(silence, computed, waited)


def waited_s(server: Server) -> float:
    """Return for how long this thread and the one that answers were ready and had no processor, in seconds.

    0 where the kernel does not count it.
    """
    with suppress(OSError):
        threads = ("thread-self", f"{server.process.pid}/task/{server.process.pid}")
        return sum(int(Path("/proc", name, "schedstat").read_text().split()[1]) for name in threads) / 1e9
    return 0.0


def hold_s(silence: float, computed: float, waited: float) -> float:
    """Return the part of a silence that the server caused, in seconds, where other programs are busy too.

    It is the silence minus the time in which threads waited for a processor. It cannot exceed what the
    server computed meanwhile, because only a computing thread holds the interpreter lock.
    """
    return max(0.0, min(silence - waited, computed))


def busy_s(server: Server) -> float:
    """Return the processor time of all other programs until now, in seconds."""
    machine = psutil.cpu_times()._asdict()
    # Guests are counted as user time as well.
    used = sum(
        seconds for kind, seconds in machine.items() if not kind.startswith(("idle", "iowait", "guest"))
    )
    own = server.process.cpu_times()
    bench = psutil.Process().cpu_times()
    return float(used - sum(own[:4]) - bench.user - bench.system)


@contextmanager
def watched(server: Server) -> Iterator[Watch]:
    """Measure memory, `/healthz` and the page of another reader until the end of the block."""
    watch, ended = Watch(), Event()

    def memory() -> None:
        while not ended.wait(0.05):
            own = server.memory_mb()
            watch.server_mb = max(watch.server_mb, own)
            others = sum(private_mb(child) for child in server.process.children(recursive=True))
            watch.total_mb = max(watch.total_mb, own + others)

    def health() -> None:
        while not ended.wait(0.02):
            silence, hold = silence_of(server)
            watch.silence_s = max(watch.silence_s, silence)
            watch.hold_s = max(watch.hold_s, hold)

    def reader() -> None:
        with viewer(server) as connection:
            while not ended.wait(1):
                started = perf_counter()
                run(connection, "lang=en")
                watch.page_s = max(watch.page_s, perf_counter() - started)

    started, busy = perf_counter(), busy_s(server)
    with ThreadPoolExecutor() as threads:
        measuring = [threads.submit(call) for call in (memory, health, reader)]
        try:
            yield watch
        finally:
            ended.set()
            # Whatever ends a measurement early is a failure of the server.
            ends = [future.exception() for future in measuring]
            watch.errors += [f"{type(error).__name__}: {error}" for error in ends if error]
            watch.others = (busy_s(server) - busy) / (perf_counter() - started)


class Uploader:
    """A session on the page of own lists that uploads files."""

    def __init__(self, server: Server, connection: ClientConnection) -> None:
        self.server, self.connection = server, connection
        self.session = self.widget = ""

    def run(self, *files: tuple[FileURLs, File]) -> str:
        """Run the page with these files in its uploader; return the text of its errors and keys."""
        message = BackMsg()
        message.rerun_script.query_string = "lang=en"
        message.rerun_script.page_name = "own_layers"
        if self.widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widget
            # Set even without a file: that is what removing the file sends.
            state.file_uploader_state_value.SetInParent()
            for urls, (name, content) in files:
                info = state.file_uploader_state_value.uploaded_file_info.add()
                info.name, info.size, info.file_id = name, len(content), urls.file_id
                info.file_urls.CopyFrom(urls)
        self.connection.send(message.SerializeToString())
        return self._until("script_finished")

    def _until(self, kind: str) -> str:
        shown = []
        while True:
            content = self.connection.recv(timeout=PATIENCE_S)
            sent = ForwardMsg.FromString(content if isinstance(content, bytes) else content.encode())
            if sent.HasField("new_session"):
                self.session = sent.new_session.initialize.session_id
            element = sent.delta.new_element
            if element.HasField("file_uploader"):
                self.widget = element.file_uploader.id
            if element.HasField("alert"):
                shown.append(element.alert.body)
            if element.HasField("exception"):
                shown.append("an exception of the page")
            if element.HasField("button") and "own_place" in element.button.id:
                shown.append("own_place")
            if element.HasField("progress"):
                shown.append("progress")
            if sent.HasField(kind):
                if kind == "file_urls_response":
                    self.urls = sent.file_urls_response.file_urls
                return "\n".join(shown)

    def upload(self, file: File) -> str:
        """Upload a file and return how it ended: a table, a sentence, or what is wrong."""
        self.run()
        message = BackMsg()
        message.file_urls_request.request_id = "x"
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(file[0])
        self.connection.send(message.SerializeToString())
        self._until("file_urls_response")
        (urls,) = self.urls
        self._put(urls.upload_url, file)
        started = monotonic()
        while monotonic() - started < PATIENCE_S:
            shown = self.run((urls, file))
            if "exception" in shown:
                return "an exception"
            if "own_place" in shown or "recognised" in shown:
                return "a table"
            if "progress" not in shown:
                return "a sentence" if shown else "nothing"
        return "no end"

    def _put(self, url: str, file: File) -> None:
        name, content = file
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n%s\r\n--x--\r\n" % (name.encode(), content)
        )
        token = generate_xsrf_token_string(None, None)
        headers = {
            "Content-Type": "multipart/form-data; boundary=x",
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
        }
        request = urllib.request.Request(self.server.address + url, body, headers, method="PUT")
        urllib.request.urlopen(request, timeout=60).close()


@contextmanager
def uploader(server: Server) -> Iterator[Uploader]:
    """Open a session on the page of own lists."""
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        yield Uploader(server, connection)


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Yield the URL of a server, and the paths that are requested from it."""
    requested: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/crs", requested
    server.shutdown()
    server.server_close()


def uploaded(server: Server, size: int = SIZE) -> tuple[Watch, dict[str, int], list[str]]:
    """Upload hostile files; return the measurements, the number of files of each class, the failures."""
    counts, failures = dict.fromkeys(CLASSES, 0), []
    started = monotonic()
    with listener() as (url, requested):
        with watched(server) as watch, uploader(server) as session:
            for kind, files in CLASSES.items():
                for file in files(url, size):
                    if monotonic() - started > ALL_S:
                        break
                    counts[kind] += 1
                    outcome = session.upload(file)
                    if outcome not in {"a table", "a sentence"}:
                        failures.append(f"{file[0]}: {outcome}")
        failures += [f"{path} was requested" for path in requested]
    return watch, counts, failures + watch.errors


def rows_of_uploads(watch: Watch, counts: dict[str, int], failures: list[str]) -> list[Row]:
    """Return what was uploaded and measured, with the bars.

    On a quiet machine every silence of `/healthz` is a hold.
    """
    hold = watch.silence_s if watch.others <= QUIET else watch.hold_s
    return [
        *(Row(f"uploads: {kind}", count, "inputs") for kind, count in counts.items()),
        at_most("uploads: failures", len(failures), "failures", 0),
        at_most("uploads: the largest memory, processes included", watch.total_mb, "MB", LARGEST_MB),
        Row("uploads: the largest memory of the server alone", round(watch.server_mb), "MB"),
        at_most("uploads: the longest hold of /healthz by the server", hold, "s", LONGEST_HOLD_S),
        Row("uploads: the longest silence of /healthz", round(watch.silence_s, 2), "s"),
        Row("uploads: processors used by other programs", round(watch.others, 2), "processors"),
        Row("uploads: the slowest page of another reader", round(watch.page_s, 2), "s"),
    ]
