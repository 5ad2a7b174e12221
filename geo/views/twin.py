"""The map in words: what a view shows, grouped by layer, and which shown site lies nearest to which."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.analysis.uncertain_distances import Places, span
from geo.choices import Field, Layer, Precision
from geo.crs import to_gtm
from geo.view import SitesView

POINTS = (Precision.EXACT, Precision.LOCALITY)
"""Positions fine enough to measure between."""


@dataclass(frozen=True)
class Group:
    """The shown sites of one layer.

    `departamentos` counts them by INE code, the most first; sites without one are in none.
    `precisions` counts how well their positions are known; `inferred` how many positions or
    municipios were worked out, not read.
    """

    layer: Layer
    sites: tuple[str, ...]
    departamentos: dict[int, int]
    precisions: dict[Precision, int]
    inferred: int


@dataclass(frozen=True)
class NearestSite:
    """The nearest other shown site, with the straight-line distance that both positions allow."""

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
    known = sites["precision"].value_counts()
    ordered = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
    return Group(
        layer=layer,
        sites=tuple(sites.index),
        departamentos={int(code): int(count) for code, count in ordered},
        precisions={one: int(known[one]) for one in Precision if one in known.index},
        inferred=sum(bool({Field.POSITION, Field.MUNICIPIO} & set(parts)) for parts in sites["inferred"]),
    )


def nearest_shown(view: SitesView) -> dict[str, NearestSite]:
    """Return the nearest other shown site of each that can be measured from.

    Only positions known to the facility or the locality are measured; a zone, a municipio or an
    unknown position has no distance. Between equals the first in the table is taken.
    """
    sites = view.shown[view.shown["precision"].isin(POINTS)]
    if len(sites) < 2:
        return {}
    columns = ("longitude", "latitude", "uncertainty_m")
    longitude, latitude, radii = (sites[one].to_numpy(dtype=float, na_value=0) for one in columns)
    places = Places(np.column_stack(to_gtm(longitude, latitude)), radii)
    between = span(places, places)
    np.fill_diagonal(between.nominal, np.inf)
    which = between.nominal.argmin(axis=1)
    return {
        str(site): NearestSite(str(sites.index[other]), between.low[row, other], between.high[row, other])
        for row, (site, other) in enumerate(zip(sites.index, which, strict=True))
    }
