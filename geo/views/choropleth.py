"""An indicator over the country in classes: what the map colours and the table ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import mapclassify
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import Floats
from geo.planning.indicators import Level, indicators_of, ranks_of
from geo.shelf import Shelf

CLASSES: Final = 6
"""More shades of one colour are not told apart on a map."""


@dataclass(frozen=True, eq=False)
class Choropleth:
    """An indicator of every region at a level.

    `table` is indexed by the level's code, largest value first: `value` (missing where unknown),
    `rank`, `nth` (the class from 0, -1 where the value is missing). `classes` holds the lowest
    and highest value that occurs in each class.
    """

    indicator: str
    level: Level
    table: pd.DataFrame
    classes: tuple[tuple[float, float], ...]
    municipios: tuple[int, ...]

    def class_of_municipio(self, missing: int) -> dict[int, int]:
        """Return the class of each municipio, `missing` where its value is."""
        nth = self.table["nth"].to_dict()
        own = 1 if self.level is Level.MUNICIPIO else 100
        found = {code: int(nth[code // own]) for code in self.municipios}
        return {code: missing if place < 0 else place for code, place in found.items()}


@lru_cache(maxsize=64)
def choropleth_of(shelf: Shelf, indicator: str, level: Level) -> Choropleth:
    """Return an indicator in classes with as many places in each, zero in a class of its own."""
    values = indicators_of(level, shelf.country)[indicator]
    ranks = ranks_of(level, shelf.country)[indicator]
    table = pd.DataFrame({"value": values, "rank": ranks, "nth": _classes(values.to_numpy(dtype=float))})
    found = table[table["nth"] >= 0].groupby("nth")["value"].agg(["min", "max"])
    codes = shelf.country.ground.table["codigo_muni"].tolist()
    ordered = table.sort_values(["value"], ascending=False, kind="stable", na_position="last")
    return Choropleth(
        indicator, level, ordered, tuple(found.itertuples(index=False, name=None)), tuple(codes)
    )


def _classes(values: Floats) -> NDArray[np.int64]:
    """Return the class of each value, -1 where it is missing."""
    nth = np.full(len(values), -1)
    zero = values == 0
    rest = np.isfinite(values) & ~zero
    nth[zero] = 0
    first = int(zero.any())
    kinds = len(np.unique(values[rest]))
    if kinds:
        count = min(CLASSES - first, kinds)
        found = mapclassify.Quantiles(values[rest], k=count).yb if count > 1 else np.zeros(rest.sum())
        nth[rest] = np.unique(found, return_inverse=True)[1] + first
    return nth
