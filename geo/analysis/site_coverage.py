"""Who and what lies within a distance of sites: by municipio, in total, and as a curve over distance.

Distances are straight lines, or minutes along roads. Every figure has its range: `_low` holds wherever in
its uncertainty each site is, `_high` holds for some location, the plain one takes the middles. By road the
range is also that of the speeds, and area is counted at points spread evenly over it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.border_lines import Line, pieces
from geo.analysis.demand_areas import DemandAreas, Lattice, Segments, covered_length, intervals
from geo.analysis.uncertain_distances import (
    STRAIGHT_LINES,
    DistanceMeasure,
    DistanceRange,
    LocatedSites,
    Places,
    nearest,
    placed_sites,
    seats,
)
from geo.choices.planning_kinds import Measure, Metric
from geo.choices.site_kinds import COUNTED_BY
from geo.crs import Floats


def covered_shares(ground: DemandAreas, places: Places, distance_m: float) -> DistanceRange:
    """Return the share of each row's area within `distance_m` of any of `places`, arrays (n,), 0 to 1.

    `low` counts what is within reach wherever in its uncertainty each place is, `high` what
    is within reach for some location, `nominal` takes the middles.
    """
    areas = list({id(area): area for area in places.areas.values()}.values())
    sure = shapely.union_all([_within_all(area, distance_m) for area in areas])
    possible = shapely.union_all(shapely.buffer(areas, distance_m))
    points = np.array([row not in places.areas for row in range(len(places))], dtype=bool)
    centres, radii = places.centres[points], places.radii_m[points]
    nominal = _shares(ground, places.centres, np.full(len(places), distance_m), shapely.Polygon())
    low = _shares(ground, centres, distance_m - radii, sure)
    high = _shares(ground, centres, distance_m + radii, possible)
    return DistanceRange(np.minimum(low, nominal), nominal, np.maximum(high, nominal))


def _within_all(area: Any, distance_m: float) -> Any:
    """Return the points within `distance_m` of every point of `area`: of each corner of its hull."""
    if shapely.minimum_bounding_radius(area) > distance_m:
        return shapely.Polygon()
    corners = shapely.points(shapely.get_coordinates(shapely.convex_hull(area))[:-1])
    return shapely.intersection_all(shapely.buffer(corners, distance_m, quad_segs=16))


def _shares(ground: DemandAreas, centres: Floats, radii: Floats, shape: Any) -> Floats:
    """Return the share of each row within any disc or `shape`; only rows that are cut are measured."""
    centres, radii = np.split(np.unique(np.column_stack([centres, radii]), axis=0), [2], axis=1)
    radii = radii[:, 0]
    middles, widths = ground.circles
    away: Floats = np.sqrt(((middles[:, None, :] - centres) ** 2).sum(axis=2))
    touches = (away - widths[:, None] < radii) & (radii > 0)
    shapely.prepare(shape)
    inside = (away + widths[:, None] <= radii).any(axis=1) | shapely.contains_properly(shape, ground.hulls)
    cut = (touches.any(axis=1) | shapely.intersects(shape, ground.hulls)) & ~inside
    share: Floats = inside.astype(float)
    segments = ground.segments.of(cut)
    if len(segments.row):
        starts, stops = _spans(segments, centres, np.where(touches, radii, 0))
        if not shape.is_empty:
            more_starts, more_stops = intervals(shape, segments.y)
            starts, stops = np.hstack([starts, more_starts]), np.hstack([stops, more_stops])
        covered = np.bincount(segments.row, covered_length(segments, starts, stops), minlength=len(share))
        whole = np.bincount(segments.row, segments.length, minlength=len(share))
        share[cut] = np.minimum(covered[cut] / whole[cut], 1)
    return share


def _spans(segments: Segments, centres: Floats, radii: Floats) -> tuple[Floats, Floats]:
    """Return where each segment's line runs inside the discs that touch its row, (n, k).

    `radii` (rows, discs) is 0 where a disc does not touch the row; only the discs that any
    one row needs are kept.
    """
    count = int((radii > 0).sum(axis=1).max(initial=0))
    which = np.argsort(-radii, axis=1, kind="stable")[:, :count]
    kept = np.take_along_axis(radii, which, 1)[segments.row]
    x, y = centres[which][segments.row].transpose(2, 0, 1)
    half = np.sqrt(np.maximum(kept**2 - (segments.y[:, None] - y) ** 2, 0))
    return x - half, x + half


CURVE_KM: Final = (1, 2, 3, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300)
"""The distances of the curve."""
CURVE_MIN: Final = (5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 480, 600)
"""The minutes of the curve by road."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """What lies within `limit`, in metres or by road in minutes, of the sites of `kinds`.

    table
        One row a municipio: code, names, `population_2018`, `area_km2`, `nearest_site_id`
        (None where there is no site), `distance_km` or by road `minutes` of the cabecera to it
        (infinite where there is none, or no road), `area_share`, `people_by_cabecera`, `people_by_area`,
        `covered_area_km2`, each of these five also as `_low` and `_high`. With lines also
        `land_border_km`, `coast_km` and how much of them is covered (`covered_land_border_km`,
        `covered_coast_km`), with `_low` and `_high`; with main roads also `main_road_km`.
    totals
        Indexed by `Measure`: `total`, `covered`, `covered_low`, `covered_high`, `share`,
        `share_low`, `share_high` (0 to 1; missing where the total is 0).
    curve
        Long: `measure`, `distance_km` or `minutes`, `share`, `share_low`, `share_high`. The two
        measures by area are right to 0.05 of a percentage point for the country in straight lines;
        `totals` is then finer.
    sites
        The sites measured to, and in `left_out` those without a location.
    """

    kinds: tuple[str, ...]
    metric: Metric
    limit: float
    table: pd.DataFrame
    totals: pd.DataFrame
    curve: pd.DataFrame
    sites: LocatedSites

    @property
    def off_road(self) -> pd.DataFrame:
        """The rows of `table` whose cabecera has no way to any site at all."""
        nearest_way = self.table[f"{self.metric.column}_low"].to_numpy(dtype=float)
        return self.table.iloc[np.flatnonzero(np.isinf(nearest_way))]

    def beyond(self, measure: Measure) -> pd.Series[float]:
        """Return the people (or km2) of each row of `table` beyond reach, by the best estimate."""
        column, total = MEASURED[measure]
        return (self.table[total] - self.table[column]).rename("beyond")

    def largest_gaps(self, measure: Measure = Measure.PEOPLE_BY_CABECERA, count: int = 20) -> pd.DataFrame:
        """Return the municipios with most people (or km2) not covered, as `not_covered`, largest first."""
        gaps = self.table.assign(not_covered=self.beyond(measure))
        gaps = gaps[gaps["not_covered"] > 0]
        return gaps.sort_values(["not_covered", "codigo_muni"], ascending=[False, True]).head(count)


MEASURED: Final = {
    Measure.PEOPLE_BY_CABECERA: ("people_by_cabecera", "population_2018"),
    Measure.PEOPLE_BY_AREA: ("people_by_area", "population_2018"),
    Measure.AREA_KM2: ("covered_area_km2", "area_km2"),
    Measure.LAND_BORDER_KM: ("covered_land_border_km", "land_border_km"),
    Measure.COAST_KM: ("covered_coast_km", "coast_km"),
    Measure.MAIN_ROAD_KM: ("covered_main_road_km", "main_road_km"),
}
"""The columns of `Coverage.table` that hold what is covered, and all there is, by each measure."""


def coverage(  # noqa: PLR0913, PLR0917 - the country, the sites, and how they are measured to
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    kinds: Collection[str],
    limit: float,
    lines: Sequence[Line] = (),
    by: DistanceMeasure = STRAIGHT_LINES,
) -> Coverage:
    """Return what lies within `limit` of the sites of `kinds` (empty: of all sites), measured `by`.

    With `lines`, their kilometres in each municipio are measured as well. For a region give
    `ground.part(codes)` and all sites: those outside cover it as well.
    """
    located = placed_sites(sites, ground, kinds)
    away, which = nearest(by.span(seats(ground), located.places))
    cells = ground.lattice
    of_cells = by.to_nearest(cells.points, located.places)
    if by.metric is Metric.STRAIGHT:
        shares = covered_shares(ground, located.places, limit)
    else:
        shares = _shares_of_cells(cells, of_cells, limit, len(ground.table))
    ids = np.array([*located.table.index, None], dtype=object)
    which = np.where(np.isfinite(away.nominal), which, -1)
    within = DistanceRange(*((d <= limit).astype(float) for d in (away.high, away.nominal, away.low)))
    columns: dict[str, object] = {"nearest_site_id": pd.Series(ids[which], dtype="object")}
    for name, measured, scale in (
        (by.metric.column, away, by.metric.scale),
        ("area_share", shares, 1.0),
        ("people_by_cabecera", within, ground.people),
        ("people_by_area", shares, ground.people),
        ("covered_area_km2", shares, ground.area_km2),
    ):
        for suffix, values in (("", measured.nominal), ("_low", measured.low), ("_high", measured.high)):
            columns[name + suffix] = values * scale
    table = pd.concat([ground.table, pd.DataFrame(columns)], axis="columns")
    curve = _curve(ground, away, cells, of_cells, by.metric)
    if lines:
        of_lines, curve_of_lines = _of_lines(ground, located.places, limit, lines, by)
        table, curve = table.join(of_lines), pd.concat([curve, curve_of_lines], ignore_index=True)
    return Coverage(tuple(sorted(kinds)), by.metric, limit, table, _totals(table), curve, located)


def _shares_of_cells(cells: Lattice, away: DistanceRange, limit: float, count: int) -> DistanceRange:
    """Return the share of each of `count` rows whose cells are within `limit`."""
    return DistanceRange(
        *(
            np.minimum(np.bincount(cells.row, cells.weight * (d <= limit), minlength=count), 1.0)
            for d in (away.high, away.nominal, away.low)
        )
    )


PIECE_M: Final = 250.0
"""The longest piece of a line that counts as a whole where its middle is."""


def _of_lines(
    ground: DemandAreas, places: Places, limit: float, lines: Sequence[Line], by: DistanceMeasure
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the columns of `Coverage.table` that measure lines, and their rows of the curve."""
    codes = ground.table["codigo_muni"]
    columns: dict[str, Floats] = {}
    curves = []
    for measure, counted in COUNTED_BY.items():
        own = [line for line in lines if line.counted is counted]
        if measure is Measure.MAIN_ROAD_KM and not own:
            continue
        cut = pieces(own, PIECE_M)
        inside = ground.holds(cut.table["codigo_muni"].to_numpy(), cut.points)
        km, row = (
            cut.table["km"].to_numpy()[inside],
            np.searchsorted(codes, cut.table["codigo_muni"][inside]),
        )
        away = by.to_nearest(cut.points[inside], places)
        covered, total = MEASURED[measure]
        columns[total] = np.bincount(row, km, minlength=len(codes)).astype(float)
        for suffix, distances in (("", away.nominal), ("_low", away.high), ("_high", away.low)):
            within = np.where(distances <= limit, km, 0.0)
            columns[covered + suffix] = np.bincount(row, within, minlength=len(codes)).astype(float)
        curves.append(_shares_at({measure: km}, away, np.zeros(len(km)), by.metric))
    return pd.DataFrame(columns), pd.concat(curves, ignore_index=True)


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for measure, (column, total) in MEASURED.items():
        if total not in table:
            continue
        whole = float(table[total].sum())
        rows[measure] = row = {"total": whole}
        for suffix in ("", "_low", "_high"):
            row[f"covered{suffix}"] = covered = float(table[column + suffix].sum())
            row[f"share{suffix}"] = covered / whole if whole else np.nan
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _curve(
    ground: DemandAreas, of_seats: DistanceRange, cells: Lattice, of_cells: DistanceRange, metric: Metric
) -> pd.DataFrame:
    people, area = (values[cells.row] * cells.weight for values in (ground.people, ground.area_km2))
    # A time says nothing of how wide a cell is.
    widths_m = cells.width_m if metric is Metric.STRAIGHT else np.zeros(len(cells.row))
    by_seat = {Measure.PEOPLE_BY_CABECERA: ground.people}
    by_cell = {Measure.PEOPLE_BY_AREA: people, Measure.AREA_KM2: area}
    parts = (
        _shares_at(by_seat, of_seats, np.zeros(len(ground.people)), metric),
        _shares_at(by_cell, of_cells, widths_m, metric),
    )
    return pd.concat(parts, ignore_index=True)


def _shares_at(
    weights: dict[Measure, Floats], away: DistanceRange, widths_m: Floats, metric: Metric
) -> pd.DataFrame:
    """Return the share of each of `weights` within each distance; a cell is reached in two halves."""
    distances = np.array(CURVE_KM if metric is Metric.STRAIGHT else CURVE_MIN, dtype=float)
    columns: dict[Measure, dict[str, Floats]] = {measure: {} for measure in weights}
    for suffix, values in (("", away.nominal), ("_low", away.high), ("_high", away.low)):
        halves = np.concatenate([values - widths_m / 4, values + widths_m / 4])
        index = np.searchsorted(distances / metric.scale, halves)
        for measure, weight in weights.items():
            covered = np.bincount(index, np.tile(weight / 2, 2), minlength=len(distances) + 1)[:-1].cumsum()
            total = weight.sum()
            columns[measure][f"share{suffix}"] = (
                np.minimum(covered / total, 1) if total else covered * np.nan
            )
    tables = [
        pd.DataFrame({"measure": measure, metric.column: distances, **shares})
        for measure, shares in columns.items()
    ]
    return pd.concat(tables, ignore_index=True)
