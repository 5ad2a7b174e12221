"""Draw the locator map of a chapter: SVG outlines, and markers as shares of the frame.

The projection is plate carrée with degrees of longitude shortened as in central Guatemala, in hundredths
of a degree, north up. Nothing is measured on it; measurements use GTM.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.choices import Layer, Precision
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import layer_objects
from geo.dataset.schema import Row, rows

SHORTENED: Final = cos(radians(15.7))
"""The length of a degree of longitude divided by that of one of latitude."""

DETAIL: Final = 1 / 200
"""Outlines are simplified by this share of the frame's width: about two pixels."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class SvgOutline:
    """SVG path data of the land, the rivers, the borders and the disputed border; empty if unseen."""

    land: str
    borders: str
    disputed: str
    rivers: str = ""


def outline(atlas: AtlasData, box: Box) -> SvgOutline:
    """Return the outlines of the country and its departamentos inside a frame.

    Raises
    ------
    DataFileError
        A display layer is missing or altered.
    """
    detail = (box[2] - box[0]) * DETAIL
    drawn = shapely.coverage_simplify(departamento_shapes(atlas).geometry.to_numpy(), detail)
    dispute = _dispute(atlas)
    # The simplified border deviates from the other by up to twice the detail.
    settled = shapely.union_all(shapely.boundary(drawn)).difference(dispute.buffer(2 * detail))
    return SvgOutline(
        land=path_data(shapely.clip_by_rect(shapely.union_all(drawn), *_wider(box))),
        borders=path_data(shapely.clip_by_rect(settled, *box)),
        disputed=path_data(shapely.clip_by_rect(dispute.simplify(detail / 2), *box)),
        rivers=path_data(shapely.clip_by_rect(_rivers(atlas).simplify(detail / 2), *box)),
    )


@cache
def _rivers(atlas: AtlasData) -> shapely.Geometry:
    """Return the rivers with a name that are no border; empty if their file is broken."""
    ground, _ = atlas.drawn_ground()
    if ground is None:
        return shapely.MultiLineString()
    rivers = ground.rivers
    return rivers.geometry[(rivers["name"] != "") & ~rivers["is_border"].astype(bool)].union_all()


@cache
def departamento_shapes(atlas: AtlasData) -> gpd.GeoDataFrame:
    """Return the departamentos simplified to 500 m."""
    return layer_objects("adm1_500m", atlas.data)["departamentos"]


@cache
def municipio_shapes(atlas: AtlasData) -> dict[int, shapely.Geometry]:
    """Return the outlines of the municipios at 500 m by INE code."""
    table = layer_objects("adm2_500m", atlas.data)["municipios"]
    return dict(zip(table["codigo_muni"].astype(int), table.geometry, strict=True))


@cache
def _dispute(atlas: AtlasData) -> shapely.Geometry:
    border = layer_objects("context", atlas.data)["border"]
    return border.geometry[border["disputed"].astype(bool)].union_all()


def _wider(box: Box) -> Box:
    """Return a box wide enough to hide the edge of the clipped land."""
    west, south, east, north = box
    x, y = (east - west) / 20, (north - south) / 20
    return west - x, south - y, east + x, north + y


def path_data(shape: shapely.Geometry) -> str:
    """Return lines, or the outer edges of areas, as SVG path data; empty for an empty shape."""
    parts = shapely.get_parts(shapely.line_merge(shape) if "Line" in shape.geom_type else shape)
    lines = (part if part.geom_type == "LineString" else part.exterior for part in parts)
    return "".join(
        "M" + "L".join(f"{x * SHORTENED * 100:.1f} {-y * 100:.1f}" for x, y in line.coords)
        for line in lines
        if not line.is_empty
    )


METRES_A_DEGREE: Final = 110_600
"""The length of a degree of latitude in Guatemala, for the radius of soft marks."""

LEAST_WIDTH: Final = 1.3
"""Least size of the frame in degrees; below it the surroundings are unrecognisable."""

LEAST_SEEN: Final = 0.04
"""The least share of the frame that a named departamento fills."""

NEAR: Final = 0.045
"""Markers nearer than this share of the width are merged and counted."""


@dataclass(frozen=True)
class Mark:
    """One or more sites at `left` and `top` (shares of the frame) with the symbol of `layer`.

    `radius` is the radius of uncertainty as a share of the width, 0 for a pin.
    """

    left: float
    top: float
    layer: Layer
    site_ids: tuple[str, ...]
    radius: float


@dataclass(frozen=True)
class Name:
    """The name of a departamento, centred on `left` and `top` (shares of the frame)."""

    text: str
    left: float
    top: float


