"""Which paths and addresses of large lists a host allows: read strictly, anything else is refused.

Why a large list cannot be read, or not be allowed; apart from its reader, which loads Dask.

Parts of a large list on a server of files: named one by one, read a range at a time, never elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from geo.errors import GeoError

if TYPE_CHECKING:
    from aiohttp import ClientResponse


class LargeFault(StrEnum):
    """Why a large list is not counted; the interface has a sentence for each."""

    NOT_ALLOWED = "not_allowed"
    """The host allows no such path or address."""
    LISTING = "listing"
    """An address with a wildcard, or of a folder: servers of files do not tell what they hold."""
    REDIRECTED = "redirected"
    """The server sends the reader elsewhere, where nobody has allowed to read."""
    ANSWER = "answer"
    """The server has no such file, or failed."""
    SILENT = "silent"
    """The server cannot be reached, or stopped to answer."""
    WHOLE = "whole"
    """The server gives a file only as a whole."""
    SYSTEM = "system"
    """The list is not in WGS 84."""
    UNREADABLE = "unreadable"
    """It is not there, or no GeoParquet."""


class LargeListError(GeoError):
    """A large list cannot be read; `fault` is the kind of error, `detail` its text."""

    def __init__(self, where: str, detail: str, fault: LargeFault = LargeFault.UNREADABLE) -> None:
        self.where, self.detail, self.fault = where, detail, fault
        super().__init__(f"{where}: {detail}; give the path or pattern of GeoParquet in WGS 84 that exists")


class ListSourcesError(GeoError):
    """The server cannot read an allowed pattern, for example because a package is missing."""

    def __init__(self, pattern: str, problem: str) -> None:
        self.pattern = pattern
        super().__init__(f"ATLAS_LIST_SOURCES: {pattern} {problem}")


WEB: Final = ("http://", "https://")
MOST_PARTS: Final = 10_000
"""Parts that one pattern may name: a thousand million rows in parts of a hundred thousand."""

SILENCE_S: Final = 20
"""Seconds until a server that says nothing is given up."""

ANSWER_S: Final = 300
"""Seconds that one range may take: 20 MB, the places of a million rows, over a slow line."""

RANGE: Final = re.compile(r"\{(\d{1,6})\.\.(\d{1,6})\}")
"""Numbers of parts, as a shell writes them: `{0..15}`, or `{00..15}` where they are filled up."""


class AddressError(OSError):
    """A server did not give what was asked for; it is told from worker to server as it is."""

    @property
    def fault(self) -> LargeFault:
        """Why nothing was read."""
        return LargeFault(self.args[0])

    @property
    def detail(self) -> str:
        """What the server said."""
        return str(self.args[1])


def parts_named(address: str) -> list[str]:
    """Return the addresses of the parts that an address names with `{0..15}`; without it, itself.

    Raises
    ------
    LargeListError
        They are too many, or the range runs backwards.
    """
    span = RANGE.search(address)
    if span is None:
        return [address]
    first, last = int(span[1]), int(span[2])
    if not 0 <= last - first < MOST_PARTS:
        raise LargeListError(address[:80], f"names no part, or over {MOST_PARTS:,}", LargeFault.LISTING)
    digits = len(span[1]) if span[1].startswith("0") else 1
    before, after = address[: span.start()], address[span.end() :]
    return [f"{before}{number:0{digits}}{after}" for number in range(first, last + 1)]


def options(source: str | list[str]) -> dict[str, Any]:
    """Return how a source is read: a path plainly, an address with patience and without detours."""
    if isinstance(source, str) or not source[0].startswith(WEB):
        return {}
    from aiohttp import ClientTimeout

    patience = ClientTimeout(total=ANSWER_S, sock_connect=SILENCE_S, sock_read=SILENCE_S)
    return {
        "allow_redirects": False,
        "client_kwargs": {"timeout": patience, "raise_for_status": require_content},
    }


async def require_content(response: ClientResponse) -> None:
    """Let an answer through that holds what was requested.

    Raises
    ------
    AddressError
        The server leads elsewhere, has no such file, failed, or sends a whole file instead of a part.
    """
    status, headers = response.status, response.request_info.headers
    if 300 <= status < 400:
        error = AddressError(LargeFault.REDIRECTED, f"{status}")
    elif status >= 400:
        error = AddressError(LargeFault.ANSWER, f"{status}")
    elif "Range" in headers and status != 206:
        error = AddressError(LargeFault.WHOLE, f"{status}")
    else:
        return
    response.close()
    raise error


def fault_of(error: BaseException) -> tuple[LargeFault, str]:
    """Return why reading failed, as far as the error or one that it came from tells."""
    for cause in _chain(error):
        # Dask wraps an error in one of its own class that holds a sentence alone.
        if isinstance(cause, AddressError) and len(cause.args) == 2:
            return cause.fault, cause.detail
    if any(
        isinstance(cause, TimeoutError | ConnectionError) or _is_of_client(cause) for cause in _chain(error)
    ):
        return LargeFault.SILENT, type(error).__name__
    return LargeFault.UNREADABLE, str(error)[:160]


def _is_of_client(error: BaseException) -> bool:
    return type(error).__module__.startswith("aiohttp.")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


ALLOWED: Final = "ATLAS_LIST_SOURCES"
"""The environment variable that lists the patterns, with spaces between them: none, and nothing is read."""
CLUSTER: Final = "ATLAS_DASK"
"""The environment variable that names the scheduler of a Dask cluster, such as tcp://scheduler:8786."""

