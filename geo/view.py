"""What a page shows, computed once from a selection, then drawn as map, table and file alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from geo.choices import Precision
from geo.selection import COLUMNS, Selection


@dataclass(frozen=True)
class Region:
    """The chosen part of the country: whole departamentos, and single municipios of others."""

    departamentos: tuple[int, ...]
    municipios: tuple[int, ...]

    @property
    def is_whole_country(self) -> bool:
        """Whether nothing is chosen, which means everything."""
        return not (self.departamentos or self.municipios)


@dataclass(frozen=True)
class SitesView:
    """The sites that a selection lets through.

    `filtered` obeys the filters, `shown` the switched-on layers as well, `anywhere` every
    filter but the region (None where the region is no filter of sites); all are rows of the
    sites table in its order.
    """

    selection: Selection
    region: Region
    filtered: gpd.GeoDataFrame
    shown: gpd.GeoDataFrame
    anywhere: gpd.GeoDataFrame | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return bool(self.shown.empty)

    @cached_property
    def unplaced(self) -> gpd.GeoDataFrame:
        """The shown sites that have no place on the map."""
        return self.shown[self.shown["precision"] == Precision.UNPLACED]


def region_of(selection: Selection) -> Region:
    """Return the region of a selection.

    A chosen municipio narrows its own departamento; other chosen departamentos stay whole.
    """
    narrowed = {code // 100 for code in selection.municipios}
    whole = tuple(code for code in selection.departamentos if code not in narrowed)
    return Region(departamentos=whole, municipios=selection.municipios)


def sites_view(selection: Selection, sites: gpd.GeoDataFrame) -> SitesView:
    """Return the view of `sites` (one row a site) under `selection`."""
    region = region_of(selection)
    anywhere = sites[_passes(sites, selection)]
    filtered = anywhere[_in_region(anywhere, region)]
    shown = filtered[filtered["layer"].isin(selection.layers)]
    return SitesView(selection=selection, region=region, filtered=filtered, shown=shown, anywhere=anywhere)


def _in_region(sites: gpd.GeoDataFrame, region: Region) -> pd.Series[bool]:
    if region.is_whole_country:
        return pd.Series(True, index=sites.index)
    whole = pd.Series(sites["codigo_depto"].isin(region.departamentos))
    return whole | pd.Series(sites["codigo_muni"].isin(region.municipios))


def _passes(sites: gpd.GeoDataFrame, selection: Selection) -> pd.Series[bool]:
    passes = pd.Series(True, index=sites.index)
    for name, column in COLUMNS.items():
        if chosen := getattr(selection, name):
            passes &= pd.Series(sites[column].isin(chosen))
    return passes
