"""How far an export is, told step by step; the listener may end it by raising `ExportCancelledError`."""

from __future__ import annotations

from collections.abc import Callable

from geo.errors import GeoError

ProgressCallback = Callable[[int, int], None]
"""Called before each step with the steps done and all there are."""


class ExportCancelledError(GeoError):
    """The reader does not want the file any more."""

    def __init__(self) -> None:
        super().__init__("the export was cancelled; start it again for the file")


def silent(done: int, total: int) -> None:
    """Tell nobody."""
