"""Dates as people write them: ISO, day first as in Guatemala, month first where only that fits, years."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.datetime64]

FIRST: Final = np.datetime64("1800-01-01")
LAST: Final = np.datetime64("2200-01-01")
"""What lies outside is a slip, not a date."""

NO_DAY: Final = np.datetime64("NaT", "D")
"""A missing day. NumPy 2.5 warns of a value without a unit next to days, and will raise."""

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?")
_LOCAL: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?")
_WORDS: Final = re.compile(r"(\d{1,2}) (?:de )?([a-z]{3,10}) (?:de |del )?(\d{4})")
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
    texts = [re.sub(r"\.0$", "", text) for text in distinct.astype(str).tolist()]
    is_day_first = not _is_month_first(texts)
    days = np.array([_day(text, is_day_first) for text in texts] + ["NaT"], dtype="datetime64[D]")
    return _within(days)[codes], is_day_first


def _within(days: Days) -> Days:
    with np.errstate(invalid="ignore"):
        return np.where((days >= FIRST) & (days < LAST), days, NO_DAY)


def _is_month_first(texts: list[str]) -> bool:
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _LOCAL.fullmatch(text))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _day(text: str, is_day_first: bool) -> str:
    if re.fullmatch(r"(18|19|20|21)\d{2}", text):
        return f"{text}-01-01"
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _LOCAL.fullmatch(text):
        day, month = (found[1], found[2]) if is_day_first else (found[2], found[1])
        year = int(found[3]) + (0 if len(found[3]) == 4 else 2000 if int(found[3]) < 70 else 1900)
        return _checked(year, int(month), int(day))
    if found := _WORDS.fullmatch(text.casefold()):
        return _checked(int(found[3]), _MONTHS.get(found[2][:3], 0), int(found[1]))
    return "NaT"


def _checked(year: int, month: int, day: int) -> str:
    try:
        return str(pd.Timestamp(year=year, month=month, day=day).date())
    except ValueError:
        return "NaT"
