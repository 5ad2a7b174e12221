"""Which paths and addresses of large lists a host allows: read strictly, anything else is refused."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from geo.points.addresses import WEB, parts_named
from geo.points.large_errors import LargeFault, LargeListError, ListSourcesError

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
        remedy = "install that beside the atlas, on the workers too, or leave the pattern out"
        raise ListSourcesError(pattern, f"cannot be read here ({error}); {remedy}") from error


def cluster() -> str | None:
    """Return the address of the cluster; None for local threads."""
    return os.environ.get(CLUSTER) or None


def source_of(asked: str, patterns: tuple[str, ...]) -> str | list[str]:
    """Return what is read for `asked`: a path of this machine without detours, or the address of each part.

    A path is compared with the patterns after every link in it is followed. An address must not
    leave its folder, and holds no question and no password; each part that it names is compared.

    Raises
    ------
    LargeListError
        The host does not allow it, or it asks a server of files for what it holds.
    """
    asked = asked.strip()
    if "://" not in asked:
        clean = _resolved(asked)
        _require_allowed([clean], ".." not in PurePosixPath(clean).parts, asked, patterns)
        return clean
    parts = parts_named(asked)
    plain = PurePosixPath(unquote(asked.partition("://")[2]).replace("\\", "/"))
    _require_allowed(parts, ".." not in plain.parts and bool(_ADDRESS.fullmatch(asked)), asked, patterns)
    if asked.startswith(WEB) and (asked.endswith("/") or set("*[") & set(asked)):
        raise LargeListError(asked[:80], "asks a server what it holds", LargeFault.LISTING)
    return parts


def _require_allowed(parts: list[str], is_sound: bool, asked: str, patterns: tuple[str, ...]) -> None:
    # Two colons would chain a second address behind the one that is compared.
    is_sound = is_sound and "::" not in asked
    if not is_sound or not all(any(fnmatchcase(part, one) for one in patterns) for part in parts):
        raise LargeListError(
            asked[:80], "is not allowed by the host of this server", LargeFault.NOT_ALLOWED
        )


def _resolved(asked: str) -> str:
    """Return a path with its links followed up to the first wildcard."""
    path = Path(asked)
    if not path.is_absolute():
        return ""
    parts = path.parts
    at = next((nth for nth, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    fixed = Path(*parts[:at]).resolve()
    return str(fixed.joinpath(*parts[at:]))
