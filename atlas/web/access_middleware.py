"""Middleware in front of every route and download: who has not signed in gets the door and no more.

Streamlit's page, its scripts and its websocket pass, for `st.login` runs in them; the frame of the
pages shows nothing but the door there. All else is refused, routes not yet written included.

The page that a visitor came for, kept over the sign-in: Streamlit returns everyone to the first page.
"""

from __future__ import annotations

import hmac
import re
from http.cookies import SimpleCookie
from pathlib import Path
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
"""How long a sign-in may take before the visitor starts at the first page."""

OURS: Final = re.compile(r"/(?![/\\])[\w.,~%+=&?;:!*'()@$/-]*", re.ASCII)
"""An address on this server alone: never one that begins with two slashes."""


def remember(asked: HTTPConnection, headers: MutableHeaders) -> None:
    """Keep the page asked for in a cookie of this browser."""
    address = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
    if asked.scope["method"] == "GET" and len(address) <= LONGEST and OURS.fullmatch(address):
        headers.append("Set-Cookie", _cookie(quote(address, safe=""), 60 * MINUTES))


def sent_back(asked: HTTPConnection, headers: MutableHeaders) -> None:
    """Send who has just signed in to the page that is remembered, if it is one of ours."""
    address = unquote(asked.cookies.get(COOKIE, ""))
    if OURS.fullmatch(address):
        headers["Location"] = address
    headers.append("Set-Cookie", _cookie("", 0))


def _cookie(value: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


PAGES: Final = frozenset(
    {"/", *(f"/{path.stem}" for path in (Path(__file__).parents[2] / "pages").glob("[a-z]*.py"))}
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
    access_rules.Standing.OUT: (401, "sign in first: open the atlas and sign in there\n"),
    access_rules.Standing.EXPIRED: (401, "your session has ended: open the atlas and sign in again\n"),
    access_rules.Standing.REFUSED: (403, "your account is not on the list of this atlas; ask its host\n"),
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
        rules = access_rules.rules() if scope["type"] in {"http", "websocket"} else None
        if rules is None:
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        held = claims(asked.cookies)
        standing = rules.standing(held)
        if standing is not access_rules.Standing.IN:
            if not is_open(scope["path"]) and not _may_read_figures(asked, rules.metrics_token):
                await _refuse(standing, scope, receive, send)
                return
            send = _at_the_door(asked, rules, send)
        await self.app(scope, receive, logs.exports(scope, _kept_private(send), access_rules.who(held)))


def _kept_private(send: Send) -> Send:
    """Return `send`, keeping what it sends out of caches that others share."""

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


def _may_read_figures(asked: HTTPConnection, token: str) -> bool:
    """Return whether this is the machine that collects the figures, with the token it was given."""
    given = asked.headers.get("authorization", "").removeprefix("Bearer ")
    return (
        asked.url.path == "/metrics" and bool(token) and hmac.compare_digest(given.encode(), token.encode())
    )


def _at_the_door(asked: HTTPConnection, rules: access_rules.Rules, send: Send) -> Send:
    """Note who signs in, and bring them to the page that they came for."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if asked.url.path == "/oauth2callback":
                given = SimpleCookie("; ".join(headers.getlist("set-cookie")))
                held = claims({name: one.value for name, one in given.items()})
                if LOGIN in given and held:
                    logs.audit("login", access_rules.who(held), standing=rules.standing(held))
                    sent_back(asked, headers)
            elif asked.url.path in PAGES:
                remember(asked, headers)
        await send(message)

    return sending
