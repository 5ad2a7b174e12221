"""A small list in each format to try the page with: numbered points, invented, and said to be so.

The points are made by arithmetic inside municipios; nothing is at any of them. Each format shows another
way of writing positions, and a few rows are wrong on purpose, so that what happens to them can be seen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import GTM, WGS84
from geo.lists.uploaded_table import ListFormat

NOTE: Final = "Invented for demonstration / Inventado para demostración"
"""Stands in every row of every sample."""
ROWS: Final = 60
STEP: Final = 7
"""Every so many municipios has a point; 7 shares no factor with 340, so that none comes twice."""

FILE_NAMES: Final = {
    ListFormat.CSV: "atlas-sample.csv",
    ListFormat.XLSX: "atlas-sample.xlsx",
    ListFormat.GEOJSON: "atlas-sample.geojson",
    ListFormat.GEOPACKAGE: "atlas-sample.gpkg",
    ListFormat.KML: "atlas-sample.kml",
    ListFormat.SHAPEFILE: "atlas-sample-shapefile.zip",
    ListFormat.PARQUET: "atlas-sample.parquet",
}


def sample(file_format: ListFormat, municipios: gpd.GeoDataFrame) -> bytes:
    """Return the sample list in a format; `municipios` are in WGS 84."""
    return _WRITERS[file_format](_points(municipios))


def _points(municipios: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    chosen = municipios.sort_values("codigo_muni").iloc[[STEP * n % len(municipios) for n in range(ROWS)]]
    days = np.datetime64("2023-01-05") + np.arange(ROWS) * 11
    table = {
        "name": [f"Demonstration point {n}" for n in range(1, ROWS + 1)],
        "date": [str(day) for day in days],
        "municipio": chosen["municipio"].tolist(),
        "departamento": chosen["departamento"].tolist(),
        "note": NOTE,
    }
    places = chosen.geometry.representative_point().to_numpy()
    return gpd.GeoDataFrame(table, geometry=places, crs=WGS84)


def _csv(points: gpd.GeoDataFrame) -> bytes:
    """Decimal commas and semicolons in Windows-1252, as Excel writes in Guatemala; some rows are wrong."""
    degrees = [
        [f"{value:.5f}".replace(".", ",") for value in axis]
        for axis in (points.geometry.x, points.geometry.y)
    ]
    table = pd.DataFrame(
        {
            "Nombre": points["name"].str.replace("Demonstration point", "Punto de demostración"),
            "Fecha": pd.to_datetime(points["date"]).dt.strftime("%d/%m/%Y"),
            "Longitud": degrees[0],
            "Latitud": degrees[1],
            "Nota": NOTE,
        }
    )
    table.loc[[5, 17], ["Longitud", "Latitud"]] = table.loc[[5, 17], ["Latitud", "Longitud"]].to_numpy()
    table.loc[23, "Longitud"] = degrees[0][23].removeprefix("-")
    table.loc[31, ["Longitud", "Latitud"]] = ""
    table.loc[40, "Latitud"] = "?"
    return table.to_csv(index=False, sep=";", lineterminator="\r\n").encode("cp1252")


def _xlsx(points: gpd.GeoDataFrame) -> bytes:
    """Names of places only, with typos, and dates as dates."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("demonstration")
    page.append(["name", "municipio", "departamento", "date", "note"])
    for nth, row in enumerate(points.itertuples(index=False)):
        name = row.municipio if nth % 9 else row.municipio[:-2] + row.municipio[-1:]
        page.append([row.name, name, row.departamento, pd.Timestamp(row.date).date(), NOTE])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _geojson(points: gpd.GeoDataFrame) -> bytes:
    return str(points.to_json(drop_id=True)).encode()


def _kml(points: gpd.GeoDataFrame) -> bytes:
    marks = "".join(
        f"<Placemark><name>{row.name}</name><description>{NOTE}</description>"
        f"<TimeStamp><when>{row.date}</when></TimeStamp>"
        f"<Point><coordinates>{row.geometry.x:.5f},{row.geometry.y:.5f}</coordinates></Point></Placemark>\n"
        for row in points.itertuples(index=False)
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
    )
    return f"{head}{marks}</Document></kml>\n".encode()


def _geopackage(points: gpd.GeoDataFrame) -> bytes:
    """GTM metres, as plans of the country are drawn in."""
    return _written(points.to_crs(GTM), "demonstration.gpkg")


def _shapefile(points: gpd.GeoDataFrame) -> bytes:
    """UTM zone 15 metres."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demonstration.shp"
        points.to_crs("EPSG:32615").rename(columns={"departamento": "depto"}).to_file(path)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for part in sorted(Path(folder).iterdir()):
                packed.write(part, part.name)
    return stream.getvalue()


def _parquet(points: gpd.GeoDataFrame) -> bytes:
    return _written(points, "demonstration.parquet")


def _written(points: gpd.GeoDataFrame, name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        if name.endswith(".parquet"):
            points.to_parquet(path)
        else:
            points.to_file(path, layer="demonstration")
        return path.read_bytes()


_WRITERS: Final[dict[ListFormat, Callable[[gpd.GeoDataFrame], bytes]]] = {
    ListFormat.CSV: _csv,
    ListFormat.XLSX: _xlsx,
    ListFormat.GEOJSON: _geojson,
    ListFormat.GEOPACKAGE: _geopackage,
    ListFormat.KML: _kml,
    ListFormat.SHAPEFILE: _shapefile,
    ListFormat.PARQUET: _parquet,
}
