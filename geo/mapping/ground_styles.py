"""How the ground is drawn: its colours, and from and up to which zoom its parts are shown.

The browser gets these values with the ground itself; printed maps use them by their width.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, log2, radians
from typing import Final

from geo.dataset.ground import TownKind

COLOURS: Final = {
    "light": {
        "river": "#97c1da",
        "lake": "#b7d5e6",
        "route": "#c9a878",
        "town": "#575144",
        "rim": "#ffffff",
    },
    "dark": {
        "river": "#37637c",
        "lake": "#1d4258",
        "route": "#84714f",
        "town": "#b4bfc8",
        "rim": "#141b21",
    },
}
"""Quiet colours by theme: symbols and the colours of an analysis stand out from them."""

RELIEF_FADES: Final = (9.0, 10.5)
"""Between these zooms the relief fades out: its pixels are 1.8 km wide."""
RIVERS_BELOW: Final = 12.0
"""Closer, only rivers of the border are drawn: others lie up to a kilometre off."""
ROUTES_BELOW: Final = 10.0
"""Closer, a schematic line would be taken for the course of a road."""
DETAIL_FROM: Final = 7.25
"""From this zoom rivers without a name and secondary routes are drawn."""

TOWN_TIERS: Final[Mapping[TownKind, tuple[tuple[int | None, float], ...]]] = {
    TownKind.CAPITAL: ((None, 0.0),),
    TownKind.SEAT: ((None, 0.0),),
    TownKind.TOWN: ((15, 8.25), (60, 9.0), (150, 9.75), (None, 10.5)),
    TownKind.ABROAD: ((6, 0.0), (16, 8.0), (32, 9.0), (None, 9.75)),
}
"""Per kind of town the number of towns, the largest first (None: all), and the zoom that shows them."""

RADIUS: Final = {TownKind.CAPITAL: 4.0, TownKind.SEAT: 2.8, TownKind.TOWN: 2.0, TownKind.ABROAD: 2.0}
"""Radius of the symbol of a town in pixels."""

SCREEN_PX: Final = 900
"""Width of the map on a screen that a printed map stands for."""
METRES_PER_PIXEL: Final = 156_543.034
"""Metres of a pixel of a web map at zoom 0 on the equator."""
MIDDLE_LATITUDE: Final = 15.7


def zoom_of(width_m: float) -> float:
    """Return the zoom of a web map on a screen that shows as much as a map `width_m` wide."""
    return log2(METRES_PER_PIXEL * cos(radians(MIDDLE_LATITUDE)) * SCREEN_PX / width_m)


def town_from(kind: TownKind, rank: int) -> float:
    """Return the zoom from which the town of a rank in its kind, counted from 1, is shown."""
    return next(zoom for last, zoom in TOWN_TIERS[kind] if last is None or rank <= last)


def relief_opacity(zoom: float) -> float:
    """Return how visible the relief is, 0 to 1."""
    full, gone = RELIEF_FADES
    return min(1.0, max(0.0, (gone - zoom) / (gone - full)))
