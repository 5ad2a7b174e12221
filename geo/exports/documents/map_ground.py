"""Draw the ground of a printed map, as the browser does: relief, rivers, lakes, roads and towns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import ListedColormap
from matplotlib.image import imread
from matplotlib.path import Path
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates, zoom

from geo.crs import GTM, to_gtm, to_wgs84
from geo.dataset.atlas_data import AtlasData
from geo.dataset.ground import RELIEF_WINDOW, TownKind
from geo.exports.documents.map_extent import Extent
from geo.mapping import ground_styles
from geo.mapping.ground_styles import COLOURS, RADIUS
from geo.roads.drawn_roads import STYLES, drawn_roads, imported_roads

PAPER: Final = COLOURS["light"]
POINTS_PER_PIXEL: Final = 0.6
"""Lines and towns are as thick as on a screen of 120 pixels an inch."""
SAMPLES: Final = 500
"""Pixels of the relief across a map; more would only enlarge the file."""
SHADES: Final = 16
"""Steps of the opacity of the relief."""
NODES: Final = 24
"""Positions across a map that are projected; between them the relief is stretched."""

Grid = NDArray[np.float64]


@dataclass(frozen=True)
class _ProjectedLines:
    """The lines of a layer in GTM metres, with the row that each comes from."""

    lines: tuple[Grid, ...]
    rows: NDArray[np.int64]
    table: gpd.GeoDataFrame

    def where(self, is_wanted: Any) -> list[Grid]:
        wanted = np.asarray(is_wanted, dtype=bool)
        return [line for line, row in zip(self.lines, self.rows, strict=True) if wanted[row]]


def draw_ground(axes: Axes, seen: Extent, atlas: AtlasData, *, is_plain: bool) -> None:
    """Draw what lies above the land and below the lines of departamentos; nothing if its files are broken.

    Parameters
    ----------
    is_plain
        No analysis colours the land; the relief would change its colours.
    """
    ground, routes = _projected(atlas)
    if ground is None:
        return
    level = ground_styles.zoom_of(seen.east - seen.west)
    if is_plain:
        _draw_relief(axes, seen, atlas, ground_styles.relief_opacity(level))
    strength = 1.0 if is_plain else 0.5
    _fill(axes, ground["lakes"].lines, PAPER["lake"], strength)
    rivers = ground["rivers"]
    is_border = rivers.table["is_border"].astype(bool)
    is_named = (rivers.table["name"] != "") & ~is_border
    _draw(axes, rivers.where(is_border), PAPER["river"], 4.6, strength)
    if level < ground_styles.RIVERS_BELOW:
        _draw(axes, rivers.where(is_named), PAPER["river"], 1.5, strength)
        if level >= ground_styles.DETAIL_FROM:
            _draw(axes, rivers.where(~is_named & ~is_border), PAPER["river"], 1.0, strength)
    if (roads := imported_roads(atlas.data)) is not None:
        drawn = drawn_roads(roads.network)
        for road, style in reversed(STYLES.items()):
            if level >= style.drawn_from:
                parts = shapely.get_parts(drawn.geometry[drawn["road_class"] == road].to_numpy())
                shown = [shapely.get_coordinates(part) for part in parts]
                _draw(axes, shown, PAPER["route"], style.width, strength)
    elif routes is not None and level < ground_styles.ROUTES_BELOW:
        is_primary = routes.table["route_class"] == "primary"
        if level >= ground_styles.DETAIL_FROM:
            _draw(axes, routes.where(~is_primary), PAPER["route"], 1.0, strength)
        _draw(axes, routes.where(is_primary), PAPER["route"], 1.8, strength)


def shown_towns(seen: Extent, atlas: AtlasData) -> gpd.GeoDataFrame | None:
    """Return the towns of a map, the most important first, in GTM; None if the file is broken."""
    towns = _towns(atlas)
    if towns is None:
        return None
    level = ground_styles.zoom_of(seen.east - seen.west)
    return towns[towns["from"] <= level].cx[seen.west : seen.east, seen.south : seen.north]


@lru_cache(maxsize=4)
def _towns(atlas: AtlasData) -> gpd.GeoDataFrame | None:
    """Return the towns in GTM, with the level `from` which a map shows each."""
    ground, _ = atlas.drawn_ground()
    if ground is None:
        return None
    towns = ground.towns.to_crs(GTM)
    levels = [
        ground_styles.town_from(TownKind(kind), rank)
        for kind, rank in zip(towns["kind"], towns["rank"], strict=True)
    ]
    return towns.assign(**{"from": levels})


def draw_towns(axes: Axes, seen: Extent, atlas: AtlasData) -> None:
    """Draw the towns: a ring for a seat of a departamento, a dot for others."""
    towns = shown_towns(seen, atlas)
    if towns is None:
        return
    for kind in reversed(TownKind):
        of_kind = towns[towns["kind"] == kind]
        is_ring = kind in {TownKind.CAPITAL, TownKind.SEAT}
        axes.scatter(
            of_kind.geometry.x,
            of_kind.geometry.y,
            s=(2 * RADIUS[kind] * POINTS_PER_PIXEL) ** 2,
            c=PAPER["rim"] if kind is TownKind.SEAT else PAPER["town"],
            edgecolors=PAPER["town"] if is_ring else PAPER["rim"],
            linewidths=(1.6 if is_ring else 0.8) * POINTS_PER_PIXEL,
            zorder=3,
        )


@lru_cache(maxsize=4)
def _projected(atlas: AtlasData) -> tuple[dict[str, _ProjectedLines] | None, _ProjectedLines | None]:
    ground, routes = atlas.drawn_ground()
    water = None
    if ground is not None:
        water = {"rivers": _in_gtm(ground.rivers), "lakes": _in_gtm(ground.lakes)}
    return water, None if routes is None else _in_gtm(routes)


def _in_gtm(table: gpd.GeoDataFrame) -> _ProjectedLines:
    parts, rows = shapely.get_parts(table.geometry.to_numpy(), return_index=True)
    return _ProjectedLines(tuple(_vertices(part) for part in parts), rows, table)


def _vertices(part: shapely.Geometry) -> Grid:
    line = part.exterior if part.geom_type == "Polygon" else part
    return np.column_stack(to_gtm(*shapely.get_coordinates(line).T))


def _draw(axes: Axes, lines: Sequence[Grid], colour: str, width: float, alpha: float) -> None:
    style = {"colors": colour, "linewidths": width * POINTS_PER_PIXEL, "alpha": alpha, "capstyle": "round"}
    axes.add_collection(LineCollection(lines, zorder=1, **style), autolim=False)


def _fill(axes: Axes, rings: Sequence[Grid], colour: str, alpha: float) -> None:
    if not rings:
        return
    paths = [Path(ring, closed=False) for ring in rings]
    areas = PathCollection(paths, facecolors=colour, edgecolors="none", alpha=alpha, zorder=1)
    areas.set_transform(axes.transData)
    axes.add_collection(areas, autolim=False)


def _draw_relief(axes: Axes, seen: Extent, atlas: AtlasData, opacity: float) -> None:
    picture = _relief(atlas)
    if picture is None or not opacity:
        return
    darkness = map_coordinates(picture[..., 3], list(_rows_and_columns(seen, picture)), order=1)
    # Few shades of one colour: an image of colours and opacities takes four times the room.
    shades = np.tile(picture[0, 0], (SHADES, 1))
    shades[:, 3] = np.linspace(0, opacity * picture[..., 3].max(), SHADES)
    axes.imshow(
        darkness,
        cmap=ListedColormap(shades),
        vmin=0,
        vmax=picture[..., 3].max(),
        extent=(seen.west, seen.east, seen.south, seen.north),
        interpolation="bilinear",
        zorder=1,
        aspect=axes.get_aspect(),
    )


@lru_cache(maxsize=4)
def _relief(atlas: AtlasData) -> Grid | None:
    """Return the pixels of the relief, 0 to 1: red, green, blue and opacity."""
    content = atlas.relief("light")
    return None if content is None else np.asarray(imread(BytesIO(content), format="webp")) / 255.0


def _size(seen: Extent) -> tuple[int, int]:
    return round(SAMPLES * (seen.north - seen.south) / (seen.east - seen.west)), SAMPLES


def _rows_and_columns(seen: Extent, picture: Grid) -> Iterator[Grid]:
    """Yield the row and the column of the relief for each pixel of the map, the north first."""
    x, y = np.meshgrid(np.linspace(seen.west, seen.east, NODES), np.linspace(seen.north, seen.south, NODES))
    longitude, latitude = to_wgs84(x.ravel(), y.ravel())
    west, south, east, north = RELIEF_WINDOW
    high, low, at = (np.arcsinh(np.tan(np.radians(value))) for value in (north, south, latitude))
    height, width = picture.shape[:2]
    for nodes in (
        (high - at) / (high - low) * height - 0.5,
        (longitude - west) / (east - west) * width - 0.5,
    ):
        size = _size(seen)
        yield zoom(nodes.reshape(NODES, NODES), (size[0] / NODES, size[1] / NODES), order=1)
