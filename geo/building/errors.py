"""What can stop a build."""

from __future__ import annotations

from geo.errors import GeoError


class BuildError(GeoError):
    """A package is missing or other than expected, or a repair no longer fits it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}; {remedy}")
