"""Indicators of municipios, departamentos and any set of them: counts that add up, and their ratios.

Every count is of a municipio, so that a region's figure is the sum of its parts and its ratios
follow from the sums. People are those of the census of 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.border_lines import Line, lengths_km, lines
from geo.analysis.demand_areas import DemandAreas, ground
from geo.choices.planning_kinds import Level
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_border, read_coast
from geo.dataset.census import PEOPLES, SEXES
from geo.drawn_area import gtm_shape
from geo.errors import GeoError

CENSUS_YEAR: Final = 2018


@dataclass(frozen=True)
class Indicator:
    """A figure of a region: its column name, which ends in its unit, and its year if it has one."""

    name: str
    year: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether it runs from 0 to 1."""
        return self.name.endswith("_share")


INDICATORS: Final = (
    Indicator("population", CENSUS_YEAR),
    *(Indicator(name.removesuffix("_2018"), CENSUS_YEAR) for name in (*SEXES, *PEOPLES)),
    Indicator("area_km2"),
    Indicator("people_per_km2", CENSUS_YEAR),
    *(Indicator(f"{name.removesuffix('_2018')}_share", CENSUS_YEAR) for name in (*SEXES, *PEOPLES)),
    Indicator("land_border_km"),
    Indicator("coast_km"),
)
"""Every indicator of a profile, in the order in which they are shown."""


@dataclass(frozen=True, eq=False)
class CountryMeasures:
    """What profiles are made from: the ground, people by sex and people, border and coast."""

    ground: DemandAreas
    population: pd.DataFrame
    lines: tuple[Line, ...]

    @cached_property
    def border_km(self) -> pd.DataFrame:
        """How long border and coast are in each municipio; see `geo.analysis.border_lines.lengths_km`."""
        return lengths_km(self.lines)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """What adds up, one row a municipio indexed by `codigo_muni`."""
        table = self.ground.table.set_index("codigo_muni")
        people = self.population.set_index("codigo_muni")[[*SEXES, *PEOPLES]].reindex(table.index)
        names = {name: name.removesuffix("_2018") for name in ("population_2018", *people.columns)}
        counts = table[["population_2018", "area_km2"]].join(people).rename(columns=names).astype(float)
        for name, rows in self.border_km.groupby("is_coast"):
            column = "coast_km" if name else "land_border_km"
            counts[column] = rows.groupby("codigo_muni")["km"].sum()
        return counts.reindex(columns=list(COUNTS)).fillna({"land_border_km": 0.0, "coast_km": 0.0})

    def codes(
        self, departamentos: tuple[int, ...] = (), municipios: tuple[int, ...] = ()
    ) -> tuple[int, ...]:
        """Return the municipios of a region in the order of their codes; unknown codes are left out."""
        table = self.ground.table
        chosen = table["codigo_depto"].isin(departamentos) | table["codigo_muni"].isin(municipios)
        return tuple(table.loc[chosen, "codigo_muni"].tolist())


COUNTS: Final = tuple(
    indicator.name
    for indicator in INDICATORS
    if not indicator.is_share and indicator.name != "people_per_km2"
)
"""The indicators that add up; the others follow from them."""


def country_measures(
    municipios: gpd.GeoDataFrame,
    population: pd.DataFrame,
    border: gpd.GeoDataFrame,
    coast: gpd.GeoDataFrame,
) -> CountryMeasures:
    """Return the country of the tables that `geo.dataset.boundaries` and `geo.dataset.census` read."""
    measured = ground(municipios, population)
    return CountryMeasures(measured, population, lines(border, coast, measured))


@lru_cache(maxsize=4)
def country_of(atlas: AtlasData) -> CountryMeasures:
    """Return the country of an atlas laid out for measuring, worked out once for each.

    A `GeoError` of a table is raised at every call.
    """
    border, coast = read_border(atlas.data), read_coast(atlas.data)
    return country_measures(atlas.municipios, atlas.population, border, coast)


@lru_cache(maxsize=32)
def part_in(atlas: AtlasData, area: str) -> DemandAreas:
    """Return the pieces of municipios in a drawn area, which is given by its text.

    Raises
    ------
    GeoError
        The tables of boundaries or people cannot be read.
    """
    return country_of(atlas).ground.part((), gtm_shape(area))


def municipios_of_area(atlas: AtlasData, area: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the municipios of which an area has a part, and those that lie in it whole, by code."""
    part = part_in(atlas, area)
    codes = part.table["codigo_muni"].to_numpy()
    return tuple(codes.tolist()), tuple(codes[part.share == 1].tolist())


def touches_land(atlas: AtlasData, area: str) -> bool:
    """Return whether an area has a part of a municipio; False where the boundaries cannot be read."""
    try:
        return bool(municipios_of_area(atlas, area)[0])
    except GeoError:
        return False


def indicators(counts: pd.DataFrame) -> pd.DataFrame:
    """Return all `INDICATORS` of regions, one row each, from their `COUNTS`.

    A ratio is missing where it has no denominator, and where a count is.
    """
    columns = {name: counts[name].to_numpy(dtype=float) for name in COUNTS}
    people, area = (
        np.where(columns[name] > 0, columns[name], np.nan) for name in ("population", "area_km2")
    )
    columns["people_per_km2"] = columns["population"] / area
    for indicator in INDICATORS:
        if indicator.is_share:
            columns[indicator.name] = columns[indicator.name.removesuffix("_share")] / people
    return pd.DataFrame({i.name: columns[i.name] for i in INDICATORS}, index=counts.index)


@lru_cache(maxsize=4)
def indicators_of(level: Level, country: CountryMeasures) -> pd.DataFrame:
    """Return the indicators of every region at `level`, indexed by `codigo_muni` or `codigo_depto`."""
    counts = country.counts
    if level is Level.DEPARTAMENTO:
        departamento = pd.Series(counts.index // 100, index=counts.index, name="codigo_depto")
        counts = counts.groupby(departamento).sum(min_count=1)
    return indicators(counts)


@lru_cache(maxsize=4)
def ranks_of(level: Level, country: CountryMeasures) -> pd.DataFrame:
    """Return the rank of each region at `level`, 1 for the largest; equals share the better rank."""
    return indicators_of(level, country).rank(ascending=False, method="min").astype("Int64")
