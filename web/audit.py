"""One line for each sign-in and each file that is taken away: who, what, when."""

from __future__ import annotations

import logging
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

from web.logs import FIELDS

AUDIT: Final = logging.getLogger("atlas.audit")
AUDIT.setLevel(logging.INFO)

ROWS: Final = "/api/collections/"
"""Where programs take rows from."""


def note(event: str, who: str, **fields: object) -> None:
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
                note("export", who, file=file, by=by)
        await send(message)

    return sending


def _taken(path: str, headers: Headers) -> str:
    """Return the name of a file that is taken away, or the address of rows; empty for all else."""
    disposition = headers.get("content-disposition", "")
    if disposition.startswith("attachment"):
        return disposition.partition("filename")[2].lstrip("*=").strip('"')
    return path if path.startswith(ROWS) else ""
