"""How what an analysis draws is told without its colour: a hatch for an area, a shape for a mark.

Classes of an order need none: they fall in lightness. A colour here stands for one thing on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from geo.export.own_layer import COLOUR, TINT


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

LOOKS: Final[Mapping[str, Look]] = {
    GAINED: Look.RISING,
    LOST: Look.CROSSED,
    TINT: Look.DOTTED,
    STRETCH: Look.LINE,
    NEW: Look.PLACE,
    COLOUR: Look.POINT,
}


def look_of(colour: str) -> Look:
    """Return how what has this colour is told without it."""
    return LOOKS.get(colour, Look.PLAIN)
