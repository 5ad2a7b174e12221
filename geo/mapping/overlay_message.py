"""What an analysis lays over the map, as `atlas/frontend/map/analysis_overlay.js` reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import shapely

from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.mapping.map_styles import OWN_AREA, Look, look_of

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
"""A class in one character."""

NONE: Final = "-"
"""A municipio that is in no class."""

GREENS: Final = ("#bfe0b7", "#8fcf9f", "#4aa97a", "#1f7d5c", "#0a5444")
"""From little to everything: what is covered; nothing is left uncoloured."""
CIRCLE: Final = "#0b5c8a"
"""The distance around a site."""

MOST_POINTS: Final = 200
"""Corners of one line, so that a change stays small on the wire."""
COARSER: Final = (0.001, 0.002, 0.004, 0.008, 0.016)
"""Tolerances tried one after another, in degrees: 100 m to 2 km."""


def fills(class_of: Mapping[int, int], colours: Sequence[str], *, whole: bool = False) -> dict[str, Any]:
    """Return municipios by class: one character each in the order of their codes.

    `whole` says that a class is that of the municipio's departamento.
    """
    codes = country_of(atlas_data()).ground.table["codigo_muni"].tolist()
    classes = "".join(DIGITS[class_of[code]] if code in class_of else NONE for code in codes)
    filled = {"classes": classes, "colours": list(colours)}
    return filled | {"whole": True} if whole else filled


def tinted(filled: Mapping[str, Any], codes: Collection[int]) -> dict[str, Any]:
    """Return municipios by class with one class more, of those of `codes` that are in none yet."""
    known = country_of(atlas_data()).ground.table["codigo_muni"].tolist()
    last = DIGITS[len(filled["colours"])]
    classes = zip(known, filled["classes"], strict=True)
    marked = "".join(last if code in codes and one == NONE else one for code, one in classes)
    return {"classes": marked, "colours": [*filled["colours"], OWN_AREA]}


def legend(title: str, entries: Iterable[tuple[str, str]], note: str = "") -> dict[str, Any]:
    """Return a legend of pairs of a colour and what it stands for."""
    return {"title": title, "entries": [entry(*pair) for pair in entries], "note": note}


def entry(colour: str, label: str) -> dict[str, str]:
    """Return an entry of a legend, with its look where lightness does not tell it."""
    look = look_of(colour)
    return {"colour": colour, "label": label} | ({} if look is Look.PLAIN else {"look": look})


def circle(longitude: float, latitude: float, radius_m: float, colour: str = CIRCLE) -> dict[str, Any]:
    """Return a dashed circle around a place."""
    at = [round(longitude, 4), round(latitude, 4)]
    return {"at": at, "radius_m": round(radius_m), "colour": colour, "dashed": True}


def line(shape: shapely.LineString, colour: str, label: str) -> dict[str, Any]:
    """Return a line (WGS 84) with at most `MOST_POINTS` corners of four decimals, about 10 m."""
    points = next(
        (p for tolerance in COARSER if len(p := _corners(shape, tolerance)) <= MOST_POINTS),
        _corners(shape, COARSER[-1]),
    )
    return {"points": points, "colour": colour, "label": label}


def place(longitude: float, latitude: float, colour: str, number: str, label: str) -> dict[str, Any]:
    """Return a numbered place."""
    at = [round(longitude, 5), round(latitude, 5)]
    return {"at": at, "colour": colour, "number": number, "label": label}


def _corners(shape: shapely.LineString, tolerance: float) -> list[list[float]]:
    simple = shapely.simplify(shape, tolerance, preserve_topology=False)
    return [[round(x, 4), round(y, 4)] for x, y in simple.coords]
