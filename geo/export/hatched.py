"""Areas in colour on a printed map, told apart without it where lightness does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from geo.export.outlines import OutlineRings
from geo.mapping.map_styles import Look, hatch_of, look_of

HATCHES: Final[Mapping[Look, str]] = {
    Look.RISING: "//////",
    Look.CROSSED: "xxxxx",
    Look.DOTTED: ".....",
}
"""How matplotlib writes them: a sign more is one line more in an inch."""

LINE_PT: Final = 0.7


def draw_fills(axes: Axes, fills: Mapping[int, str], municipios: Iterable[OutlineRings], edge: str) -> None:
    """Colour municipios by their codes, those of one colour together and with its hatch."""
    rings: dict[str, list[Any]] = {}
    for one in municipios:
        if colour := fills.get(one.properties["codigo_muni"]):
            rings.setdefault(colour, []).extend(one.rings)
    for colour, of_colour in rings.items():
        hatch = HATCHES.get(look_of(colour))
        look: dict[str, Any] = {"hatch": hatch, "hatchcolor": hatch_of(colour)} if hatch else {}
        drawn = PolyCollection(of_colour, facecolors=colour, edgecolors=edge, linewidths=0.25, **look)
        drawn.set_hatch_linewidth(LINE_PT)
        axes.add_collection(drawn, autolim=False)
