"""Define the exceptions of the data and of the build.

The text of an error is one English line for the log that ends with the correction; the interface writes
its own sentence in the reader's language from the class and its fields.
"""

from __future__ import annotations

import traceback
from typing import Any


class GeoError(Exception):
    """An error in a table, a layer, a record or a choice of the reader."""


class CRSError(GeoError):
    """A layer is not in the required coordinate reference system."""

    def __init__(self, expected: str, actual: str | None) -> None:
        self.expected, self.actual = expected, actual
        super().__init__(
            f"expected a layer in {expected}, got {actual or 'no CRS'}; reproject it with to_crs()"
        )


class DataFileError(GeoError):
    """A file of the atlas is missing, unreadable or different from its record."""

    def __init__(self, file: str, expected: str, actual: str) -> None:
        self.file, self.expected, self.actual = file, expected, actual
        super().__init__(
            f"{file}: expected {expected}, got {actual}; restore it with `git checkout -- {file}`, "
            "or, if you changed it on purpose, run `make update-checksums`"
        )


class UnknownCodeError(GeoError):
    """A code or identifier is missing from its table."""

    def __init__(self, what: str, code: object) -> None:
        self.what, self.code = what, code
        super().__init__(f"no {what} has the code {code!r}; look it up in the table of {what} codes")


class BuildError(GeoError):
    """A package is missing or unexpected, or a repair no longer fits it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}; {remedy}")


def error_fields(error: BaseException) -> dict[str, Any]:
    """Return the kind of an error and the lines of code it passed; its text may quote a reader."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    where = [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__name__, "where": where}
