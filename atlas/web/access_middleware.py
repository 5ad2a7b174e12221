"""Middleware in front of every route and download: without a sign-in, only the sign-in page is served.

Streamlit's page, its scripts and its websocket are open, because `st.login` runs in them; there the frame
of the pages shows only the sign-in. Everything else is refused, including any route added later.

The page that a visitor requested is kept in a cookie over the sign-in: Streamlit returns everyone to the
first page.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.streamlit_compat.sessions import LOGIN, claims
from atlas.web import access_rules, logs

COOKIE: Final = "atlas_wanted"
LONGEST: Final = 2000
MINUTES: Final = 15
"""How long the page that a visitor asked for is remembered."""

OWN_ADDRESS: Final = re.compile(r"/(?![/\\])[\w.,~%+=&?;:!*'()@$/-]*", re.ASCII)
"""An address on this server; one that begins with two slashes would be on another."""


def remember(connection: HTTPConnection, headers: MutableHeaders) -> None:
    """Keep the page that was asked for in a cookie of this browser."""
    url = connection.url
    address = url.path + (f"?{url.query}" if url.query else "")
    if connection.scope["method"] == "GET" and len(address) <= LONGEST and OWN_ADDRESS.fullmatch(address):
        headers.append("Set-Cookie", _cookie(quote(address, safe=""), 60 * MINUTES))


def send_back(connection: HTTPConnection, headers: MutableHeaders) -> None:
    """Send a visitor who has just signed in to the remembered page, if it is one of ours."""
    address = unquote(connection.cookies.get(COOKIE, ""))
    if OWN_ADDRESS.fullmatch(address):
        headers["Location"] = address
    headers.append("Set-Cookie", _cookie("", 0))


def _cookie(value: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


SIGN_OUT: Final = "/auth/logout"

OPEN_ADDRESSES: Final = frozenset(
    {
        "/healthz",
        "/readyz",
        "/favicon.png",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/stream",
        "/auth/login",
        SIGN_OUT,
        "/oauth2callback",
    }
)
"""What the sign-in itself needs, and what a machine asks that watches the server."""

MESSAGES: Final = {
    access_rules.Standing.OUT: (401, "sign in first: open the atlas and sign in there\n"),
    access_rules.Standing.EXPIRED: (401, "your session has ended: open the atlas and sign in again\n"),
    access_rules.Standing.REFUSED: (
        403,
        "your account is not on the list of this atlas; ask its administrator\n",
    ),
}


class AccessMiddleware:
    """Middleware that checks each request against `access_rules`; without rules all pass.

    `pages` are the addresses of the pages: each is Streamlit's empty page until its session has decided
    what to show.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        self.app, self.pages = app, pages

    def is_open(self, path: str) -> bool:
        """Return whether an address is open to visitors who have not signed in."""
        return path in OPEN_ADDRESSES or path in self.pages or path.startswith(("/static/", "/page/"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        rules = access_rules.rules() if scope["type"] in {"http", "websocket"} else None
        if rules is None:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        held = claims(connection.cookies)
        standing = rules.standing(held)
        if standing is not access_rules.Standing.IN:
            if not self.is_open(scope["path"]) and not _may_read_metrics(connection, rules.metrics_token):
                await _refuse(standing, scope, receive, send)
                return
            send = self._during_sign_in(connection, rules, send)
        elif scope["path"] == SIGN_OUT:
            access_rules.end_session(held)
        await self.app(
            scope, receive, logs.log_downloads(scope, _kept_private(send), access_rules.name_of(held))
        )

    def _during_sign_in(self, connection: HTTPConnection, rules: access_rules.Rules, send: Send) -> Send:
        """Return `send`, logging who signs in and sending them to the page that they asked for."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if connection.url.path == "/oauth2callback":
                    cookies = SimpleCookie("; ".join(headers.getlist("set-cookie")))
                    held = claims({name: morsel.value for name, morsel in cookies.items()})
                    if LOGIN in cookies and held:
                        logs.audit("login", access_rules.name_of(held), standing=rules.standing(held))
                        send_back(connection, headers)
                elif connection.url.path in self.pages:
                    remember(connection, headers)
            await send(message)

        return sending


def _kept_private(send: Send) -> Send:
    """Return `send`, with headers that keep its answers out of shared caches."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = headers.get("cache-control", "private")
            headers["Cache-Control"] = kept.replace("public", "private")
        await send(message)

    return sending


async def _refuse(standing: access_rules.Standing, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    status, text = MESSAGES[standing]
    await PlainTextResponse(text, status, {"Cache-Control": "no-store"})(scope, receive, send)


def _may_read_metrics(connection: HTTPConnection, token: str) -> bool:
    """Return whether this is the machine that collects the metrics, with the token it was given."""
    given = connection.headers.get("authorization", "").removeprefix("Bearer ")
    is_token = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    return connection.url.path == "/metrics" and is_token
