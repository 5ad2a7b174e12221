"""The files of analyses: which tables each has, and which of them have geometry.

The first sheet is what a reader saw as the table; the first sheet with geometry is what a map shows.
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
from geo.choices.planning_kinds import Level, Measure
from geo.crs import WGS84
from geo.exports.tables.sheets import About, Download, Sheet
from geo.lists.list_coverage import RowCoverage
from geo.location.open_facts import OpenFacts
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
        Sheet("indicators", stacked([region.indicators for region in profiles]), "indicator"),
        Sheet("border", stacked([region.border for region in profiles]), "line"),
        Sheet("sites_inside", stacked([region.inside for region in profiles]), NAME),
        Sheet("nearest_outside", stacked([region.outside for region in profiles]), NAME),
        Sheet("sites_not_located", stacked([region.unlocated for region in profiles]), NAME),
        Sheet("municipios", _municipios(profiles, labels, municipios), "municipio"),
    ]
    if figures:
        sheets.insert(1, Sheet("figures", stacked(figures), "label_es"))
    return Download("profile", about, tuple(sheets))


def _municipios(
    profiles: Sequence[Profile], labels: Sequence[str], municipios: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    parts = [
        municipios[municipios["codigo_muni"].isin(profile.codes)].assign(region=label)
        for profile, label in zip(profiles, labels, strict=True)
    ]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=municipios.crs)


def coverage_file(
    result: Coverage, municipios: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, about: About
) -> Download:
    """Return coverage by municipio, its totals and curve, the sites measured to and those left out.

    The municipios are in the order of the people beyond reach at their cabecera, as on the page.
    """
    beyond = {f"{measure}_beyond": result.beyond(measure) for measure in result.totals.index}
    table = result.table.assign(**beyond)
    order = [f"{Measure.PEOPLE_BY_CABECERA}_beyond", "codigo_muni"]
    table = table.sort_values(order, ascending=[False, True], ignore_index=True)
    by_municipio = with_shapes(table, municipios)
    return Download(
        "coverage",
        about,
        (
            Sheet("municipios", by_municipio, "municipio"),
            Sheet("totals", result.totals, "measure"),
            Sheet("curve", result.curve, "measure"),
            *site_sheets(result.sites, sites),
        ),
    )


def gaps_file(result: Gaps, sites: gpd.GeoDataFrame, about: About) -> Download:
    """Return the stretches without a site, each site's stretch, totals, and every kilometre."""
    points = gpd.points_from_xy(result.profile["longitude"], result.profile["latitude"], crs=WGS84)
    both = LocatedSites(
        pd.concat([result.border_sites.table, result.coast_sites.table]),
        result.border_sites.places,
        pd.concat([result.border_sites.left_out, result.coast_sites.left_out]),
    )
    return Download(
        "gaps",
        about,
        (
            Sheet("stretches", result.stretches, "line"),
            Sheet("catchments", result.catchments, "site_id"),
            Sheet("totals", result.totals, "line"),
            Sheet("kilometres", gpd.GeoDataFrame(result.profile, geometry=points), "line"),
            *site_sheets(both, sites),
        ),
    )


def next_sites_file(result: NextSites, about: About) -> Download:
    """Return the chosen sites, what greed and ranking would give, and what changes for whom."""
    chosen = result.chosen
    points = gpd.points_from_xy(chosen["longitude"], chosen["latitude"], crs=WGS84)
    counted = {"weight": str(result.instance.question.counted)}
    answer = {
        "model": result.instance.question.model,
        "stop": result.stop,
        "value": result.value,
        "before": result.before,
        "bound": result.bound,
        "gap_share": result.gap,
        "value_low": result.value_low,
        "value_high": result.value_high,
        "seconds": round(result.seconds, 3),
    }
    return Download(
        "next-sites",
        about,
        (
            Sheet("next_sites", gpd.GeoDataFrame(chosen, geometry=points), "municipio"),
            Sheet("answer", pd.DataFrame([answer]), "model"),
            Sheet("methods", result.methods, "method"),
            Sheet("demand", result.demand.rename(columns=counted), "municipio"),
            Sheet("unreachable", result.unreachable.rename(columns=counted), "municipio"),
            Sheet("sites_left_out", result.instance.sites.left_out, NAME),
        ),
    )


def open_facts_file(result: OpenFacts, about: About) -> Download:
    """Return the open facts, those that decide first, with the sources already read."""
    table = result.table.assign(sources=[" ".join(ids) for ids in result.table["sources"]])
    return Download("what-to-find-out", about, (Sheet("open_facts", table, NAME),))


def distance_file(
    reached: pd.DataFrame, way: gpd.GeoDataFrame | None, municipios: gpd.GeoDataFrame, about: About
) -> Download:
    """Return how far each municipio is from a place, and the way to another place if there is one."""
    sheets = [Sheet("municipios", with_shapes(reached, municipios), "municipio")]
    if way is not None:
        sheets.append(Sheet("way", way, "start"))
    return Download("distance", about, tuple(sheets))


def comparison_file(result: Comparison, municipios: gpd.GeoDataFrame, about: About) -> Download:
    """Return what a scenario changes: totals of both, and the municipios that differ."""
    return Download(
        "what-if",
        about,
        (
            Sheet("municipios", with_shapes(result.municipios, municipios), "municipio"),
            Sheet("totals", result.totals, "measure"),
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
    result: RowCoverage, municipios: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, about: About
) -> Download:
    """Return the rows of a list within a distance: by municipio, in total, over distance; and the sites."""
    sheets = (
        Sheet("municipios", with_shapes(result.table, municipios), "municipio"),
        Sheet("totals", result.totals, "total"),
        Sheet("curve", result.curve, "distance_km"),
        *site_sheets(result.sites, sites),
    )
    return Download("own-list-coverage", about, sheets)
