"""Why a large list cannot be read; apart from its reader, which loads Dask."""

from __future__ import annotations

from geo.errors import GeoError


class LargeListError(GeoError):
    """A large list cannot be read; `detail` says what was found."""

    def __init__(self, where: str, detail: str) -> None:
        self.where, self.detail = where, detail
        super().__init__(f"{where}: {detail}; give the path or pattern of GeoParquet in WGS 84 that exists")
