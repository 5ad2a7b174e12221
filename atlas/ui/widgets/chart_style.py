"""Colours of charts, and specifications of charts that are cached.

The colours are distinct for colour-blind readers and have a contrast of 3:1 on white and on dark.
"""

from __future__ import annotations

import json
from typing import Any, Final

from atlas.ui.state.session import completed

SERIES: Final = ("#0b78b8", "#d1590a", "#0a8f6c", "#a06cc4", "#b07a12", "#8a8a1f")
"""In order of use; shapes tell series apart as well (Okabe and Ito 2008, shifted to the middle)."""

LIMIT: Final = "#7a7f87"
"""A line at a chosen value: Streamlit leaves those of its own marks black on dark."""

BAND: Final[dict[str, Any]] = {
    "color": SERIES[0],
    "fillOpacity": 0.25,
    "stroke": SERIES[0],
    "strokeWidth": 0.8,
}
"""A range around a line: its rim is seen where its inside is too faint."""

SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""In the same order as the colours."""

HOLLOW: Final = "1c"
"""What makes a colour the inside of a mark that is identified by its rim."""


def insides(count: int) -> list[str]:
    """Return the colours of the insides of `count` kinds of marks: full and hollow by turns."""
    return [colour + HOLLOW * (nth % 2) for nth, colour in enumerate(SERIES[:count])]


def spec_of(written: str) -> dict[str, Any]:
    """Return a chart's specification with what is chosen now in its addresses.

    Building and checking a chart takes altair 100 ms and more, reading it back 1 ms. The
    data stand where Streamlit looks for them: in `data`, not among the named `datasets`.
    """
    spec: dict[str, Any] = json.loads(completed(written))
    (values,) = spec.pop("datasets").values()
    return spec | {"data": {"values": values}}
