"""Parquet and GeoParquet, column by column, within limits of what they unfold into."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.lists.uploaded_table import (
    MAX_UNFOLDED,
    Fault,
    ListFormat,
    ShapePoints,
    Table,
    UnreadableFileError,
    crs_name,
    points_of,
    require_size,
    table_of,
)

GEO: Final = b"geo"
"""The entry of a file's metadata that makes it GeoParquet."""


def read_parquet(name: str, content: bytes) -> Table:
    """Return the columns that hold text, numbers, truth or dates, and the primary geometry.

    Raises
    ------
    UnreadableFileError
        It is damaged, too large, or a bomb.
    """
    try:
        table = _columns(name, content)
        geo = json.loads((table.schema.metadata or {}).get(GEO, b"{}"))
        main = geo.get("primary_column")
        points = None
        if main in table.column_names:
            points = _points(name, table[main], geo["columns"][main])
        hidden = set(geo.get("columns", {}))
        cells = {column: table[column].to_pandas() for column in table.column_names if column not in hidden}
    except (pa.ArrowException, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, str(error)[:160]) from error
    details = {"crs": crs_name(points.crs)} if points and points.crs else {}
    return table_of(
        name, ListFormat.PARQUET, pd.DataFrame(cells, index=range(len(table))), points, **details
    )


def _columns(name: str, content: bytes) -> pa.Table:
    schema = pq.read_schema(pa.BufferReader(content))
    wide = [
        field.name for field in schema if pa.types.is_binary(field.type) or pa.types.is_string(field.type)
    ]
    # Kept as a dictionary, a text that stands in every row is read once: the bomb stays folded.
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=wide)
    require_size(name, file.metadata.num_rows, len(schema))
    plain = [field.name for field in schema if _is_plain(field.type) or field.name in _geometries(schema)]
    table = file.read(columns=plain)
    unfolded = sum(_size(column) for column in table.columns)
    if unfolded > MAX_UNFOLDED:
        raise UnreadableFileError(Fault.BOMB, name, f"{len(content):,} bytes unfold into {unfolded:,}")
    return pa.table(
        {
            column: values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
            for column, values in zip(table.column_names, table.columns, strict=True)
        },
        metadata=table.schema.metadata,
    )


def _is_plain(kind: Any) -> bool:
    checks = (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_string,
        pa.types.is_large_string, pa.types.is_date, pa.types.is_timestamp, pa.types.is_decimal,
    )  # fmt: skip
    return any(check(kind.value_type if pa.types.is_dictionary(kind) else kind) for check in checks)


def _geometries(schema: pa.Schema) -> list[str]:
    geo = json.loads((schema.metadata or {}).get(GEO, b"{}"))
    return [geo["primary_column"]] if "primary_column" in geo else []


def _size(column: Any) -> int:
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    total = 0
    for chunk in column.chunks:
        lengths = pc.binary_length(chunk.dictionary)
        total += int(pc.sum(pc.take(lengths, chunk.indices)).as_py() or 0)
    return total


def _points(name: str, column: Any, about: dict[str, Any]) -> ShapePoints:
    crs = _crs_of(about)
    if about.get("encoding") == "point":
        values = column.combine_chunks()
        axes = (values.field(axis).to_numpy(zero_copy_only=False).astype(float) for axis in ("x", "y"))
        x, y = (np.where(values.is_null().to_numpy(zero_copy_only=False), np.nan, axis) for axis in axes)
        return ShapePoints(x, y, np.zeros(len(x), dtype=bool), crs)
    if about.get("encoding") != "WKB":
        raise ValueError(f"geometry as {about.get('encoding')}")
    shapes = shapely.from_wkb(column.to_numpy(), on_invalid="ignore")
    return points_of(name, np.asarray(shapes, dtype=object), crs)


def _crs_of(about: dict[str, Any]) -> str | None:
    """Return the CRS of a column: what is left out means longitude and latitude, null means unknown."""
    if "crs" not in about:
        return "OGC:CRS84"
    return None if about["crs"] is None else json.dumps(about["crs"])
