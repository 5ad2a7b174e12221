"""Simplify outlines for the browser; the layers of a level come from one coverage.

Municipios, lakes and neighbours are simplified together, so that edges neither open nor overlap;
departamentos are dissolved from the simplified municipios. The 500 m level keeps the outline of the 200 m
level, so that the same neighbours fit both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.build.topojson_writer import to_topojson
from geo.crs import GTM, WGS84

FAR_M, MIDDLE_M, NEAR_M = 500.0, 200.0, 50.0
"""Tolerances in metres: below zoom 8.5, below 10.5, and closer. Above 500 m small municipios break."""
COARSE_STEP: Final = 5e-5
"""Grid of the 500 m and 200 m levels, about 5 m; on 11 m a municipio self-intersects."""
FINE_STEP: Final = 5e-6
"""Grid of the 50 m level, about 0.5 m; on 1 m a municipio self-intersects."""


@dataclass(frozen=True)
class SimplificationLevel:
    """One simplified coverage: `municipios`, `lakes` and `neighbours`, in WGS 84."""

    municipios: gpd.GeoDataFrame
    lakes: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame

    @property
    def departamentos(self) -> gpd.GeoDataFrame:
        """The departamentos with their lakes."""
        inside = pd.concat([self.municipios, self.lakes])
        dissolved = inside.dissolve("codigo_depto", aggfunc={"departamento": "first"}, method="coverage")
        return dissolved.reset_index()[["codigo_depto", "departamento", "geometry"]]

    @property
    def country(self) -> shapely.Geometry:
        """The outline of the country with its lakes."""
        return shapely.coverage_union_all(self.departamentos.geometry.to_numpy())


def simplified(
    level: SimplificationLevel, tolerance_m: float, *, keep_outline: bool = False
) -> SimplificationLevel:
    """Return a level with fewer vertices, by Visvalingam and Whyatt's method as in GEOS.

    With `keep_outline` the outline of the country and the neighbours stay unchanged.
    """
    tables = [level.municipios, level.lakes] + ([] if keep_outline else [level.neighbours])
    metres = pd.concat([table.geometry for table in tables]).to_crs(GTM)
    shapes = shapely.coverage_simplify(metres.to_numpy(), tolerance_m, simplify_boundary=not keep_outline)
    degrees = gpd.GeoSeries(shapes, crs=GTM).to_crs(WGS84)
    ends = pd.Series([len(table) for table in tables]).cumsum()
    thin = [
        table.set_geometry(degrees[end - len(table) : end].set_axis(table.index))
        for table, end in zip(tables, ends, strict=True)
    ]
    return SimplificationLevel(thin[0], thin[1], level.neighbours if keep_outline else thin[2])


def built_layers(level: SimplificationLevel) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every display layer, made from the full resolution."""
    middle, near = simplified(level, MIDDLE_M), simplified(level, NEAR_M)
    far = simplified(middle, FAR_M, keep_outline=True)
    for name, thin in (("500m", far), ("200m", middle)):
        yield f"adm1_{name}", to_topojson({"departamentos": thin.departamentos}, COARSE_STEP)
        yield f"adm2_{name}", _areas(thin, COARSE_STEP)
    yield "context", _context(middle, COARSE_STEP)
    yield "context_50m", _context(near, FINE_STEP)
    for codigo_depto in near.departamentos["codigo_depto"]:
        yield f"adm2_50m_{codigo_depto:02}", _areas(_only(near, codigo_depto), FINE_STEP)


def _only(level: SimplificationLevel, codigo_depto: int) -> SimplificationLevel:
    municipios, lakes = (
        table[table["codigo_depto"] == codigo_depto] for table in (level.municipios, level.lakes)
    )
    return SimplificationLevel(municipios, lakes, level.neighbours)


def _areas(level: SimplificationLevel, step: float) -> bytes:
    codes = level.municipios[["codigo_muni", "municipio", "codigo_depto", "geometry"]]
    names = level.lakes[["lake", "name_en", "name_es", "codigo_depto", "geometry"]]
    objects = {"municipios": codes} | ({} if names.empty else {"lakes": names})
    return to_topojson(objects, step)


def _context(level: SimplificationLevel, step: float) -> bytes:
    outline = level.country.boundary
    across = level.neighbours[level.neighbours.touches(level.country)]
    lines = across.geometry.boundary.intersection(outline).line_merge()
    border = gpd.GeoDataFrame(
        {"neighbour": across["iso3"], "disputed": across["iso3"] == "BLZ"}, geometry=lines, crs=WGS84
    )
    coast = shapely.line_merge(outline.difference(border.union_all()))
    objects = {
        "neighbours": level.neighbours,
        "border": border,
        "coast": gpd.GeoDataFrame(geometry=[coast], crs=WGS84),
    }
    return to_topojson(objects, step)
