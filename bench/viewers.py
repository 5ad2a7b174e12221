"""Open sessions without a browser, over Streamlit's websocket protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.servers import Server

SECONDS: Final = 120
"""Seconds for which a viewer waits for the end of a run; other programs may be busy."""


@contextmanager
def viewer(server: Server) -> Iterator[ClientConnection]:
    """Open one session, run the page once, and keep the session open."""
    url = server.address.replace("http", "ws") + "/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        run(connection)
        yield connection


def run(connection: ClientConnection, query: str = "", page: str = "") -> int:
    """Run a page once, as the browser's Back does; return the received bytes."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    message.rerun_script.is_history_navigation = True
    connection.send(message.SerializeToString())
    received = 0
    while True:
        content = connection.recv(timeout=SECONDS)
        if isinstance(content, bytes):
            received += len(content)
            if ForwardMsg.FromString(content).WhichOneof("type") == "script_finished":
                return received


def opened_sessions(server: Server, count: int) -> float:
    """Return the megabytes of each of `count` additional open sessions."""
    with ExitStack() as open_now:
        for _ in range(10):
            open_now.enter_context(viewer(server))
        before = server.memory_mb()
        for _ in range(count):
            open_now.enter_context(viewer(server))
        return (server.memory_mb() - before) / count