_SERVER: Final = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]{1,9}://[^\s?#@\\]+")


def allowed() -> tuple[str, ...]:
    """Return the patterns that the host allows."""
    return tuple(os.environ.get(ALLOWED, "").split())


def require_readable(patterns: tuple[str, ...]) -> None:
    """Let a server begin only with patterns that it can read, or refuse each address.

    Raises
    ------
    ListSourcesError
        A pattern is no full path, or an address of no one server or of a kind that no package here reads.
    """
    for pattern in patterns:
        kind, mark, rest = pattern.partition("://")
        if mark:
            _require_reader(pattern, kind)
            server, slash, _ = rest.partition("/")
            if pattern.startswith(WEB) and (not slash or not _SERVER.fullmatch(server)):
                raise ListSourcesError(pattern, "names no one server; write it out up to the / behind it")
        elif not pattern.startswith("/"):
            raise ListSourcesError(pattern, "is no full path; begin it with / or leave it out")


def _require_reader(pattern: str, kind: str) -> None:
    from fsspec import get_filesystem_class

    try:
        get_filesystem_class(kind)
    except (ImportError, ValueError) as error:
        remedy = "install it for the atlas and its workers, or remove the pattern"
        raise ListSourcesError(pattern, f"cannot be read here ({error}); {remedy}") from error


def cluster() -> str | None:
    """Return the address of the cluster; None for local threads."""
    return os.environ.get(CLUSTER) or None


def source_of(source: str, patterns: tuple[str, ...]) -> str | list[str]:
    """Return what is read for `source`: a resolved path, or the address of each part.

    A path is compared with the patterns after every link in it is followed. An address must not
    leave its folder, and holds no question and no password; each part that it names is compared.

    Raises
    ------
    LargeListError
        The host does not allow it, or it asks a server of files for what it holds.
    """
    source = source.strip()
    if "://" not in source:
        clean = _resolved(source)
        _require_allowed([clean], ".." not in PurePosixPath(clean).parts, source, patterns)
        return clean
    parts = parts_named(source)
    plain = PurePosixPath(unquote(source.partition("://")[2]).replace("\\", "/"))
    _require_allowed(parts, ".." not in plain.parts and bool(_ADDRESS.fullmatch(source)), source, patterns)
    if source.startswith(WEB) and (source.endswith("/") or set("*[") & set(source)):
        raise LargeListError(source[:80], "asks a server what it holds", LargeFault.LISTING)
    return parts


def _require_allowed(parts: list[str], is_sound: bool, source: str, patterns: tuple[str, ...]) -> None:
    # Two colons would chain a second address behind the one that is compared.
    is_sound = is_sound and "::" not in source
    if not is_sound or not all(any(fnmatchcase(part, pattern) for pattern in patterns) for part in parts):
        raise LargeListError(
            source[:80], "is not allowed by the host of this server", LargeFault.NOT_ALLOWED
        )


def _resolved(source: str) -> str:
    """Return a path with its links followed up to the first wildcard."""
    path = Path(source)
    if not path.is_absolute():
        return ""
    parts = path.parts
    at = next((nth for nth, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    fixed = Path(*parts[:at]).resolve()
    return str(fixed.joinpath(*parts[at:]))
