"""Streamlit's login cookie, read where no page runs: in front of routes and downloads.

Streamlit checks it only when a session opens. The functions below are its own; a contract test
holds them for the pinned version.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from starlette.formparsers import MultiPartParser
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

LOGIN: Final = AUTH_COOKIE_NAME
"""The name of the cookie that says who signed in."""


def claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """Return the claims of the login cookie; empty without one, or with one that is not of this server.

    A cookie counts that this server signed at most 31 days ago, for the origin it is configured with.
    """
    content = get_cookie_with_chunks(lambda name: _signed(cookies, name), LOGIN)
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    if not isinstance(found, dict) or found.get("origin") != get_origin_from_redirect_uri():
        return {}
    return found


def _signed(cookies: Mapping[str, str], name: str) -> bytes | None:
    value, secret = cookies.get(name), get_cookie_secret()
    if not value or not secret:
        return None
    return decode_signed_value(secret, name, value.encode("latin-1", "replace"))


LARGEST_UPLOAD: Final = 220_000_000
"""Bytes of the largest file that Streamlit takes (200 MB), and of what the browser puts around it."""


def uploads_stay_in_memory() -> None:
    """Keep what a reader uploads off the disk: above a megabyte Starlette would write it to a file."""
    MultiPartParser.spool_max_size = LARGEST_UPLOAD


@contextmanager
def before_any_session() -> Iterator[None]:
    """Load what wants a session, on purpose without one.

    The map's component declares itself when it is loaded and is registered when it is drawn
    (`register` in `browser_frames`): Streamlit's warning that no session is there would be noise.
    """

    def says_more(record: logging.LogRecord) -> bool:
        return "missing ScriptRunContext" not in record.msg

    log = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    log.addFilter(says_more)
    try:
        yield
    finally:
        log.removeFilter(says_more)
