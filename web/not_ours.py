"""Middleware that leaves out what Streamlit serves and no reader of the atlas needs.

Streamlit answers programs that drive a page without a browser, at addresses of its own. That is off
until a setting turns it on; but then whoever reaches the server may open sessions there, a hundred by
default, each as large as a reader's, past what `web.measuring` counts. So these addresses are not there.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

AGENTS: Final = "/_stcore/agent"
"""How the addresses for such programs begin, below whatever address the atlas has."""

NAMED: Final = re.compile(
    rb'<link rel="service-desc"[^>]*>'
    rb"|<p>\s*Reading this without a browser\?.*?(?=\s*</noscript>)",
    re.DOTALL,
)
"""How Streamlit's page names them: at its top, and to whoever reads it without scripts."""


class HeadlessApiBlock:
    """Middleware that answers for these addresses that nothing is there, and lets all else through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and AGENTS in scope["path"]:
            await PlainTextResponse("not found\n", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)
