"""What a site promises about other tables: its sources and codes exist, its point lies where it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.crs import GTM, WGS84, require_crs
from geo.schema import Problem

FILE: Final = "data/sites/sites.csv"

Breaches = Iterator[tuple[int, str, str]]


def site_problems(
    sites: gpd.GeoDataFrame, sources: pd.DataFrame, municipios: gpd.GeoDataFrame
) -> Iterator[Problem]:
    """Yield every promise of the sites that the sources or the municipios do not bear out.

    Parameters
    ----------
    sites
        As `read_sites` returns them: WGS 84, in the order of the table.
    sources
        As `read_sources` returns them, indexed by `source_id`.
    municipios
        WGS 84, with `codigo_muni` and `codigo_depto`.

    Raises
    ------
    CRSError
        Sites or municipios are in another reference system.
    """
    require_crs(sites, WGS84)
    require_crs(municipios, WGS84)
    for breaches in (
        _broken_references(sites, sources),
        _undated_status(sites, sources),
        _unknown_codes(sites, municipios),
        _points_elsewhere(sites, municipios),
    ):
        for row, column, advice in breaches:
            yield Problem(FILE, row + 2, column, advice)


def _broken_references(sites: gpd.GeoDataFrame, sources: pd.DataFrame) -> Breaches:
    for row, cited in enumerate(sites["sources"]):
        if not cited:
            yield row, "sources", "is empty; every site needs a source"
    for column in ("sources", "position_sources"):
        for row, cited in enumerate(sites[column]):
            if unknown := [source for source in cited if source not in sources.index]:
                yield (
                    row,
                    column,
                    f"{' '.join(unknown)} is not in the table of sources; add it there or correct it",
                )


def _undated_status(sites: gpd.GeoDataFrame, sources: pd.DataFrame) -> Breaches:
    published = sources["published"].to_dict()
    for row, (as_of, cited) in enumerate(zip(sites["status_as_of"], sites["sources"], strict=True)):
        if as_of is not None and as_of not in {published.get(source) for source in cited}:
            yield (
                row,
                "status_as_of",
                f"{as_of} is the date of none of the row's sources; name the source or correct it",
            )


def _unknown_codes(sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame) -> Breaches:
    departamento_of = dict(zip(municipios["codigo_muni"], municipios["codigo_depto"], strict=True))
    for row, (muni, depto) in enumerate(zip(sites["codigo_muni"], sites["codigo_depto"], strict=True)):
        if pd.notna(muni) and muni not in departamento_of:
            yield row, "codigo_muni", f"no municipio has the INE code {muni}; correct it"
        elif pd.notna(muni) and departamento_of[muni] != depto:
            advice = (
                f"municipio {muni} is in departamento {departamento_of[muni]}, not {depto}; correct one"
            )
            yield row, "codigo_depto", advice
        elif pd.notna(depto) and depto not in departamento_of.values():
            yield row, "codigo_depto", f"no departamento has the INE code {depto}; correct it"


def _points_elsewhere(sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame) -> Breaches:
    """Compare in GTM; a point over the border or in a bay is right within its uncertainty."""
    points = sites.geometry.to_crs(GTM)
    stated = municipios[municipios["codigo_muni"].isin(sites["codigo_muni"].dropna())]
    outlines = stated.set_index("codigo_muni").geometry.to_crs(GTM)
    for row, (point, muni, uncertainty_m) in enumerate(
        zip(points, sites["codigo_muni"], sites["uncertainty_m"], strict=True)
    ):
        if point is None or pd.isna(muni) or muni not in outlines.index:
            continue
        outside_m = outlines[muni].distance(point)
        if outside_m > uncertainty_m:
            advice = (
                f"the point lies {outside_m:.0f} m outside municipio {muni}, beyond its uncertainty of "
                f"{uncertainty_m} m; correct the point, the code or the uncertainty"
            )
            yield row, "longitude", advice
