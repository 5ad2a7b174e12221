"""The outline of the country, cut into its land border by neighbour and its two coasts."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.choices import Neighbour
from geo.crs import GTM, WGS84
from geo.errors import BuildError

PACIFIC_MEXICO: Final = (-92.24552, 14.54596)
"""Mouth of the Suchiate, as Natural Earth has it; the nearest vertex of our outline is taken."""
MEXICO_BELIZE: Final = (-89.156914, 17.816833)
"""North-western corner of Belize, where MINFIN's own polygon of Belize begins."""
BELIZE_CARIBBEAN: Final = (-88.912736, 15.899311)
"""Mouth of the Sarstun, where MINFIN's polygon of Belize ends."""
CARIBBEAN_HONDURAS: Final = (-88.22068, 15.72628)
"""Mouth of the Motagua (Natural Earth)."""
HONDURAS_EL_SALVADOR: Final = (-89.36189, 14.41594)
"""The three countries' meeting point near Cerro Montecristo (Natural Earth)."""
EL_SALVADOR_PACIFIC: Final = (-90.09990, 13.73207)
"""Mouth of the Paz (Natural Earth)."""

MAX_SNAP_DEGREES: Final = 0.01
"""A junction lies at most about 1 km from our outline; the furthest, the Paz, lies 0.93 km away."""

LAND: Final = {
    Neighbour.MEXICO: (PACIFIC_MEXICO, MEXICO_BELIZE),
    Neighbour.BELIZE: (MEXICO_BELIZE, BELIZE_CARIBBEAN),
    Neighbour.HONDURAS: (CARIBBEAN_HONDURAS, HONDURAS_EL_SALVADOR),
    Neighbour.EL_SALVADOR: (HONDURAS_EL_SALVADOR, EL_SALVADOR_PACIFIC),
}
"""From where to where each border runs, clockwise."""

SEA: Final = {
    "caribbean": (BELIZE_CARIBBEAN, CARIBBEAN_HONDURAS),
    "pacific": (EL_SALVADOR_PACIFIC, PACIFIC_MEXICO),
}
"""From where to where each coast runs, clockwise."""


def border(country: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return the land border: one line a neighbour, in WGS 84; `BuildError` where a junction is far off.

    Columns `neighbour` (ISO 3166-1 alpha-3), `length_km` (GTM), `disputed`: True for
    Belize, whose case is before the International Court of Justice.
    """
    lines = _between(country, LAND)
    names = [str(neighbour) for neighbour in LAND]
    disputed = [neighbour is Neighbour.BELIZE for neighbour in LAND]
    return _measured({"neighbour": names}, lines).assign(disputed=disputed)


def coast(country: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return the coast: one line a sea, in WGS 84; columns `sea`, `length_km` (GTM)."""
    return _measured({"sea": list(SEA)}, _between(country, SEA))


def _measured(columns: dict[str, list[str]], lines: list[shapely.LineString]) -> gpd.GeoDataFrame:
    measured = gpd.GeoDataFrame(columns, geometry=lines, crs=WGS84)
    return measured.assign(length_km=(measured.to_crs(GTM).length / 1e3).round(3))


def _between(country: shapely.Polygon, ends: dict[Any, Any]) -> list[shapely.LineString]:
    ring = shapely.get_coordinates(shapely.normalize(country).exterior)[:-1]
    return [_stretch(ring, _nearest(ring, start), _nearest(ring, stop)) for start, stop in ends.values()]


def _nearest(ring: np.ndarray[Any, Any], junction: tuple[float, float]) -> int:
    away = np.hypot(*(ring - junction).T)
    if away.min() > MAX_SNAP_DEGREES:
        problem = f"the outline passes {away.min():.3f} degrees from the junction {junction}"
        raise BuildError(problem, "look at both")
    return int(away.argmin())


def _stretch(ring: np.ndarray[Any, Any], start: int, stop: int) -> shapely.LineString:
    turned = np.roll(ring, -start, axis=0)
    return shapely.LineString(turned[: (stop - start) % len(ring) + 1])
