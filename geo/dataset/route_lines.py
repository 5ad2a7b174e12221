"""The main routes as smooth lines through their stops: schematic, for drawing only, never for measuring.

The lines are centripetal Catmull-Rom curves (Yuksel, Schaefer and Keyser 2011), which have no loops and
stay near their stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, Floats, require_crs, to_gtm, to_wgs84
from geo.dataset.facts import Facts
from geo.dataset.facts.main_routes import stop_key
from geo.dataset.schema import rows

STEPS: Final = 8
"""Points of a curve between two stops."""


def place_positions(
    places: Iterable[int | str], municipios: pd.DataFrame, sites: gpd.GeoDataFrame
) -> Floats:
    """Return where places are, (n, 2) in GTM metres: cabeceras by INE code and sites; NaN where unknown.

    Parameters
    ----------
    places
        INE codes of municipios, for their cabeceras, and identifiers of sites.
    municipios
        As `read_population` returns them, with the position of each cabecera.
    sites
        As `read_sites` returns them: WGS 84, indexed by `site_id`.
    """
    require_crs(sites, WGS84)
    seats = municipios.set_index("codigo_muni")[["cabecera_longitude", "cabecera_latitude"]]
    known: dict[int | str, tuple[float, float]] = {
        int(code): (longitude, latitude) for code, longitude, latitude in seats.itertuples()
    }
    known |= {str(site): (point.x, point.y) for site, point in sites.geometry.dropna().items()}
    degrees = np.array([known.get(place, (np.nan, np.nan)) for place in places]).reshape(-1, 2)
    return np.column_stack(to_gtm(*degrees.T))


def stop_positions(stops: pd.DataFrame, municipios: pd.DataFrame, sites: gpd.GeoDataFrame) -> Floats:
    """Return where the stops of `read_stops` are, (n, 2) in GTM metres; NaN where unknown."""
    return place_positions(map(stop_key, rows(stops)), municipios, sites)


def schematic_lines(facts: Facts, municipios: pd.DataFrame, sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return each route as a smooth line through its stops and bends, in WGS 84.

    A stop without a position is left out, and so is a route with fewer than two others.

    Returns
    -------
    GeoDataFrame
        The columns of `routes.csv`, such as `number` (None where none is known) and `route_class`, and
        `geometry` (LineString), in the order of the table.
    """
    positions = stop_positions(facts.stops, municipios, sites)
    lines, kept = [], []
    for row, route in enumerate(facts.routes["route_id"]):
        points = np.array([*_points(str(route), facts, positions)])
        if len(points) > 1:
            kept.append(row)
            lines.append(shapely.LineString(np.column_stack(to_wgs84(*smooth(points).T))))
    table = facts.routes.iloc[kept].reset_index(drop=True)
    return gpd.GeoDataFrame(table, geometry=lines, crs=WGS84)


def _points(route: str, facts: Facts, positions: Floats) -> Iterator[Floats]:
    """Yield the stops and bends of a route in order, in GTM."""
    own = facts.stops["route_id"] == route
    points = positions[own.to_numpy()]
    orders = facts.stops.loc[own, "stop_order"].to_numpy()
    bends = rows(facts.bends[facts.bends["route_id"] == route].sort_values("along_share"))
    for nth, order in enumerate(orders):
        if not np.isfinite(points[nth]).all():
            continue
        yield points[nth]
        for bend in bends:
            if bend["after_order"] != order:
                continue
            step = points[nth + 1] - points[nth]
            right = np.array([step[1], -step[0]]) / np.hypot(*step)
            bent = points[nth] + bend["along_share"] * step + 1e3 * bend["aside_km"] * right
            if np.isfinite(bent).all():
                yield bent


def smooth(points: Floats | Sequence[Sequence[float]], steps: int = STEPS) -> NDArray[np.float64]:
    """Return a centripetal Catmull-Rom curve through `points` (n, 2), `steps` points from each to the next.

    Repeated points count once. Two points give a straight line.
    """
    through = np.asarray(points, dtype=float)
    through = through[np.r_[True, np.any(np.diff(through, axis=0) != 0, axis=1)]]
    if len(through) < 3:
        return through
    # Mirrored ends: the curve starts and ends in the direction of its first and last stop.
    padded = np.vstack([2 * through[0] - through[1], through, 2 * through[-1] - through[-2]])
    parts = [_segment(padded[nth : nth + 4], steps) for nth in range(len(through) - 1)]
    return np.vstack([*parts, through[-1:]])


def _segment(corners: Floats, steps: int) -> Floats:
    """Return the curve from the second to the third of four points, without its end."""
    knots = np.r_[0.0, np.cumsum(np.sqrt(np.hypot(*np.diff(corners, axis=0).T)))]
    at = np.linspace(knots[1], knots[2], steps, endpoint=False)[:, None]
    level = list(corners)
    for span in (1, 2):
        level = [
            _between(level[nth], level[nth + 1], knots[nth], knots[nth + span], at)
            for nth in range(len(level) - 1)
        ]
    return _between(level[0], level[1], knots[1], knots[2], at)


def _between(first: Floats, second: Floats, start: float, end: float, at: Floats) -> Floats:
    return ((end - at) * first + (at - start) * second) / (end - start)
