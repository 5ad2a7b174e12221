"""What is shown of a reader's own list: the rows of a region and a time, counted and ready to draw."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.choices.list_kinds import PlacedAs
from geo.lists.list_coverage import MeasurableRows
from geo.lists.placement import PLACED_AS, PlacedRows
from geo.lists.point_aggregation import MOST, Counts, ListPoints, counts

Mask = NDArray[np.bool_]


class ShowAs(StrEnum):
    """How a list is drawn."""

    POINTS = "points"
    """Each row at its point."""
    CLUSTERS = "clusters"
    """Points near each other as one, with their number."""
    HEAT = "heat"
    """Where points are dense."""
    HEXAGONS = "hexagons"
    """Counted in hexagons of one size."""
    MUNICIPIOS = "municipios"
    """Counted by municipio."""
    DEPARTAMENTOS = "departamentos"
    """Counted by departamento."""


class ToldBy(StrEnum):
    """What a region is coloured by."""

    ROWS = "rows"
    """The number of rows."""
    PER_100K = "per_100k"
    """Rows per 100,000 people, census 2018."""


@dataclass(frozen=True, eq=False)
class ListView:
    """The rows of a list that are shown: which, how many where, and their points.

    `areas` are the municipios of rows that are known no finer, with how many; `undated` are placed
    rows that the choice of a time leaves out because they have no date.
    """

    rows: Mask
    counts: Counts
    areas: dict[int, int]
    undated: int

    @property
    def total(self) -> int:
        """Rows shown."""
        return int(self.rows.sum())


def own_view(
    placed: PlacedRows,
    people: pd.DataFrame,
    codes: Collection[int] = (),
    time: tuple[str, str] | None = None,
) -> ListView:
    """Return the rows in the municipios `codes` (none: everywhere) within `time` (first, last ISO date).

    A row known only to a departamento, or on a lake, counts where the whole departamento is chosen.
    """
    rows = placed.is_placed
    if codes:
        rows = rows & _inside(placed, people, codes)
    undated = 0
    if time is not None:
        first, last = (np.datetime64(day) for day in time)
        without = np.isnat(placed.days)
        undated = int((rows & without).sum())
        rows = rows & ~without & (placed.days >= first) & (placed.days <= last)
    of_area = rows & (placed.placed_as == PLACED_AS.index(PlacedAs.MUNICIPIO))
    found, sizes = np.unique(placed.municipio[of_area], return_counts=True)
    return ListView(
        rows,
        counts(placed.municipio[rows], placed.departamento[rows], people),
        dict(zip(found.tolist(), sizes.tolist(), strict=True)),
        undated,
    )


def _inside(placed: PlacedRows, people: pd.DataFrame, codes: Collection[int]) -> Mask:
    chosen = people["codigo_muni"].isin(list(codes))
    whole = chosen.groupby(people["codigo_depto"]).all()
    of_whole = np.isin(placed.departamento, whole.index[whole].to_numpy())
    return np.asarray(np.isin(placed.municipio, list(codes)) | ((placed.municipio == 0) & of_whole))


def points_of(placed: PlacedRows, rows: Mask, labels: pd.Series[str] | None) -> ListPoints:
    """Return the points of the rows shown, with their labels where they are few enough to travel."""
    chosen = np.flatnonzero(rows & placed.has_point)
    names = labels is not None and len(chosen) <= MOST
    words = tuple(labels.iloc[chosen].astype("str").tolist()) if names and labels is not None else ()
    return ListPoints(placed.longitude[chosen], placed.latitude[chosen], words)


def measurable(placed: PlacedRows, view: ListView) -> MeasurableRows:
    """Return the rows shown that distances can be measured from: points, and rows known to a municipio.

    Rows known to a departamento alone are left out.
    """
    with_point = view.rows & placed.has_point
    return MeasurableRows(points_of(placed, view.rows, None), placed.municipio[with_point], view.areas)
