"""An indicator over the country in classes: what the map colours and the table ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd

from geo.analysis.indicators import Level, indicators_of, ranks_of
from geo.choices import Scheme
from geo.dataset.atlas_data import AtlasData
from geo.mapping.classification import classified

CLASSES: Final = 6
"""Zero and five more."""


@dataclass(frozen=True, eq=False)
class Choropleth:
    """An indicator of every region at a level.

    `table` is indexed by the level's code, largest value first: `value` (missing where unknown),
    `rank`, `nth` (the class from 0, `geo.mapping.classification.NO_DATA` where the value is missing). `legend`
    is that of `geo.mapping.classification.Classes`.
    """

    indicator: str
    level: Level
    table: pd.DataFrame
    legend: pd.DataFrame
    municipios: tuple[int, ...]

    @property
    def places(self) -> dict[int, int]:
        """The row of `legend` that each municipio belongs to, by code."""
        row_of = {nth: row for row, nth in enumerate(self.legend["nth"].tolist())}
        nth = self.table["nth"].to_dict()
        own = 1 if self.level is Level.MUNICIPIO else 100
        return {code: row_of[nth[code // own]] for code in self.municipios}


@lru_cache(maxsize=64)
def choropleth_of(
    shelf: AtlasData, indicator: str, level: Level, scheme: Scheme = Scheme.QUANTILES
) -> Choropleth:
    """Return an indicator in classes broken by `scheme`, zero in a class of its own."""
    values = indicators_of(level, shelf.country)[indicator]
    classes = classified(values, scheme, CLASSES)
    ranks = ranks_of(level, shelf.country)[indicator]
    table = pd.DataFrame({"value": values, "rank": ranks, "nth": classes.nth})
    ordered = table.sort_values("value", ascending=False, kind="stable", na_position="last")
    codes = shelf.country.ground.table["codigo_muni"].tolist()
    return Choropleth(indicator, level, ordered, classes.legend, tuple(codes))
