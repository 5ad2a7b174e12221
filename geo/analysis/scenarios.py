"""Scenarios: sites added, moved or removed, as one frozen value that a link can hold, and what they change.

A scenario never changes the data: it is applied to a copy of the table of sites. Its text is untrusted
input: what cannot be read is dropped and named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.border_lines import Line
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.site_coverage import MEASURED, Coverage, coverage
from geo.analysis.uncertain_distances import STRAIGHT_LINES, DistanceMeasure
from geo.choices import LAYER_OF, Kind, Precision
from geo.choices.planning_kinds import Measure
from geo.crs import WGS84, require_crs, to_gtm, to_wgs84
from geo.selection import SITE_ID, Dropped

PARAMETER: Final = "what_if"
"""The name of the scenario in a link."""

MAX_CHANGES: Final = 40
"""More changes than a plan has; the rest of a longer text is dropped."""

DECIMALS: Final = 5
"""Coordinates are rounded to about a metre."""

MAX_ID: Final = 80
MAX_TEXT: Final = 4000
"""Characters of a text that are read at all."""
WHOLE: Final = re.compile(r"-?\d{1,9}")

AROUND: Final = (-94.0, 13.0, -87.0, 19.0)
"""West, south, east, north: no site of Guatemala can stand outside, at sea or across a border either."""


@dataclass(frozen=True, order=True)
class Added:
    """A new site of a kind at a location."""

    kind: Kind
    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True, order=True)
class Moved:
    """A site moved to another location."""

    site_id: str
    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True)
class Scenario:
    """Changes to the sites; nothing changed is the real world.

    The order in which sites are added names them; moves and removals are kept sorted.
    """

    added: tuple[Added, ...] = ()
    moved: tuple[Moved, ...] = ()
    removed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        changes = len(self.added) + len(self.moved) + len(self.removed)
        if changes > MAX_CHANGES:
            raise ValueError(f"{changes} changes; a scenario holds at most {MAX_CHANGES}")
        latest = {move.site_id: move for move in self.moved if move.site_id not in self.removed}
        object.__setattr__(self, "moved", tuple(sorted(latest.values())))
        object.__setattr__(self, "removed", tuple(sorted(set(self.removed))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is changed."""
        return not (self.added or self.moved or self.removed)

    def to_text(self) -> str:
        """Return the scenario in characters that a link needs not escape; "" when nothing is changed."""
        parts = [
            *(f"a.{change.kind}.{_position(change)}" for change in self.added),
            *(f"m.{change.site_id}.{_position(change)}" for change in self.moved),
            *(f"r.{site_id}" for site_id in self.removed),
        ]
        return "~".join(parts)


def from_text(text: str) -> tuple[Scenario, tuple[Dropped, ...]]:
    """Return the scenario that a link holds, and what had to be dropped from it."""
    changes: dict[str, list[Any]] = {"a": [], "m": [], "r": []}
    dropped: list[Dropped] = []
    words = text[:MAX_TEXT].split("~") if text else []
    for number, word in enumerate(words):
        change = _change(word) if number < MAX_CHANGES else None
        if change is None:
            dropped.append(Dropped(PARAMETER, word[:40]))
        else:
            changes[word[0]].append(change)
    return Scenario(tuple(changes["a"]), tuple(changes["m"]), tuple(changes["r"])), tuple(dropped)


def _change(word: str) -> Added | Moved | str | None:
    """Return the change that a word of the text describes, or None if it describes none."""
    match word.split("."):
        case ["a", kind, x, y] if kind in set(Kind) and (where := _read_position(x, y)):
            return Added(Kind(kind), *where)
        case ["m", site_id, x, y] if _is_site(site_id) and (where := _read_position(x, y)):
            return Moved(site_id, *where)
        case ["r", site_id] if _is_site(site_id):
            return site_id
    return None


def _is_site(word: str) -> bool:
    return len(word) <= MAX_ID and SITE_ID.fullmatch(word) is not None


