"""GeoPackage: a layer for each table and a table that says whose they are."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.crs import WGS84
from geo.downloads.about import UNPRINTABLE, Download, Sheet
from geo.downloads.plain import column_names, rows, shapes


def to_geopackage(download: Download) -> bytes:
    """Return all sheets of `download` as layers, and `about` as a table without geometry."""
    title = UNPRINTABLE.sub("", download.about.title)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "download.gpkg"
        for sheet in download.sheets:
            _write(_layer(sheet), path, sheet.name, title)
        lines = pd.DataFrame(download.about.lines(), columns=["what", "text"])
        _write(lines, path, "about", title)
        return path.read_bytes()


def _write(table: pd.DataFrame, path: Path, layer: str, title: str) -> None:
    types = set(table.geom_type.dropna()) if isinstance(table, gpd.GeoDataFrame) else set()
    pyogrio.write_dataframe(
        table,
        path,
        layer=layer,
        driver="GPKG",
        append=path.exists(),
        promote_to_multi=any(name.startswith("Multi") for name in types),
        # Debian's GDAL reads 1.3 without a warning.
        dataset_options=None if path.exists() else {"VERSION": "1.3"},
        layer_options={"DESCRIPTION": title},
    )


def _layer(sheet: Sheet) -> pd.DataFrame:
    table = pd.DataFrame(rows(sheet.table), columns=column_names(sheet.table))
    found = shapes(sheet.table)
    return table if found is None else gpd.GeoDataFrame(table, geometry=found, crs=WGS84)
