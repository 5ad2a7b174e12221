"""What every request passes on its way to the pages and routes, the outermost first."""

from __future__ import annotations

import os

from starlette.middleware import Middleware

from web.guard import Guard
from web.headers import SecurityHeaders
from web.measuring import Measuring
from web.not_ours import NotOurs
from web.page_hints import PageHints
from web.streamlit_files import CompressedScripts


def middleware() -> list[Middleware]:
    """Return the middleware of the app; the environment says who may embed it."""
    return [
        Middleware(Measuring),
        Middleware(SecurityHeaders, embedded_by=os.environ.get("ATLAS_FRAME_ANCESTORS", "")),
        Middleware(Guard),
        Middleware(NotOurs),
        Middleware(CompressedScripts),
        Middleware(PageHints),
    ]
