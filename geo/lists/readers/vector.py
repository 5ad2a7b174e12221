"""GeoJSON, GeoPackage and zipped Shapefiles, by GDAL, from memory.

GDAL finds out by itself what a file is, and some of its formats refer to other files. Each reader
therefore makes sure first that the content begins as its own format does.

GeoJSON is checked as text first: a `crs` of the types `link` and `url` makes GDAL request a URL, a
stored command line (GDALG) makes it open any file or URL, and JSON-FG names reference systems by URL.

Of a GeoPackage SQLite reads the schema first, without running anything of it, and GDAL is given the
names of real tables only: a view is a query that may never end.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
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
    """Return the first table with rows of a GeoPackage; `details` name the others."""
    content = in_rollback_mode(content)
    layers = real_layers(name, content)
    for _, rows in layers:
        require_size(name, rows, 1)
    filled = [layer for layer, rows in layers if rows]
    return _read(name, _packed({".gpkg": content}), ListFormat.GEOPACKAGE, filled)


def read_shapefile(name: str, content: bytes) -> Table:
    """Return the first Shapefile of a zip; only its own parts are unfolded."""
    packed = {entry.filename: entry for entry in entries(name, content)}
    paths = [PurePosixPath(path) for path in packed]
    main = next(path for path in paths if path.suffix.lower() == ".shp")
    parts = {
        path.suffix.lower(): unfolded(name, content, packed[str(path)])
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
        with warnings.catch_warnings():
            # GDAL warns of a shape without coordinates, and of a column without a type; both are left out.
            warnings.simplefilter("ignore", RuntimeWarning)
            names = (
                layers if layers is not None else [str(layer) for layer, _ in pyogrio.list_layers(content)]
            )
            for nth, layer in enumerate(names):
                # GDAL makes up a new name at each opening where the file has none.
                which = layer if layers is not None else nth
                about = pyogrio.read_info(content, layer=which, force_feature_count=True)
                if about["driver"] not in _DRIVERS[file_format]:
                    raise UnreadableFileError(Fault.FORMAT, name, f"GDAL reads it as {about['driver']}")
                require_size(name, about["features"], len(about["fields"]))
                if about["features"] * len(about["fields"]) > max(MAX_OBJECTS, len(content)):
                    # An honest file has a byte for each cell; columns of few rows are filled up.
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
    about, table = pyogrio.read_arrow(content, layer=layer, max_features=MAX_ROWS, datetime_as_string=True)
    # Only a GeoPackage names its layers; elsewhere the name is made up by GDAL.
    details = {"layer": layers[nth]} if file_format is ListFormat.GEOPACKAGE else {}
    details |= {"layers": ", ".join(layers)[:200]} if len(layers) > 1 else {}
    shape = (about["geometry_name"] or "wkb_geometry") if about["geometry_type"] else None
    points = None
    if shape in table.column_names:
        shapes = shapely.from_wkb(table[shape].to_numpy(), on_invalid="ignore")
        points = points_of(name, np.asarray(shapes, dtype=object), about["crs"])
        details |= {"crs": crs_name(points.crs)} if points.crs else {}
    cells = {
        column: _cells(values)
        for column, values in zip(table.column_names, table.columns, strict=True)
        if column != shape and not pa.types.is_binary(values.type)
    }
    return table_of(name, file_format, pd.DataFrame(cells, index=range(len(table))), points, **details)


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


_PLAIN: Final = re.compile(rb"""(?:[^"'/]++|"(?:[^"\\]++|\\.)*+")*+""", re.DOTALL)
"""JSON up to a quote or slash outside of its strings; possessive: one pass, no memory."""


def _key(name: str) -> bytes:
    """Return the pattern of a key in small letters, capitals or JSON escapes: GDAL ignores case."""
    letters = (rf"(?:{c}|\\u00(?:{ord(c):02x}|{ord(c.upper()):02x}))" for c in name)
    return rf'"{"".join(letters)}"\s*:\s*'.encode()


_CRS: Final = re.compile(_key("crs"), re.IGNORECASE)
_JSON_FG: Final = re.compile(_key("coordrefsys"), re.IGNORECASE)
_COMMAND: Final = re.compile(rb"gdal_streamed_alg", re.IGNORECASE)
_LONGEST: Final = 4_000
"""Bytes of a `crs` object that are looked at; a name has some tens."""
_NAME: Final = re.compile(
    r"urn:(?:ogc|x-ogc):def:crs:[\w:.,-]+|[A-Z]{3,10}:\w+|"
    r"https?://(?:www\.)?opengis\.net/[\w/.#-]+|\w[\w ()-]*(?: / [\w ()-]+)?",
    re.IGNORECASE,
)
"""Names that GDAL looks up in its own tables; no path, no other URL, no PROJ string with files."""


def require_plain_geojson(name: str, content: bytes) -> None:
    """Raise `UnreadableFileError` if JSON holds what GDAL would follow.

    Raises
    ------
    UnreadableFileError
        It is not strict JSON, a stored command, or has a `crs` that is not a plain name.
    """
    plain = _PLAIN.match(content)
    # GDAL's parser accepts comments and single quotes, in which a key could hide.
    if plain is None or plain.end() < len(content):
        raise UnreadableFileError(Fault.FORMAT, name, "JSON with comments, single quotes or an open string")
    if _COMMAND.search(content):
        raise UnreadableFileError(Fault.FORMAT, name, "a stored GDAL command, not GeoJSON")
    if _JSON_FG.search(content):
        raise UnreadableFileError(Fault.CRS, name, "JSON-FG with coordRefSys")
    for key in _CRS.finditer(content):
        if content[key.end() : key.end() + 1] == b"{":
            _require_named(name, content[key.end() : key.end() + _LONGEST])


def _require_named(name: str, start: bytes) -> None:
    try:
        crs, _ = json.JSONDecoder(object_pairs_hook=_unrepeated).raw_decode(start.decode(errors="replace"))
        known = {"type", "properties"}
        named = crs.keys() <= known and crs["type"] == "name" and crs["properties"]["name"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFileError(Fault.CRS, name, "a crs that is not a name") from error
    if not isinstance(named, str) or not _NAME.fullmatch(named):
        raise UnreadableFileError(Fault.CRS, name, "a crs that is not a plain name")


def _unrepeated(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key.casefold() in map(str.casefold, members):
            raise ValueError(f"{key[:20]} twice")
        members[key] = value
    return members


_OF_GDAL: Final = re.compile(r"(gpkg|ogr|sqlite|rtree)_.*|layer_styles", re.IGNORECASE)
"""Tables that GDAL reads by itself when it opens a file."""
_STEPS: Final = 200_000_000
"""Steps of SQLite's machine that the schema and the counts may take, some seconds."""


def in_rollback_mode(content: bytes) -> bytes:
    """Return the database without its mark of a write-ahead log, whose file is not uploaded."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content


def real_layers(name: str, content: bytes) -> list[tuple[str, int]]:
    """Return the registered layers that are real tables, with their rows.

    Raises
    ------
    UnreadableFileError
        It is damaged, or a layer or a table that GDAL reads is a view, virtual or computed.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: 1, _STEPS)
            return _tables_with_rows(name, database)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, f"SQLite: {str(error)[:120]}") from error


def _tables_with_rows(name: str, database: sqlite3.Connection) -> list[tuple[str, int]]:
    schema = {
        str(item).casefold(): (kind, item, root)
        for kind, item, root in database.execute(
            "SELECT type, name, rootpage FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    for item, about in schema.items():
        if _OF_GDAL.fullmatch(item) and not item.startswith("rtree_"):
            _require_real(name, database, about)
    if "gpkg_contents" not in schema:
        raise UnreadableFileError(Fault.DAMAGED, name, "SQLite without gpkg_contents, no GeoPackage")
    layers = []
    for (table,) in database.execute(
        "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
    ).fetchall():
        layer = schema.get(str(table).casefold())
        if layer is None:
            continue
        _require_real(name, database, layer)
        (rows,) = database.execute(f"SELECT COUNT(*) FROM {_quoted(layer[1])}").fetchone()  # noqa: S608
        layers.append((str(layer[1]), int(rows)))
    return layers


def _require_real(name: str, database: sqlite3.Connection, about: tuple[Any, ...]) -> None:
    kind, item, root = about
    if kind != "table" or not root:
        what = "a view" if kind == "view" else "a virtual table"
        raise UnreadableFileError(Fault.FORMAT, name, f"{str(item)[:60]!r} is {what}, not a table")
    columns = database.execute(f"PRAGMA table_xinfo({_quoted(item)})").fetchall()
    if any(column[6] > 1 for column in columns):
        raise UnreadableFileError(Fault.FORMAT, name, f"{str(item)[:60]!r} has computed columns")


def _quoted(item: str) -> str:
    return '"' + str(item).replace('"', '""') + '"'
