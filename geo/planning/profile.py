"""What a region is: its people and ground, its border, the sites in it and the nearest outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.errors import UnknownCodeError
from geo.planning.indicators import INDICATORS, CountryMeasures, Level, indicators, ranks_of
from geo.planning.surroundings import nearest_outside

MAX_COMPARED: Final = 4
"""More regions do not stand side by side."""


@dataclass(frozen=True, eq=False)
class Profile:
    """One region.

    codes
        Its municipios. `level` is set where the region is exactly one departamento or one
        municipio; only then does it have ranks.
    indicators
        Indexed by indicator: `value` (missing where unknown), `year` (missing where it has
        none), `rank` and `ranked` (of how many; both missing without a level).
    border
        `line` (neighbour or sea), `is_coast`, `km`; a line that it does not touch has no row.
    inside
        The sites whose municipio, or where that is unknown whose departamento, lies in it.
    outside
        The nearest site of each kind outside; see `geo.planning.surroundings.nearest_outside`.
    unlocated
        Sites that are known to no departamento, or only to one that the region has a part of.
    """

    codes: tuple[int, ...]
    level: Level | None
    indicators: pd.DataFrame
    border: pd.DataFrame
    inside: pd.DataFrame
    outside: pd.DataFrame
    unlocated: pd.DataFrame


def profile(country: CountryMeasures, sites: gpd.GeoDataFrame, codes: Collection[int]) -> Profile:
    """Return the profile of the municipios `codes`; none stands for the whole country.

    Raises
    ------
    UnknownCodeError
        A code is no municipio.
    """
    ground = country.ground.part(_known(country, codes))
    chosen = tuple(ground.table["codigo_muni"].tolist())
    level = _level(country.ground.table, chosen)
    is_inside, is_unlocated = _located(sites, country.ground.table, chosen)
    columns = ["name_en", "name_es", "kind", "precision"]
    border = country.border_km[country.border_km["codigo_muni"].isin(chosen)]
    return Profile(
        codes=chosen,
        level=level,
        indicators=_indicators(country, chosen, level),
        border=border.groupby(["line", "is_coast"], sort=True)[["km"]].sum().reset_index(),
        inside=pd.DataFrame(sites.loc[is_inside, columns]).sort_values(["kind", "name_en"]),
        outside=nearest_outside(ground, sites[~is_inside & ~is_unlocated]),
        unlocated=pd.DataFrame(sites.loc[is_unlocated, columns]).sort_values(["kind", "name_en"]),
    )


def compare(profiles: Sequence[Profile]) -> pd.DataFrame:
    """Return up to `MAX_COMPARED` profiles side by side: indexed by indicator, columns 0, 1, ...

    Raises
    ------
    ValueError
        There are more profiles than stand side by side.
    """
    if len(profiles) > MAX_COMPARED:
        raise ValueError(f"{len(profiles)} regions; compare at most {MAX_COMPARED}")
    return pd.DataFrame({nth: one.indicators["value"] for nth, one in enumerate(profiles)})


def _known(country: CountryMeasures, codes: Collection[int]) -> Collection[int]:
    known = country.ground.table["codigo_muni"]
    for code in codes:
        if code not in country.ground.outlines:
            raise UnknownCodeError("municipio", code)
    return codes or known.tolist()


def _level(table: pd.DataFrame, codes: tuple[int, ...]) -> Level | None:
    if len(codes) == 1:
        return Level.MUNICIPIO
    departamentos = {code // 100 for code in codes}
    whole = table["codigo_depto"].isin(departamentos).sum() == len(codes)
    return Level.DEPARTAMENTO if len(departamentos) == 1 and whole else None


def _indicators(country: CountryMeasures, codes: tuple[int, ...], level: Level | None) -> pd.DataFrame:
    counts = country.counts.loc[list(codes)].sum(min_count=len(codes)).to_frame().T
    columns: dict[str, Any] = {
        "value": indicators(counts).iloc[0],
        "year": pd.array([indicator.year for indicator in INDICATORS], dtype="Int64"),
        "rank": pd.array([pd.NA] * len(INDICATORS), dtype="Int64"),
        "ranked": pd.array([pd.NA] * len(INDICATORS), dtype="Int64"),
    }
    if level:
        ranks = ranks_of(level, country)
        columns["rank"] = ranks.loc[codes[0] if level is Level.MUNICIPIO else codes[0] // 100]
        columns["ranked"] = pd.array([len(ranks)] * len(INDICATORS), dtype="Int64")
    names = pd.Index([indicator.name for indicator in INDICATORS], name="indicator")
    return pd.DataFrame(columns, index=names)


def _located(
    sites: gpd.GeoDataFrame, table: pd.DataFrame, codes: tuple[int, ...]
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return which sites lie in the region, and of which it cannot be said."""
    whole = table["codigo_muni"].isin(codes).groupby(table["codigo_depto"]).all()
    without = sites["codigo_muni"].isna()
    inside = sites["codigo_muni"].isin(codes) | (without & sites["codigo_depto"].isin(whole.index[whole]))
    touched = sites["codigo_depto"].isna() | sites["codigo_depto"].isin({code // 100 for code in codes})
    return inside, without & touched & ~inside
