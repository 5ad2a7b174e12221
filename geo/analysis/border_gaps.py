"""How far each kilometre of border and coast is from a checkpoint or port, and where the gaps are.

Distances are straight lines to the nearest site of the kinds sought; the nearest site to a stretch of
one border may stand on another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.border_lines import NO_MUNICIPIO, Line
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import (
    DistanceRange,
    LocatedSites,
    Places,
    nearest,
    placed_sites,
    span,
)
from geo.choices import Kind
from geo.crs import WGS84, Floats, to_wgs84

SAMPLE_M: Final = 100.0
"""Distances are taken at every corner of the line and at least so often; between them they are
interpolated, which moves the end of a stretch by metres."""


Runs = Sequence[tuple[float, float]]
"""Parts of a line, each from one distance from its start to another, in metres."""


@dataclass(frozen=True, eq=False)
class MeasuredLine:
    """A line with the distance to the nearest site at `at_m` along it; only what lies in `runs` counts."""

    line: Line
    at_m: Floats
    away: DistanceRange
    site_ids: NDArray[Any]
    runs: Runs


def measure(line: Line, sites: LocatedSites, part: DemandAreas | None = None) -> MeasuredLine:
    """Return `line` with the distance to the nearest of `sites` along it; with `part` what lies in it."""
    at = np.union1d(np.arange(0, line.length_m, SAMPLE_M), line.along_m)
    away, which = nearest(span(Places(line.at(at), np.zeros(len(at))), sites.places))
    ids = np.array([*sites.table.index, None], dtype=object)
    runs: Runs = ((0.0, line.length_m),) if part is None else _held(line, at, part)
    return MeasuredLine(line, at, away, ids[which], runs)


def _held(line: Line, at_m: Floats, part: DemandAreas) -> Runs:
    """Return what of a line lies in an area, right to half of `SAMPLE_M` at its outline."""
    middles = (at_m[1:] + at_m[:-1]) / 2
    codes = line.codigo_muni[np.searchsorted(line.along_m, middles) - 1]
    is_held = np.concatenate([[False], part.holds(codes, line.at(middles)), [False]])
    ends = at_m[np.flatnonzero(is_held[1:] != is_held[:-1])].tolist()
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _common(runs: Iterable[tuple[float, float]], others: Runs) -> Runs:
    """Return what lies both in one of `runs` and in one of `others`."""
    pairs = ((max(a, c), min(b, d)) for a, b in runs for c, d in others)
    return [(start, end) for start, end in pairs if start < end]


def beyond(at_m: Floats, away_m: Floats, distance_m: float) -> Iterator[tuple[float, float]]:
    """Yield start and end of each run along which `away_m` (at `at_m`) exceeds `distance_m`."""
    if np.isinf(away_m).any():
        yield float(at_m[0]), float(at_m[-1])
        return
    over = away_m - distance_m
    far = over > 0
    turns = np.flatnonzero(far[1:] != far[:-1])
    crossings = at_m[turns] + np.diff(at_m)[turns] * over[turns] / (over[turns] - over[turns + 1])
    starts = [at_m[0]] if far[0] else []
    ends = [at_m[-1]] if far[-1] else []
    bounds = [float(bound) for bound in (*starts, *crossings, *ends)]
    yield from zip(bounds[::2], bounds[1::2], strict=True)


def stretches_beyond(
    measured: MeasuredLine, distance_m: float, unplaced: Collection[UnplacedSite] = ()
) -> Iterator[dict[str, Any]]:
    """Yield a row of `Gaps.stretches` for each stretch further than `distance_m` from any site."""
    line, at, away = measured.line, measured.at_m, measured.away
    sure, nominal, possible = (
        _common(beyond(at, away_m, distance_m), measured.runs)
        for away_m in (away.low, away.nominal, away.high)
    )
    for start, end in nominal:
        inside = np.flatnonzero((at >= start) & (at <= end))
        top = inside[away.nominal[inside].argmax()]
        yield {
            "line": line.name,
            "is_coast": line.is_coast,
            "start_km": start / 1e3,
            "end_km": end / 1e3,
            "length_km": (end - start) / 1e3,
            "length_km_low": _within(sure, start, end) / 1e3,
            "length_km_high": max(e - s for s, e in possible if s <= start + 1 and e >= end - 1) / 1e3,
            "furthest_km": away.nominal[top] / 1e3,
            "furthest_km_low": away.low[inside].max() / 1e3,
            "furthest_km_high": away.high[inside].max() / 1e3,
            "from_site_id": measured.site_ids[inside[0]],
            "to_site_id": measured.site_ids[inside[-1]],
            "codigo_muni": tuple(c for c in line.km_by_municipio(start, end) if c != NO_MUNICIPIO),
            **_with_unplaced(measured, (start, end), distance_m, unplaced),
            "geometry": line.stretch(start, end),
        }


@dataclass(frozen=True, eq=False)
class UnplacedSite:
    """A site without a location, and points (n, 2) in GTM all over the region that it is in."""

    site_id: str
    candidates: Floats


EDGE_M: Final = 1000.0
"""Candidates on the outline of a region are about so far apart; those inside follow the lattice."""
STEP_M: Final = 250.0
"""What a candidate covers of a stretch is added up in steps of this length."""


def unplaced_sites(
    sites: gpd.GeoDataFrame, left_out: Collection[str], ground: DemandAreas
) -> tuple[UnplacedSite, ...]:
    """Return the sites of `left_out` that are known to be in some municipio or departamento."""
    known = []
    for site_id in left_out:
        row = sites.loc[site_id]
        column = "codigo_depto" if pd.isna(row["codigo_muni"]) else "codigo_muni"
        within = np.flatnonzero(ground.table[column].isin([row[column]]))
        if not len(within):
            continue
        inside = ground.lattice.points[np.isin(ground.lattice.row, within)]
        outlines = shapely.segmentize(shapely.simplify(ground.shapes[within], EDGE_M / 4), EDGE_M)
        known.append(UnplacedSite(site_id, np.vstack([inside, shapely.get_coordinates(outlines)])))
    return tuple(known)


def _with_unplaced(
    measured: MeasuredLine, ends: tuple[float, float], distance_m: float, unplaced: Iterable[UnplacedSite]
) -> dict[str, Any]:
    """Return which unplaced sites may shorten a stretch, and how long it would be with them.

    With several, the shortest length subtracts the most that each may cover, which may overlap, and
    the longest subtracts only what one of them covers wherever it is: no length lies outside.
    """
    start, end = ends
    at = np.append(np.arange(start, end, STEP_M), end)
    widths = np.diff(at)
    tree = shapely.STRtree(shapely.points(measured.line.at(at[1:] - widths / 2)))
    covered: dict[str, tuple[float, float]] = {}
    for site in unplaced:
        pairs = tree.query(shapely.points(site.candidates), predicate="dwithin", distance=distance_m)
        if pairs.size:
            lengths = np.bincount(pairs[0], widths[pairs[1]], minlength=len(site.candidates))
            covered[site.site_id] = float(lengths.min()), float(lengths.max())
    if not covered:
        return {"unplaced_site_ids": (), "length_km_with_low": np.nan, "length_km_with_high": np.nan}
    least, most = zip(*covered.values(), strict=True)
    return {
        "unplaced_site_ids": tuple(covered),
        "length_km_with_low": max(0.0, end - start - sum(most)) / 1e3,
        "length_km_with_high": (end - start - max(least)) / 1e3,
    }


def catchments_of(measured: MeasuredLine) -> Iterator[dict[str, Any]]:
    """Yield a row of `Gaps.catchments` for each stretch with one nearest site."""
    line, at, ids = measured.line, measured.at_m, measured.site_ids
    turns = np.flatnonzero(ids[1:] != ids[:-1])
    bounds = [0.0, *((at[turns] + at[turns + 1]) / 2).tolist(), line.length_m]
    owners = [ids[0], *ids[turns + 1]]
    for site_id, *whole in zip(owners, bounds[:-1], bounds[1:], strict=True):
        for start, end in _common([(whole[0], whole[1])], measured.runs) if site_id is not None else ():
            yield {
                "line": line.name,
                "is_coast": line.is_coast,
                "site_id": site_id,
                "start_km": start / 1e3,
                "end_km": end / 1e3,
                "length_km": (end - start) / 1e3,
                "geometry": line.stretch(start, end),
            }


def total_beyond(measured: MeasuredLine, distance_m: float) -> dict[str, Any]:
    """Return the row of `Gaps.totals` of a line."""
    length, away = sum(end - start for start, end in measured.runs), measured.away
    inside = _is_in(measured.at_m, measured.runs)
    row: dict[str, Any] = {
        "line": measured.line.name,
        "is_coast": measured.line.is_coast,
        "length_km": length / 1e3,
        "furthest_km": away.nominal[inside].max() / 1e3,
    }
    for suffix, away_m in (("", away.nominal), ("_low", away.low), ("_high", away.high)):
        runs = _common(beyond(measured.at_m, away_m, distance_m), measured.runs)
        far = sum(end - start for start, end in runs)
        row[f"beyond_km{suffix}"], row[f"beyond_share{suffix}"] = far / 1e3, far / length
    return row


def each_kilometre(measured: MeasuredLine) -> pd.DataFrame:
    """Return the rows of `Gaps.profile` of a line."""
    along = np.arange(0, measured.line.length_m, 1e3)
    along = along[_is_in(along, measured.runs)]
    index = np.searchsorted(measured.at_m, along)
    longitude, latitude = to_wgs84(*measured.line.at(along).T)
    return pd.DataFrame(
        {
            "line": measured.line.name,
            "along_km": along / 1e3,
            "distance_km": measured.away.nominal[index] / 1e3,
            "distance_km_low": measured.away.low[index] / 1e3,
            "distance_km_high": measured.away.high[index] / 1e3,
            "site_id": measured.site_ids[index],
            "longitude": longitude,
            "latitude": latitude,
        }
    )


def _is_in(along_m: Floats, runs: Runs) -> NDArray[np.bool_]:
    """Return which distances from the start lie in one of the parts."""
    starts, ends = np.array(runs, dtype=float).reshape(-1, 2).T
    return np.asarray(((along_m[:, None] >= starts) & (along_m[:, None] <= ends)).any(axis=1))


def _within(runs: Iterable[tuple[float, float]], start: float, end: float) -> float:
    return float(sum(max(0.0, min(e, end) - max(s, start)) for s, e in runs))


STRETCHES: Final = (
    "line", "is_coast", "start_km", "end_km", "length_km", "length_km_low", "length_km_high",
    "furthest_km", "furthest_km_low", "furthest_km_high", "from_site_id", "to_site_id",
    "codigo_muni", "unplaced_site_ids", "length_km_with_low", "length_km_with_high", "geometry",
)  # fmt: skip
CATCHMENTS: Final = ("line", "is_coast", "site_id", "start_km", "end_km", "length_km", "geometry")
TOTALS: Final = (
    "line", "is_coast", "length_km", "furthest_km", "beyond_km", "beyond_share", "beyond_km_low",
    "beyond_share_low", "beyond_km_high", "beyond_share_high",
)  # fmt: skip
PROFILE: Final = (
    "line", "along_km", "distance_km", "distance_km_low", "distance_km_high", "site_id", "longitude",
    "latitude",
)  # fmt: skip


@dataclass(frozen=True)
class Sought:
    """The kinds of site that are looked for along the land border and along the coast."""

    border: tuple[Kind, ...] = (Kind.BORDER_CHECKPOINT,)
    coast: tuple[Kind, ...] = (Kind.PORT,)


@dataclass(frozen=True, eq=False)
class Gaps:
    """Border and coast further than `distance_m` from any checkpoint or port.

    stretches
        One row a stretch without one, longest first, lines in WGS 84: `STRETCHES`. `length_km`
        takes the middles of the sites; `_low` is what is further from them wherever they are,
        `_high` how long the stretch may be. `furthest_km` is the distance at its most remote
        point; `from_site_id` and `to_site_id` are nearest to its ends; `codigo_muni` holds the
        municipios along it in order. `unplaced_site_ids` are sites without a location whose region
        reaches within `distance_m` of the stretch: the other lengths leave them out, and
        `length_km_with_low` and `_high` are what would remain of it with them (missing without any).
    catchments
        The stretches of which each site is the nearest, lines in WGS 84: `CATCHMENTS`.
    profile
        Each kilometre: `line`, `along_km`, `distance_km`, `distance_km_low`,
        `distance_km_high`, `site_id`, `longitude`, `latitude`.
    totals
        Indexed by `line`: `is_coast`, `length_km`, `beyond_km`, `beyond_share`, each of the two
        also as `_low` and `_high`, `furthest_km`. A line that no part of the region lies on has no row.
    border_sites, coast_sites
        The sites measured to; their `left_out` have no location and may close a gap.
    """

    distance_m: float
    stretches: gpd.GeoDataFrame
    catchments: gpd.GeoDataFrame
    profile: pd.DataFrame
    totals: pd.DataFrame
    border_sites: LocatedSites
    coast_sites: LocatedSites


def gaps(  # noqa: PLR0913, PLR0917 - the country, what is sought in it, and the region that counts
    lines: Sequence[Line],
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    distance_m: float,
    kinds: Sought = Sought(),
    part: DemandAreas | None = None,
) -> Gaps:
    """Return the stretches of `lines` further than `distance_m` from any site of `kinds`.

    With `part`, only what of the lines lies in it counts; sites elsewhere serve it too.
    """
    border, coast = (placed_sites(sites, ground, chosen) for chosen in (kinds.border, kinds.coast))
    measured = [measure(line, coast if line.is_coast else border, part) for line in lines]
    measured = [line for line in measured if line.runs]
    unplaced = {
        is_coast: unplaced_sites(sites, located.left_out.index, ground)
        for is_coast, located in ((False, border), (True, coast))
    }
    stretches = [
        row for each in measured for row in stretches_beyond(each, distance_m, unplaced[each.line.is_coast])
    ]
    catchments = [row for line in measured for row in catchments_of(line)]
    totals = pd.DataFrame([total_beyond(line, distance_m) for line in measured], columns=list(TOTALS))
    rows = [each_kilometre(line) for line in measured]
    profile = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(PROFILE))
    by_length = {"by": ["length_km", "line", "start_km"], "ascending": [False, True, True]}
    table = gpd.GeoDataFrame(stretches, columns=list(STRETCHES), geometry="geometry", crs=WGS84)
    return Gaps(
        distance_m,
        table.sort_values(**by_length, ignore_index=True),
        gpd.GeoDataFrame(catchments, columns=list(CATCHMENTS), geometry="geometry", crs=WGS84),
        profile,
        totals.set_index("line").astype({"is_coast": bool}),
        border,
        coast,
    )
