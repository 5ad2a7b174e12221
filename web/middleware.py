"""What every request passes on its way to the pages and routes, the outermost first."""

from __future__ import annotations

import os

from starlette.middleware import Middleware

from web.guard import AccessMiddleware
from web.headers import SecurityHeaders
from web.measuring import RequestMetrics
from web.not_ours import HeadlessApiBlock
from web.page_hints import PageHints
from web.streamlit_files import CompressedScripts


def middleware() -> list[Middleware]:
    """Return the middleware of the app; the environment says who may embed it."""
    return [
        Middleware(RequestMetrics),
        Middleware(SecurityHeaders, embedded_by=os.environ.get("ATLAS_FRAME_ANCESTORS", "")),
        Middleware(AccessMiddleware),
        Middleware(HeadlessApiBlock),
        Middleware(CompressedScripts),
        Middleware(PageHints),
    ]
