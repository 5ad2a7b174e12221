"""Find the sites of a selection once, for the map, the table and the files.

`sites_view` filters the sites; `groups` and `nearest_shown` describe the shown sites in words, for
readers who cannot see the map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.indicators import municipios_of_area
from geo.analysis.uncertain_distances import Places, span
from geo.choices import Field, Layer, Precision, Status
from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.drawn_area import gtm_shape
from geo.selection import FILTERS, Selection


@dataclass(frozen=True)
class Region:
    """The chosen region: whole departamentos, single municipios of others, and a drawn area.

    `area` is the text of the area, `touched` are the municipios of which it has a part and `inside` those
    that lie in it whole.
    """

    departamentos: tuple[int, ...] = ()
    municipios: tuple[int, ...] = ()
    area: str | None = None
    touched: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()

    @property
    def is_whole_country(self) -> bool:
        """Return whether nothing is chosen, which means the whole country."""
        return not (self.has_places or self.area)

    @property
    def has_places(self) -> bool:
        """Return whether departamentos or municipios are chosen; the rest of the country recedes."""
        return bool(self.departamentos or self.municipios)


@dataclass(frozen=True)
class SitesView:
    """The sites that pass the filters of a selection.

    `filtered` are the sites that pass every filter, `shown` those of them whose layer is on, `anywhere`
    those that pass every filter but the region (None where the region does not filter sites). All are
    rows of the sites table in its order.
    """

    selection: Selection
    region: Region
    filtered: gpd.GeoDataFrame
    shown: gpd.GeoDataFrame
    anywhere: gpd.GeoDataFrame | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether no site is shown."""
        return bool(self.shown.empty)

    def without_sites(self) -> SitesView:
        """Return the same view with no site, for a map that is about something else."""
        none = {"filtered": self.filtered.iloc[:0], "shown": self.shown.iloc[:0]}
        return replace(self, anywhere=None, **none)

    @cached_property
    def undated(self) -> gpd.GeoDataFrame:
        """The shown sites without a known state at the date of the selection; none for today."""
        is_undated = (self.shown["status"] == Status.UNKNOWN) & (self.selection.when is not None)
        return self.shown[is_undated]

    @cached_property
    def unplaced(self) -> gpd.GeoDataFrame:
        """The shown sites without a location on the map."""
        return self.shown[self.shown["precision"] == Precision.UNPLACED]


