"""GeoJSON, GeoPackage and zipped Shapefiles, by GDAL, from memory.

GDAL finds out by itself what a file is, and some of its formats refer to other files. Each reader
therefore makes sure first that the content begins as its own format does.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
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

from geo.lists.readers.geopackage_tables import in_rollback_mode, real_layers
from geo.lists.readers.json_checks import require_plain_geojson
from geo.lists.readers.zip_archive import entries, unfolded
from geo.lists.uploaded_table import (
    MAX_OBJECTS,
    MAX_ROWS,
    Fault,
    ListFormat,
    Table,
    UnreadableFileError,
    crs_name,
    points_of,
    require_size,
    table_of,
)

SHAPEFILE_CODE: Final = b"\x00\x00\x27\x0a"
SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")

_OFFLINE: Final = {"GDAL_HTTP_PROXY": "127.0.0.1:9", "GDAL_HTTP_TIMEOUT": "1", "GDAL_HTTP_MAX_RETRY": "0"}
"""GDAL has no switch for its network: a proxy at the discard port, where nothing listens, is one."""

_DRIVERS: Final = {
    ListFormat.GEOJSON: ("GeoJSON",),
    ListFormat.GEOPACKAGE: ("GPKG",),
    ListFormat.SHAPEFILE: ("ESRI Shapefile",),
}

_DAMAGED: Final = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, CRSError,
    shapely.errors.GEOSException, ValueError, UnicodeDecodeError, RuntimeError,
)  # fmt: skip


def read_geojson(name: str, content: bytes) -> Table:
    """Return the features of GeoJSON."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise UnreadableFileError(Fault.FORMAT, name, "JSON that is no GeoJSON")
    require_plain_geojson(name, content)
    return _read(name, content, ListFormat.GEOJSON)


def read_geopackage(name: str, content: bytes) -> Table:
    """Return the first table with rows of a GeoPackage; `told` names the others."""
    content = in_rollback_mode(content)
    layers = real_layers(name, content)
    for _, rows in layers:
        require_size(name, rows, 1)
    filled = [layer for layer, rows in layers if rows]
    return _read(name, _packed({".gpkg": content}), ListFormat.GEOPACKAGE, filled)


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


def _read(name: str, content: bytes, file_format: ListFormat, layers: list[str] | None = None) -> Table:
    """Return the first layer with rows; of `layers` alone where they are given."""
    pyogrio.set_gdal_config_options(_OFFLINE)
    try:
        names = layers if layers is not None else [str(one) for one, _ in pyogrio.list_layers(content)]
        for nth, layer in enumerate(names):
            # GDAL makes up a new name at each opening where the file has none.
            which = layer if layers is not None else nth
            about = pyogrio.read_info(content, layer=which, force_feature_count=True)
            if about["driver"] not in _DRIVERS[file_format]:
                raise UnreadableFileError(Fault.FORMAT, name, f"GDAL reads it as {about['driver']}")
            require_size(name, about["features"], len(about["fields"]))
            if about["features"] * len(about["fields"]) > max(MAX_OBJECTS, len(content)):
                # Columns that few rows have are filled up with empty cells: a byte each is written honestly.
                detail = f"{len(content):,} bytes unfold into more cells"
                raise UnreadableFileError(Fault.BOMB, name, detail)
            if about["features"]:
                return _layer(name, content, file_format, (nth, which, names))
    except _DAMAGED as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error
    raise UnreadableFileError(Fault.EMPTY, name, "no layer with rows")


def _layer(
    name: str, content: bytes, file_format: ListFormat, which: tuple[int, int | str, list[str]]
) -> Table:
    nth, layer, layers = which
    # By Arrow: elsewhere pyogrio reserves the memory of `max_features` rows for every column.
    with warnings.catch_warnings():
        # GDAL warns of a shape without coordinates; its row has no shape then.
        warnings.simplefilter("ignore", RuntimeWarning)
        about, found = pyogrio.read_arrow(
            content, layer=layer, max_features=MAX_ROWS, datetime_as_string=True
        )
    # Only a GeoPackage names its layers; elsewhere the name is made up by GDAL.
    told = {"layer": layers[nth]} if file_format is ListFormat.GEOPACKAGE else {}
    told |= {"layers": ", ".join(layers)[:200]} if len(layers) > 1 else {}
    shape = (about["geometry_name"] or "wkb_geometry") if about["geometry_type"] else None
    points = None
    if shape in found.column_names:
        shapes = shapely.from_wkb(found[shape].to_numpy(), on_invalid="ignore")
        points = points_of(name, np.asarray(shapes, dtype=object), about["crs"])
        told |= {"crs": crs_name(points.crs)} if points.crs else {}
    cells = {
        column: _cells(values)
        for column, values in zip(found.column_names, found.columns, strict=True)
        if column != shape and not pa.types.is_binary(values.type)
    }
    return table_of(name, file_format, pd.DataFrame(cells, index=range(len(found))), points, **told)


def _cells(values: Any) -> Any:
    """Return a column as text, numbers or dates: lists and times as text."""
    if pa.types.is_nested(values.type):
        texts = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in values.to_pylist()
        ]
        return pd.Series(texts, dtype="str")
    if pa.types.is_date(values.type):
        return values.cast(pa.timestamp("ms")).to_pandas()
    if pa.types.is_time(values.type):
        return values.cast(pa.string()).to_pandas()
    return values.to_pandas()
