"""Logs as one JSON object a line, with nothing of a reader in them.

No address, no query, no text that anyone typed: of a message only its template is written,
of an error its kind and where it happened.

One line for each sign-in and each file that is taken away: who, what, when.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

LOG: Final = logging.getLogger("atlas")
FOREIGN: Final = ("streamlit", "uvicorn", "websockets")
"""Libraries whose own logs are written the same way."""

FIELDS: Final = "atlas"
"""The attribute of a log record that holds our own fields."""


class AsJson(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, logger, the fields or the template, and where an error was."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[1]:
            line |= described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True, default=str)


def described(error: BaseException) -> dict[str, Any]:
    """Return the kind of an error and the lines of code it came through; its text may hold a reader's."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    where = [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__name__, "where": where}


def note(event: str, **fields: Any) -> None:
    """Log an event with its fields."""
    LOG.info(event, extra={FIELDS: fields})


def write_json() -> bool:
    """Return whether the host asks for JSON logs with every request: ATLAS_LOG=json."""
    return os.environ.get("ATLAS_LOG") == "json"


def begin() -> None:
    """Set the logs up; a laptop gets errors alone, a host with ATLAS_LOG=json every event."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    LOG.handlers, LOG.propagate = [handler], False
    LOG.setLevel(logging.INFO if write_json() else logging.WARNING)
    # A warning may quote what a reader uploaded: as a line of JSON it loses its text.
    logging.captureWarnings(write_json())
    logging.getLogger("py.warnings").handlers = [handler]
    if write_json():
        for name in tuple(logging.root.manager.loggerDict):
            if name.split(".")[0] in FOREIGN:
                for known in logging.getLogger(name).handlers:
                    known.setFormatter(AsJson())


AUDIT: Final = logging.getLogger("atlas.audit")
AUDIT.setLevel(logging.INFO)

ROWS: Final = "/api/collections/"
"""Where programs take rows from."""


def audit(event: str, who: str, **fields: object) -> None:
    """Write a line of the audit."""
    AUDIT.info(event, extra={FIELDS: {"who": who, **fields}})


def exports(scope: Scope, send: Send, who: str) -> Send:
    """Return `send`, noting the answer if it is a file that the reader keeps.

    Streamlit's page fetches a file once to see whether it is there; such a line says `by` page,
    for a reader who knows how could take the file in the same way.
    """
    if scope["type"] != "http":
        return send
    by = "page" if Headers(scope=scope).get("sec-fetch-mode") == "cors" else "reader"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in {200, 206}:
            file = _taken(scope["path"], Headers(raw=message["headers"]))
            if file:
                audit("export", who, file=file, by=by)
        await send(message)

    return sending


def _taken(path: str, headers: Headers) -> str:
    """Return the name of a file that is taken away, or the address of rows; empty for all else."""
    disposition = headers.get("content-disposition", "")
    if disposition.startswith("attachment"):
        return disposition.partition("filename")[2].lstrip("*=").strip('"')
    return path if path.startswith(ROWS) else ""
