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
class Request:
    """An HTTP request."""

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


def answer(app: ASGIApp, request: Request) -> tuple[int, bytes]:
    """Return the status and the body of the answer of `app`."""
    scope = {
        "type": "http",
        "method": request.method,
        "scheme": "http",
        "path": request.path.encode("utf-8", "replace").decode(),
        "root_path": "",
        "query_string": urlencode(request.query, errors="replace").encode(),
        "headers": [
            (name.encode(), value) for name, value in {"host": b"localhost", **request.headers}.items()
        ],
    }
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            # The connection stays open for code that waits for its end.
            await asyncio.Event().wait()
        return waiting.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    # In a thread of its own, because the browser tests already run an event loop in theirs.
    _thread().submit(lambda: _runner().run(ask())).result()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
