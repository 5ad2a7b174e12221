"""Read coordinates as longitude and latitude, and detect errors of those outside."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from pyproj import Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.choices.list_kinds import Fix, Reason, System
from geo.crs import GTM, WGS84, Floats
from geo.lists.cell_parsing import angle, angle_words, angles_of, numbers_of
from geo.lists.uploaded_table import Fault, UnreadableFileError

Pair = tuple[Floats, Floats]

EPSG: Final = {System.GTM: GTM, System.UTM15: "EPSG:32615", System.UTM16: "EPSG:32616"}
METRES: Final = tuple(EPSG)
_PAIR_LONGEST: Final = 120


def to_wgs84(x: Floats, y: Floats, system: System, crs: str | None = None) -> Pair:
    """Return longitude and latitude; not finite where a position has none.

    Raises
    ------
    UnreadableFileError
        The `crs` that the file names is unknown.
    """
    if system is System.WGS84 or (system is System.FILE and crs is None):
        return x, y
    try:
        transformer = _transformer(EPSG.get(system) or str(crs))
        longitude, latitude = transformer.transform(x, y)
    except (CRSError, ProjError) as error:
        raise UnreadableFileError(Fault.CRS, "", str(error)[:120]) from error
    longitude, latitude = np.array(longitude, dtype=float), np.array(latitude, dtype=float)
    return longitude, latitude


@lru_cache(maxsize=8)
def _transformer(crs: str) -> Any:
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def _swapped(x: Floats, y: Floats) -> Pair:
    return y, x


def _signed(x: Floats, y: Floats) -> Pair:
    return -np.abs(x), y


def _both(x: Floats, y: Floats) -> Pair:
    return -np.abs(y), np.abs(x)


CORRECTIONS: Final[dict[Fix, Callable[[Floats, Floats], Pair]]] = {
    Fix.SWAP: _swapped,
    Fix.SIGN: _signed,
    Fix.SWAP_SIGN: _both,
}
"""What each fix does to x and y, tried in this order."""

REASON_OF_FIX: Final = {
    Fix.SWAP: Reason.SWAPPED,
    Fix.SIGN: Reason.SIGN,
    Fix.SWAP_SIGN: Reason.SWAPPED_SIGN,
}
"""The reason that a row is given which a fix would place."""


def coordinates(x: pd.Series[Any], y: pd.Series[Any], system: System) -> Pair:
    """Return the numbers of two columns: degrees in WGS 84, else metres."""
    if system in METRES:
        return numbers_of(x, grouped=True), numbers_of(y, grouped=True)
    return angles_of(x), angles_of(y)


def pairs(cells: pd.Series[Any]) -> Pair:
    """Return longitude and latitude of a column that holds both: latitude first, as maps write them.

    WKT and compass letters say which is which; NaN where a cell holds no pair.
    """
    codes, distinct = pd.factorize(cells.astype("str"))
    read = [pair(text) for text in distinct.astype(str).tolist()]
    degrees = np.array([*read, (np.nan, np.nan)], dtype=float).reshape(-1, 2)[codes]
    return degrees[:, 0].copy(), degrees[:, 1].copy()


def pair(text: str) -> tuple[float, float]:
    """Return longitude and latitude of one cell; NaN where it holds no pair."""
    text = text.strip()
    if len(text) > _PAIR_LONGEST:
        return np.nan, np.nan
    if text.casefold().startswith("point"):
        first, second = _halves(text.partition("(")[2].rstrip(") "))
        return angle(first), angle(second)
    first, second = _halves(text.strip("()[] "))
    words = angle_words(first).split()
    if {"w", "e"} & set(words):
        return angle(first), angle(second)
    return angle(second), angle(first)


def _halves(text: str) -> tuple[str, str]:
    for separator in (";", "|", "/", ", ", ","):
        parts = [part for part in text.split(separator) if part.strip()]
        if len(parts) == 2:
            return parts[0], parts[1]
    parts = text.split(",")
    if len(parts) == 4:
        # Decimal commas and a comma between: 14,63,-90,51.
        return ",".join(parts[:2]), ",".join(parts[2:])
    words = text.split()
    if len(words) == 2:
        return words[0], words[1]
    return _by_letter(text)


def _by_letter(text: str) -> tuple[str, str]:
    """Divide after the first compass letter, or before the second where letters stand before."""
    plain = angle_words(text)
    letters = [nth for nth, word in enumerate(plain.split()) if word in {"n", "s", "e", "w"}]
    words = plain.split()
    if len(letters) != 2:
        return "", ""
    at = letters[1] if letters[0] == 0 else letters[0] + 1
    return " ".join(words[:at]), " ".join(words[at:])
