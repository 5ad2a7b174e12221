"""Why a large list cannot be read, or not be allowed; apart from its reader, which loads Dask."""

from __future__ import annotations

from enum import StrEnum

from geo.errors import GeoError


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
    """A large list cannot be read: its `fault`, and what was found in `detail`."""

    def __init__(self, where: str, detail: str, fault: LargeFault = LargeFault.UNREADABLE) -> None:
        self.where, self.detail, self.fault = where, detail, fault
        super().__init__(f"{where}: {detail}; give the path or pattern of GeoParquet in WGS 84 that exists")


class ListSourcesError(GeoError):
    """A host allows a pattern that nothing here can read; a server must not promise it."""

    def __init__(self, pattern: str, problem: str) -> None:
        self.pattern = pattern
        super().__init__(f"ATLAS_LIST_SOURCES: {pattern} {problem}")
