"""The country laid out for measuring, once: municipios, their people and seats, in GTM metres."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import GTM, WGS84, Floats, require_crs, to_gtm
from geo.planning.lattice import Lattice, lattice
from geo.planning.scan import Segments, segments

Shapes = NDArray[Any]

OUTLINE_M: Final = 50.0
"""Detail of the outline of a municipio that a site is somewhere in; the site is uncertain by kilometres."""

COLUMNS: Final = ("codigo_muni", "municipio", "codigo_depto", "departamento", "area_km2")


@dataclass(frozen=True, eq=False)
class DemandAreas:
    """The municipios, or pieces of them, that people are counted in.

    `table` has one row each, indexed from 0, sorted by `codigo_muni`: `COLUMNS` and
    `population_2018`. `shapes` (n,) are their GTM polygons, `seats` (n, 2) their cabeceras in
    GTM, NaN where unknown. `outlines` gives, by code, the polygon of a whole municipio to
    `OUTLINE_M`: where a site is whose position is known no better.
    """

    table: pd.DataFrame
    shapes: Shapes
    seats: Floats
    outlines: dict[int, Any] = field(repr=False)

    @property
    def people(self) -> Floats:
        """People of each row, census 2018."""
        return self.table["population_2018"].to_numpy(dtype=float)

    @property
    def area_km2(self) -> Floats:
        """Area of each row in km2."""
        return self.table["area_km2"].to_numpy(dtype=float)

    @cached_property
    def middles(self) -> Floats:
        """A point inside each row, (n, 2): the centre of its area where that lies inside."""
        centres = shapely.centroid(self.shapes)
        inside = shapely.intersects(self.shapes, centres)
        points = np.where(inside, centres, shapely.point_on_surface(self.shapes))
        return np.asarray(shapely.get_coordinates(points))

    @cached_property
    def circles(self) -> tuple[Floats, Floats]:
        """The smallest circle around each row: centres (n, 2) and radii (n,) in metres."""
        circles = shapely.minimum_bounding_circle(self.shapes)
        return shapely.get_coordinates(shapely.centroid(circles)), shapely.minimum_bounding_radius(
            self.shapes
        )

    @cached_property
    def hulls(self) -> Shapes:
        """The convex hull of each row."""
        return np.asarray(shapely.convex_hull(self.shapes))

    @cached_property
    def segments(self) -> Segments:
        """Every row as west-east segments, to measure shares of its area with."""
        return segments(self.shapes)

    @cached_property
    def lattice(self) -> Lattice:
        """Points spread evenly over every row."""
        return lattice(self.shapes)

    def part(self, codes: Collection[int]) -> DemandAreas:
        """Return the rows of the municipios `codes`; sites elsewhere can still be measured to."""
        kept = self.table["codigo_muni"].isin(codes).to_numpy()
        table = self.table[kept].reset_index(drop=True)
        part = DemandAreas(table, self.shapes[kept], self.seats[kept], self.outlines)
        # Circles cost 0.2 ms each; a part takes those of the whole.
        centres, radii = self.circles
        part.__dict__["circles"] = centres[kept], radii[kept]
        return part


def ground(municipios: gpd.GeoDataFrame, population: pd.DataFrame) -> DemandAreas:
    """Return the ground of `municipios` (WGS 84) with the people and seats of `population`.

    A municipio without a row in `population` has no people counted and an unknown seat.
    """
    require_crs(municipios, WGS84)
    municipios = municipios.sort_values("codigo_muni", ignore_index=True)
    columns = ["codigo_muni", "population_2018", "cabecera_longitude", "cabecera_latitude"]
    table = municipios[list(COLUMNS)].merge(population[columns], on="codigo_muni", how="left")
    seats = to_gtm(table.pop("cabecera_longitude").to_numpy(), table.pop("cabecera_latitude").to_numpy())
    shapes = municipios.geometry.to_crs(GTM).to_numpy()
    return DemandAreas(
        table=table.fillna({"population_2018": 0}),
        shapes=shapes,
        seats=np.column_stack(seats),
        outlines=dict(zip(table["codigo_muni"].tolist(), shapely.simplify(shapes, OUTLINE_M), strict=True)),
    )
