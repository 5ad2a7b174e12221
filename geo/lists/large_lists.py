"""Lists of ten million rows and more: partitioned GeoParquet, counted where it lies, part by part.

The same lookup as for an upload counts each partition; only the tallies come together. Local
threads do it, or the workers of a Dask cluster, which need this package and its data.

One partition of a large list, counted where it lies: what a worker of a cluster does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.dataset.boundaries import read_lakes, read_municipios
from geo.lists.large_list_sources import LargeFault, LargeListError, fault_of, options
from geo.lists.place_index import LAKE, AreaLookup, areas_lookup
from geo.lists.point_aggregation import ACROSS, Counts, ListPoints, Tally, counts_of, tally

GRID: Final = (-92.3, 13.7, -88.2, 17.85)
"""West, south, east, north of the cells that a large list is drawn in."""
CELLS: Final = 4 * ACROSS
"""Cells across: 0.7 km wide, 650,000 in all, five megabytes a partition."""

Parts = tuple[int, Tally, Tally, Tally]


def tallied(part: Any) -> Parts:
    """Return the tallies of one partition: rows, by municipio, by departamento, by cell."""
    longitude, latitude = _axes(part.geometry.to_numpy())
    areas = _lookup().codes_of(longitude, latitude)
    departamento = np.where(areas > LAKE, areas - LAKE, areas // 100)
    inside = areas > 0
    by_municipio = tally(np.where(areas > LAKE, 0, areas))
    return len(part), by_municipio, tally(departamento), _cells(longitude[inside], latitude[inside])


def _axes(shapes: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the coordinates of points; of other shapes those of a point on them."""
    is_shape = ~np.isin(shapely.get_type_id(shapes), (-1, 0))
    if is_shape.any():
        shapes = shapes.copy()
        shapes[is_shape] = shapely.point_on_surface(shapes[is_shape])
    return shapely.get_x(shapes), shapely.get_y(shapes)


def _cells(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Tally:
    west, south, east, north = GRID
    step = (east - west) / CELLS
    height = int((north - south) / step) + 1
    column = np.clip(((longitude - west) / step).astype(int), 0, CELLS - 1)
    row = np.clip(((latitude - south) / step).astype(int), 0, height - 1)
    return np.bincount(row * CELLS + column, minlength=height * CELLS)


def added(parts: list[Parts]) -> Parts:
    """Return the tallies of several partitions added up."""
    rows, *tallies = zip(*parts, strict=True)
    municipio, departamento, cells = (np.sum(tally, axis=0) for tally in tallies)
    return sum(rows), municipio, departamento, cells


@cache
def _lookup() -> AreaLookup:
    """Return the lookup of this process, a worker's too: built at its first partition."""
    return areas_lookup(read_municipios(), read_lakes())


FEW: Final = 4
"""Partitions whose tallies are added up in one step."""

UNREAD: Final = (OSError, ValueError, KeyError, TypeError)
"""What readers of files raise where there is nothing that they can read."""


@dataclass(frozen=True, eq=False)
class Large:
    """What is known of a large list: rows, how many lie outside, counts, and points by cell.

    `cells` is a tally by cell of `GRID`, row by row from the south-west.
    """

    rows: int
    outside: int
    counts: Counts
    cells: Tally

    def points(self) -> ListPoints:
        """Return the middles of the cells that hold points, weighted by their number."""
        west, south, east, _ = GRID
        step = (east - west) / CELLS
        filled = np.flatnonzero(self.cells)
        row, column = np.divmod(filled, CELLS)
        axes = (west + (column + 0.5) * step, south + (row + 0.5) * step)
        return ListPoints(*axes, weights=self.cells[filled])


def counted(
    source: str | list[str],
    people: pd.DataFrame,
    address: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> Large:
    """Return the counts of GeoParquet in a file, folder or pattern, or in a list of addresses.

    `address` names a Dask scheduler.

    Raises
    ------
    LargeListError
        There is nothing, it is no GeoParquet, not in WGS 84, or its server does not give it.
    """
    import dask_geopandas
    from dask.delayed import delayed

    where = source if isinstance(source, str) else source[0]
    try:
        frame = dask_geopandas.read_parquet(source, columns=["geometry"], storage_options=options(source))
    except (*UNREAD, ImportError) as error:
        raise _unread(where, error) from error
    if frame.crs is None or frame.crs != WGS84:
        raise LargeListError(where, frame.crs.name if frame.crs else "–", LargeFault.SYSTEM)
    parts = [delayed(tallied)(part) for part in frame.to_delayed()]
    count = len(parts)
    # Added up a few at a time: all tallies at once would be five megabytes a partition.
    while len(parts) > 1:
        parts = [delayed(added)(parts[start : start + FEW]) for start in range(0, len(parts), FEW)]
    try:
        with _scheduler(address), _told(count, progress):
            totals = parts[0].compute(**_how(address))
    except UNREAD as error:
        raise _unread(where, error) from error
    return _large(totals, people)


def _unread(where: str, error: Exception) -> LargeListError:
    fault, detail = fault_of(error)
    return LargeListError(where, detail, fault)


def _how(address: str | None) -> dict[str, Any]:
    return {} if address else {"scheduler": "threads"}


def _scheduler(address: str | None) -> AbstractContextManager[Any]:
    if address is None:
        return nullcontext()
    from distributed import Client

    make: Any = Client
    client: AbstractContextManager[Any] = make(address, timeout=10, set_as_default=True)
    return client


def _told(count: int, progress: Callable[[float], None] | None) -> AbstractContextManager[Any]:
    """Tell how many parts are done; only local threads can be asked."""
    if progress is None:
        return nullcontext()
    from dask.callbacks import Callback

    done = []

    def after(key: Any, *_: Any) -> None:
        if "tallied" in str(key):
            done.append(key)
            progress(min(1.0, len(done) / max(1, count)))

    make: Any = Callback
    callback: AbstractContextManager[Any] = make(posttask=after)
    return callback


def _large(totals: Parts, people: pd.DataFrame) -> Large:
    rows, municipio, departamento, cells = totals
    inside = int(departamento[1:].sum())
    municipio, departamento = municipio.copy(), departamento.copy()
    municipio[0] = departamento[0] = 0
    return Large(rows, rows - inside, counts_of(municipio, departamento, people), cells)
