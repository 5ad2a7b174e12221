"""Fuzz Streamlit's interfaces: routes, websocket and map events."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import streamlit
from hypothesis import strategies as st
from starlette.types import ASGIApp
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from atlas.ui.state import session
from bench import hostile
from bench.asgi_requests import Request, answer
from bench.fuzz_target import Target, require, require_no_internals
from bench.viewers import SECONDS, run
from geo.selection import from_query

NO_MESSAGE: Final = b"\xff"
"""Bytes that are not a message of Streamlit; the server then ends the session."""

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X")


@cache
def _app() -> ASGIApp:
    """Return the app without its runtime, which would leave unfinished tasks behind."""
    from app import app

    served = app._build_starlette_app()
    Runtime._instance = None
    return served


@cache
def _proof() -> dict[str, bytes]:
    """Return the XSRF header and cookie of an upload, to test the code behind the check."""
    token = generate_xsrf_token_string(None, None).encode()
    return {"cookie": b"_streamlit_xsrf=" + token, "x-xsrftoken": token}


def streamlit_route(request: Request) -> None:
    """Require that no route of Streamlit fails or reveals internals, for any method."""
    if request.path.startswith("/_stcore/upload_file"):
        request = Request(
            request.path, request.query, {**_proof(), **request.headers}, request.method, request.body
        )
    status, body = answer(_app(), request)
    # Some routes answer that the runtime has not started.
    require(
        status < 500 or (status == 503 and request.path == "/_stcore/health"), f"no route fails: {status}"
    )
    require_no_internals(body)


def map_event(value: Any) -> None:
    """Require that after any map event the selection fits a link and a place is valid."""
    for name in list(streamlit.session_state):
        del streamlit.session_state[name]
    streamlit.session_state[session.MAP_KEY] = value
    session.begin("")
    session.end()
    chosen = session.reader_session().selection
    require(from_query(chosen.to_query()) == (chosen, ()), "what is chosen is in its link")
    require(session.known_selection(chosen) == chosen, "nothing is chosen that is not there")
    point = session.take_point()
    require(point is None or (abs(point[0]) <= 180 and abs(point[1]) <= 90), "a place is on the globe")


def websocket(address: str) -> Target:
    """Return the target of a running server, which must survive any session's messages."""
    url = address.replace("http", "ws") + "/_stcore/stream"

    def opened() -> ClientConnection:
        return connect(url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]

    other = cache(opened)

    def check(messages: list[bytes | str]) -> None:
        with opened() as connection:
            said = _said(connection, [*messages, NO_MESSAGE])
        require_no_internals(said)
        if len(messages) == 1:
            # Only after one in five, because the run of another session is slow.
            require(run(other()) > 0, "another session goes on")

    return Target("websocket of a running server", 0.01, st.lists(messages, min_size=1, max_size=5), check)


def _said(connection: ClientConnection, messages: list[bytes | str]) -> bytes:
    """Send messages and return all answers until the server ends the session."""
    said = b""
    try:
        for message in messages:
            connection.send(message)
        while True:
            content = connection.recv(timeout=SECONDS)
            said += content if isinstance(content, bytes) else content.encode()
    except ConnectionClosed:
        return said


@st.composite
def _meant(draw: st.DrawFn) -> bytes:
    """Return a valid message, in about half of the cases with one byte changed."""
    message = BackMsg()
    kind = draw(st.sampled_from([field.name for field in BackMsg.DESCRIPTOR.oneofs[0].fields]))
    if kind == "rerun_script":
        words = hostile.text.map(lambda text: text.encode("utf-8", "replace").decode())
        message.rerun_script.query_string = draw(words)
        message.rerun_script.page_name = draw(words)
        message.rerun_script.page_script_hash = draw(words)
        message.rerun_script.fragment_id = draw(words)
        message.rerun_script.is_history_navigation = draw(st.booleans())
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.json_value = draw(words), draw(words)
    elif isinstance(getattr(message, kind), bool):
        setattr(message, kind, draw(st.booleans()))
    content = bytearray(message.SerializeToString())
    if content and draw(st.booleans()):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content)


messages: Final = st.one_of(
    st.binary(max_size=300), _meant(), hostile.text.map(lambda t: t.encode("utf-8", "replace").decode())
)
"""Untrusted websocket messages: bytes, damaged messages, and text frames."""

streamlit_requests: Final = st.builds(
    lambda start, rest, *others: Request(start + "/".join(rest), *others),
    st.sampled_from(
        (
            "/_stcore/", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/stream",
            "/_stcore/upload_file/", "/_stcore/upload_file/a/b", "/_stcore/agent/",
            "/media/", "/component/", "/component/streamlit_folium.st_folium/", "/static/", "/app/static/",
            "/_stcore/bidi-components/", "/_stcore/script-health-check", "/oauth2callback", "/auth/login",
            "/regions/_stcore/health",
        )
    ),
    st.lists(hostile.text, max_size=3),
    hostile.queries,
    st.dictionaries(
        st.sampled_from(("accept", "cookie", "origin", "range", "content-length", "content-type")),
        hostile.text.map(lambda value: value.encode("latin-1", "replace")),
        max_size=3,
    ),
    st.sampled_from(METHODS),
    st.binary(max_size=300),
)  # fmt: skip
"""Requests to Streamlit's routes, with malicious parts."""

_codes: Final = st.one_of(hostile.json_values, st.lists(st.one_of(st.integers(), hostile.known_values)))
map_values: Final = st.one_of(
    hostile.json_values,
    st.fixed_dictionaries(
        {
            "last_active_drawing": st.fixed_dictionaries(
                {"mount": hostile.text, "n": st.integers()},
                optional={
                    "site": st.one_of(hostile.json_values, hostile.known_values),
                    "layers": st.one_of(hostile.json_values, st.lists(hostile.known_values)),
                    "region": st.one_of(
                        hostile.json_values,
                        st.fixed_dictionaries({}, optional={"departamentos": _codes, "municipios": _codes}),
                    ),
                    "point": st.one_of(
                        hostile.json_values,
                        st.fixed_dictionaries(
                            {
                                "longitude": st.one_of(st.floats(), hostile.json_values),
                                "latitude": st.floats(),
                            }
                        ),
                    ),
                },
            )
        }
    ),
)
"""Values of the map component: valid events, invalid ones, and invalid values."""

TARGETS: Final = (
    Target("Streamlit's routes", 0.08, streamlit_requests, streamlit_route),
    Target("map events", 0.05, map_values, map_event),
)