def _read_position(x: str, y: str) -> tuple[float, float] | None:
    if not (WHOLE.fullmatch(x) and WHOLE.fullmatch(y)):
        return None
    longitude, latitude = int(x) / 10**DECIMALS, int(y) / 10**DECIMALS
    west, south, east, north = AROUND
    return (longitude, latitude) if west <= longitude <= east and south <= latitude <= north else None


def _position(change: Added | Moved) -> str:
    return f"{round(change.longitude * 10**DECIMALS)}.{round(change.latitude * 10**DECIMALS)}"


def _settle(change: Added | Moved) -> None:
    """Round the location of a frozen change and refuse one that is nowhere near."""
    for name in ("longitude", "latitude"):
        object.__setattr__(change, name, round(float(getattr(change, name)), DECIMALS))
    west, south, east, north = AROUND
    if not (west <= change.longitude <= east and south <= change.latitude <= north):
        raise ValueError(f"({change.longitude}, {change.latitude}) is not in or near Guatemala")


ADDED: Final = "added"
MOVED: Final = "moved"

LISTS: Final = ("sources", "position_sources", "inferred")
"""Columns of sites that hold tuples; an added site has empty ones."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Coverage in two scenarios, A and B.

    totals
        Indexed by `Measure`: `total`, the columns `covered` and `share` of `Coverage.totals`
        with their `_low` and `_high`, each as `_a` and `_b`, and `change`, the covered of B less A.
    municipios
        The rows that differ: codes, names, `population_2018`, `distance_km_a`,
        `distance_km_b` (by road `minutes_a`, `minutes_b`), and `people_by_cabecera`,
        `people_by_area` and covered lines of both, largest gain first.
    """

    a: Coverage
    b: Coverage
    totals: pd.DataFrame
    municipios: pd.DataFrame


def applied(
    scenario: Scenario, sites: gpd.GeoDataFrame, ground: DemandAreas
) -> tuple[gpd.GeoDataFrame, tuple[Dropped, ...]]:
    """Return a copy of `sites` (WGS 84) with the changes made, and the changes to sites it lacks.

    The column `what_if` holds `added`, `moved`, or None for a site as it is. A location put by
    hand is exact, and its municipio is the one it lies in; an added site has no source.
    """
    require_crs(sites, WGS84)
    named = (*(move.site_id for move in scenario.moved), *scenario.removed)
    unknown = tuple(Dropped(PARAMETER, site_id) for site_id in named if site_id not in sites.index)
    changed = sites.drop(index=[site_id for site_id in scenario.removed if site_id in sites.index])
    changed["what_if"] = np.full(len(changed), None, dtype=object)
    for move in scenario.moved:
        if move.site_id in changed.index:
            _put(changed, move.site_id, move, ground, MOVED)
    if scenario.added:
        changed = pd.concat([changed, _new_rows(scenario.added, changed, ground)])
    return changed, unknown


def compared(  # noqa: PLR0913, PLR0917 - two tables, and what coverage takes
    ground: DemandAreas,
    tables: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    kinds: Collection[str],
    limit: float,
    lines: Sequence[Line] = (),
    by: DistanceMeasure = STRAIGHT_LINES,
) -> Comparison:
    """Return the coverage of two tables of sites (`applied`), A and B, and what differs."""
    a, b = (coverage(ground, sites, kinds, limit, lines, by) for sites in tables)
    return Comparison(a, b, _change_of_totals(a, b), _change_of_municipios(a, b))


def _new_rows(added: tuple[Added, ...], like: gpd.GeoDataFrame, ground: DemandAreas) -> gpd.GeoDataFrame:
    index = pd.Index([f"what-if-{number}" for number in range(1, len(added) + 1)], name=like.index.name)
    rows = like.iloc[:0].reindex(index)
    texts = [name for name in rows if rows[name].dtype == object]
    rows[texts] = None
    for number, (site_id, site) in enumerate(zip(index, added, strict=True), start=1):
        named = {
            "name_en": f"Added site {number}",
            "name_es": f"Sitio añadido {number}",
            "kind": site.kind,
            "layer": LAYER_OF[site.kind],
            **dict.fromkeys(LISTS, ()),
        }
        for name in named.keys() & set(rows.columns):
            rows.at[site_id, name] = named[name]
        _put(rows, site_id, site, ground, ADDED)
    return rows


