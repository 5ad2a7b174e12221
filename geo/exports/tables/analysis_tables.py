"""Analyses as files: which tables, and which of them have a place on the map.

The first sheet is what a reader saw as the table; the first with geometry is what a map holds.

What was worked out from a reader's own list, as files.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geo.analysis.border_gaps import Gaps
from geo.analysis.indicators import CountryMeasures, indicators_of, ranks_of
from geo.analysis.region_profile import Profile
from geo.analysis.scenarios import Comparison
from geo.analysis.site_coverage import Coverage
from geo.analysis.uncertain_distances import LocatedSites
from geo.choices.planning_kinds import Level
from geo.crs import WGS84
from geo.exports.tables.sheets import About, Download, Sheet
from geo.lists.list_coverage import RowCoverage
from geo.location.recommendation import NextSites

NAME = "name_es"
"""What a site is called in a file: as on the ground."""


def profile_file(
    profiles: Sequence[Profile],
    labels: Sequence[str],
    municipios: gpd.GeoDataFrame,
    about: About,
    figures: Sequence[pd.DataFrame] = (),
) -> Download:
    """Return up to four profiles, each row under its region's label, and the municipios of each.

    `figures` are the `local_figures` of each region, where they are wanted.
    """

    def stacked(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
        named = [table.assign(region=label) for table, label in zip(tables, labels, strict=True)]
        whole = pd.concat([table.reset_index() for table in named], ignore_index=True)
        return whole[["region", *(name for name in whole if name not in {"region", "index"})]]

    sheets = [
        Sheet("indicators", stacked([one.indicators for one in profiles]), "indicator"),
        Sheet("border", stacked([one.border for one in profiles]), "line"),
        Sheet("sites_inside", stacked([one.inside for one in profiles]), NAME),
        Sheet("nearest_outside", stacked([one.outside for one in profiles]), NAME),
        Sheet("sites_not_located", stacked([one.unlocated for one in profiles]), NAME),
        Sheet("municipios", _municipios(profiles, labels, municipios), "municipio"),
    ]
    if figures:
        sheets.insert(1, Sheet("figures", stacked(figures), "label_es"))
    return Download("profile", about, tuple(sheets))


def _municipios(
    profiles: Sequence[Profile], labels: Sequence[str], municipios: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    parts = [
        municipios[municipios["codigo_muni"].isin(one.codes)].assign(region=label)
        for one, label in zip(profiles, labels, strict=True)
    ]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=municipios.crs)


def coverage_file(
    found: Coverage, municipios: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, about: About
) -> Download:
    """Return coverage by municipio, its totals and curve, the sites measured to and those left out."""
    by_municipio = with_shapes(found.table, municipios)
    return Download(
        "coverage",
        about,
        (
            Sheet("municipios", by_municipio, "municipio"),
            Sheet("totals", found.totals, "measure"),
            Sheet("curve", found.curve, "measure"),
            *site_sheets(found.sites, sites),
        ),
    )


def gaps_file(found: Gaps, sites: gpd.GeoDataFrame, about: About) -> Download:
    """Return the stretches without a site, each site's stretch, totals, and every kilometre."""
    points = gpd.points_from_xy(found.profile["longitude"], found.profile["latitude"], crs=WGS84)
    both = LocatedSites(
        pd.concat([found.border_sites.table, found.coast_sites.table]),
        found.border_sites.places,
        pd.concat([found.border_sites.left_out, found.coast_sites.left_out]),
    )
    return Download(
        "gaps",
        about,
        (
            Sheet("stretches", found.stretches, "line"),
            Sheet("catchments", found.catchments, "site_id"),
            Sheet("totals", found.totals, "line"),
            Sheet("kilometres", gpd.GeoDataFrame(found.profile, geometry=points), "line"),
            *site_sheets(both, sites),
        ),
    )


def next_sites_file(found: NextSites, about: About) -> Download:
    """Return the chosen sites, what greed and ranking would give, and what changes for whom."""
    chosen = found.chosen
    points = gpd.points_from_xy(chosen["longitude"], chosen["latitude"], crs=WGS84)
    counted = {"people": str(found.instance.question.counted)}
    answer = {
        "model": found.instance.question.model,
        "stop": found.stop,
        "value": found.value,
        "before": found.before,
        "bound": found.bound,
        "gap_share": found.gap,
        "value_low": found.value_low,
        "value_high": found.value_high,
        "seconds": round(found.seconds, 3),
    }
    return Download(
        "next-sites",
        about,
        (
            Sheet("next_sites", gpd.GeoDataFrame(chosen, geometry=points), "municipio"),
            Sheet("answer", pd.DataFrame([answer]), "model"),
            Sheet("methods", found.methods, "method"),
            Sheet("demand", found.demand.rename(columns=counted), "municipio"),
            Sheet("unreachable", found.unreachable.rename(columns=counted), "municipio"),
            Sheet("sites_left_out", found.instance.sites.left_out, NAME),
        ),
    )


def comparison_file(found: Comparison, municipios: gpd.GeoDataFrame, about: About) -> Download:
    """Return what a scenario changes: totals of both, and the municipios that differ."""
    return Download(
        "what-if",
        about,
        (
            Sheet("municipios", with_shapes(found.municipios, municipios), "municipio"),
            Sheet("totals", found.totals, "measure"),
        ),
    )


def indicators_file(
    country: CountryMeasures, level: Level, shapes: gpd.GeoDataFrame, about: About
) -> Download:
    """Return every indicator of every region at a level, with its ranks; `shapes` has their outlines."""
    code = shapes.set_index(f"codigo_{'muni' if level is Level.MUNICIPIO else 'depto'}")
    table = indicators_of(level, country).join(ranks_of(level, country).add_suffix("_rank"))
    named = code[[level.value, "geometry"]].join(table)
    return Download("indicators", about, (Sheet(f"{level}s", named, level.value),))


def with_shapes(table: pd.DataFrame, municipios: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table by `codigo_muni` with the outline of each municipio."""
    shapes = municipios.set_index("codigo_muni").geometry
    return gpd.GeoDataFrame(table, geometry=table["codigo_muni"].map(shapes).to_numpy(), crs=WGS84)


def site_sheets(placed: LocatedSites, sites: gpd.GeoDataFrame) -> tuple[Sheet, Sheet]:
    """Return the sites measured to, and those left out, as sheets."""
    columns = ["name_en", "name_es", "kind", "precision", "uncertainty_m", "codigo_muni", "geometry"]
    return (
        Sheet("sites", sites.loc[placed.table.index, columns], NAME),
        Sheet("sites_left_out", placed.left_out, NAME),
    )


def reached_file(
    found: RowCoverage, municipios: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, about: About
) -> Download:
    """Return the rows of a list within a distance: by municipio, in total, over distance; and the sites."""
    sheets = (
        Sheet("municipios", with_shapes(found.table, municipios), "municipio"),
        Sheet("totals", found.totals, "total"),
        Sheet("curve", found.curve, "distance_km"),
        *site_sheets(found.sites, sites),
    )
    return Download("own-list-coverage", about, sheets)
