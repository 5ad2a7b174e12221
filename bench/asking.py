"""Send a request to the app without a server, with the path decoded as a server does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp


@dataclass(frozen=True)
class Asked:
    """A request of any kind."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, bytes]
    method: str = "GET"
    body: bytes = b""


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()


def answer(app: ASGIApp, asked: Asked) -> tuple[int, bytes]:
    """Return the status and the body that `app` answers with."""
    scope = {
        "type": "http",
        "method": asked.method,
        "scheme": "http",
        "path": asked.path.encode("utf-8", "replace").decode(),
        "root_path": "",
        "query_string": urlencode(asked.query, errors="replace").encode(),
        "headers": [
            (name.encode(), value) for name, value in {"host": b"localhost", **asked.headers}.items()
        ],
    }
    told: list[Any] = []
    waiting = [{"type": "http.request", "body": asked.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            # Whoever listens for the end of a connection waits; it stays open.
            await asyncio.Event().wait()
        return waiting.pop()

    async def send(message: Any) -> None:
        told.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    # In a thread of its own: the browser's tests keep an event loop running in theirs.
    _thread().submit(lambda: _runner().run(ask())).result()
    return told[0]["status"], b"".join(message.get("body", b"") for message in told[1:])
