"""Under which address the API is asked, for the links in its answers.

A link is made from what the request says of itself, so that it holds behind a proxy and below a path.
The name of the host is written by the asker: it is taken only where it is nothing but a name and a port.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

HOST: Final = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"


class BadHostError(ValueError):
    """The request's Host header is no name of a host."""


def root(request: Request) -> str:
    """Return the address of the API's first page, without a slash at its end.

    The scheme and the path before come from the server, which believes a proxy only if told to.

    Raises
    ------
    BadHostError
        The name of the host is none.
    """
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        raise BadHostError("the Host header is no name of a host")
    scheme = "https" if request.scope.get("scheme") == "https" else "http"
    below = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{host}{below}/api"


def link(href: str, rel: str, kind: str, title: str) -> dict[str, str]:
    """Return a link as answers hold it."""
    return {"href": href, "rel": rel, "type": kind, "title": title}


def with_query(address: str, query: Mapping[str, object]) -> str:
    """Return an address with its parameters."""
    return f"{address}?{urlencode(query)}" if query else address
