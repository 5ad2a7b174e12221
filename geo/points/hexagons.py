"""Points counted in hexagons of the H3 grid (Uber, Apache 2.0): cells of nearly one size everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.points.marks import SCALE, ListPoints

WIDTH_KM: Final = {4: 45, 5: 17, 6: 6.5, 7: 2.4}
"""The resolutions offered, and how wide their hexagons are, about."""
CORNERS: Final = 6


@dataclass(frozen=True, eq=False)
class Hexagons:
    """The hexagons that hold a point: `rows` in each, and `rings`, their corners (n, 6, 2) as travelled."""

    rows: NDArray[np.int64]
    rings: NDArray[np.int64]


def hexagons(points: ListPoints, resolution: int) -> Hexagons:
    """Return the hexagons of a resolution (4 to 7) that hold points, a million in about a second."""
    from h3.api import basic_int as h3

    places = zip(points.latitude.tolist(), points.longitude.tolist(), strict=True)
    cells = np.fromiter(
        (h3.latlng_to_cell(*place, resolution) for place in places), dtype=np.uint64, count=len(points)
    )
    distinct, rows = np.unique(cells, return_counts=True)
    # Guatemala lies on none of the grid's twelve pentagons: every cell has six corners.
    rings = [h3.cell_to_boundary(int(cell))[:CORNERS] for cell in distinct]
    corners = np.array(rings, dtype=float).reshape(-1, CORNERS, 2)[:, :, ::-1]
    return Hexagons(rows.astype(np.int64), np.round(corners * SCALE).astype(np.int64))