def region_of(selection: Selection, atlas: AtlasData | None = None) -> Region:
    """Return the region of a selection; without `atlas`, the municipios of its area are left out.

    A chosen municipio restricts its own departamento; other chosen departamentos stay whole.
    """
    narrowed = {code // 100 for code in selection.municipios}
    whole = tuple(code for code in selection.departamentos if code not in narrowed)
    area = selection.areas[0] if selection.areas else None
    parts = municipios_of_area(atlas, area) if area and atlas else ((), ())
    return Region(whole, selection.municipios, area, *parts)


def sites_view(selection: Selection, sites: gpd.GeoDataFrame, atlas: AtlasData | None = None) -> SitesView:
    """Return the view of `sites` (one row each) under `selection`.

    A drawn area shows the sites that may lie in it; those known only to a municipio need `atlas`.
    """
    region = region_of(selection, atlas)
    anywhere = sites[_passes(sites, selection)]
    filtered = anywhere[_in_region(anywhere, region)]
    shown = filtered[filtered["layer"].isin(selection.layers)]
    return SitesView(selection=selection, region=region, filtered=filtered, shown=shown, anywhere=anywhere)


def _in_region(sites: gpd.GeoDataFrame, region: Region) -> pd.Series[bool]:
    if region.is_whole_country:
        return pd.Series(True, index=sites.index)
    whole = pd.Series(sites["codigo_depto"].isin(region.departamentos))
    return whole | pd.Series(sites["codigo_muni"].isin(region.municipios)) | sites_in_area(sites, region)[1]


def sites_in_area(sites: gpd.GeoDataFrame, region: Region) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return which sites lie in the area of a region for certain, and which may lie in it.

    A location with an uncertainty is a circle. A site known to its municipio is in the area for certain if
    the municipio is, and may be if a part of it is; one known to less is in neither.
    """
    certain, possible = (
        sites["codigo_muni"].isin(codes).to_numpy() for codes in (region.inside, region.touched)
    )
    if region.area is not None:
        is_point = (
            sites["precision"] != Precision.MUNICIPIO
        ).to_numpy() & sites.geometry.notna().to_numpy()
        points, shape = sites[is_point], gtm_shape(region.area)
        longitude, latitude, radii = (
            points[name].to_numpy(dtype=float, na_value=0)
            for name in ("longitude", "latitude", "uncertainty_m")
        )
        located = shapely.points(np.column_stack(to_gtm(longitude, latitude)))
        inside, away = shapely.contains(shape, located), shapely.distance(shape.boundary, located)
        certain[is_point], possible[is_point] = inside & (away >= radii), inside | (away <= radii)
    return pd.Series(certain, sites.index), pd.Series(possible, sites.index)


def _passes(sites: gpd.GeoDataFrame, selection: Selection) -> pd.Series[bool]:
    passes = pd.Series(True, index=sites.index)
    for row in FILTERS:
        if row.choice is not None and (chosen := row.chosen(selection)):
            passes &= pd.Series(sites[row.column].isin(chosen))
    return passes


POINTS = (Precision.EXACT, Precision.LOCALITY)
"""Precisions between which distances are measured."""


@dataclass(frozen=True)
class Group:
    """The shown sites of one layer.

    `departamentos` counts them by INE code, the most first, without the sites that have no departamento.
    `precisions` counts them by the precision of their location; `inferred` counts the sites whose location
    or municipio is an inference.
    """

    layer: Layer
    sites: tuple[str, ...]
    departamentos: dict[int, int]
    precisions: dict[Precision, int]
    inferred: int


@dataclass(frozen=True)
class NearestSite:
    """The nearest other shown site and the range of straight-line distances."""

    site: str
    low_m: float
    high_m: float


def groups(view: SitesView) -> tuple[Group, ...]:
    """Return the shown sites by layer, in the order of the legend; none for an empty view."""
    return tuple(
        _group(layer, view.shown[view.shown["layer"] == layer])
        for layer in Layer
        if (view.shown["layer"] == layer).any()
    )


def _group(layer: Layer, sites: gpd.GeoDataFrame) -> Group:
    codes = sites["codigo_depto"].dropna().astype(int).value_counts()
    counts = sites["precision"].value_counts()
    ordered = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
    return Group(
        layer=layer,
        sites=tuple(sites.index),
        departamentos={int(code): int(count) for code, count in ordered},
        precisions={
            precision: int(counts[precision]) for precision in Precision if precision in counts.index
        },
        inferred=sum(bool({Field.POSITION, Field.MUNICIPIO} & set(parts)) for parts in sites["inferred"]),
    )


def nearest_shown(view: SitesView) -> dict[str, NearestSite]:
    """Return the nearest other shown site of each site with a precise location.

    Distances are measured between locations known to the facility or the locality; a zone, a municipio or
    an unknown location has no distance. Of equally near sites the first in the table is taken.
    """
    sites = view.shown[view.shown["precision"].isin(POINTS)]
    if len(sites) < 2:
        return {}
    columns = ("longitude", "latitude", "uncertainty_m")
    longitude, latitude, radii = (sites[name].to_numpy(dtype=float, na_value=0) for name in columns)
    places = Places(np.column_stack(to_gtm(longitude, latitude)), radii)
    between = span(places, places)
    np.fill_diagonal(between.nominal, np.inf)
    nearest = between.nominal.argmin(axis=1)
    return {
        str(site): NearestSite(str(sites.index[other]), between.low[row, other], between.high[row, other])
        for row, (site, other) in enumerate(zip(sites.index, nearest, strict=True))
    }
