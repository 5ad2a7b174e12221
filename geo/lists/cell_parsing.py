"""Numbers and angles as people write them: decimal commas, grouped thousands, degrees and minutes.

Dates as people write them: ISO, day first as in Guatemala, month first where only that fits, years.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.crs import Floats

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
