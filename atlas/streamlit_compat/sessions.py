"""Streamlit's sessions: their messages, their history, the sign-in cookie, and starting without one.

Streamlit checks the cookie only when a session opens; routes and downloads are checked here, by
Streamlit's own functions. Tests hold each private name for the pinned version.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from starlette.formparsers import MultiPartParser
from streamlit import runtime
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

LOGIN: Final = AUTH_COOKIE_NAME
"""The name of the cookie that says who signed in."""


def claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """Return the claims of the sign-in cookie; empty without one, or with one from another server.

    A cookie is valid if this server signed it at most 31 days ago, for the origin it is configured with.
    """
    content = get_cookie_with_chunks(lambda name: _signed(cookies, name), LOGIN)
    try:
        values = json.loads(content or b"{}")
    except ValueError:
        return {}
    if not isinstance(values, dict) or values.get("origin") != get_origin_from_redirect_uri():
        return {}
    return values


def _signed(cookies: Mapping[str, str], name: str) -> bytes | None:
    value, secret = cookies.get(name), get_cookie_secret()
    if not value or not secret:
        return None
    return decode_signed_value(secret, name, value.encode("latin-1", "replace"))


def is_history_navigation() -> bool:
    """Return whether the reader went back or forward in the browser's history to cause this run."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


GRACE_S: Final = 10
"""Seconds for which a browser may be without its connection before work for its reader ends."""


def connection_of_reader() -> Callable[[], bool]:
    """Return a function for other threads that says whether the browser of this session is still there."""
    run = get_script_run_ctx()
    if run is None or not runtime.exists():
        return lambda: True
    session, is_active = run.session_id, runtime.get_instance().is_active_session
    last_seen = monotonic()

    def is_connected() -> bool:
        nonlocal last_seen
        if is_active(session):
            last_seen = monotonic()
        return monotonic() - last_seen < GRACE_S

    return is_connected


REPLACED: Final = "finished_early_for_rerun"
"""The outcome of a run that a newer one has replaced: its reader still waits."""

LARGEST_OUTCOME: Final = 200
"""The message that ends a run has fewer bytes than this; a larger one is not parsed."""


def asks_for_run(message: bytes | None) -> bool:
    """Return whether a browser's message asks for a run of the page.

    Raises
    ------
    google.protobuf.message.DecodeError
        The bytes are no message of Streamlit's.
    """
    return message is not None and bool(BackMsg.FromString(message).HasField("rerun_script"))


def run_outcome(message: bytes | None) -> str | None:
    """Return how a run ended, if this message of the server ends one: `finished_successfully`, say."""
    if message is None or len(message) > LARGEST_OUTCOME:
        return None
    content = ForwardMsg.FromString(message)
    if content.WhichOneof("type") != "script_finished":
        return None
    return str(ForwardMsg.ScriptFinishedStatus.Name(content.script_finished)).lower()


LARGEST_UPLOAD: Final = 220_000_000
"""Bytes of the largest file that Streamlit accepts (200 MB), with what the browser adds around it."""


def uploads_stay_in_memory() -> None:
    """Keep uploaded files off the disk: Starlette writes those above a megabyte to a file."""
    MultiPartParser.spool_max_size = LARGEST_UPLOAD


IMPORTED_LATE: Final = ("streamlit.dataframe_util", "streamlit.emojis", "streamlit.material_icon_names")
"""Streamlit's own modules that it otherwise imports while the first visitor waits."""


@contextmanager
def before_any_session() -> Iterator[None]:
    """Import modules that expect a session, without its warning that there is none.

    The map's component declares itself when it is imported; `components.register` makes up for the
    session later.
    """

    def is_other_warning(record: logging.LogRecord) -> bool:
        return "missing ScriptRunContext" not in record.msg

    log = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    log.addFilter(is_other_warning)
    try:
        yield
    finally:
        log.removeFilter(is_other_warning)
