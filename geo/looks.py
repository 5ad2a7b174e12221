"""How what an analysis draws is told without its colour: a hatch for an area, a shape for a mark.

Classes of an order need none: they fall in lightness. A colour here stands for one thing on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Look(StrEnum):
    """What tells an area or a mark apart, on the map and in its legend."""

    PLAIN = "plain"
    """An area in its colour alone."""

    RISING = "rising"
    """An area under lines that rise to the right."""

    CROSSED = "crossed"
    """An area under crossed lines."""

    DOTTED = "dotted"
    """An area under dots."""

    LINE = "line"
    """A line along a border or coast."""

    PLACE = "place"
    """A numbered disc."""

    POINT = "point"
    """A small disc."""


KEPT: Final = "#cfe8c9"
"""Covered before and after."""
GAINED: Final = "#a98cc9"
"""Covered by what is new."""
LOST: Final = "#8e2f20"
"""Covered no more."""
NEW: Final = "#7a2f8f"
"""A proposed, added or moved site: no layer of the map has this purple."""
STRETCH: Final = "#c2203f"
"""Border or coast that is far from any site."""
OWN: Final = "#b3261e"
"""Points of a reader's own list: a colour that no layer of the atlas has."""
OWN_AREA: Final = "#f2c9c4"
"""Municipios of rows of such a list that are known no finer."""

DARK: Final = "#1c2b39"
LIGHT: Final = "#ffffff"
"""Lines and dots over an area."""

LOOKS: Final[Mapping[str, Look]] = {
    GAINED: Look.RISING,
    LOST: Look.CROSSED,
    OWN_AREA: Look.DOTTED,
    STRETCH: Look.LINE,
    NEW: Look.PLACE,
    OWN: Look.POINT,
}


def look_of(colour: str) -> Look:
    """Return how what has this colour is told without it."""
    return LOOKS.get(colour, Look.PLAIN)


def hatch_of(colour: str) -> str:
    """Return the colour of a hatch on `#rrggbb`, as the browser does: dark on light, light on dark."""
    return DARK if luminance(colour) > 0.18 else LIGHT


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` from 0 to 1, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
