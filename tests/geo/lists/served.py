"""A local file server that supports ranges or fails in chosen ways."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@contextmanager
def serving(folder: Path, elsewhere: str = "") -> Iterator[str]:
    """Serve the files of a folder; below `/away`, `/whole` and `/silent` as no server should."""
    ended = threading.Event()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            way, _, name = self.path[1:].rpartition("/")
            if way == "silent":
                ended.wait()
                self.close_connection = True
            elif way == "away":
                self._say(302, b"", Location=f"{elsewhere}/{name}")
            elif way in {"404", "500"}:
                self._say(int(way), b"")
            else:
                self._send((folder / name).read_bytes(), is_whole=way == "whole")

        def _send(self, content: bytes, is_whole: bool) -> None:
            asked = self.headers.get("Range", "")
            if is_whole or not asked:
                self._say(200, content)
                return
            first, last = (int(one) for one in asked.removeprefix("bytes=").split("-"))
            part = content[first : last + 1]
            self._say(
                206, part, **{"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(content)}"}
            )

        def _say(self, status: int, content: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
