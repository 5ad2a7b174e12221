"""Middleware in front of every route and download: who has not signed in gets the door and no more.

Streamlit's page, its scripts and its websocket pass, for `st.login` runs in them; the frame of the
pages shows nothing but the door there. All else is refused, routes not yet written included.
"""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.streamlit_compat.sessions import LOGIN, claims
from web import access, audit
from web.wanted import remember, sent_back

PAGES: Final = frozenset(
    {"/", *(f"/{path.stem}" for path in (Path(__file__).parents[1] / "pages").glob("[a-z]*.py"))}
)
"""The addresses of pages: each is Streamlit's empty page until its session has said what to show."""

OPEN: Final = frozenset(
    {
        "/healthz",
        "/readyz",
        "/favicon.png",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/stream",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    }
)
"""What the door itself is made of, and what a machine asks that watches the server."""

MESSAGES: Final = {
    access.Standing.OUT: (401, "sign in first: open the atlas and sign in there\n"),
    access.Standing.EXPIRED: (401, "your session has ended: open the atlas and sign in again\n"),
    access.Standing.REFUSED: (403, "your account is not on the list of this atlas; ask its host\n"),
}


def is_open(path: str) -> bool:
    """Return whether an address is part of the door."""
    return path in OPEN or path in PAGES or path.startswith(("/static/", "/page/"))


class AccessMiddleware:
    """Middleware that asks `access.rules` at each request; without rules all pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        rules = access.rules() if scope["type"] in {"http", "websocket"} else None
        if rules is None:
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        held = claims(asked.cookies)
        standing = rules.standing(held)
        if standing is not access.Standing.IN:
            if not is_open(scope["path"]) and not _may_read_figures(asked, rules.metrics_token):
                await _refuse(standing, scope, receive, send)
                return
            send = _at_the_door(asked, rules, send)
        await self.app(scope, receive, audit.exports(scope, _kept_private(send), access.who(held)))


def _kept_private(send: Send) -> Send:
    """Return `send`, keeping what it sends out of caches that others share."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = headers.get("cache-control", "private")
            headers["Cache-Control"] = kept.replace("public", "private")
        await send(message)

    return sending


async def _refuse(standing: access.Standing, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    status, text = MESSAGES[standing]
    await PlainTextResponse(text, status, {"Cache-Control": "no-store"})(scope, receive, send)


def _may_read_figures(asked: HTTPConnection, token: str) -> bool:
    """Return whether this is the machine that collects the figures, with the token it was given."""
    given = asked.headers.get("authorization", "").removeprefix("Bearer ")
    return (
        asked.url.path == "/metrics" and bool(token) and hmac.compare_digest(given.encode(), token.encode())
    )


def _at_the_door(asked: HTTPConnection, rules: access.Rules, send: Send) -> Send:
    """Note who signs in, and bring them to the page that they came for."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if asked.url.path == "/oauth2callback":
                given = SimpleCookie("; ".join(headers.getlist("set-cookie")))
                held = claims({name: one.value for name, one in given.items()})
                if LOGIN in given and held:
                    audit.note("login", access.who(held), standing=rules.standing(held))
                    sent_back(asked, headers)
            elif asked.url.path in PAGES:
                remember(asked, headers)
        await send(message)

    return sending
