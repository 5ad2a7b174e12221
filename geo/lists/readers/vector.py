"""GeoJSON, GeoPackage and zipped Shapefiles, by GDAL, from memory.

GDAL finds out by itself what a file is, and some of its formats refer to other files. Each reader
therefore makes sure first that the content begins as its own format does.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geo.lists.readers.zip_archive import entries, unfolded
from geo.lists.uploaded_table import (
    MAX_ROWS,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    points_of,
    require_size,
    table_of,
)

SHAPEFILE_CODE: Final = b"\x00\x00\x27\x0a"
SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")

_DAMAGED: Final = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, CRSError,
    shapely.errors.GEOSException, ValueError, UnicodeDecodeError, RuntimeError,
)  # fmt: skip


def read_geojson(name: str, content: bytes) -> Table:
    """Return the features of GeoJSON."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise UnreadableFileError(Fault.FORMAT, name, "JSON that is no GeoJSON")
    return _read(name, content, ListFormat.GEOJSON)


def read_geopackage(name: str, content: bytes) -> Table:
    """Return the first layer with rows of a GeoPackage; `told` names the others."""
    return _read(name, _packed({".gpkg": content}), ListFormat.GEOPACKAGE)


def read_shapefile(name: str, content: bytes) -> Table:
    """Return the first Shapefile of a zip; only its own parts are unfolded."""
    found = {entry.filename: entry for entry in entries(name, content)}
    paths = [PurePosixPath(path) for path in found]
    main = next(path for path in paths if path.suffix.lower() == ".shp")
    parts = {
        path.suffix.lower(): unfolded(name, content, found[str(path)])
        for path in paths
        if path.with_suffix("") == main.with_suffix("") and path.suffix.lower() in SHAPEFILE_PARTS
    }
    if not parts[".shp"].startswith(SHAPEFILE_CODE):
        raise UnreadableFileError(Fault.DAMAGED, name, f"{main.name} is no Shapefile")
    return _read(name, _packed(parts), ListFormat.SHAPEFILE)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts of a layer, by suffix, as a zip: GDAL takes their names from there."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix, part in parts.items():
            archive.writestr(f"layer{suffix}", part)
    return packed.getvalue()


def _read(name: str, content: bytes, file_format: ListFormat) -> Table:
    try:
        layers = pyogrio.list_layers(content)
        for nth, (_, kind) in enumerate(layers):
            about = pyogrio.read_info(content, layer=nth, force_feature_count=True)
            require_size(name, about["features"], len(about["fields"]))
            if about["features"]:
                return _layer(name, content, file_format, (nth, kind, [str(one) for one, _ in layers]))
    except _DAMAGED as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error
    raise UnreadableFileError(Fault.EMPTY, name, "no layer with rows")


def _layer(name: str, content: bytes, file_format: ListFormat, which: tuple[int, Any, list[str]]) -> Table:
    layer, kind, layers = which
    frame = pyogrio.read_dataframe(
        content, layer=layer, max_features=MAX_ROWS, read_geometry=kind is not None, on_invalid="ignore"
    )
    # Only a GeoPackage names its layers; elsewhere the name is made up by GDAL.
    told = {"layer": layers[layer]} if file_format is ListFormat.GEOPACKAGE else {}
    told |= {"layers": ", ".join(layers)[:200]} if len(layers) > 1 else {}
    if not isinstance(frame, gpd.GeoDataFrame):
        return table_of(name, file_format, frame, None, **told)
    crs = frame.crs.to_wkt() if frame.crs else None
    points = points_of(name, np.array(frame.geometry.to_numpy()), crs)
    told |= {"crs": frame.crs.name} if frame.crs else {}
    return table_of(
        name, file_format, pd.DataFrame(frame.drop(columns=frame.geometry.name)), points, **told
    )
