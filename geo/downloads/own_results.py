"""What was worked out from a reader's own list, as files."""

from __future__ import annotations

import geopandas as gpd

from geo.downloads.about import About, Download, Sheet
from geo.downloads.results import site_sheets, with_shapes
from geo.lists.list_coverage import RowCoverage


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
