"""Logs as one JSON object a line, with no data of a reader, and the audit of sign-ins and downloads.

A line holds no address, no query and no text that anyone typed: of a message only its template, of an
error its kind and where it happened. The audit says who signed in or took a file, and when.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

from geo.errors import error_fields

LOG: Final = logging.getLogger("atlas")
FOREIGN: Final = ("streamlit", "uvicorn", "websockets")
"""Libraries whose own logs are written the same way."""

FIELDS: Final = "atlas"
"""The attribute of a log record that holds our own fields."""


class AsJson(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, logger, the fields or the template, and where an error happened."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[1]:
            line |= error_fields(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True, default=str)


def note(event: str, **fields: Any) -> None:
    """Log an event with its fields."""
    LOG.info(event, extra={FIELDS: fields})


def writes_json() -> bool:
    """Return whether the administrator asks for JSON logs with every request: ATLAS_LOG=json."""
    return os.environ.get("ATLAS_LOG") == "json"


def set_up() -> None:
    """Set up the logs: warnings and errors on a laptop, every event on a server with ATLAS_LOG=json."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    LOG.handlers, LOG.propagate = [handler], False
    LOG.setLevel(logging.INFO if writes_json() else logging.WARNING)
    # A warning may quote what a reader uploaded: as a line of JSON it loses its text.
    logging.captureWarnings(writes_json())
    logging.getLogger("py.warnings").handlers = [handler]
    if writes_json():
        for name in tuple(logging.root.manager.loggerDict):
            if name.split(".")[0] in FOREIGN:
                for library_handler in logging.getLogger(name).handlers:
                    library_handler.setFormatter(AsJson())


AUDIT: Final = logging.getLogger("atlas.audit")
AUDIT.setLevel(logging.INFO)

ROWS: Final = "/api/collections/"
"""The start of the addresses from which programs take rows."""


def audit(event: str, who: str, **fields: object) -> None:
    """Write a line of the audit log."""
    AUDIT.info(event, extra={FIELDS: {"who": who, **fields}})


def log_downloads(scope: Scope, send: Send, who: str) -> Send:
    """Return `send`, logging the answer if it is a file that the reader keeps.

    Streamlit's page fetches a file once to see whether it is there. The audit has a line for that too, with
    `by` page: a reader could take the file in the same way.
    """
    if scope["type"] != "http":
        return send
    by = "page" if Headers(scope=scope).get("sec-fetch-mode") == "cors" else "reader"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in {200, 206}:
            file = _file_name(scope["path"], Headers(raw=message["headers"]))
            if file:
                audit("export", who, file=file, by=by)
        await send(message)

    return sending


def _file_name(path: str, headers: Headers) -> str:
    """Return the name of a downloaded file or the address of rows; empty for any other answer."""
    disposition = headers.get("content-disposition", "")
    if disposition.startswith("attachment"):
        return disposition.partition("filename")[2].lstrip("*=").strip('"')
    return path if path.startswith(ROWS) else ""
