"""What became of each row of a list, and how many of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.choices.list_kinds import Fix, PlacedAs, Reason
from geo.crs import Floats
from geo.placing.country import Codes
from geo.placing.dates import Days

REASONS: Final = tuple(Reason)
PLACED_AS: Final = tuple(PlacedAs)
FIXES: Final = tuple(Fix)

Small = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class PlacedRows:
    """What became of each row of a list, arrays (n,).

    `longitude`, `latitude` are WGS 84, NaN where there is no point. `municipio` and `departamento`
    are INE codes, 0 where unknown: on a lake only the departamento is known. `placed_as` and
    `reason` are positions in `PLACED_AS` and `REASONS`; `fixed` is 0, or 1 plus the position in
    `FIXES`. `days` are NaT without a date. `read_as` lists names that were not read by the letter:
    written, code, likeness, rows.
    """

    longitude: Floats
    latitude: Floats
    municipio: Codes
    departamento: Codes
    placed_as: Small
    reason: Small
    fixed: Small
    days: Days
    is_day_first: bool = True
    read_as: tuple[tuple[str, int, float, int], ...] = ()

    def __len__(self) -> int:
        return len(self.longitude)

    def count(self, kind: PlacedAs) -> int:
        """Return how many rows are placed as `kind`."""
        return int((self.placed_as == PLACED_AS.index(kind)).sum())

    @property
    def is_placed(self) -> NDArray[np.bool_]:
        """Which rows are placed, be it only in a departamento."""
        return np.asarray(self.placed_as != PLACED_AS.index(PlacedAs.NOWHERE))

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """Which rows have a point."""
        return np.isfinite(self.longitude) & self.is_placed

    def reasons(self) -> dict[Reason, int]:
        """Return how many rows are not placed, by reason, most first."""
        counts = np.bincount(self.reason[~self.is_placed], minlength=len(REASONS))
        found = {reason: int(count) for reason, count in zip(REASONS, counts, strict=True) if count}
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def fixes(self) -> dict[Fix, int]:
        """Return how many rows each fix mended."""
        counts = np.bincount(self.fixed, minlength=len(FIXES) + 1)[1:]
        return {fix: int(count) for fix, count in zip(FIXES, counts, strict=True) if count}
