"""Colours from little to much.

Steps of viridis (Smith and van der Walt 2015, CC0), light for little and dark for much: its lightness
falls evenly, so that it reads without colour vision and in print.
"""

from typing import Final

MOST_CLASSES: Final = 7
"""More shades are not told apart on a map."""

RAMPS: Final = {
    1: ("#21908d",),
    2: ("#cae11f", "#481d6f"),
    3: ("#cae11f", "#21908d", "#481d6f"),
    4: ("#cae11f", "#2cb17e", "#2e6f8e", "#481d6f"),
    5: ("#cae11f", "#48c16e", "#21908d", "#365d8d", "#481d6f"),
    6: ("#cae11f", "#5ec962", "#20a486", "#287c8e", "#3b518b", "#481d6f"),
    MOST_CLASSES: ("#cae11f", "#6ece58", "#2cb17e", "#21908d", "#2e6f8e", "#3e4989", "#481d6f"),
}
"""Colours by the number of classes, evenly spaced from 8 to 92 % of viridis, reversed."""

NO_DATA_COLOUR: Final = "#f2f2f2"
"""Lighter than the lightest class also where no colour is seen."""
