"""A reader's own list in classes: which municipio or hexagon has which colour."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.export.own_layer import ColourClass
from geo.lists.point_aggregation import Counts, Hexagons
from geo.mapping.classification import Classes, classified
from geo.views.own import ShowAs, ToldBy


def steps_of(found: Classes) -> tuple[ColourClass, ...]:
    """Return the classes of a legend."""
    rows: list[dict[Any, Any]] = found.legend.to_dict("records")
    return tuple(ColourClass(row["colour"], row["low"], row["high"]) for row in rows)


def hexagon_steps(found: Hexagons) -> tuple[ColourClass, ...]:
    """Return the classes of the rows in hexagons."""
    return steps_of(classified(pd.Series(found.rows, dtype=float), zero_apart=False))


def region_classes(
    counts: Counts, show: ShowAs, told: ToldBy
) -> tuple[dict[int, str], tuple[ColourClass, ...]]:
    """Return the colour of each municipio by the class of its region's rows or rate, and the classes.

    A place without rows stays uncoloured: it is most of the country for most lists.
    """
    by_municipio = show is ShowAs.MUNICIPIOS
    table = counts.municipios if by_municipio else counts.departamentos
    values = table.set_index("codigo_muni" if by_municipio else "codigo_depto")[str(told)].astype(float)
    found = classified(values[values != 0])
    colours: dict[Any, str] = dict(zip(found.legend["nth"], found.legend["colour"], strict=True))
    nth: dict[Any, Any] = found.nth.to_dict()
    codes = counts.municipios["codigo_muni"].tolist()
    places = {code: code if by_municipio else code // 100 for code in codes}
    return {code: colours[nth[at]] for code, at in places.items() if at in nth}, steps_of(found)
