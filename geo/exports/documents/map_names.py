"""Write names on a printed map where there is room: sites first, then regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.map_extent import Extent
from geo.exports.documents.map_sites import PIN_IN, SiteName
from geo.mapping.map_styles import SURROUNDINGS

CLOSE_KM: Final = 160
"""Below this width municipios are named instead of departamentos."""

LETTER: Final = {"site": 0.62, "area": 0.56, "country": 0.8, "sea": 0.56}
"""Mean width of a letter as a share of the type size (DejaVu Sans, bold and capitals wider)."""

POINTS_PER_INCH: Final = 72

METRES_PER_DEGREE: Final = 107_500
"""Metres of a degree of longitude in central Guatemala, to judge whether a name fits."""

STYLES: Final[dict[str, dict[str, Any]]] = {
    "site": {"fontsize": 7.2, "color": "#1c2b39", "fontweight": "bold"},
    "area": {"fontsize": 6.6, "color": "#6b6455"},
    "country": {"fontsize": 9, "color": "#8b877c", "fontweight": "bold"},
    "sea": {"fontsize": 8.5, "color": "#3f7391", "fontstyle": "italic"},
}
HALO: Final = withStroke(linewidth=2.2, foreground="white", alpha=0.85)


@dataclass(frozen=True)
class _Box:
    """A rectangle in inches from the lower left corner of the map."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and self.right > other.left
            and self.bottom < other.top
            and self.top > other.bottom
        )


class _Sheet:
    """The occupied parts of the map in inches; names cover neither pins nor names."""

    def __init__(self, axes: Axes, seen: Extent) -> None:
        self.axes, self.seen = axes, seen
        inches = axes.get_window_extent().transformed(axes.figure.dpi_scale_trans.inverted())
        self.width, self.height = float(inches.width), float(inches.height)
        # The scale bar and the arrow to the north.
        self.taken = [
            _Box(0, 0, 1.5, 0.5),
            _Box(self.width - 0.5, self.height - 0.9, self.width, self.height),
        ]

    def inches(self, x: float, y: float) -> tuple[float, float]:
        seen = self.seen
        return (
            (x - seen.west) / (seen.east - seen.west) * self.width,
            (y - seen.south) / (seen.north - seen.south) * self.height,
        )

    def write(self, text: str, style: str, places: Sequence[tuple[float, float, str]]) -> bool:
        """Write at the first free one of `places` (x, y in inches, alignment), if any."""
        size = STYLES[style]["fontsize"] / POINTS_PER_INCH
        for x, y, align in places:
            width, height = len(text) * size * LETTER[style], size * 1.25
            left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
            box = _Box(left, y - height / 2, left + width, y + height / 2)
            if self._is_free(box):
                self.taken.append(box)
                at = x / self.width, y / self.height
                where: dict[str, Any] = {
                    "transform": self.axes.transAxes,
                    "ha": align,
                    "va": "center",
                    "zorder": 7,
                    # A dollar sign in a name must not begin a formula.
                    "parse_math": False,
                }
                drawn = self.axes.text(at[0], at[1], text, **where, **STYLES[style])
                drawn.set_path_effects([HALO])
                return True
        return False

    def _is_free(self, box: _Box) -> bool:
        inside = box.left > 0.04 and box.bottom > 0.04 and box.right < self.width and box.top < self.height
        return inside and not any(box.meets(other) for other in self.taken)


def write_names(
    axes: Axes, seen: Extent, names: Sequence[SiteName], atlas: AtlasData, language: str
) -> None:
    """Write the names of sites, places and surroundings where there is room."""
    sheet = _Sheet(axes, seen)
    for name in names:
        x, y = sheet.inches(name.x, name.y)
        reach = PIN_IN / 3
        sheet.taken.append(_Box(x - reach, y - (0 if name.is_pin else reach), x + reach, y + PIN_IN * 0.95))
    for name in names:
        # A number on the map occupies space and has no name.
        if name.text and seen.meets(name.x, name.y, name.x, name.y):
            sheet.write(name.text, "site", list(_around(*sheet.inches(name.x, name.y), name.is_pin)))
    for x, y, text, kind in _surroundings(language):
        across, up = sheet.inches(x, y)
        places = [(across + dx, up + dy, "center") for dx in (0, 0.25, 0.5) for dy in (0, 0.3, -0.3)]
        sheet.write(text.upper() if kind == "country" else text, kind, places)
    for x, y, width_m, text in _areas(seen, atlas):
        room = width_m / (seen.east - seen.west) * sheet.width
        if room >= len(text) * STYLES["area"]["fontsize"] / POINTS_PER_INCH * LETTER["area"]:
            sheet.write(text, "area", [(*sheet.inches(x, y), "center")])


def _around(x: float, y: float, is_pin: bool) -> Iterator[tuple[float, float, str]]:
    middle = y + (PIN_IN * 0.6 if is_pin else 0.0)
    side = PIN_IN * 0.42
    yield x + side, middle, "left"
    yield x - side, middle, "right"
    yield x, y - 0.08 if is_pin else y - 0.15, "center"
    yield x, y + PIN_IN + 0.07 if is_pin else y + 0.17, "center"
    yield x + side, middle + 0.1, "left"
    yield x - side, middle + 0.1, "right"
    yield x + side, middle - 0.13, "left"
    yield x - side, middle - 0.13, "right"


def _surroundings(language: str) -> Iterator[tuple[float, float, str, str]]:
    at = np.array([place["at"] for place in SURROUNDINGS], dtype=np.float64)
    for x, y, place in zip(*to_gtm(at[:, 0], at[:, 1]), SURROUNDINGS, strict=True):
        yield float(x), float(y), str(place[f"name_{language}"]), str(place["kind"])


def _areas(seen: Extent, atlas: AtlasData) -> Iterator[tuple[float, float, float, str]]:
    name = "municipio" if seen.width_km < CLOSE_KM else "departamento"
    gdf = atlas.or_empty(f"{name}s")
    if gdf is None:
        return
    west, south, east, north = gdf.bounds.to_numpy().T
    x, y = to_gtm((west + east) / 2, (south + north) / 2)
    metres = (east - west) * METRES_PER_DEGREE
    for across, up, width, text in zip(x, y, metres, gdf[name], strict=True):
        if seen.meets(across, up, across, up):
            yield float(across), float(up), float(width), str(text)
