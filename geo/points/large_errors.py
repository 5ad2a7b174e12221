"""Why a large list cannot be read, or not be allowed; apart from its reader, which loads Dask."""

from __future__ import annotations

from geo.errors import GeoError


class LargeListError(GeoError):
    """A large list cannot be read; `detail` says what was found."""

    def __init__(self, where: str, detail: str) -> None:
        self.where, self.detail = where, detail
        super().__init__(f"{where}: {detail}; give the path or pattern of GeoParquet in WGS 84 that exists")


class ListSourcesError(GeoError):
    """A host allows a pattern that nothing here can read; a server must not promise it."""

    def __init__(self, pattern: str, problem: str) -> None:
        self.pattern = pattern
        super().__init__(f"ATLAS_LIST_SOURCES: {pattern} {problem}")
