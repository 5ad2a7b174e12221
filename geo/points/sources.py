"""Which paths and addresses of large lists a host allows: read strictly, anything else is refused."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Final

from geo.points.large_errors import LargeListError, ListSourcesError

ALLOWED: Final = "ATLAS_LIST_SOURCES"
"""The environment variable that lists the patterns, with spaces between them: none, and nothing is read."""
CLUSTER: Final = "ATLAS_DASK"
"""The environment variable that names the scheduler of a Dask cluster, such as tcp://scheduler:8786."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]{1,9}://[^\s?#@\\]+")


def allowed() -> tuple[str, ...]:
    """Return the patterns that the host allows."""
    return tuple(os.environ.get(ALLOWED, "").split())


def require_readable(patterns: tuple[str, ...]) -> None:
    """Let a server begin only with patterns that it can read, or refuse each address.

    Raises
    ------
    ListSourcesError
        A pattern is no full path, or an address of a kind that no installed package reads.
    """
    for pattern in patterns:
        kind, mark, _ = pattern.partition("://")
        if mark:
            _require_reader(pattern, kind)
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


def source_of(asked: str, patterns: tuple[str, ...]) -> str:
    """Return what is read for `asked`: a path of this machine without detours, or an address.

    A path is compared with the patterns after every link in it is followed; an address must not
    leave its folder, and holds no question and no password.

    Raises
    ------
    LargeListError
        The host does not allow it.
    """
    asked = asked.strip()
    is_address = "://" in asked
    clean = asked if is_address else _resolved(asked)
    parts = PurePosixPath(clean.partition("://")[2] if is_address else clean).parts
    is_sound = ".." not in parts and (not is_address or _ADDRESS.fullmatch(asked) is not None)
    if not is_sound or not any(fnmatchcase(clean, pattern) for pattern in patterns):
        raise LargeListError(asked[:80], "is not allowed by the host of this server")
    return clean


def _resolved(asked: str) -> str:
    """Return a path with its links followed up to the first wildcard."""
    path = Path(asked)
    if not path.is_absolute():
        return ""
    parts = path.parts
    at = next((nth for nth, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    fixed = Path(*parts[:at]).resolve()
    return str(fixed.joinpath(*parts[at:]))
