"""Select the rows of an uploaded list by region and time, and count them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.choices.list_kinds import ColourBy, PlacedAs, ShowAs
from geo.lists.list_coverage import MeasurableRows
from geo.lists.placement import PLACED_AS, PlacedRows
from geo.lists.point_aggregation import MOST, Counts, Hexagons, ListPoints, counts
from geo.mapping.classification import Classes, classified
from geo.mapping.map_styles import ColourClass

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ListView:
    """The shown rows of a list, their counts and their points.

    `areas` are the municipios of rows without a more precise location, with their number; `undated`
    rows have a location but no date, so that a choice of time excludes them.
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
    """Return the view of the rows in municipios `codes` and in `time`.

    Without `codes` all places count; `time` is the first and the last ISO date. A row known only to a
    departamento, or on a lake, counts if the whole departamento is chosen.
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
    areas, sizes = np.unique(placed.municipio[of_area], return_counts=True)
    return ListView(
        rows,
        counts(placed.municipio[rows], placed.departamento[rows], people),
        dict(zip(areas.tolist(), sizes.tolist(), strict=True)),
        undated,
    )


def _inside(placed: PlacedRows, people: pd.DataFrame, codes: Collection[int]) -> Mask:
    chosen = people["codigo_muni"].isin(list(codes))
    whole = chosen.groupby(people["codigo_depto"]).all()
    of_whole = np.isin(placed.departamento, whole.index[whole].to_numpy())
    return np.asarray(np.isin(placed.municipio, list(codes)) | ((placed.municipio == 0) & of_whole))


def points_of(placed: PlacedRows, rows: Mask, labels: pd.Series[str] | None) -> ListPoints:
    """Return the points of the shown rows, with labels if they are few enough to send."""
    chosen = np.flatnonzero(rows & placed.has_point)
    names = labels is not None and len(chosen) <= MOST
    words = tuple(labels.iloc[chosen].astype("str").tolist()) if names and labels is not None else ()
    return ListPoints(placed.longitude[chosen], placed.latitude[chosen], words)


def measurable(placed: PlacedRows, view: ListView) -> MeasurableRows:
    """Return the shown rows from which distances can be measured.

    These are points and rows known to a municipio; rows known only to a departamento are left out.
    """
    with_point = view.rows & placed.has_point
    return MeasurableRows(points_of(placed, view.rows, None), placed.municipio[with_point], view.areas)


def steps_of(classes: Classes) -> tuple[ColourClass, ...]:
    """Return the classes of a legend."""
    rows: list[dict[Any, Any]] = classes.legend.to_dict("records")
    return tuple(ColourClass(row["colour"], row["low"], row["high"]) for row in rows)


def hexagon_steps(counted: Hexagons) -> tuple[ColourClass, ...]:
    """Return the classes of rows per hexagon."""
    return steps_of(classified(pd.Series(counted.rows, dtype=float), zero_apart=False))


def region_classes(
    counts: Counts, show: ShowAs, by: ColourBy
) -> tuple[dict[int, str], tuple[ColourClass, ...]]:
    """Return the colour of each municipio by its region's rows or rate, and the classes.

    A place without rows stays uncoloured; for most lists this is most of the country.
    """
    by_municipio = show is ShowAs.MUNICIPIOS
    table = counts.municipios if by_municipio else counts.departamentos
    values = table.set_index("codigo_muni" if by_municipio else "codigo_depto")[str(by)].astype(float)
    classes = classified(values[values != 0])
    colours: dict[Any, str] = dict(zip(classes.legend["nth"], classes.legend["colour"], strict=True))
    class_of: dict[Any, Any] = classes.nth.to_dict()
    codes = counts.municipios["codigo_muni"].tolist()
    places = {code: code if by_municipio else code // 100 for code in codes}
    return {code: colours[class_of[at]] for code, at in places.items() if at in class_of}, steps_of(classes)


MOST_DAYS: Final = 92
"""Days; a longer time is divided into months."""
MOST_MONTHS: Final = 180
"""Months; a longer time is divided into years."""


@dataclass(frozen=True)
class Period:
    """A day, month or year of a list, by its first and last day."""

    first: str
    last: str

    @property
    def name(self) -> str:
        """The period as a date of its precision: 2021, 2021-03 or 2021-03-08."""
        if self.first == self.last:
            return self.first
        return self.first[:4] if self.first[5:] == "01-01" and self.last[5:] == "12-31" else self.first[:7]


def periods(placed: PlacedRows) -> tuple[Period, ...]:
    """Return the periods from the first to the last date of the located rows, if any."""
    days = placed.days[placed.is_placed & ~np.isnat(placed.days)]
    if not len(days):
        return ()
    first, last = days.min(), days.max()
    unit = _unit(first, last)
    step = np.timedelta64(1, unit)
    starts = np.arange(first.astype(f"datetime64[{unit}]"), last.astype(f"datetime64[{unit}]") + step)
    ends = (starts + step).astype("datetime64[D]") - np.timedelta64(1, "D")
    return tuple(
        Period(str(start.astype("datetime64[D]")), str(end))
        for start, end in zip(starts, ends, strict=True)
    )


def _unit(first: np.datetime64, last: np.datetime64) -> Literal["D", "M", "Y"]:
    span = (last - first).astype(int)
    return "D" if span <= MOST_DAYS else "M" if span <= MOST_MONTHS * 31 else "Y"


def by_period(placed: PlacedRows, rows: Mask, of: tuple[Period, ...]) -> pd.DataFrame:
    """Return the number of `rows` in each period: columns `period` and `rows`."""
    days = placed.days[rows & ~np.isnat(placed.days)]
    starts = np.array([period.first for period in of], dtype="datetime64[D]")
    index = np.searchsorted(starts, days, side="right") - 1
    counts_of_rows = np.bincount(index[index >= 0], minlength=len(of))[: len(of)]
    return pd.DataFrame({"period": [period.name for period in of], "rows": counts_of_rows})
