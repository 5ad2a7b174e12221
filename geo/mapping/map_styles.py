"""Symbols of the layers, colours and hatches of analyses, ramps of classes, and the lettering of names.

The browser's map, the legend and every export draw from this one table. The colours of layers are
Okabe and Ito's (2008) where they suffice, darkened to reach 3:1 on white; each layer has its shape.
The colours of an analysis stand for one thing on every page, and have a hatch or shape where lightness
does not tell them apart. Ramps run from sand for little to a light purple for much, which is neither
the colour of water nor of a layer; their lightness falls evenly, so that they read without colour vision
and in print.
Names of surroundings have places for lettering, not positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.choices import Layer

SURROUNDINGS: Final = (
    {"name_en": "Mexico", "name_es": "México", "kind": "country", "at": [-92.55, 16.55]},
    {"name_en": "Belize", "name_es": "Belice", "kind": "country", "at": [-88.72, 17.25]},
    {"name_en": "Honduras", "name_es": "Honduras", "kind": "country", "at": [-88.45, 14.95]},
    {"name_en": "El Salvador", "name_es": "El Salvador", "kind": "country", "at": [-89.2, 13.85]},
    {"name_en": "Pacific Ocean", "name_es": "Océano Pacífico", "kind": "sea", "at": [-91.6, 13.72]},
    {"name_en": "Caribbean Sea", "name_es": "Mar Caribe", "kind": "sea", "at": [-88.2, 16.15]},
)

ANNOTATION: Final = "#8a1538"
"""Arrows and the rims of notes that a presenter draws on a map; no layer and no class has this colour."""


class Way(StrEnum):
    """Where a name may be written."""

    BESIDE = "beside"
    """Next to the symbol of its place."""

    INSIDE = "inside"
    """Inside its area."""

    AROUND = "around"
    """Near its place, which has no symbol."""

    ALONG = "along"
    """Along its line."""

    ON = "on"
    """On its line."""


@dataclass(frozen=True)
class Lettering:
    """How the names of one kind are written, in the browser and on paper.

    `size` is in pixels on the screen; `spacing` between letters is a share of it. `light` and `dark` are
    the colours of the letters in each theme; paper has those of the light one. Names of a lower `rank`
    are written first, so that others make room for them.
    """

    way: Way
    rank: int
    size: float
    weight: int
    light: str
    dark: str
    italic: bool = False
    capitals: bool = False
    spacing: float = 0.0


LETTERING: Final[Mapping[str, Lettering]] = {
    "capital": Lettering(Way.BESIDE, 1, 14, 700, "#1c2b39", "#ffffff"),
    "site": Lettering(Way.BESIDE, 2, 12.5, 700, "#10314a", "#cfe6f7"),
    "seat": Lettering(Way.BESIDE, 3, 12, 600, "#2f3b45", "#e8edf1"),
    "country": Lettering(Way.AROUND, 4, 13, 600, "#5f6368", "#aeb8c1", capitals=True, spacing=0.18),
    "departamento": Lettering(Way.INSIDE, 5, 11, 600, "#6a6250", "#a9b6c0", capitals=True, spacing=0.06),
    "sea": Lettering(Way.AROUND, 6, 13.5, 400, "#2c6a8c", "#8fbdd6", italic=True, spacing=0.06),
    "lake": Lettering(Way.ON, 7, 11.5, 400, "#2c6a8c", "#8fbdd6", italic=True),
    "route": Lettering(Way.ON, 8, 10, 600, "#4d4740", "#dfe5ea"),
    "town": Lettering(Way.BESIDE, 9, 11, 400, "#3c444c", "#d3dae0"),
    "abroad": Lettering(Way.BESIDE, 10, 11, 400, "#5f6368", "#aeb8c1"),
    "river": Lettering(Way.ALONG, 11, 11, 400, "#2c6a8c", "#8fbdd6", italic=True, spacing=0.04),
    "municipio": Lettering(Way.INSIDE, 12, 10.5, 400, "#6a6250", "#a9b6c0"),
}
"""The lettering of each kind of name, in Source Sans."""


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

    DASHES = "dashes"
    """The same line, dashed."""

    PLACE = "place"
    """A numbered disc."""

    POINT = "point"
    """A small disc."""


KEPT: Final = "#cfe8c9"
"""Covered before and after."""
GAINED: Final = "#a98cc9"
"""Covered by what is new."""
LOST: Final = "#8e2f20"
"""No longer covered."""
NO_ROAD: Final = "#e4e4e4"
"""A municipio whose cabecera no road reaches."""
NEW: Final = "#7a2f8f"
"""A proposed, added or moved site: no layer of the map has this purple."""
STRETCH: Final = "#c2203f"
"""Border or coast that is far from any site."""
UNSURE_STRETCH: Final = "#c8516b"
"""The same where a site without a location may lie closer."""
GAINED_STRETCH: Final = "#7b5ea7"
"""Border or coast that a proposed site reaches."""
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
    NO_ROAD: Look.CROSSED,
    OWN_AREA: Look.DOTTED,
    STRETCH: Look.LINE,
    UNSURE_STRETCH: Look.DASHES,
    GAINED_STRETCH: Look.DASHES,
    NEW: Look.PLACE,
    OWN: Look.POINT,
}


def look_of(colour: str) -> Look:
    """Return how what has this colour is identified without it."""
    return LOOKS.get(colour, Look.PLAIN)


def hatch_of(colour: str) -> str:
    """Return the colour of a hatch on `#rrggbb`, as the browser does: dark on light, light on dark."""
    return DARK if luminance(colour) > 0.18 else LIGHT


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` from 0 to 1, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


MOST_CLASSES: Final = 7
"""A map cannot distinguish more shades."""

RAMPS: Final = {
    1: ("#c89cc6",),
    2: ("#f2d4c0", "#ad83c1"),
    3: ("#f2d4c0", "#cc9fc5", "#9f77bc"),
    4: ("#f2d4c0", "#d7abc3", "#b58ac3", "#956fb7"),
    5: ("#f2d4c0", "#dcb1c2", "#c194c5", "#a47cc0", "#8b66b2"),
    6: ("#f2d4c0", "#e0b5c1", "#c89bc6", "#af85c2", "#9871b9", "#825fad"),
    MOST_CLASSES: ("#f2d4c0", "#e2b8c1", "#cca0c5", "#b58bc3", "#a077bd", "#8c66b2", "#7956a6"),
}
"""Colours by the number of classes: each contrasts 1.25:1 or more with the next, and none hides a name."""

NO_DATA_COLOUR: Final = "#f2f2f2"
"""Lighter than the lightest class also where no colour is seen."""


@dataclass(frozen=True)
class Symbol:
    """A colour and a filled SVG path on a 24 by 24 grid, centred on (12, 12)."""

    colour: str
    path: str


SYMBOLS: Final[dict[Layer, Symbol]] = {
    # A barrier across a road.
    Layer.CHECKPOINTS: Symbol(
        "#c44e00",
        "M1.5 8h21v5.5h-21zM4.5 13.5h3.6V21H4.5z"
        "M15.9 13.5h3.6V21h-3.6zM4.5 4h3.6v4H4.5zM15.9 4h3.6v4h-3.6z",
    ),
    # An anchor.
    Layer.PORTS: Symbol(
        "#0072b2",
        "M12 2a3 3 0 0 1 1.3 5.7V9H17v2.4h-3.7v7c2.3-.4 4.1-1.9 4.7-4l-1.6.5 2.4-4.4 2.7 3.6-1.3.2"
        "C19.6 18.6 16.1 22 12 22s-7.6-3.4-8.2-7.7l-1.3-.2 2.7-3.6 2.4 4.4-1.6-.5"
        "c.6 2.1 2.4 3.6 4.7 4v-7H7V9h3.7V7.7A3 3 0 0 1 12 2z",
    ),
    # A shield.
    Layer.PRECINCTS: Symbol("#9c2c77", "M12 2l8 3v6c0 5.2-3.3 9.3-8 11-4.7-1.7-8-5.8-8-11V5z"),
    # A house.
    Layer.PBS: Symbol("#006b4f", "M12 2.5L22.5 12H19v9.5h-5V15h-4v6.5H5V12H1.5z"),
    # An aeroplane.
    Layer.AIRPORTS: Symbol(
        "#3d7ea6",
        "M12 1.5c1 0 1.6 1.2 1.6 3v4.3L22 14v2.3l-8.4-2.5v4.5l2.6 2V22L12 20.8 7.8 22v-1.7l2.6-2v-4.5"
        "L2 16.3V14l8.4-5.2V4.5c0-1.8.6-3 1.6-3z",
    ),
    # A hexagon.
    Layer.HIGHWAY: Symbol("#a56a00", "M12 2l8.7 5v10L12 22l-8.7-5V7z"),
    # A five-pointed star.
    Layer.POLICE: Symbol(
        "#31507a", "M12 1.5l3.1 6.8 7.4.8-5.5 5 1.5 7.3-6.5-3.7-6.5 3.7 1.5-7.3-5.5-5 7.4-.8z"
    ),
    # A column under a pediment.
    Layer.JUSTICE: Symbol(
        "#5b5b5b",
        "M12 2l10 5v2H2V7zM4 10.5h3.5V18H4zM10.25 10.5h3.5V18h-3.5zM16.5 10.5H20V18h-3.5zM2 19.5h20V22H2z",
    ),
    # A square with bars.
    Layer.CORRECTIONS: Symbol(
        "#8a3b4e", "M3 3h18v3.5H3zM3 17.5h18V21H3zM4 7h3v10H4zM10.5 7h3v10h-3zM17 7h3v10h-3z"
    ),
    # A triangle on its tip.
    Layer.PRECURSORS: Symbol("#b03a2e", "M1.5 4h21L12 22z"),
    # A cross.
    Layer.TASK_FORCES: Symbol("#6b6a1f", "M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5z"),
    # A ring.
    Layer.PRIORITISED: Symbol(
        "#3f7d3f", "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10z"
    ),
}


@dataclass(frozen=True)
class ColourClass:
    """A class of counts: its colour, its lowest and its highest value."""

    colour: str
    low: float
    high: float
