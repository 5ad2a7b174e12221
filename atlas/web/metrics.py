"""What the server counts, as Prometheus reads it at `/metrics`: requests, runs of pages, sessions, errors.

A run is timed as its reader waits for it: from the message that asks for it to the message that says it
has ended.
"""

from __future__ import annotations

from time import perf_counter
from typing import Final

from google.protobuf.message import DecodeError
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.streamlit_compat.sessions import REPLACED, asks_for_run, run_outcome
from atlas.web.logs import LOG, note
from atlas.web.served_data import atlas_data, problems
from geo.dataset.records import data_version

# A creation time next to every figure would double what is read every few seconds.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SECONDS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Upper ends of the classes of a latency: from instant to far too long."""

REQUESTS: Final = Counter(
    "atlas_requests", "Requests over HTTP.", ("part", "method", "status"), registry=REGISTRY
)
REQUEST_SECONDS: Final = Histogram(
    "atlas_request_seconds", "Time to the end of an answer.", ("part",), buckets=SECONDS, registry=REGISTRY
)
RERUNS: Final = Counter("atlas_reruns", "Runs of a page, by their end.", ("outcome",), registry=REGISTRY)
RERUN_SECONDS: Final = Histogram(
    "atlas_rerun_seconds",
    "Time from a reader's message to the end of the run that answers it.",
    buckets=SECONDS,
    registry=REGISTRY,
)
SESSIONS: Final = Gauge("atlas_sessions", "Sessions that are open now.", registry=REGISTRY)
SESSIONS_OPENED: Final = Counter("atlas_sessions_opened", "Sessions since the start.", registry=REGISTRY)
ERRORS: Final = Counter("atlas_errors", "Errors by kind.", ("kind",), registry=REGISTRY)
DATA: Final = Info("atlas_data", "The data that are served.", registry=REGISTRY)
BROKEN: Final = Gauge("atlas_data_broken", "Tables and layers that cannot be used.", registry=REGISTRY)


async def metrics(_request: Request) -> Response:
    """Answer with every figure."""
    DATA.info({"version": data_version(atlas_data().data)})
    BROKEN.set(len(await run_in_threadpool(problems)))
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


PARTS: Final = {
    "/layers/": "layers",
    "/map/": "map",
    "/vendor/": "vendor",
    "/static/": "static",
    "/component/": "component",
    "/media/": "media",
    "/api/": "api",
    "/_stcore/upload_file/": "upload",
    "/_stcore/": "streamlit",
    "/auth/": "login",
    "/oauth2callback": "login",
    "/healthz": "health",
    "/readyz": "health",
    "/metrics": "health",
    "/open_to_everyone": "health",
}
"""The part of the server by how an address begins; every other address is a page."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def part_of(path: str) -> str:
    """Return the part of the server that an address belongs to; single addresses are not counted."""
    return next((part for prefix, part in PARTS.items() if path.startswith(prefix)), "page")


class RequestMetrics:
    """Middleware that counts and times requests and, on the websocket, the runs of pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one session."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = perf_counter(), 500

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            seconds, part = perf_counter() - started, part_of(scope["path"])
            method = scope["method"] if scope["method"] in METHODS else "other"
            REQUESTS.labels(part, method, status).inc()
            REQUEST_SECONDS.labels(part).observe(seconds)
            if status >= 500:
                ERRORS.labels(f"http {status}").inc()
            note("request", part=part, method=method, status=status, ms=round(1000 * seconds, 1))

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        runs = Runs()

        async def receive_counted() -> Message:
            message = await receive()
            runs.receive(message.get("bytes"))
            return message

        async def send_counted(message: Message) -> None:
            await send(message)
            runs.send(message.get("bytes"))

        SESSIONS_OPENED.inc()
        with SESSIONS.track_inprogress():
            await self.app(scope, receive_counted, send_counted)


class Runs:
    """The runs of one session, each from the message that asks for it to the one that ends it."""

    def __init__(self) -> None:
        self._started: float | None = None

    def receive(self, message: bytes | None) -> None:
        """Take in a message that the reader's browser sent."""
        try:
            asks = asks_for_run(message)
        except DecodeError:
            ERRORS.labels("unreadable message").inc()
            return
        if asks and self._started is None:
            self._started = perf_counter()

    def send(self, message: bytes | None) -> None:
        """Take in a message that the server sends back."""
        outcome = run_outcome(message)
        if outcome is None:
            return
        RERUNS.labels(outcome).inc()
        if outcome != REPLACED and self._started is not None:
            seconds = perf_counter() - self._started
            RERUN_SECONDS.observe(seconds)
            note("rerun", ms=round(1000 * seconds, 1))
            self._started = None


def note_script_error(error: Exception) -> None:
    """Count and log an error of a page; the reader sees that something went wrong, and no details."""
    ERRORS.labels(type(error).__name__).inc()
    LOG.error("page failed", exc_info=error)
