"""Numbers, angles, dates and coordinates as people write them.

Numbers have decimal commas or grouped thousands, angles degrees and minutes. Dates are ISO, day first as in
Guatemala, month first where only that fits, or years. Coordinates become longitude and latitude, and those
outside tell which error was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.choices.list_kinds import Fix, Reason, System
from geo.crs import GTM, WGS84, Floats
from geo.lists.uploaded_table import Fault, UnreadableFileError

Days = NDArray[np.datetime64]

FIRST: Final = np.datetime64("1800-01-01")
LAST: Final = np.datetime64("2200-01-01")
"""The range of plausible dates; others are typos."""

NO_DAY: Final = np.datetime64("NaT", "D")
"""A missing day. NumPy 2.5 warns of a value without a unit next to days, and will raise."""

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?")
_LOCAL: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?")
_DATE_IN_WORDS: Final = re.compile(r"(\d{1,2}) (?:de )?([a-z]{3,10}) (?:de |del )?(\d{4})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTHS: Final = {
    name: nth
    for names in (
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for nth, name in enumerate(names.split(), start=1)
}


def dates_of(cells: pd.Series[Any]) -> tuple[Days, bool]:
    """Return the days of a column (NaT where there is none), and whether the day was read first.

    A month or a year alone counts from its first day. Of 03/04/2021 the day is first, unless a
    row of the column can only be read month first.
    """
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        naive = cells.dt.tz_localize(None) if getattr(cells.dt, "tz", None) else cells
        return _within(naive.to_numpy(dtype="datetime64[D]")), True
    codes, distinct = pd.factorize(cells.astype("str").str.strip())
    texts = [re.sub(r"\.0$", "", text[:_LONGEST]) for text in distinct.astype(str).tolist()]
    is_day_first = not _is_month_first(texts)
    days = np.array([_day(text, is_day_first) for text in texts] + ["NaT"], dtype="datetime64[D]")
    return _within(days)[codes], is_day_first


def _within(days: Days) -> Days:
    with np.errstate(invalid="ignore"):
        return np.where((days >= FIRST) & (days < LAST), days, NO_DAY)


def _is_month_first(texts: list[str]) -> bool:
    pairs = [(int(match[1]), int(match[2])) for text in texts if (match := _LOCAL.fullmatch(text))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _day(text: str, is_day_first: bool) -> str:
    if re.fullmatch(r"(18|19|20|21)\d{2}", text):
        return f"{text}-01-01"
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _LOCAL.fullmatch(text):
        day, month = (match[1], match[2]) if is_day_first else (match[2], match[1])
        year = int(match[3]) + (0 if len(match[3]) == 4 else 2000 if int(match[3]) < 70 else 1900)
        return _checked(year, int(month), int(day))
    if match := _DATE_IN_WORDS.fullmatch(text.casefold()):
        return _checked(int(match[3]), _MONTHS.get(match[2][:3], 0), int(match[1]))
    return "NaT"


def _checked(year: int, month: int, day: int) -> str:
    try:
        return str(pd.Timestamp(year=year, month=month, day=day).date())
    except ValueError:
        return "NaT"


NUMBER: Final = re.compile(r"[-+−]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
"""A number with a point or a comma."""

_GROUPED: Final = re.compile(
    r"[-+−]?\d{1,3}(?P<group>[., '’\u00a0\u202f])\d{3}((?P=group)\d{3})*([.,]\d+)?"
)
"""Thousands set apart: 1.615.234,5 or 1 615 234."""

_NUMBER_WORDS: Final = (
    (re.compile(r"\b(norte|north)\b"), "n"),
    (re.compile(r"\b(sur|south)\b"), "s"),
    (re.compile(r"\b(oeste|west|o)\b"), "w"),
    (re.compile(r"\b(este|east)\b"), "e"),
)
"""Compass words in both languages; O is oeste, west."""
_SIGNS: Final = re.compile("[°º˚'’′´`\"”″“:]|''|\\b(grados?|deg|min|seg|sec)\\b\\.?")
_ANGLE: Final = re.compile(
    r"(?P<before>[nsew])?\s*(?P<sign>[-+−])?\s*(?P<d>\d{1,3}([.,]\d+)?)"
    r"(\s+(?P<m>\d{1,2}([.,]\d+)?))?(\s+(?P<s>\d{1,2}([.,]\d+)?))?\s*(?P<after>[nsew])?"
)
_LONGEST: Final = 60
"""More characters than any number, angle or date has; cells are cut before any pattern."""


def numbers_of(cells: pd.Series[Any], grouped: bool = False) -> Floats:
    """Return the numbers of a column, NaN where there is none.

    `grouped` reads "500,000" as half a million, as metres are written, not as 500.
    """
    return _parsed(cells, grouped_number if grouped else number)


def angles_of(cells: pd.Series[Any]) -> Floats:
    """Return degrees of a column of numbers or of degrees, minutes and seconds; NaN where there is none."""
    return _parsed(cells, angle)


def is_empty(cells: pd.Series[Any]) -> NDArray[np.bool_]:
    """Return which cells hold nothing."""
    if pd.api.types.is_numeric_dtype(cells.dtype) or pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return cells.isna().to_numpy()
    return (cells.isna() | (cells.astype("str").str.strip() == "")).to_numpy()


def number(text: str) -> float:
    """Return a number with a decimal point or comma; NaN for anything else."""
    text = text.strip().replace("−", "-")
    if not NUMBER.fullmatch(text):
        return grouped_number(text) if text.count(".") + text.count(",") > 1 else np.nan
    return float(text.replace(",", "."))


def grouped_number(text: str) -> float:
    """Return a number whose thousands may be set apart; NaN for anything else."""
    text = text.strip().replace("−", "-").removesuffix("m").strip()
    if match := _GROUPED.fullmatch(text):
        text = text.replace(match["group"], "")
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else np.nan


def angle(text: str) -> float:
    """Return degrees of 14.63, 14,63, 14°37'48"N or N 14 37.8; west and south are negative."""
    plain = number(text)
    if not np.isnan(plain) or len(text) > _LONGEST:
        return plain
    plain_text = angle_words(text)
    match = _ANGLE.fullmatch(plain_text)
    if not match or (match["before"] and match["after"]):
        return np.nan
    degrees, minutes, seconds = (float((match[part] or "0").replace(",", ".")) for part in "dms")
    if minutes >= 60 or seconds >= 60:
        return np.nan
    value = degrees + minutes / 60 + seconds / 3600
    letter = match["before"] or match["after"] or ""
    return -value if match["sign"] in {"-", "−"} or letter in {"w", "s"} else value


