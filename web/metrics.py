"""What the server counts of itself, as Prometheus reads it at `/metrics`."""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
)
from prometheus_client import generate_latest as written
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import Request
from starlette.responses import Response

from geo.dataset.records import data_version
from web.library import atlas_data, problems

# A time of birth beside every figure doubles what is read each few seconds.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SECONDS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""The classes of a latency: what feels instant, what is a wait, what is a fault."""

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
    BROKEN.set(len(problems()))
    return Response(written(REGISTRY), media_type=CONTENT_TYPE_LATEST)