@dataclass(frozen=True)
class SmallMap:
    """The frame in degrees, its outlines and its markers.

    `shaded` pairs a layer with the outline of a municipio in which a site of it lies. `names`
    are those of the departamentos in a frame that is not the whole country.
    """

    box: Box
    whole: Box
    outline: SvgOutline
    shaded: tuple[tuple[Layer, str], ...]
    marks: tuple[Mark, ...]
    names: tuple[Name, ...]

    @property
    def is_part(self) -> bool:
        """Return whether the frame shows only a part of the country."""
        return self.box != self.whole

    @property
    def height(self) -> float:
        """The height of the frame as a share of its width."""
        west, south, east, north = self.box
        return (north - south) / ((east - west) * SHORTENED)


def small_map(sites: gpd.GeoDataFrame, atlas: AtlasData) -> SmallMap:
    """Return the map fitted to `sites`, or of the whole country without sites.

    Raises
    ------
    DataFileError
        A display layer is missing or altered.
    """
    departamentos, municipios = departamento_shapes(atlas), municipio_shapes(atlas)
    with_position = sites[sites["precision"].isin([Precision.EXACT, Precision.LOCALITY, Precision.ZONE])]
    inside = sites.loc[sites["precision"] == Precision.MUNICIPIO, ["layer", "codigo_muni"]]
    shapes = [(Layer(layer), municipios[int(code)]) for layer, code in inside.itertuples(index=False)]
    whole = _padded(departamentos.total_bounds, 0.03)
    box = _frame([*with_position.geometry, *(shape for _, shape in shapes)], whole)
    marks = tuple(_gathered([_mark(site, box) for site in rows(pd.DataFrame(with_position.reset_index()))]))
    return SmallMap(
        box=box,
        whole=whole,
        outline=outline(atlas, box),
        shaded=tuple((layer, path_data(shape)) for layer, shape in shapes),
        marks=marks,
        names=() if box == whole else tuple(_beside(_names(departamentos, box), marks)),
    )


def _names(departamentos: gpd.GeoDataFrame, box: Box) -> Iterator[Name]:
    """Yield the names of departamentos that fit, centred on their visible part."""
    west, south, east, north = box
    seen = shapely.clip_by_rect(departamentos.geometry.to_numpy(), *box)
    for name, shape in zip(departamentos["departamento"], seen, strict=True):
        if shape.area > LEAST_SEEN * (east - west) * (north - south):
            at = shape.representative_point()
            yield Name(str(name), (at.x - west) / (east - west), (north - at.y) / (north - south))


def _beside(names: Iterator[Name], marks: Sequence[Mark]) -> Iterator[Name]:
    """Move names down from markers, and drop those under the inset in the corner."""
    for name in names:
        hidden = any(abs(mark.left - name.left) < 0.2 and abs(mark.top - name.top) < 0.06 for mark in marks)
        if name.left < 0.7 or name.top < 0.7:
            yield Name(name.text, name.left, name.top + 0.08) if hidden else name


def _frame(shapes: list[shapely.Geometry], whole: Box) -> Box:
    """Return the box around `shapes` with a margin, in the proportions of `whole`."""
    if not shapes:
        return whole
    west, south, east, north = _padded(shapely.union_all(shapes).bounds, 0.18)
    ratio = (whole[2] - whole[0]) / (whole[3] - whole[1])
    width = max(east - west, (north - south) * ratio, LEAST_WIDTH)
    if width > 0.6 * (whole[2] - whole[0]):
        return whole
    x, y, height = (west + east) / 2, (south + north) / 2, width / ratio
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _padded(box: Sequence[float], share: float) -> Box:
    west, south, east, north = box
    x, y = (east - west) * share, (north - south) * share
    return west - x, south - y, east + x, north + y


def _mark(site: Row, box: Box) -> Mark:
    west, south, east, north = box
    soft, width_m = site["precision"] == Precision.ZONE, (east - west) * SHORTENED * METRES_A_DEGREE
    return Mark(
        left=(site["longitude"] - west) / (east - west),
        top=(north - site["latitude"]) / (north - south),
        layer=Layer(site["layer"]),
        site_ids=(str(site["site_id"]),),
        radius=float(site["uncertainty_m"]) / width_m if soft else 0.0,
    )


def _gathered(marks: list[Mark]) -> Iterator[Mark]:
    """Merge the markers of a layer that are too near each other for two symbols."""
    left = list(marks)
    while left:
        first = left.pop(0)
        near = [other for other in left if other.layer is first.layer and _distance(first, other) < NEAR]
        left = [other for other in left if other not in near]
        ids = (*first.site_ids, *(site for other in near for site in other.site_ids))
        radius = max(mark.radius for mark in (first, *near))
        yield Mark(first.left, first.top, first.layer, ids, radius)


def _distance(mark: Mark, other: Mark) -> float:
    return hypot(mark.left - other.left, mark.top - other.top)
