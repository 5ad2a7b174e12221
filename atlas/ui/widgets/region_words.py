"""Names and figures of regions in words: values with their units, ranges with their best estimate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import isfinite
from typing import Any, Final

import pandas as pd

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import PERCENT_SIGN, ExportWords, number_text
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, municipio_names
from atlas.web.served_data import atlas_data
from geo.analysis.border_lines import road_name
from geo.analysis.indicators import INDICATORS, Indicator
from geo.choices.planning_kinds import Metric
from geo.exports.documents.document_text import area_name
from geo.views.sites_view import region_of

DECIMALS: Final[Mapping[str, int]] = {
    "population": 0,
    "men": 0,
    "women": 0,
    "maya": 0,
    "xinka": 0,
    "garifuna": 0,
    "afrodescendant": 0,
    "ladino": 0,
    "foreign": 0,
    "area_km2": 1,
    "people_per_km2": 1,
    "men_share": 1,
    "women_share": 1,
    "maya_share": 2,
    "xinka_share": 2,
    "garifuna_share": 2,
    "afrodescendant_share": 2,
    "ladino_share": 2,
    "foreign_share": 2,
    "land_border_km": 1,
    "coast_km": 1,
}
"""How finely each indicator is written; shares in per cent."""

INDICATOR_OF: Final[Mapping[str, Indicator]] = {indicator.name: indicator for indicator in INDICATORS}

ARROWS: Final = {
    "n": "↑",
    "ne": "↗",
    "e": "→",
    "se": "↘",
    "s": "↓",
    "sw": "↙",
    "w": "←",
    "nw": "↖",
}
"""An arrow for each direction, always next to the word."""

LINES: Final = ("MEX", "BLZ", "HND", "SLV", "caribbean", "pacific")
"""Border and coast in the order in which they are listed."""


def indicator_name(name: str, t: Translator) -> str:
    """Return the name of an indicator with its unit and year."""
    year = INDICATOR_OF[name].year
    return f"{t(f'indicator.{name}')}, {year}" if year else t(f"indicator.{name}")


def indicator_text(name: str, value: float, t: Translator) -> str:
    """Return the value of an indicator; the unit is in its name, but for per cent."""
    if pd.isna(value):
        return t("regions.no_data")
    if INDICATOR_OF[name].is_share:
        return percent(value, t.language, DECIMALS[name])
    return number_text(value, t.language, DECIMALS[name])


def percent_axis(language: Language) -> str:
    """Return the Vega expression by which an axis writes a share as `percent` does."""
    return f"format(100 * datum.value, ',.0f') + '{PERCENT_SIGN[language]}'"


def percent_format(language: Language, decimals: int = 1) -> str:
    """Return the printf format by which a column of 0 to 100 is written as `percent` does."""
    return f"%.{decimals}f{PERCENT_SIGN[language]}%"


def percent(share: float, language: Language, decimals: int = 1) -> str:
    """Return a share from 0 to 1 in per cent: 84.5% in English, 84.5 % in Spanish."""
    return f"{number_text(100 * share, language, decimals)}{PERCENT_SIGN[language]}"


def range_text(low: float, best: float, high: float, write: Callable[[float], str], t: Translator) -> str:
    """Return a figure with its range; the figure alone where both ends are written alike."""
    if not isfinite(best):
        return t("regions.no_data")
    ends, middle = (write(low), write(high)), write(best)
    if ends[0] == ends[1] == middle:
        return middle
    return t("regions.range", low=_without_unit(ends[0]), high=ends[1], best=middle)


def range_of(row: Mapping[Any, Any], name: str, write: Callable[[float], str], t: Translator) -> str:
    """Return the figure `name` of a row that holds its ends as `_low` and `_high`."""
    return range_text(row[f"{name}_low"], row[name], row[f"{name}_high"], write, t)


def short_range(row: Mapping[Any, Any], name: str, write: Callable[[float], str], t: Translator) -> str:
    """Return the figure `name` of a row with its ends behind it: a sentence is too long for a cell."""
    if not isfinite(row[name]):
        return t("regions.no_data")
    return with_span(row[f"{name}_low"], row[name], row[f"{name}_high"], write)


def with_span(low: float, best: float, high: float, write: Callable[[float], str]) -> str:
    """Return a figure with its ends behind it: 168 km (166–170 km); alone where they are written alike."""
    ends, middle = span_text(low, high, write), write(best)
    return middle if ends == middle else f"{middle} ({ends})"


def span_text(low: float, high: float, write: Callable[[float], str]) -> str:
    """Return both ends of a range, the unit once: 289–296 km; one of them where they are written alike."""
    ends = write(low), write(high)
    return ends[1] if ends[0] == ends[1] else f"{_without_unit(ends[0])}–{ends[1]}"


def _without_unit(text: str) -> str:
    return text.removesuffix("%").removesuffix("\u202f").removesuffix(" km")


def sentence(text: str) -> str:
    """Return words with a capital at their beginning."""
    return text[:1].upper() + text[1:]


def km_text(km: float, language: Language) -> str:
    """Return kilometres: with a decimal below ten."""
    return f"{number_text(km, language, 1 if km < 10 else 0)} km"


def limit_text(limit: float, metric: Metric, t: Translator) -> str:
    """Return the limit of a query: kilometres, or minutes by road."""
    if metric is Metric.STRAIGHT:
        return km_text(limit, t.language)
    return t("road.minutes_by_road", count=round(limit), minutes=number_text(limit, t.language))


def place_name(code: int) -> str:
    """Return the name of a departamento (1 to 22), or of a municipio with its departamento's."""
    departamentos, municipios = departamento_names(atlas_data()), municipio_names(atlas_data())
    if code <= 100:
        return departamentos[code]
    return f"{municipios[code]}, {departamentos[code // 100]}"


def municipio_list(codes: Collection[int], t: Translator, longest: int = 6) -> str:
    """Return the names of municipios; of a long list the first, and how many more there are."""
    names = municipio_names(atlas_data())
    listed = ", ".join(names[code] for code in list(codes)[:longest])
    return (
        t("regions.and_more", names=listed, more=len(codes) - longest) if len(codes) > longest else listed
    )


def region_name(t: Translator) -> str:
    """Return the name of the region of the side panel."""
    region = region_of(session.reader_session().selection)
    if region.is_whole_country:
        return t("regions.whole")
    names = [departamento_names(atlas_data())[code] for code in region.departamentos]
    names += [place_name(code) for code in region.municipios]
    if region.area:
        names.insert(0, t("area.region", shape=area_name(region.area, ExportWords(t.language))))
    if len(names) > 3:
        return t("regions.and_more", names=", ".join(names[:3]), more=len(names) - 3)
    return " + ".join(names)


def line_name(line: str, t: Translator) -> str:
    """Return the name of a border, by its neighbour, of a coast, or of a main road."""
    if line in LINES:
        return t(f"line.{line}")
    return road_name(line) or t("lines.nameless_road")
