"""What the tables of facts say of a region: figures with their period, of places in it or around it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from geo.dataset.facts import Facts
from geo.planning.ground import DemandAreas
from geo.planning.indicators import Level

COLUMNS: Final = (
    "series_id", "label_en", "label_es", "unit", "claim", "period_start", "period_end", "value",
    "qualifier", "level", "is_inside", "place_en", "place_es", "codigo_depto", "codigo_muni", "sources",
    "caution_en", "caution_es",
)  # fmt: skip


def local_figures(facts: Facts, ground: DemandAreas, codes: Collection[int]) -> pd.DataFrame:
    """Return the points of series whose place touches the municipios `codes`, newest first: `COLUMNS`.

    `level` is that of the place. `is_inside` says whether the whole place lies in the region; a
    figure of a departamento of which the region is a part is about more than the region. They
    are never added up: series differ in who counted, what and when.
    """
    every = facts.every_point()
    points = every[every["codigo_depto"].notna() | every["codigo_muni"].notna()]
    whole = (
        ground.table["codigo_muni"].isin(codes).groupby(ground.table["codigo_depto"]).agg(["all", "any"])
    )
    of_municipio = points["codigo_muni"].notna()
    touched = points["codigo_muni"].isin(codes) | (
        ~of_municipio & points["codigo_depto"].isin(whole.index[whole["any"]])
    )
    inside = of_municipio | points["codigo_depto"].isin(whole.index[whole["all"]])
    found = points.assign(
        level=of_municipio.map({True: Level.MUNICIPIO, False: Level.DEPARTAMENTO}), is_inside=inside
    )[touched]
    described = found.merge(facts.series, on="series_id", validate="many_to_one")
    order = ["day", "series_id", "codigo_depto", "codigo_muni"]
    rows = described.sort_values(order, ascending=[False, True, True, True], kind="stable")
    return rows[list(COLUMNS)].reset_index(drop=True)