def angle_words(text: str) -> str:
    """Return the text of an angle with single spaces, its compass words as n, s, e or w."""
    text = re.sub(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", " ", _SIGNS.sub(" ", text.casefold()))
    for words, letter in _NUMBER_WORDS:
        text = words.sub(letter, text)
    return " ".join(text.split())


def _parsed(cells: pd.Series[Any], parse: Callable[[str], float]) -> Floats:
    if pd.api.types.is_bool_dtype(cells.dtype) or pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return np.full(len(cells), np.nan)
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return np.array(cells.to_numpy(dtype=float, na_value=np.nan))
    text = _text(cells)
    values, is_plain = _plain(text)
    others = np.flatnonzero(~is_plain)
    codes, distinct = pd.factorize(np.asarray(text.take(pa.array(others)), dtype=object))
    parsed = np.array(
        [parse(text) if text and len(text) <= _LONGEST else np.nan for text in distinct.tolist()] + [np.nan]
    )
    values[others] = parsed[codes]
    return values


def _text(cells: pd.Series[Any]) -> Any:
    """Return the cells as one Arrow array of trimmed text."""
    try:
        text = pa.array(cells, type=pa.string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        text = pa.array([None if pd.isna(cell) else str(cell) for cell in cells], type=pa.string())
    whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    return pc.utf8_trim_whitespace(whole)


def _plain(text: Any) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the numbers with a decimal point, a million in 0.2 s, and which cells hold one."""
    is_plain = pc.fill_null(pc.match_substring_regex(text, r"^-?(\d+\.?\d*|\.\d+)$"), fill_value=False)
    kept = pc.if_else(is_plain, text, pa.scalar(None, pa.string()))
    values = np.array(pc.cast(kept, pa.float64()).to_numpy(zero_copy_only=False), dtype=float)
    return values, is_plain.to_numpy(zero_copy_only=False)


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