def _put(
    table: gpd.GeoDataFrame, site_id: str, at: Added | Moved, ground: DemandAreas, what_if: str
) -> None:
    code = _municipio(at, ground)
    values: dict[str, Any] = {
        "longitude": at.longitude,
        "latitude": at.latitude,
        "geometry": shapely.Point(at.longitude, at.latitude),
        "precision": Precision.EXACT,
        "uncertainty_m": 0,
        "codigo_muni": code,
        "codigo_depto": pd.NA if code is pd.NA else code // 100,
        "what_if": what_if,
    }
    for name in values.keys() & set(table.columns):
        table.at[site_id, name] = values[name]


def _municipio(at: Added | Moved, ground: DemandAreas) -> Any:
    code = municipio_at(at.longitude, at.latitude, ground)
    return pd.NA if code is None else code


def municipio_at(longitude: float, latitude: float, ground: DemandAreas) -> int | None:
    """Return the municipio at a point in WGS 84; None at sea, on a lake or abroad."""
    x, y = to_gtm(np.array([longitude]), np.array([latitude]))
    rows = np.flatnonzero(shapely.intersects_xy(ground.shapes, x, y))
    return int(ground.table["codigo_muni"].iloc[rows[0]]) if len(rows) else None


INLAND_M: Final = 30.0
"""The nearest land is taken so far inside its municipio: on the very shore, rounding puts it at sea."""


def nearest_land(longitude: float, latitude: float, ground: DemandAreas) -> tuple[float, float, float]:
    """Return the nearest point on land in Guatemala, WGS 84, and its distance in metres."""
    x, y = to_gtm(np.array([longitude]), np.array([latitude]))
    point = shapely.points(x[0], y[0])
    row = int(np.argmin(shapely.distance(ground.shapes, point)))
    line = shapely.shortest_line(point, shapely.buffer(ground.shapes[row], -INLAND_M))
    if shapely.is_empty(line) or line is None:
        line = shapely.shortest_line(point, shapely.point_on_surface(ground.shapes[row]))
    land_x, land_y = shapely.get_coordinates(line)[-1:].T
    there = to_wgs84(land_x, land_y)
    lon, lat = (round(float(value[0]), DECIMALS) for value in there)
    return lon, lat, float(shapely.length(line))


def off_land(scenario: Scenario, ground: DemandAreas) -> tuple[Added | Moved, ...]:
    """Return the sites that a scenario puts at sea, on a lake or abroad, as a link may do."""
    placed: tuple[Added | Moved, ...] = (*scenario.added, *scenario.moved)
    return tuple(
        change for change in placed if municipio_at(change.longitude, change.latitude, ground) is None
    )


def _change_of_totals(a: Coverage, b: Coverage) -> pd.DataFrame:
    sides = [side.totals.drop(columns="total").add_suffix(f"_{key}") for key, side in (("a", a), ("b", b))]
    totals = pd.concat([a.totals[["total"]], *sides], axis="columns")
    return totals.assign(change=totals["covered_b"] - totals["covered_a"])


def _change_of_municipios(a: Coverage, b: Coverage) -> pd.DataFrame:
    names = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    columns = [a.metric.column, *(MEASURED[measure][0] for measure in a.totals.index)]
    columns.remove(MEASURED[Measure.AREA_KM2][0])
    both = pd.concat(
        [a.table[names], *(c.table[columns].add_suffix(f"_{key}") for key, c in (("a", a), ("b", b)))],
        axis="columns",
    )
    gain = both["people_by_area_b"] - both["people_by_area_a"]
    differs = gain != 0
    for name in columns[1:]:
        differs |= both[f"{name}_a"] != both[f"{name}_b"]
    order = gain[differs].sort_values(ascending=False, kind="stable").index
    return both.loc[order].reset_index(drop=True)
